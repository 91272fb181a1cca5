"""Every builtin at once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huizhi.feel.builtins.catalogue import BUILTINS, SIGNATURES
from tests.feel.evaluating import missing

# These look at what they are given themselves, or do not need to.
KEEPS = {"append", "list contains"}


@pytest.mark.parametrize("name", sorted(set(BUILTINS) - KEEPS))
def test_a_missing_argument_makes_every_result_missing(name: str) -> None:
    for way in BUILTINS[name].ways:
        count = len(way.signature.parameters)
        assert BUILTINS[name].call([missing("a")] * count) == missing("a")


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_no_builtin_raises_on_arguments_of_any_kind(name: str) -> None:
    for value in (None, True, "a", [], [None], {}, [[Decimal(1)]]):
        for count in range(5):
            BUILTINS[name].call([value] * count)


def test_signatures_carry_the_name_they_are_found_by() -> None:
    for name, signature in SIGNATURES.items():
        assert all(way.name == name for way in signature.ways)

"""Values as texts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.feel import Range, to_feel_literal
from huizhi.feel.values.kinds import same
from huizhi.feel.values.texts import describe
from tests.feel.evaluating import evaluate, missing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("string(1.10)", "1.10"),
        ("string(1e3)", "1000"),
        ("string(true)", "true"),
        ('string("a")', "a"),
        ('string([1, "a", null])', '[1, "a", null]'),
        ('string({a: "x", "b c": 1})', '{a: "x", "b c": 1}'),
        ('string(@"2021-07-26")', "2021-07-26"),
        ('string(@"P14M")', "P1Y2M"),
        ('string(@"PT36H")', "P1DT12H"),
        ("string([1..3))", "[1..3)"),
        ("string(null)", None),
    ],
)
def test_string(text: str, expected: str | None) -> None:
    assert evaluate(text) == expected


def test_literals() -> None:
    assert to_feel_literal(dt.date(2021, 7, 26)) == 'date("2021-07-26")'
    assert to_feel_literal({"学位": "博士", "a b": [Decimal("1.50"), None]}) == (
        '{学位: "博士", "a b": [1.50, null]}'
    )
    assert to_feel_literal(Range(None, Decimal(3), False, True)) == "(<=3)"
    assert to_feel_literal(missing("b", "a")) == "missing(a, b)"


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cs", "Cc"])),
    st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
    ),
    st.dates(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "学位", "x y", 'q"q']), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_a_literal_reads_back_to_its_value(value: object) -> None:
    assert same(evaluate(to_feel_literal(value)), value)


def test_long_values_are_cut_in_causes() -> None:
    assert describe("长" * 100) == '"' + "长" * 58 + "…"

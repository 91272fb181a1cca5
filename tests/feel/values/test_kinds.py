"""The way of Python values into FEEL."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from huizhi.feel import ANY, Range, Scope, compile_expression
from huizhi.feel.values.kinds import from_python, same


def test_whole_numbers_become_decimals_and_truths_stay() -> None:
    assert type(from_python(3)) is Decimal
    assert from_python(True) is True


def test_lists_and_contexts_are_turned_deeply() -> None:
    turned = from_python({"合同": ({"月数": 36}, None)})
    assert turned == {"合同": [{"月数": Decimal(36)}, None]}
    assert type(turned["合同"][0]["月数"]) is Decimal


def test_what_needs_no_change_is_handed_on_as_it_is() -> None:
    value = [{"a": Decimal(1), "b": [dt.date(2021, 7, 26)]}]
    assert from_python(value) is value


@pytest.mark.parametrize("value", [1.5, {"a": [1.5]}, {1: "a"}, object(), {"a"}])
def test_what_feel_has_no_kind_for_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        from_python(value)


def test_a_fact_is_turned_where_it_is_read() -> None:
    expression = compile_expression("sum(xs) + n", Scope({"xs": ANY, "n": ANY}))
    assert expression.evaluate({"xs": [1, 2], "n": 3}) == Decimal(6)
    with pytest.raises(TypeError, match="float"):
        expression.evaluate({"xs": [], "n": 0.5})


def test_same_tells_kinds_apart() -> None:
    assert same([Decimal("1.0")], [Decimal(1)])
    assert not same(True, Decimal(1))
    assert not same({"a": 1}, {"b": 1})
    assert same(Range(1, 2, True, False), Range(1, 2, True, False))

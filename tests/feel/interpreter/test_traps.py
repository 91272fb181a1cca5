"""What trips implementers of FEEL, point by point; one test for each."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huizhi.feel import Scope, compile_expression
from tests.feel.evaluating import evaluate


def check(cases: dict[str, object]) -> None:
    for text, expected in cases.items():
        value = evaluate(text)
        assert value == expected, text
        assert type(value) is type(expected) or isinstance(value, Decimal), text


def test_1_null_equals_null_only_and_has_no_order() -> None:
    check(
        {
            "null = null": True,
            "100 = null": False,
            '100 = "100"': None,
            "1 < null": None,
            "null between 1 and 2": None,
        }
    )


def test_2_membership_of_null_and_of_null_ends() -> None:
    check({"null in (null, 1)": True, "5 in [1..null]": None, "null in [1..5]": None})


def test_3_decimals_and_the_order_of_powers() -> None:
    check(
        {
            "0.1 + 0.2 = 0.3": True,
            "1 / 0": None,
            "3 ** 4 ** 5": Decimal(81) ** 5,
            "-3 ** 2": Decimal(9),
            "modulo(10, -4)": Decimal(-2),
            "modulo(-10, 4)": Decimal(2),
            "decimal(2.5, 0)": Decimal(2),
        }
    )


def test_4_strings_count_code_points() -> None:
    check(
        {
            'string length("\\U01F600大同")': Decimal(3),
            '"a" + null': None,
            'substring("foobar", -3, 2)': "ba",
        }
    )


def test_5_two_kinds_of_duration_and_the_end_of_the_month() -> None:
    check(
        {
            '@"P1Y" = @"P365D"': None,
            'string(@"2021-01-31" + @"P1M")': "2021-02-28",
            'day of week(@"2021-07-27")': "Tuesday",
            'string(@"2021-07-26T10:00:00@Europe/Paris")': "2021-07-26T10:00:00@Europe/Paris",
        }
    )


def test_6_lists() -> None:
    check(
        {
            "[7, 8, 9][1]": Decimal(7),
            "[7, 8, 9][-1]": Decimal(9),
            'upper case(["a"])': "A",
            "all([])": True,
            "all([true, null])": None,
            "sum([1, null])": None,
            "mode([1, 1, 2, 2, 3])": [1, 2],
        }
    )


@pytest.mark.parametrize("text", ["abs()", "abs(1, 2)", 'abs("a")', "abs(m: 1)", "abs(number: 1)"])
def test_7_wrong_calls_give_null_and_are_refused_before(text: str) -> None:
    from huizhi.feel import FeelError

    assert evaluate(text) is None
    with pytest.raises(FeelError):
        compile_expression(text, Scope({}))

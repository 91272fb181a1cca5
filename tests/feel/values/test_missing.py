"""Missing in every operator: unknown stays unknown, and names what would have to be known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.feel.evaluating import evaluate, missing


def test_a_missing_value_is_neither_true_nor_false() -> None:
    with pytest.raises(TypeError, match="find out 学位"):
        bool(missing("学位"))


@pytest.mark.parametrize(
    "text",
    [
        "m",
        "m + 1",
        "1 - m",
        "m * null",
        "m / 0",
        "m ** 2",
        "-m",
        'm + "a"',
        'm + @"P1Y"',
        "m = 1",
        "null = m",
        "m = null",
        "m != null",
        "m < 1",
        "null >= m",
        "m between 1 and 5",
        "3 between m and 5",
        "3 between 1 and m",
        "m in (1, 2)",
        "m in [1..5]",
        "m in (null, 1)",
        "3 in (1, m)",
        "3 in [1..m]",
        "3 in [1, m]",
        "3 in > m",
        "3 in m",
        "m and true",
        "true and m",
        "null and m",
        "m or false",
        "null or m",
        "not(m)",
        "if m then 1 else 2",
        "m.学位",
        "m.a.b",
        "m[1]",
        "m[true]",
        "[1, 2][m]",
        "[1, 2][item > m]",
        "for x in m return x",
        "for x in 1..m return x",
        "some x in m satisfies x > 1",
        "some x in [1, 2] satisfies x > m",
        "every x in [1, 2] satisfies x > m",
        "m instance of number",
        "m(1)",
        "{a: m}.a",
        "[m][1]",
        "[m..5]",
        "[1, m] = [1, 2]",
    ],
)
def test_operators_hand_on_what_is_missing(text: str) -> None:
    assert evaluate(text) == missing("m")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("false and m", False),
        ("m and false", False),
        ("m and null and false", False),
        ("true or m", True),
        ("m or true", True),
        ("3 in (3, m)", True),
        ("3 in (m, 3)", True),
        ("9 between m and 5", False),
        ("1 between 5 and m", False),
        ("9 in [m..5]", missing("m")),
        ("some x in [1, m] satisfies x = 1", True),
        ("every x in [1, m] satisfies x = 2", False),
        ("if m then 7 else 7", Decimal(7)),
        ("if m then null else null", None),
        ("if m then 1 else 1.0", Decimal(1)),
        ("if true then 1 else m", Decimal(1)),
        ("[1, m] = [2, 2]", False),
        ("[1, m] = [1]", False),
        ("{a: m, b: 1} = {a: 1, b: 2}", False),
        ("[1, m][1]", Decimal(1)),
        ("{a: m, b: 1}.b", Decimal(1)),
        ("[5, m][item < 3]", missing("m")),
        ("count([m, m2])", Decimal(2)),
    ],
)
def test_what_is_decided_already_does_not_wait(text: str, expected: object) -> None:
    assert evaluate(text) == expected


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("m + m2", ("m", "m2")),
        ("m and m2", ("m", "m2")),
        ("m and true", ("m",)),
        ("(m > 1 or m2 > 1) and m", ("m", "m2")),
        ("(m > 1 or true) and m2", ("m2",)),
        ("if m then m2 else 1", ("m", "m2")),
        ("if true then m2 else m", ("m2",)),
        ("m = m2", ("m", "m2")),
        ("m between 1 and m2", ("m", "m2")),
        ("1 in (m, m2)", ("m", "m2")),
        ("sum([m, 1, m2])", ("m", "m2")),
    ],
)
def test_facts_are_united_where_each_of_them_matters(text: str, facts: tuple[str, ...]) -> None:
    assert evaluate(text) == missing(*facts)


def test_known_absence_is_not_missing() -> None:
    facts = {"配偶": None}
    assert evaluate("配偶 = null", facts) is True
    assert evaluate("if 配偶 = null then 1 else 2", facts) == 1
    assert evaluate('配偶 = "x"', facts) is False

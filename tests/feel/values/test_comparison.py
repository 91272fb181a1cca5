"""Equality, order, membership and three-valued logic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.feel.values.comparison import belongs, conjunction, disjunction, equal, negation
from tests.feel.evaluating import evaluate, missing

TRUTHS = st.sampled_from([True, False, None, missing("a"), missing("b")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("null = null", True),
        ("null != null", False),
        ("1 = null", False),
        ("1 != null", True),
        ("100 = 1e2", True),
        ("1.0 = 1.00", True),
        ('1 = "1"', None),
        ('1 != "1"', None),
        ("true = 1", None),
        ("[1, 2] = [1, 2]", True),
        ("[1, 2] = [2, 1]", False),
        ("[] = null", False),
        ("{a: 1, b: 2} = {b: 2, a: 1}", True),
        ("{a: 1} = {a: 2}", False),
        ("{a: 1} = {b: 1}", False),
        ('@"P1Y" = @"P12M"', True),
        ('@"P1Y" = @"P365D"', None),
        ('@"P1D" = @"PT24H"', True),
        ('@"2021-07-26" = @"2021-07-26T00:00:00"', None),
        ('@"10:00:00Z" = @"18:00:00+08:00"', True),
        ('@"2021-07-26T18:00:00@Asia/Shanghai" = @"2021-07-26T10:00:00Z"', True),
        ('@"10:00:00.25" = @"10:00:00.5"', True),
        ("[1..3] = [1..3]", True),
        ("[1..3] = [1..3)", False),
    ],
)
def test_equality(text: str, expected: object) -> None:
    assert evaluate(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 < 2", True),
        ("2 <= 2", True),
        ('"a" < "b"', True),
        ('"博士" > "学士"', "博士" > "学士"),
        ('@"2021-01-01" < @"2021-01-02"', True),
        ('@"P1M" >= @"P30D"', None),
        ('@"P13M" > @"P1Y"', True),
        ('@"PT23H" < @"P1D"', True),
        ('@"2021-07-26T10:00:00Z" < @"2021-07-26T10:00:00+08:00"', False),
        ("1 < null", None),
        ("null <= null", None),
        ('1 < "2"', None),
        ("true < false", None),
        ("5 between 1 and 5", True),
        ("6 between 1 and 5", False),
        ("null between 1 and 5", None),
        ("5 between null and 7", None),
        ("9 between null and 7", False),
    ],
)
def test_order(text: str, expected: object) -> None:
    assert evaluate(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("null in (null, 1)", True),
        ("1 in (2, 3)", False),
        ("1 in [1, 2]", True),
        ("1 in ([1, 2], 5)", True),
        ("1 in [[2..4], [0..1]]", True),
        ("[1, 2] in [[1, 2], [3]]", True),
        ("5 in [1..5]", True),
        ("5 in [1..5)", False),
        ("5 in (5..9]", False),
        ("5 in ]5..9]", False),
        ("5 in < 5", False),
        ("5 in <= 5", True),
        ("5 in (>= 3)", True),
        ("5 in (< 3, > 4)", True),
        ("5 in != 5", False),
        ('"b" in ["a".."c"]', True),
        ('@"2021-07-26" in [@"2021-07-01"..@"2021-07-31"]', True),
        ("null in [1..5]", None),
        ("5 in [1..null]", None),
        ("5 in [null..9]", None),
        ('"a" in [1..5]', None),
    ],
)
def test_membership(text: str, expected: object) -> None:
    assert evaluate(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true and true and true", True),
        ("true and false", False),
        ("null and false", False),
        ("false and null", False),
        ("null and true", None),
        ('true and "x"', None),
        ('false and "x"', False),
        ("false or false", False),
        ("null or true", True),
        ("null or false", None),
        ('"x" or false', None),
        ("not(null)", None),
        ("not(true)", False),
    ],
)
def test_three_values(text: str, expected: object) -> None:
    assert evaluate(text) is expected


@given(st.lists(TRUTHS, max_size=5))
def test_de_morgan_holds_for_four_values(values: list[object]) -> None:
    assert negation(conjunction(values)) == disjunction([negation(value) for value in values])


@given(st.permutations([True, False, None, missing("a")]), st.integers(0, 4))
def test_the_order_of_operands_does_not_matter(values: list[object], kept: int) -> None:
    shown = values[:kept]
    assert conjunction(shown) == conjunction(shown[::-1])
    assert disjunction(shown) == disjunction(shown[::-1])


def test_what_is_missing_beats_null_but_not_the_deciding_value() -> None:
    assert conjunction([None, missing("a"), missing("b")]) == missing("a", "b")
    assert conjunction([None, missing("a"), False]) is False
    assert disjunction([None, missing("a")]) == missing("a")
    assert disjunction([missing("a"), True]) is True


def test_a_missing_element_leaves_open_only_what_it_could_change() -> None:
    assert equal(["x", missing("a")], ["y", "z"]) is False
    assert equal(["x", missing("a")], ["x"]) is False
    assert equal(["x", missing("a")], ["x", "z"]) == missing("a")
    assert belongs("x", ["x", missing("a")]) is True
    assert belongs("x", ["y", missing("a")]) == missing("a")

"""Builtins on lists."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feel.evaluating import cause_of, evaluate, missing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list contains([1, 2], 2)", "true"),
        ("list contains([1, null], null)", "true"),
        ('list contains([1, "a"], 3)', "false"),
        ("count([1, 2, 3])", "3"),
        ("count([])", "0"),
        ("count([null])", "1"),
        ("count(null)", "null"),
        ("count(null, null)", "2"),
        ("count(5)", "1"),
        ("min([3, 1, 2])", "1"),
        ("min(3, 1, 2)", "1"),
        ('max(["b", "c", "a"])', '"c"'),
        ('max(@"2021-07-26", @"2021-01-01")', '@"2021-07-26"'),
        ("sum([1, 2, 3.5])", "6.5"),
        ("sum(1, 2)", "3"),
        ("mean([1, 2, 3])", "2"),
        ("product([2, 3, 4])", "24"),
        ("median(8, 2, 5, 3, 4)", "4"),
        ("median([6, 1, 2, 3])", "2.5"),
        ("mode(6, 3, 9, 6, 6)", "[6]"),
        ("mode([6, 1, 9, 6, 1])", "[1, 6]"),
        ("mode([])", "[]"),
        ("stddev([2, 4, 7, 5])", "2.081665999466132735282297706979931"),
        ("all([])", "true"),
        ("all([true, false, null])", "false"),
        ("all(true, true)", "true"),
        ("any([])", "false"),
        ("any([null, true])", "true"),
        ("sublist([1, 2, 3], 2)", "[2, 3]"),
        ("sublist([4, 5, 6], 1, 2)", "[4, 5]"),
        ("sublist([4, 5, 6], -1)", "[6]"),
        ("append([1], 2, 3)", "[1, 2, 3]"),
        ("append([], null)", "[null]"),
        ("concatenate([1, 2], [3])", "[1, 2, 3]"),
        ("insert before([1, 3], 2, 2)", "[1, 2, 3]"),
        ("insert before([1, 3], -1, 2)", "[1, 2, 3]"),
        ("remove([1, 2, 3], 2)", "[1, 3]"),
        ("list replace([2, 4, 7, 8], 3, 6)", "[2, 4, 6, 8]"),
        ("list replace([2, 4, 7], function(item, newItem) item < newItem, 5)", "[5, 5, 7]"),
        ("reverse([1, 2, 3])", "[3, 2, 1]"),
        ("index of([1, 2, 3, 2], 2)", "[2, 4]"),
        ("union([1, 2], [2, 3])", "[1, 2, 3]"),
        ("distinct values([1, 2, 3, 2, 1])", "[1, 2, 3]"),
        ("duplicate values([1, 2, 3, 2, 1])", "[1, 2]"),
        ("flatten([[1, 2], [[3]], 4])", "[1, 2, 3, 4]"),
        ("sort([3, 1, 2], function(x, y) x < y)", "[1, 2, 3]"),
        ('sort(["a", "c", "b"], function(x, y) x > y)', '["c", "b", "a"]'),
        ("sort([3, 1, 2])", "[1, 2, 3]"),
        ("sort([], function(x, y) x < y)", "[]"),
        ("sort(list: [2, 1], precedes: function(a, b) a < b)", "[1, 2]"),
    ],
)
def test_lists(text: str, expected: str) -> None:
    assert evaluate(text) == evaluate(expected)


@pytest.mark.parametrize(
    "text",
    [
        "all([true, null])",
        "any([false, null])",
        "all([true, 1])",
        "sum([1, null])",
        "sum([])",
        'sum([1, "a"])',
        "min([])",
        'min([1, "a"])',
        "max([1, null])",
        "mean([])",
        "median([])",
        "stddev([1])",
        "mode([1, null])",
        "count()",
        "sublist([1, 2], 0)",
        "sublist([1, 2], 2, 2)",
        "insert before([1], 5, 2)",
        "remove([1], 0)",
        'sort([1, "a"])',
        "sort([2, 1], function(x) x)",
        "sort([2, 1], function(x, y) null)",
        "concatenate(null)",
        "reverse(null)",
    ],
)
def test_null(text: str) -> None:
    assert evaluate(text) is None


def test_causes() -> None:
    assert cause_of("sum([1, null])") == "operands"
    assert cause_of('sum([1, "a"])') == "argument"
    assert cause_of("remove([1], 2)") == "no_element"


@pytest.mark.parametrize(
    "text",
    [
        "sum([1, m])",
        "min([1, m])",
        "min(1, m)",
        "mean(m)",
        "count(m)",
        "list contains([1, m], 2)",
        "list contains(m, 2)",
        "list contains([1], m)",
        "all([true, m])",
        "any([false, null, m])",
        "distinct values([1, m])",
        "index of([1, m], 1)",
        "sort([2, m], function(x, y) x < y)",
        "sort([2, 1], function(x, y) m)",
        "sublist([1, 2], m)",
        "concatenate([1], m)",
        "string join([m])",
    ],
)
def test_missing_elements_make_the_result_missing(text: str) -> None:
    assert evaluate(text) == missing("m")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list contains([1, m], 1)", True),
        ("list contains([], m)", False),
        ("all([false, m])", False),
        ("any([true, m])", True),
        ("count([m])", Decimal(1)),
        ("reverse([1, m])[2]", Decimal(1)),
        ("append([1], m)[1]", Decimal(1)),
    ],
)
def test_missing_elements_that_do_not_matter(text: str, expected: object) -> None:
    assert evaluate(text) == expected


@given(st.lists(st.integers(-5, 5)))
def test_sorting_agrees_with_python(values: list[int]) -> None:
    facts = {"xs": values}
    assert evaluate("sort(xs, function(a, b) a < b)", facts) == sorted(values)
    assert evaluate("sort(xs)", facts) == sorted(values)
    assert evaluate("distinct values(xs)", facts) == list(dict.fromkeys(values))

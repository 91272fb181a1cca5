"""Every kind of expression, evaluated."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.feel.evaluating import cause_of, evaluate, missing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if 1 < 2 then 3 else 4", "3"),
        ("if null then 3 else 4", "4"),
        ("for x in [1, 2] return x + 1", "[2, 3]"),
        ("for x in [1, 2], y in [10, 20] return x + y", "[11, 21, 12, 22]"),
        ("for x in [[1], [2, 3]], y in x return y", "[1, 2, 3]"),
        ("for x in 1..3 return x", "[1, 2, 3]"),
        ("for x in 3..1 return x", "[3, 2, 1]"),
        ("for x in [1..3) return x", "[1, 2]"),
        ("for x in (1..3] return x", "[2, 3]"),
        ('for d in @"2021-07-30"..@"2021-08-01" return d.day', "[30, 31, 1]"),
        ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"),
        ("for x in [] return x", "[]"),
        ("for x in 5 return x", "[5]"),
        ("for x in [1, null] return x", "[1, null]"),
        ("some x in [1, 2] satisfies x = 2", "true"),
        ("some x in [] satisfies true", "false"),
        ("every x in [1, 2] satisfies x > 0", "true"),
        ("every x in [] satisfies false", "true"),
        ("some x in [1, 2], y in [2, 3] satisfies x = y", "true"),
        ("every x in [1, null] satisfies x > 0", "null"),
        ("[1, 2, 3][1]", "1"),
        ("[1, 2, 3][-1]", "3"),
        ("[1, 2, 3][4]", "null"),
        ("[1, 2, 3][0]", "null"),
        ("[][1]", "null"),
        ("[1, 2, 3][item >= 2]", "[2, 3]"),
        ("[1, 2, 3][count([1, 2])]", "2"),
        ("[1, null, 3][item > 1]", "[3]"),
        ("5[1]", "5"),
        ("5[item > 3]", "[5]"),
        ("null[1]", "null"),
        ("[{a: 1}, {a: 2}][a = 2]", "[{a: 2}]"),
        ("[{a: 1}, {a: 2}][item.a = 2].a", "[2]"),
        ("[{item: 1}, {item: 2}][item = 2]", "[{item: 2}]"),
        ("[{a: 1}, {b: 2}][b = 2]", "[{b: 2}]"),
        ("[{count: 1}, {count: 5}][count > 3]", "[{count: 5}]"),
        ("[[1, 2], [3]][count(item) = 2]", "[[1, 2]]"),
        ("{a: 1, b: a + 1, c: a + b}.c", "3"),
        ('{"a b": 1}', '{"a b": 1}'),
        ("{a: {b: 2}}.a.b", "2"),
        ("{a: 1}.b", "null"),
        ("[{a: 1}, {a: 2}].a", "[1, 2]"),
        ("{f: function(x) x * 2, y: f(4)}.y", "8"),
        ("(function(a, b) a - b)(5, 3)", "2"),
        ("(function(a, b) a - b)(b: 5, a: 3)", "-2"),
        ("(function(a: number) a)(5)", "5"),
        ("(function(a: number) a)([5])", "5"),
        ('(function(a: number) a)("x")', "null"),
        ("(function(a) a)(1, 2)", "null"),
        ("{k: 10, f: function(x) x + k}.f(1)", "11"),
        ("{fs: for i in [1, 2] return function() i, r: fs[1]()}.r", "1"),
        ("{f: count, r: f([1, 2])}.r", "2"),
        ("sort([2, 1], before)", "[1, 2]"),
        ("1 instance of number", "true"),
        ('"a" instance of string', "true"),
        ("null instance of number", "false"),
        ("null instance of Any", "false"),
        ("[1, 2] instance of list<number>", "true"),
        ('[1, "a"] instance of list<number>', "false"),
        ("{a: 1} instance of context<a: number>", "true"),
        ("{a: 1} instance of context<b: number>", "false"),
        ("[1..2] instance of range<number>", "true"),
        ('@"P1Y" instance of years and months duration', "true"),
        ('@"P1Y" instance of days and time duration', "false"),
        ('@"2021-07-26" instance of date and time', "false"),
        ('@"2021-02-30"', "null"),
        ("1(2)", "null"),
    ],
)
def test_expressions(text: str, expected: str) -> None:
    assert evaluate(text) == evaluate(expected)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("if 1 then 2 else 3", "condition"),
        ("for x in null return x", "not_a_list"),
        ('for x in "a".."z" return x', "not_a_list"),
        ("for x in [3..1] return x", "not_a_list"),
        ("for x in 1..9999999999 return x", "too_many"),
        ("[1, 2][5]", "no_element"),
        ("{a: 1}.b", "no_member"),
        ("(function(x) x)(1, 2)", "arguments"),
        ('"a"(1)', "no_function"),
        ('@"2021-02-30"', "unreadable"),
    ],
)
def test_causes(text: str, code: str) -> None:
    assert cause_of(text) == code


def test_names_in_a_filter_are_members_first_and_facts_then() -> None:
    facts = {"合同": [{"月数": 36}, {"月数": 12}], "月数": 24, "下限": 20}
    assert evaluate("合同[月数 > 下限]", facts) == [{"月数": Decimal(36)}]
    assert evaluate("count([1, 2][月数 = 24])", facts) == 2


def test_inner_names_hide_outer_ones() -> None:
    assert evaluate("for x in [1, 2] return (for x in [10] return x)[1]", {"x": 5}) == [10, 10]
    assert evaluate("(function(x) x + 1)(1) + x", {"x": 5}) == 7
    assert evaluate("{x: 1, y: x}.y", {"x": 5}) == 1


def test_a_fact_hides_a_builtin() -> None:
    assert evaluate("count + 1", {"count": 5}) == 6


def test_an_absent_fact_is_missing_and_an_element_may_be() -> None:
    assert evaluate("m") == missing("m")
    assert evaluate("[m, {a: 1}][a = 1]") == missing("m")


def test_recursion_without_end_gives_null() -> None:
    from huizhi.feel import ANY, Scope, compile_expression

    expression = compile_expression("(function(f) f(f))(g)", Scope({"g": ANY}))
    endless = compile_expression("function(f) f(f)", Scope({})).evaluate({})
    assert expression.evaluate({"g": endless}) is None
    value, trace = expression.explain({"g": endless})
    assert value is None
    assert trace.cause is not None
    assert trace.cause.code == "too_deep"

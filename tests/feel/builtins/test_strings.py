"""Builtins on strings."""

from __future__ import annotations

import pytest

from tests.feel.evaluating import cause_of, evaluate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('substring("foobar", 3)', "obar"),
        ('substring("foobar", 3, 3)', "oba"),
        ('substring("foobar", -2, 1)', "a"),
        ('substring("大同市", 2)', "同市"),
        ('substring("\\U01F40Eab", 2)', "ab"),
        ('string length("大同")', 2),
        ('string length("\\U01F40E")', 1),
        ('upper case("aBc4")', "ABC4"),
        ('lower case("aBc4")', "abc4"),
        ('substring before("foobar", "bar")', "foo"),
        ('substring before("foobar", "x")', ""),
        ('substring before("foobar", "")', ""),
        ('substring after("foobar", "ob")', "ar"),
        ('substring after("foobar", "x")', ""),
        ('substring after("foobar", "")', "foobar"),
        ('contains("双一流高校", "一流")', True),
        ('starts with("foobar", "fo")', True),
        ('ends with("foobar", "x")', False),
        ('matches("foobar", "^fo*b")', True),
        ('matches("FOOBAR", "^fo", "i")', True),
        ('matches("a\\nb", "a.b")', False),
        ('matches("a\\nb", "a.b", "s")', True),
        ('matches("foobar", "^Fo*b")', False),
        ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
        ('replace("a.c", ".", "x", "q")', "axc"),
        ('replace("abc", "b", "\\\\$")', "a$c"),
        ('replace("a", "(a)", "<$2>")', "<>"),
        ('replace("a", "(a)", "$12")', "a2"),
        ('replace("abcdefghijk", "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)", "$11")', "k"),
        ('replace("abc", "b", "[$0]")', "a[b]c"),
        ('replace("abc", "b", "\\\\\\\\")', "a\\c"),
        ('split("John Doe", "\\\\s")', ["John", "Doe"]),
        ('split("a;b;;c;;", ";")', ["a", "b", "", "c", "", ""]),
        ('string join(["a", null, "c"], "、")', "a、c"),
        ('string join(["a", "b"])', "ab"),
        ('string join([], "x")', ""),
        ('string join("a", "x")', "a"),
    ],
)
def test_strings(text: str, expected: object) -> None:
    assert evaluate(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('substring("foobar", 0)', "argument"),
        ('substring("foobar", 7)', "argument"),
        ('substring("foobar", 1, 0)', "argument"),
        ("string length(1)", "argument"),
        ("string length(null)", "argument"),
        ('contains("a")', "arguments"),
        ('matches("a", "[")', "unreadable"),
        ('matches("a", "a", "z")', "unreadable"),
        ('replace("a", "a", "$")', "unreadable"),
        ('replace("a", "a", "$x")', "unreadable"),
        ('replace("a", "a", "\\\\x")', "unreadable"),
        ('replace("abc", "x*", "-")', "matches_nothing"),
        ('replace("abracadabra", ".*?", "$1")', "matches_nothing"),
        ('split("abc", "")', "matches_nothing"),
        ('split("abc", "x?")', "matches_nothing"),
        ('string join(["a", 1], ",")', "argument"),
    ],
)
def test_wrong_arguments_give_null(text: str, code: str) -> None:
    assert cause_of(text) == code

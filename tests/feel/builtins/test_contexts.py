"""Builtins on contexts."""

from __future__ import annotations

import pytest

from tests.feel.evaluating import evaluate, missing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('get value({a: 1}, "a")', "1"),
        ('get value({a: {b: 2}}, ["a", "b"])', "2"),
        ("get entries({a: 1})", '[{key: "a", value: 1}]'),
        ('context([{key: "a", value: 1}, {key: "b", value: null}])', "{a: 1, b: null}"),
        ('context put({a: 1}, "b", 2)', "{a: 1, b: 2}"),
        ('context put({a: {b: 1}}, ["a", "b"], 2)', "{a: {b: 2}}"),
        ("context merge([{a: 1, b: 1}, {b: 2}])", "{a: 1, b: 2}"),
        ('get value({a: 1}, "x")', "null"),
        ('get value(null, "x")', "null"),
        ('context([{key: "a", value: 1}, {key: "a", value: 2}])', "null"),
        ('context put({a: 1}, ["b", "c"], 2)', "null"),
    ],
)
def test_contexts(text: str, expected: str) -> None:
    assert evaluate(text) == evaluate(expected)


def test_putting_leaves_the_old_context_alone() -> None:
    facts = {"c": {"a": 1}}
    assert evaluate('context put(c, "a", 2).a', facts) == 2
    assert facts == {"c": {"a": 1}}


def test_missing_members_are_handed_on() -> None:
    assert evaluate('get value(m, "a")') == missing("m")
    assert evaluate('get value({a: m}, "a")') == missing("m")
    assert evaluate('get value({a: m, b: 1}, "b")') == 1

"""Builtins on truth values, and identity."""

from __future__ import annotations

import pytest

from tests.feel.evaluating import evaluate, missing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not(true)", False),
        ("not(null)", None),
        ("not(1)", None),
        ("is(1, 1.0)", True),
        ('is(1, "1")', False),
        ("is(null, null)", True),
        ('is(@"10:00:00Z", @"18:00:00+08:00")', False),
        ('is(@"10:00:00Z", @"10:00:00+00:00")', True),
        ('is(@"10:00:00", @"10:00:00Z")', False),
        ('is(@"2021-07-26", @"2021-07-26T00:00:00")', False),
    ],
)
def test_booleans(text: str, expected: object) -> None:
    assert evaluate(text) is expected


def test_missing() -> None:
    assert evaluate("not(m)") == missing("m")
    assert evaluate("is(m, 1)") == missing("m")

"""Builtins on points and ranges."""

from __future__ import annotations

import pytest

from tests.feel.evaluating import evaluate, missing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("before(1, 10)", True),
        ("before(1, (1..10])", True),
        ("before(1, [1..10])", False),
        ("before([1..10), 10)", True),
        ("before([1..10), [10..20])", True),
        ("before([1..10], [10..20])", False),
        ("after(12, [2..5])", True),
        ("after([11..20], [1..11))", True),
        ("meets([1..5], [5..10])", True),
        ("meets([1..5), [5..10])", False),
        ("met by([5..10], [1..5])", True),
        ("overlaps([1..5], [5..8])", True),
        ("overlaps([1..5), [5..8])", False),
        ("overlaps before([1..5], [3..8])", True),
        ("overlaps after([3..8], [1..5])", True),
        ("finishes(10, [1..10])", True),
        ("finishes([5..10], [1..10])", True),
        ("finished by([1..10], 10)", True),
        ("includes([1..10], 5)", True),
        ("includes([1..10], [4..6])", True),
        ("includes((1..10], [1..6])", False),
        ("during(5, [1..10])", True),
        ("during((1..10), [1..10])", True),
        ("starts(1, [1..10])", True),
        ("starts((1..5], (1..10])", True),
        ("started by([1..10], [1..5))", True),
        ("coincides(5, 5)", True),
        ("coincides([1..5], [1..5))", False),
        ('during(@"2021-07-26", [@"2021-07-01"..@"2021-07-31"])', True),
        ("before(point: 1, range: [2..3])", True),
        ("before(range: [2..3], point: 4)", True),
        ("before(range: [2..3], point: 1)", False),
        ("after(range: [2..3], point: 1)", True),
        ("after(point: 1, range: [2..3])", False),
        # By name nothing else is taken for a range.
        ("before(range: 1, point: [2..3])", None),
        ("includes(point: 2, range: [2..3])", True),
        ('range("[1..3)") = [1..3)', True),
        ('range("[1..)") = (>=1)', True),
        ('range("(1..)") = (>1)', True),
        ('range("]..3]") = (<=3)', True),
        ('range(" ( .. 3 [ ") = (<3)', True),
        # An end that is not there cannot belong to the range, and one end must be there.
        ('range("[..3]")', None),
        ('range("[1..]")', None),
        ('range("(..)")', None),
        ('range("(null..3]")', None),
        ('range("[3..1]")', None),
        ('range("[x..3]")', None),
        ('before(1, "a")', None),
        ("before(1, null)", None),
    ],
)
def test_ranges(text: str, expected: object) -> None:
    assert evaluate(text) is expected


def test_missing() -> None:
    assert evaluate("before(m, 3)") == missing("m")
    assert evaluate("during(m, [1..2])") == missing("m")
    assert evaluate("during(1, [1..m])") == missing("m")

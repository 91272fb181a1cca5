"""Amounts that are only partly known: the least and the greatest they can turn out to be.

A benefit whose facts are all known has one amount. One whose condition hangs on an unknown fact
is worth something between nothing and its full amount. Stacking and caps work on these bounds, so
that what no possible outcome can change is settled, and all else names the facts that decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Interval = tuple[int, int]
NOTHING: Interval = (0, 0)
NO_FACTS: frozenset[str] = frozenset()

# Stands for "no upper bound is known" and survives adding and subtracting real amounts; the money
# of the whole world is below 10**17 fen.
UNBOUNDED = 10**24


def is_unbounded(high: int) -> bool:
    """Tell whether an upper bound says nothing."""
    return high >= UNBOUNDED // 2


class Bounds(NamedTuple):
    """An amount between `low` and `high`, both possible and never negative.

    `missing` are the facts that decide where between; empty when the two are equal. `floor` is the
    least it can be if it is anything at all: a condition that is open leaves nothing or the full
    amount, and no amount in between.
    """

    low: int
    high: int
    missing: frozenset[str] = NO_FACTS
    floor: int = 1

    @property
    def least(self) -> int:
        """The least amount above nothing."""
        return max(self.low, self.floor)

    @property
    def is_settled(self) -> bool:
        """Whether only one amount is possible."""
        return self.low == self.high

    @classmethod
    def exactly(cls, amount: int) -> Bounds:
        """Return the bounds of a known amount."""
        return cls(amount, amount)


def hull(intervals: Sequence[Interval]) -> Interval:
    """Return the smallest interval that holds all of these (at least one)."""
    if len(intervals) == 1:
        return intervals[0]
    lows, highs = zip(*intervals, strict=True)
    return min(lows), max(highs)

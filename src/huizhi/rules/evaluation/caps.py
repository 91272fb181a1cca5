"""Limits over several benefits, used up in their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from huizhi.rules.evaluation.bounds import Interval


class Capped(NamedTuple):
    """The members of a cap after it, and for each whether the limit may bind there."""

    intervals: tuple[Interval, ...]
    may_bind: tuple[bool, ...]


def apply_cap(room: Interval, members: Sequence[Interval]) -> Capped:
    """Let members use up what room there is, the first first.

    With S the sum of the amounts so far, member n gets min(S(n), room) − min(S(n−1), room). That
    grows with its own amount and with the room and falls with what goes before, so the ends of
    the bounds give the ends of the result.
    """
    room_low, room_high = room
    used_low = used_high = 0
    intervals: list[Interval] = []
    may_bind: list[bool] = []
    for low, high in members:
        intervals.append((_share(low, used_high, room_low), _share(high, used_low, room_high)))
        used_low += low
        used_high += high
        may_bind.append(used_high > room_low)
    return Capped(tuple(intervals), tuple(may_bind))


def _share(amount: int, used: int, room: int) -> int:
    return min(used + amount, room) - min(used, room)

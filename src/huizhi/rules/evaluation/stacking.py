"""Stacking inside one group of benefits: the highest only, the first only, or the difference.

A group is split into alternatives, one for each member that may prevail. Within an alternative
the amounts are bounds that vary independently, so whatever comes after (caps) can be computed
from the ends of the bounds, and no impossible mixture of two prevailing members enters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from huizhi.rules.evaluation.bounds import NO_FACTS, NOTHING, Bounds, Interval, hull
from huizhi.rules.packs.model import StackingRule


class Stacked(NamedTuple):
    """A group after stacking, by position of the members.

    `alternatives` lists what the members may get together; `missing` the facts that decide about
    each member; `prevailing` the members that may prevail (for `deduct`: empty).
    """

    alternatives: tuple[tuple[Interval, ...], ...]
    missing: tuple[frozenset[str], ...]
    prevailing: tuple[int, ...] = ()

    def interval(self, position: int) -> Interval:
        """Return what one member may get over all alternatives."""
        return hull([alternative[position] for alternative in self.alternatives])


def stack(
    rule: StackingRule, members: Sequence[Bounds], received: Sequence[Bounds] = ()
) -> Stacked:
    """Apply a rule to the members of a group, the first to prevail first.

    `received` goes with `deduct`: what each member paid out before, by position.
    """
    if rule is StackingRule.DEDUCT:
        return _deduct(members, received or [Bounds.exactly(0)] * len(members))
    ordered = rule is StackingRule.EXCLUSIVE
    prevailing: dict[int, Interval] = {}
    for position, member in enumerate(members):
        low = _first(position, members) if ordered else _highest(position, members)
        if low is not None and low <= member.high:
            prevailing[position] = (low, member.high)
    alternatives = [
        tuple(amount if at == position else NOTHING for at in range(len(members)))
        for position, amount in prevailing.items()
    ]
    if all(member.low == 0 for member in members):
        alternatives.append((NOTHING,) * len(members))
    missing = tuple(
        _deciding(position, members, prevailing, ordered) for position in range(len(members))
    )
    return Stacked(tuple(alternatives), missing, tuple(prevailing))


def _highest(position: int, members: Sequence[Bounds]) -> int:
    """Return the least amount with which a member is the highest; ties go to the earlier one."""
    low = members[position].least
    for at, other in enumerate(members):
        if at < position:
            low = max(low, other.low + 1)
        elif at > position:
            low = max(low, other.low)
    return low


def _first(position: int, members: Sequence[Bounds]) -> int | None:
    """Return the least amount with which a member is the first, None where one before is sure."""
    if any(other.low for other in members[:position]):
        return None
    return members[position].least


def _deciding(
    position: int, members: Sequence[Bounds], prevailing: dict[int, Interval], ordered: bool
) -> frozenset[str]:
    """Return the facts that decide about a member: its own and those of its possible rivals."""
    if position not in prevailing:
        return NO_FACTS
    low, _ = prevailing[position]
    facts = members[position].missing
    for at in prevailing:
        rival = members[at]
        beats_earlier = at < position and (ordered or rival.high >= low)
        beats_later = at > position and not ordered and rival.high > low
        if (beats_earlier or beats_later) and not rival.is_settled:
            facts |= rival.missing
    return facts


def _deduct(members: Sequence[Bounds], received: Sequence[Bounds]) -> Stacked:
    """Lower each member by what those before it give now and gave before.

    What the first n members give together is max(sum so far, amount n − received before n): it
    grows with every amount and falls with what was received, so its bounds are exact.
    """
    given_low = given_high = before_low = before_high = 0
    facts: frozenset[str] = NO_FACTS
    intervals: list[Interval] = []
    missing: list[frozenset[str]] = []
    for member, paid in zip(members, received, strict=True):
        low = max(0, member.low - given_high - before_high)
        high = max(0, member.high - given_low - before_low)
        intervals.append((low, high))
        missing.append(NO_FACTS if low == high else facts | member.missing)
        if not member.is_settled:
            facts |= member.missing
        if not paid.is_settled:
            facts |= paid.missing
        given_low = max(given_low, member.low - before_high)
        given_high = max(given_high, member.high - before_low)
        before_low += paid.low
        before_high += paid.high
    return Stacked((tuple(intervals),), tuple(missing))

"""Stacking and caps together, over all benefits of one subject."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from huizhi.rules.evaluation.bounds import (
    NO_FACTS,
    UNBOUNDED,
    Bounds,
    Interval,
    hull,
    is_unbounded,
)
from huizhi.rules.evaluation.caps import apply_cap
from huizhi.rules.evaluation.stacking import Stacked, stack
from huizhi.rules.packs.model import StackingRule

# Groups with unknown members multiply their alternatives. Beyond this many, each group is taken
# as the hull of its alternatives: the bounds get wider, never wrong.
MOST_ALTERNATIVES = 256


class GroupTerms(NamedTuple):
    """A group for one subject: members in the order in which they prevail."""

    id: str
    rule: StackingRule
    members: tuple[str, ...]
    received: tuple[Bounds, ...] = ()


class CapTerms(NamedTuple):
    """A cap for one subject: members in the order in which they use up the room that is left."""

    id: str
    members: tuple[str, ...]
    room: Bounds


class Step(NamedTuple):
    """A benefit before and after a group or cap; `rival` prevailed over it, where that is sure."""

    kind: str
    id: str
    before: Bounds
    after: Bounds
    rival: str | None = None

    @property
    def taken(self) -> int | None:
        """What this step took away in fen, None while that is open."""
        before, after = self.before, self.after
        if before.low != before.high:
            return None
        if after.low == after.high:
            return before.low - after.low
        return None


class Settlement(NamedTuple):
    """What a benefit is worth in the end, and the groups and caps it went through."""

    bounds: Bounds
    steps: tuple[Step, ...] = ()


def settle(
    claims: Mapping[str, Bounds], groups: Sequence[GroupTerms], caps: Sequence[CapTerms]
) -> dict[str, Settlement]:
    """Return what each claim is worth after its group and then every cap, in fen.

    A claim is in one group at most; members that are not among the claims are passed over. What
    is surely nothing takes no part, except that a deduction counts what it paid before.
    """
    live = {id: bounds for id, bounds in claims.items() if bounds.high}
    if not live:
        return dict.fromkeys(claims, _NO_SETTLEMENT)
    course = _Course(live)
    contested: list[GroupTerms] = []
    for group in groups:
        members = tuple(member for member in group.members if member in live)
        if group.received:
            contested += [group] if members else []
        elif len(members) == 1 and live[members[0]].is_settled:
            course.note_idle(group.rule.value, group.id, members)
        elif members:
            contested.append(GroupTerms(group.id, group.rule, members))
    stacked = [
        stack(
            group.rule,
            [live.get(member, _NOTHING) for member in group.members],
            group.received,
        )
        for group in contested
    ]
    for group, outcome in zip(contested, stacked, strict=True):
        course.note_group(group, outcome)
    scenarios: list[dict[str, Interval]] = []
    for cap in caps:
        members = tuple(member for member in cap.members if member in live)
        if course.is_within(cap, members):
            # The commonest case: nothing has to be worked out.
            course.note_idle("cap", cap.id, members)
            continue
        scenarios = scenarios or list(_scenarios(live, contested, stacked))
        course.note_cap(cap, members, scenarios)
    return {id: course.settlement(id) if id in live else _NO_SETTLEMENT for id in claims}


_NOTHING = Bounds(0, 0)
_NO_SETTLEMENT = Settlement(_NOTHING)


def _scenarios(
    claims: Mapping[str, Bounds], groups: Sequence[GroupTerms], stacked: Sequence[Stacked]
) -> Iterator[dict[str, Interval]]:
    """Yield every combination of alternatives, as what each claim may get after its group."""
    choices: list[Iterable[tuple[Interval, ...]]] = [outcome.alternatives for outcome in stacked]
    if math.prod(len(outcome.alternatives) for outcome in stacked) > MOST_ALTERNATIVES:
        choices = [
            [tuple(outcome.interval(at) for at in range(len(group.members)))]
            for group, outcome in zip(groups, stacked, strict=True)
        ]
    base = {id: (bounds.low, bounds.high) for id, bounds in claims.items()}
    for choice in product(*choices):
        scenario = dict(base)
        for group, alternative in zip(groups, choice, strict=True):
            scenario.update(zip(group.members, alternative, strict=True))
        yield scenario


class _Course:
    """The claims on their way through groups and caps."""

    def __init__(self, claims: Mapping[str, Bounds]) -> None:
        self.now = dict(claims)
        self.steps: dict[str, list[Step]] = {id: [] for id in claims}

    def note_group(self, group: GroupTerms, outcome: Stacked) -> None:
        """Record what stacking made of the members of a group."""
        prevailing = outcome.prevailing
        sure = len(prevailing) == 1 and len(outcome.alternatives) == 1
        rival = group.members[prevailing[0]] if sure else None
        for at, member in enumerate(group.members):
            if member in self.now:
                after = _bounds(outcome.interval(at), outcome.missing[at])
                self._step(group.rule.value, group.id, member, after, rival)

    def is_within(self, cap: CapTerms, members: Sequence[str]) -> bool:
        """Tell whether the members surely stay within the limit."""
        return sum(self.now[member].high for member in members) <= cap.room.low

    def note_idle(self, kind: str, id: str, members: Sequence[str]) -> None:
        """Record that a group or cap left its members as they were."""
        for member in members:
            bounds = self.now[member]
            self.steps[member].append(Step(kind, id, bounds, bounds))

    def note_cap(
        self, cap: CapTerms, members: Sequence[str], scenarios: list[dict[str, Interval]]
    ) -> None:
        """Apply a cap in every scenario, and record the hull of what comes out."""
        room = (cap.room.low, cap.room.high)
        outcomes = []
        for scenario in scenarios:
            capped = apply_cap(room, [scenario[member] for member in members])
            scenario.update(zip(members, capped.intervals, strict=True))
            outcomes.append(capped)
        intervals = map(hull, zip(*[outcome.intervals for outcome in outcomes], strict=True))
        binding = map(any, zip(*[outcome.may_bind for outcome in outcomes], strict=True))
        facts = NO_FACTS if cap.room.is_settled else cap.room.missing
        for member, interval, binds in zip(members, intervals, binding, strict=True):
            missing = self.now[member].missing
            after = _bounds(interval, missing | facts if binds else missing)
            facts |= missing
            self._step("cap", cap.id, member, after, None)

    def _step(self, kind: str, id: str, member: str, after: Bounds, rival: str | None) -> None:
        before = self.now[member]
        self.steps[member].append(Step(kind, id, before, after, rival if rival != member else None))
        self.now[member] = after

    def settlement(self, id: str) -> Settlement:
        """Return where a claim has come to."""
        return Settlement(self.now[id], tuple(self.steps[id]))


def _bounds(interval: Interval, missing: frozenset[str]) -> Bounds:
    low, high = interval
    if low == high:
        return Bounds(low, high)
    return Bounds(low, UNBOUNDED if is_unbounded(high) else high, missing)

"""A table to its proof."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, islice
from typing import Final

from huizhi.feel.tables.proof.grid import (
    Axis,
    Box,
    Example,
    Grid,
    TooLarge,
    Where,
    build_grid,
    is_dash,
    joined,
    meeting,
)
from huizhi.feel.tables.proof.results import Results
from huizhi.feel.tables.structure import DecisionTable

GAPS: Final = 20
"""So many gaps are told; a table can have more of them than anybody reads."""
_BOXES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Gap:
    """Values that meet no rule: `where` are tests that all of them meet, `example` is one."""

    where: Where
    example: Example


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rules that match at once. `agree` is None where their outputs depend on facts.

    `winner` is the one of them that the hit policy takes; None where it takes none or both.
    """

    rules: tuple[int, int]
    example: Example
    agree: bool | None
    winner: int | None


@dataclass(frozen=True, slots=True)
class DeadRule:
    """A rule that never decides. `column` has the test that nothing meets, if there is one.

    Else every value that meets the rule meets one of the rules `by` before it, as `example` does.
    """

    rule: int
    column: int | None = None
    by: tuple[int, ...] = ()
    example: Example = ()


@dataclass(frozen=True, slots=True)
class SuperfluousRule:
    """A rule without which every result stays the same: at `example` that of the rule `by`."""

    rule: int
    by: int
    example: Example


@dataclass(frozen=True, slots=True)
class UnreadColumn:
    """A column with tests that the proof cannot read, in these rules."""

    column: int
    rules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of a table, for every value of its columns. Rules count from 1.

    `complete`: every value meets a rule, the default aside. `disjoint`: no value meets two. Both
    are None where that hangs on tests which could not be read, or the table is too large. No two
    `gaps` have a value in common; `more_gaps` says that there are others. The rules that are dead
    or superfluous can all be taken out together.
    """

    complete: bool | None
    disjoint: bool | None
    gaps: tuple[Gap, ...]
    more_gaps: bool
    overlaps: tuple[Overlap, ...]
    dead: tuple[DeadRule, ...]
    superfluous: tuple[SuperfluousRule, ...]
    unread: tuple[UnreadColumn, ...]
    too_large: bool


@lru_cache(maxsize=256)
def prove(table: DecisionTable, whole: frozenset[int] = frozenset()) -> Proof:
    """Prove a table; `whole` are the columns, from 0, whose numbers have no fractions.

    A rule with a test that could not be read is taken to match anything where that proves less:
    a gap or an overlap that is told exists whatever the test says.
    """
    return _Prover(table, whole).proof()


class _Prover:
    def __init__(self, table: DecisionTable, whole: Set[int]) -> None:
        self.table = table
        self.grid: Grid = build_grid(table, whole)
        self.results = Results(table)
        self.order = self.results.precedence(table)
        self.rules = range(len(table.rules))
        self.all = (1 << len(table.rules)) - 1
        self.too_large = False

    def proof(self) -> Proof:
        overlaps = tuple(self._overlaps())
        gaps, more_gaps, complete = self._gaps()
        dead = tuple(self._dead())
        superfluous = tuple(self._superfluous({found.rule - 1 for found in dead}))
        return Proof(
            complete,
            False if overlaps else self._disjoint(),
            gaps,
            more_gaps,
            overlaps,
            dead,
            superfluous,
            tuple(self._unread()),
            self.too_large,
        )

    def _is_exact(self, rule: int) -> bool:
        return bool(self.grid.exact >> rule & 1)

    def _meetings(self) -> Iterator[tuple[int, int, Box]]:
        """Yield the pairs of rules that have something in common."""
        boxes = self.grid.boxes
        for one, other in combinations(self.rules, 2):
            common = meeting(boxes[one], boxes[other])
            if all(common):
                yield one, other, common

    def _overlaps(self) -> Iterator[Overlap]:
        place = {rule: at for at, rule in enumerate(self.order or ())}
        for one, other, common in self._meetings():
            if self._is_exact(one) and self._is_exact(other):
                yield Overlap(
                    (one + 1, other + 1),
                    self.grid.example(common),
                    self.results.agree(one, other),
                    min(one, other, key=place.__getitem__) + 1 if place else None,
                )

    def _disjoint(self) -> bool | None:
        return None if any(self._meetings()) else True

    def _gaps(self) -> tuple[tuple[Gap, ...], bool, bool | None]:
        """Return gaps, whether there are more, and whether the table is complete."""
        grid, everything = self.grid, self.grid.expected
        boxes: list[Box] = []
        complete = False
        try:
            boxes.extend(islice(grid.outside(everything, self.all), _BOXES))
            complete = not boxes and grid.is_covered(everything, grid.exact)
        except TooLarge:
            self.too_large = True
        found = joined(boxes)
        gaps = tuple(Gap(grid.where(box), grid.example(box)) for box in found[:GAPS])
        more = len(found) > GAPS or len(boxes) == _BOXES
        return gaps, more, True if complete else (False if gaps else None)

    def _dead(self) -> Iterator[DeadRule]:
        earlier = 0
        for rule in self.order or self.rules:
            box = self.grid.boxes[rule]
            if not all(box):
                yield DeadRule(rule + 1, self._failing(rule, self.grid.axes[box.index(0)]))
            elif self.order is not None:
                by = self._cover(box, earlier & self.grid.exact)
                if by:
                    yield DeadRule(rule + 1, None, tuple(sorted(by)), self.grid.example(box))
            earlier |= 1 << rule

    def _failing(self, rule: int, axis: Axis) -> int:
        """Return the first column of an axis, nothing of which a rule lets pass, that it tests."""
        tests = self.table.rules[rule].tests
        return next(c for c in axis.columns if not is_dash(tests[c].tree))

    def _cover(self, box: Box, rules: int) -> list[int]:
        """Return as few of these rules as match everything in a box; none where they do not."""
        try:
            if not self.grid.is_covered(box, rules):
                return []
            for other in self.rules:
                without = rules & ~(1 << other)
                if without != rules and self.grid.is_covered(box, without):
                    rules = without
        except TooLarge:
            self.too_large = True
            return []
        return [other + 1 for other in self.rules if rules >> other & 1]

    def _superfluous(self, gone: set[int]) -> Iterator[SuperfluousRule]:
        """Yield rules one by one, each superfluous in the table without those before it."""
        kept = [rule for rule in self.order or self.rules if rule not in gone]
        for rule in reversed(kept.copy()):
            try:
                found = self._replaced(rule, kept)
            except TooLarge:
                self.too_large = True
                return
            if found is not None:
                kept.remove(rule)
                yield found

    def _replaced(self, rule: int, kept: list[int]) -> SuperfluousRule | None:
        """Return how the other rules say the same wherever a rule decides, or None."""
        if self.order is None and self.table.hit_policy != "A":
            return None
        agreeing = [r for r in kept if r != rule and self.results.agree(rule, r)]
        if self.order is None:
            before, others = 0, []
        else:
            at = kept.index(rule)
            before, others = self._exact(kept[:at]), kept[at + 1 :]
            agreeing = [r for r in agreeing if r in others]
        box = self.grid.boxes[rule]
        if not self.grid.is_covered(box, before | self._exact(agreeing)):
            return None
        passed = before
        for other in others:
            common = meeting(box, self.grid.boxes[other])
            if other not in agreeing and not self.grid.is_covered(common, passed):
                return None
            passed |= self._exact([other])
        return self._superfluous_by(rule, before, agreeing)

    def _superfluous_by(
        self, rule: int, before: int, agreeing: list[int]
    ) -> SuperfluousRule | None:
        """Return an example at which the rule decides now, and would another instead."""
        box = self.grid.boxes[rule]
        for other in agreeing:
            common = meeting(box, self.grid.boxes[other])
            alone = next(self.grid.outside(common, before), None)
            if alone is not None:
                return SuperfluousRule(rule + 1, other + 1, self.grid.example(alone))
        return None

    def _exact(self, rules: list[int]) -> int:
        bits = 0
        for rule in rules:
            bits |= 1 << rule
        return bits & self.grid.exact

    def _unread(self) -> Iterator[UnreadColumn]:
        for axis in self.grid.axes:
            rules = tuple(rule + 1 for rule in self.rules if axis.unread >> rule & 1)
            if rules:
                yield UnreadColumn(axis.columns[0], rules)

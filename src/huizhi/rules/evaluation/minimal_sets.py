"""The smallest sets of changes that make a formula of and, or and not true.

A literal is an atom with the truth it should have. What is not known holds neither way, so it
must change like what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

MOST_WAYS = 200
"""How many ways are kept at each step; beyond it the smallest are."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A statement that is not taken apart, by its key."""

    key: str


@dataclass(frozen=True, eq=False, slots=True)
class AllOf:
    """True where all parts are; without parts always."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, eq=False, slots=True)
class AnyOf:
    """True where a part is; without parts never."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Not:
    """True where the part is false."""

    part: Formula


Formula: TypeAlias = Atom | AllOf | AnyOf | Not
Literal: TypeAlias = tuple[str, bool]
Way: TypeAlias = frozenset[Literal]

ALWAYS = AllOf(())
NEVER = AnyOf(())


@dataclass(frozen=True, slots=True)
class SmallestSets:
    """Sets of literals, the smallest first; none of them holds another.

    `is_complete` is false where there were too many to look at all of them.
    """

    sets: tuple[Way, ...]
    is_complete: bool


def smallest_sets(
    formula: Formula,
    holds: Mapping[str, bool | None],
    clashes: Iterable[tuple[Literal, Literal]] = (),
) -> SmallestSets:
    """Return what must change for a formula to be true; the empty set where it is already.

    `holds` tells for each atom whether it holds, None where nobody knows. `clashes` are literals
    that cannot hold together, besides an atom and its opposite.
    """
    return _Search(formula, holds, clashes).run()


def is_true(formula: Formula, holds: Mapping[str, bool | None]) -> bool:
    """Tell whether a formula surely holds."""
    return _Truth(holds).of(formula, True)


@dataclass(slots=True)
class _Truth:
    holds: Mapping[str, bool | None]
    known: dict[tuple[Formula, bool], bool] = field(default_factory=dict)

    def of(self, formula: Formula, wanted: bool) -> bool:
        key = (formula, wanted)
        if key not in self.known:
            self.known[key] = self._of(formula, wanted)
        return self.known[key]

    def _of(self, formula: Formula, wanted: bool) -> bool:
        if isinstance(formula, Atom):
            return self.holds.get(formula.key) is wanted
        if isinstance(formula, Not):
            return self.of(formula.part, not wanted)
        parts = (self.of(part, wanted) for part in formula.parts)
        return all(parts) if isinstance(formula, AllOf) is wanted else any(parts)


class _Search:
    def __init__(
        self,
        formula: Formula,
        holds: Mapping[str, bool | None],
        clashes: Iterable[tuple[Literal, Literal]],
    ) -> None:
        self.formula = formula
        self.holds = holds
        self.is_complete = True
        self.known: dict[tuple[Formula, bool], list[Way]] = {}
        literals = dict.fromkeys(self._literals(formula, True, set()))
        self.order = {literal: place for place, literal in enumerate(literals)}
        self.against: dict[Literal, set[Literal]] = {literal: set() for literal in literals}
        opposites = [((key, wanted), (key, not wanted)) for key, wanted in literals]
        for one, other in (*opposites, *clashes):
            if one in self.against and other in self.against:
                self.against[one].add(other)
                self.against[other].add(one)

    def _literals(
        self, formula: Formula, wanted: bool, seen: set[tuple[Formula, bool]]
    ) -> Iterable[Literal]:
        if (formula, wanted) in seen:
            return
        seen.add((formula, wanted))
        if isinstance(formula, Atom):
            yield formula.key, wanted
        elif isinstance(formula, Not):
            yield from self._literals(formula.part, not wanted, seen)
        else:
            for part in formula.parts:
                yield from self._literals(part, wanted, seen)

    def run(self) -> SmallestSets:
        changes = {frozenset(filter(self._changes, way)) for way in self._ways(self.formula, True)}
        if not self.is_complete:
            changes = {self._shrunk(change) for change in changes}
        found = self._smallest(changes)
        return SmallestSets(tuple(found), self.is_complete)

    def _changes(self, literal: Literal) -> bool:
        return self.holds.get(literal[0]) is not literal[1]

    def _shrunk(self, change: Way) -> Way:
        """Leave out what is not needed, which only a search that was cut short can bring."""
        for literal in sorted(change, key=self.order.__getitem__):
            less = change - {literal}
            if is_true(self.formula, {**self.holds, **dict(less)}):
                change = less
        return change

    def _ways(self, formula: Formula, wanted: bool) -> list[Way]:
        """Return the sets of literals that make a formula true, or false where that is wanted."""
        key = (formula, wanted)
        if key not in self.known:
            self.known[key] = self._find(formula, wanted)
        return self.known[key]

    def _find(self, formula: Formula, wanted: bool) -> list[Way]:
        if isinstance(formula, Atom):
            literal = (formula.key, wanted)
            # What holds anyway matters only where something else would end it.
            free = not self._changes(literal) and not self.against[literal]
            return [frozenset() if free else frozenset({literal})]
        if isinstance(formula, Not):
            return self._ways(formula.part, not wanted)
        parts = [self._ways(part, wanted) for part in formula.parts]
        if isinstance(formula, AllOf) is not wanted:
            return self._smallest({way for part in parts for way in part})
        ways: list[Way] = [frozenset()]
        for part in parts:
            ways = self._smallest({a | b for a, b in product(ways, part) if self._agree(a, b)})
        return ways

    def _agree(self, one: Way, other: Way) -> bool:
        return all(other.isdisjoint(self.against[literal]) for literal in one)

    def _smallest(self, ways: Iterable[Way]) -> list[Way]:
        """Leave out ways that hold another, and the greatest where they are too many."""
        kept: list[Way] = []
        for way in sorted(ways, key=self._rank):
            if any(less <= way for less in kept):
                continue
            if len(kept) == MOST_WAYS:
                self.is_complete = False
                break
            kept.append(way)
        return kept

    def _rank(self, way: Way) -> tuple[int, int, list[int]]:
        places = sorted(self.order[literal] for literal in way)
        return sum(map(self._changes, way)), len(way), places

"""The smallest sets of changes that make a formula of and, or and not true.

A literal is an atom with the truth it should have. What is not known holds neither way, so it
must change like what is wrong.

A formula is the same for everyone, only what holds differs: so it is taken apart once, into steps
without Not, and a set of literals is a number with a bit for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

MOST_WAYS = 200
"""How many ways are kept at each step; beyond it the smallest are."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A statement that is not taken apart, by its key."""

    key: str


@dataclass(frozen=True, slots=True)
class Given:
    """A statement, by its key, that nothing can change; where it is not known it does not hold."""

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


Formula: TypeAlias = Atom | Given | AllOf | AnyOf | Not
Literal: TypeAlias = tuple[str, bool]
Holds: TypeAlias = Mapping[str, bool | None]

ALWAYS = AllOf(())
NEVER = AnyOf(())


@dataclass(frozen=True, slots=True)
class SmallestSets:
    """Sets of literals, the smallest first; none of them holds another.

    `is_complete` is false where there were too many to look at all of them.
    """

    sets: tuple[frozenset[Literal], ...]
    is_complete: bool


def is_true(formula: Formula, holds: Holds) -> bool:
    """Tell whether a formula surely holds."""
    return _Truth(holds).of(formula, True)


@dataclass(slots=True)
class _Truth:
    holds: Holds
    known: dict[tuple[Formula, bool], bool] = field(default_factory=dict)

    def of(self, formula: Formula, wanted: bool) -> bool:
        key = (formula, wanted)
        if key not in self.known:
            self.known[key] = self._of(formula, wanted)
        return self.known[key]

    def _of(self, formula: Formula, wanted: bool) -> bool:
        if isinstance(formula, Atom):
            return self.holds.get(formula.key) is wanted
        if isinstance(formula, Given):
            return (self.holds.get(formula.key) is True) is wanted
        if isinstance(formula, Not):
            return self.of(formula.part, not wanted)
        parts = (self.of(part, wanted) for part in formula.parts)
        return all(parts) if isinstance(formula, AllOf) is wanted else any(parts)


@dataclass(frozen=True, eq=False, slots=True)
class _Step:
    """A part of a formula that is to be true: all or any of its parts, or one literal.

    `bit` is that of an atom; the literal of what is given has none.
    """

    is_all: bool = False
    parts: tuple[_Step, ...] = ()
    literal: Literal | None = None
    bit: int = 0


_ALWAYS = _Step(is_all=True)
_NEVER = _Step(is_all=False)


class Search:
    """A formula taken apart, to be asked again and again what must change for it to be true.

    `clashes` are literals that cannot hold together, besides an atom and its opposite.
    """

    def __init__(self, formula: Formula, clashes: Iterable[tuple[Literal, Literal]] = ()) -> None:
        self.formula = formula
        # What the formula names first has the highest bit, and so the greater of two numbers with
        # as many bits is the set that comes first.
        literals = tuple(dict.fromkeys(_literals(formula, True, set())))
        self.literals = literals[::-1]
        self.bits = {literal: 1 << at for at, literal in enumerate(self.literals)}
        self.against = dict.fromkeys(self.bits.values(), 0)
        opposites = [((key, wanted), (key, not wanted)) for key, wanted in literals]
        for one, other in (*opposites, *clashes):
            if one in self.bits and other in self.bits:
                self.against[self.bits[one]] |= self.bits[other]
                self.against[self.bits[other]] |= self.bits[one]
        self._known: dict[tuple[Formula, bool], _Step] = {}
        self.whole = self._step(formula, True)

    def smallest(self, holds: Holds) -> SmallestSets:
        """Return what must change for the formula to be true; the empty set where it is already.

        `holds` tells for each statement whether it holds, None where nobody knows.
        """
        return _Run(self, holds).smallest()

    def literals_of(self, way: int) -> frozenset[Literal]:
        """Return the set of literals that a number stands for."""
        return frozenset(each for at, each in enumerate(self.literals) if way >> at & 1)

    def _step(self, formula: Formula, wanted: bool) -> _Step:
        key = (formula, wanted)
        if key not in self._known:
            self._known[key] = self._taken_apart(formula, wanted)
        return self._known[key]

    def _taken_apart(self, formula: Formula, wanted: bool) -> _Step:
        if isinstance(formula, Atom):
            literal = (formula.key, wanted)
            return _Step(literal=literal, bit=self.bits[literal])
        if isinstance(formula, Given):
            return _Step(literal=(formula.key, wanted))
        if isinstance(formula, Not):
            return self._step(formula.part, not wanted)
        is_all = isinstance(formula, AllOf) is wanted
        decides, adds_nothing = (_NEVER, _ALWAYS) if is_all else (_ALWAYS, _NEVER)
        steps = [self._step(part, wanted) for part in formula.parts]
        if decides in steps:
            return decides
        parts = tuple(step for step in steps if step is not adds_nothing)
        if not parts:
            return adds_nothing
        return parts[0] if len(parts) == 1 else _Step(is_all, parts)


def _literals(formula: Formula, wanted: bool, seen: set[tuple[Formula, bool]]) -> Iterator[Literal]:
    """Yield the literals of a formula in the order in which it names them."""
    if (formula, wanted) in seen:
        return
    seen.add((formula, wanted))
    if isinstance(formula, Atom):
        yield formula.key, wanted
    elif isinstance(formula, Not):
        yield from _literals(formula.part, not wanted, seen)
    elif not isinstance(formula, Given):
        for part in formula.parts:
            yield from _literals(part, wanted, seen)


_FREE = [0]


class _Run:
    """One search. Ways are sets of literals none of which holds another, the smallest first."""

    def __init__(self, search: Search, holds: Holds) -> None:
        self.search = search
        self.holds = holds
        self.changes = sum(
            bit for (key, wanted), bit in search.bits.items() if holds.get(key) is not wanted
        )
        self.is_complete = True
        self.known: dict[_Step, list[int]] = {}
        # What cannot hold together with a way.
        self.against: dict[int, int] = {0: 0}

    def smallest(self) -> SmallestSets:
        changes = {way & self.changes for way in self._ways(self.search.whole)}
        if not self.is_complete:
            changes = set(map(self._shrunk, changes))
        found = self._smallest(changes)
        return SmallestSets(tuple(map(self.search.literals_of, found)), self.is_complete)

    def _shrunk(self, change: int) -> int:
        """Leave out what is not needed, which only a search that was cut short can bring."""
        for bit in reversed(self.search.bits.values()):
            less = change & ~bit
            changed = dict(self.search.literals_of(less))
            if less != change and is_true(self.search.formula, {**self.holds, **changed}):
                change = less
        return change

    def _ways(self, step: _Step) -> list[int]:
        """Return the sets of literals that make a step true."""
        ways = self.known.get(step)
        if ways is None:
            if step.literal is not None:
                ways = self._of_literal(step.literal, step.bit)
            else:
                ways = self._all_of(step.parts) if step.is_all else self._any_of(step.parts)
            self.known[step] = ways
        return ways

    def _of_literal(self, literal: Literal, bit: int) -> list[int]:
        if not bit:
            key, wanted = literal
            return _FREE if (self.holds.get(key) is True) is wanted else []
        against = self.search.against[bit]
        # What holds anyway matters only where something else would end it.
        if not bit & self.changes and not against:
            return _FREE
        self.against[bit] = against
        return [bit]

    def _any_of(self, parts: Iterable[_Step]) -> list[int]:
        found = [self._ways(part) for part in parts]
        return _FREE if _FREE in found else self._smallest({way for ways in found for way in ways})

    def _all_of(self, parts: Iterable[_Step]) -> list[int]:
        whole = _FREE
        for ways in [self._ways(part) for part in parts]:
            if whole == _FREE:
                whole = ways
            elif ways != _FREE:
                whole = self._smallest(self._together(whole, ways))
        return whole

    def _together(self, some: list[int], others: list[int]) -> set[int]:
        """Return the unions of the ways of two parts, without those that cannot hold together."""
        against = self.against
        found = set()
        for one, other in product(some, others):
            if not against[one] & other:
                both = one | other
                against[both] = against[one] | against[other]
                found.add(both)
        return found

    def _smallest(self, ways: Iterable[int]) -> list[int]:
        """Leave out ways that hold another, and the greatest where they are too many."""
        kept: list[int] = []
        for way in sorted(ways, key=self._rank):
            if any(less & way == less for less in kept):
                continue
            if len(kept) == MOST_WAYS:
                self.is_complete = False
                break
            kept.append(way)
        return kept

    def _rank(self, way: int) -> tuple[int, int, int]:
        return (way & self.changes).bit_count(), way.bit_count(), -way

"""A table as a grid: columns cut into classes that no rule tells apart, and rules as boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final, TypeAlias

from huizhi.feel.syntax.tree import Node, UnaryTests
from huizhi.feel.tables.proof.cells import NotReadable, ReadCell
from huizhi.feel.tables.proof.domains import Part, is_free_text, parts
from huizhi.feel.tables.proof.wording import tests_of
from huizhi.feel.tables.structure import DecisionTable
from huizhi.feel.values.kinds import Value

Example: TypeAlias = tuple[tuple[int, Value], ...]
"""A value for each column (counted from 0) that matters; any value will do in the others."""
Where: TypeAlias = tuple[tuple[int, str], ...]
"""Unary tests for each column that matters."""
Box: TypeAlias = tuple[int, ...]
"""The classes of each axis, as the bits of a number; empty where one of them is 0."""

_STEPS: Final = 2_000_000


class TooLarge(Exception):
    """The question would take longer than anybody waits."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The columns that read one expression.

    `values` has one value of each class, the more readable first, and `rules` the rules that let
    the class pass, as bits. A rule with a cell that could not be read lets everything pass and
    counts among `unread`. `expected` are the classes for which a rule should exist; `parts` are
    what they consist of, each with its class.
    """

    columns: tuple[int, ...]
    values: tuple[Value, ...]
    rules: tuple[int, ...]
    unread: int
    expected: int
    parts: tuple[tuple[Part, int], ...]

    def classes(self, rule: int) -> int:
        """Return the classes that a rule lets pass."""
        return _bits(at for at, rules in enumerate(self.rules) if rules >> rule & 1)

    def tests(self, classes: int) -> str:
        """Return the unary tests that some classes meet."""
        chosen = [bool(classes >> at & 1) for _, at in self.parts]
        return tests_of([part for part, _ in self.parts], chosen)


@dataclass(slots=True)
class Grid:
    """The axes, and the box of every rule. `exact` are the rules whose cells were all read.

    Searching raises TooLarge once `steps` from class to class are used up.
    """

    axes: tuple[Axis, ...]
    boxes: tuple[Box, ...]
    exact: int
    steps: int = _STEPS

    @property
    def expected(self) -> Box:
        """Everything for which a rule should exist."""
        return tuple(axis.expected for axis in self.axes)

    def outside(self, box: Box, rules: int) -> Iterator[Box]:
        """Yield the boxes, without overlap, of what lies in a box and no rule matches."""
        if all(box):
            yield from self._walk(0, rules, box, self._covering(box, rules), set())

    def is_covered(self, box: Box, rules: int) -> bool:
        """Tell whether these rules match everything in a box."""
        return next(self.outside(box, rules), None) is None

    def example(self, box: Box) -> Example:
        """Return an example of what a box holds, which is not empty."""
        return tuple(
            (axis.columns[0], axis.values[_lowest(bits)]) for axis, bits in self._named(box)
        )

    def where(self, box: Box) -> Where:
        """Return what a box holds as tests."""
        return tuple((axis.columns[0], axis.tests(bits)) for axis, bits in self._named(box))

    def _named(self, box: Box) -> Iterator[tuple[Axis, int]]:
        """Yield the axes on which a box does not hold everything."""
        for axis, classes in zip(self.axes, box, strict=True):
            if axis.expected & ~classes:
                yield axis, classes

    def _covering(self, box: Box, rules: int) -> list[int]:
        """Return the rules that let everything in the box pass from each axis on."""
        covering = [rules]
        for axis, classes in zip(reversed(self.axes), reversed(box), strict=True):
            rules = covering[-1]
            for at in _members(classes):
                rules &= axis.rules[at]
            covering.append(rules)
        return covering[::-1]

    def _walk(
        self, depth: int, live: int, box: Box, covering: list[int], covered: set[tuple[int, int]]
    ) -> Iterator[Box]:
        """Yield what none of the live rules matches, from an axis on.

        What the axes before did is all in `live`, so what is `covered` once need not be seen again.
        """
        if not live:
            yield box[depth:]
        if not live or live & covering[depth] or (depth, live) in covered:
            return
        self.steps -= box[depth].bit_count()
        if self.steps < 0:
            raise TooLarge
        passed, found = self.axes[depth].rules, False
        groups: dict[int, int] = {}
        for at in _members(box[depth]):
            rest = live & passed[at]
            groups[rest] = groups.get(rest, 0) | 1 << at
        for rest, classes in groups.items():
            for further in self._walk(depth + 1, rest, box, covering, covered):
                found = True
                yield (classes, *further)
        if not found:
            covered.add((depth, live))


def meeting(one: Box, other: Box) -> Box:
    """Return what two boxes have in common."""
    return tuple(left & right for left, right in zip(one, other, strict=True))


def joined(boxes: Sequence[Box]) -> list[Box]:
    """Return boxes without overlap, those that differ on one axis only put together."""
    found = list(boxes)
    for axis in reversed(range(len(boxes[0]) if boxes else 0)):
        sides: dict[tuple[Box, Box], int] = {}
        for box in found:
            rest = (box[:axis], box[axis + 1 :])
            sides[rest] = sides.get(rest, 0) | box[axis]
        found = [(*before, bits, *after) for (before, after), bits in sides.items()]
    return found


def build_grid(table: DecisionTable, whole: Set[int]) -> Grid:
    """Cut a table into classes; `whole` are the columns that hold whole numbers."""
    columns: dict[Node, list[int]] = {}
    for column, clause in enumerate(table.inputs):
        columns.setdefault(clause.tree, []).append(column)
    axes = tuple(_axis(table, tuple(group), whole) for group in columns.values())
    count = len(table.rules)
    boxes = tuple(tuple(axis.classes(rule) for axis in axes) for rule in range(count))
    unread = 0
    for axis in axes:
        unread |= axis.unread
    return Grid(axes, boxes, ((1 << count) - 1) & ~unread)


def _axis(table: DecisionTable, columns: tuple[int, ...], whole: Set[int]) -> Axis:
    clause = table.inputs[columns[0]]
    cells = [rule.tests[column].tree for rule in table.rules for column in columns]
    allowed = [table.inputs[column].allowed for column in columns]
    limits = [cell.tree for cell in allowed if cell is not None]
    free_text = is_free_text(clause.type)
    read = {tree: _read(tree, free_text) for tree in dict.fromkeys([*cells, *limits])}
    constants = [value for cell in read.values() if cell for value in cell.constants]
    found = parts(clause.type, constants, whole=not whole.isdisjoint(columns))
    if not found or any(read[limit] is None for limit in limits):
        # Nothing is known of such a column; null stands for all of its values.
        read, found = dict.fromkeys(read), []
    found = [
        part
        for part in [*found, Part(None)]
        if all(_passes(read[limit], part.value) for limit in limits)
    ]
    passing = {tree: [_passes(cell, part.value) for part in found] for tree, cell in read.items()}
    tests = [{rule.tests[column].tree for column in columns} for rule in table.rules]
    passed = [
        _bits(number for number, trees in enumerate(tests) if all(passing[t][at] for t in trees))
        for at in range(len(found))
    ]
    named = [cell for tree, cell in read.items() if cell and not is_dash(tree)]
    null_matters = any(None in cell.constants or cell.test(None) for cell in named)
    unread = _bits(
        number
        for number, trees in enumerate(tests)
        if any(read[tree] is None and not is_dash(tree) for tree in trees)
    )
    return _merged(columns, list(zip(found, passed, strict=True)), unread, null_matters)


def _merged(
    columns: tuple[int, ...], found: list[tuple[Part, int]], unread: int, null_matters: bool
) -> Axis:
    """Join the parts that the same rules let pass; the most readable stands for all of them."""
    classes: dict[int, Part] = {}
    for part, passed in sorted(found, key=lambda pair: pair[0].rank):
        classes.setdefault(passed, part)
    at = {passed: number for number, passed in enumerate(classes)}
    told = [pair for pair in found if null_matters or pair[0].value is not None] or found
    return Axis(
        columns,
        tuple(part.value for part in classes.values()),
        tuple(classes),
        unread,
        _bits(at[passed] for _, passed in told),
        tuple((part, at[passed]) for part, passed in told),
    )


def _read(tree: Node, free_text: bool) -> ReadCell | None:
    try:
        cell = ReadCell(tree)
    except NotReadable:
        return None
    # Which texts lie between two others is nothing to show to people.
    return None if free_text and cell.orders else cell


def _passes(cell: ReadCell | None, value: Value) -> bool:
    return cell is None or cell.test(value)


def is_dash(tree: Node) -> bool:
    """Tell whether a cell lets everything pass."""
    return isinstance(tree, UnaryTests) and not tree.tests


def _bits(numbers: Iterable[int]) -> int:
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


def _members(bits: int) -> Iterator[int]:
    while bits:
        yield _lowest(bits)
        bits &= bits - 1


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1

"""What a benefit requires, as a formula over the tests it is made of.

Conditions, definitions and tables are unfolded into tests such as `年龄 <= 40`, a cell against its
input. A rule of a table is a conjunction of its cells. The tests are taken as independent of one
another, except that two tests of the same value which no value passes together do not stand in
one set. All of that is the same for everyone and is worked out once for a benefit.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise, product
from typing import Any

from huizhi.feel import Expression, Missing, Table, UnaryTest, Value
from huizhi.feel.syntax.printer import print_tree
from huizhi.feel.syntax.tree import (
    And,
    Arithmetic,
    Between,
    Boolean,
    Comparison,
    If,
    In,
    Invocation,
    Name,
    NamedArgument,
    Node,
    Number,
    Or,
    Path,
    RangeLiteral,
    UnaryComparison,
    UnaryTests,
)
from huizhi.rules.evaluation.conditions import has_begun
from huizhi.rules.evaluation.minimal_sets import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Atom,
    Formula,
    Given,
    Literal,
    Not,
    Search,
)
from huizhi.rules.evaluation.subject_view import SubjectView
from huizhi.rules.evaluation.wording import is_constant
from huizhi.rules.packs.compiling import CompiledBenefit, CompiledName
from huizhi.rules.packs.model import PolicyTable

TRUE = UnaryTests((Boolean(True),))
"""The test of a text that is itself the condition."""
WINDOW = "window"
"""The key of the one test that is no text: whether the day is within the window."""

_ONE_RULE_DECIDES = ("U", "A", "P", "F")
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
_POSITIVE = UnaryTests((UnaryComparison(">", Number(Decimal(0))),))
# The kinds of constants whose neighbours are known: with an order, and at all.
_LINES = frozenset({Decimal, dt.date})
_SAMPLED = frozenset({Decimal, dt.date, str, bool, type(None)})


@dataclass(frozen=True, slots=True)
class Standing:
    """What a test is of, for one subject, and whether it holds (None: neither way)."""

    value: Value
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Point:
    """A test, with what reads its value and tells whether it holds.

    `text` is the text of the node, `asked` that of the tests. They are None and empty where the
    text itself is the condition; `whole` is a text that says all of it, where one does. `clause`
    is `document#clause`, of the text that the test stands in.
    """

    node: Node
    text: str
    tests: UnaryTests | None
    asked: str
    clause: str | None
    value: Expression
    test: UnaryTest | None = None
    whole: Expression | None = None

    def standing(self, view: SubjectView) -> Standing:
        """Return how it stands with the test for one subject."""
        value = truth = self.value.evaluate(view)
        if self.whole is not None:
            truth = self.whole.evaluate(view)
        elif self.test is not None:
            truth = self.test.evaluate(value, view)
        return Standing(value, truth if isinstance(truth, bool) else None)


class Requirements:
    """What makes a benefit a yes on a day. `names` are those of the pack.

    `points` are its tests by key, in the order in which the rules name them.
    """

    def __init__(
        self, compiled: CompiledBenefit, names: Mapping[str, CompiledName], as_of: dt.date
    ) -> None:
        self.compiled = compiled
        self.as_of = as_of
        building = _Building(compiled, names)
        formula = building.formula()
        self.points: Mapping[str, Point] = building.points
        self.search = Search(formula, building.clashes())

    def standings(self, view: SubjectView) -> dict[str, Standing]:
        """Return how it stands with each test for one subject, by key."""
        found = {key: point.standing(view) for key, point in self.points.items()}
        if WINDOW in found:
            start = found[WINDOW].value
            known = type(start) is not Missing
            inside = has_begun(self.compiled, start, self.as_of) if known else None
            found[WINDOW] = Standing(start, inside)
        return found


class _Building:
    """The formula of one benefit under construction; `points` grows with every test it meets."""

    def __init__(self, compiled: CompiledBenefit, names: Mapping[str, CompiledName]) -> None:
        self.names = names
        self.compiled = compiled
        self.points: dict[str, Point] = {}
        self.known: dict[tuple[str, str], Formula] = {}
        self.clause: str | None = None

    def formula(self) -> Formula:
        """Return what makes the benefit a yes."""
        parts: list[Formula] = []
        document = self.compiled.document
        for condition, expression in self.compiled.conditions:
            self.clause = document.clause_key(condition.clause)
            parts.append(self.truth(expression.tree))
        self.clause = self.compiled.clause
        if self.compiled.start is not None:
            parts.append(self._window(self.compiled.start))
        parts.append(self.accepted(self.compiled.amount.tree, _POSITIVE))
        return AllOf(tuple(parts))

    def _window(self, start: Expression) -> Formula:
        text = print_tree(start.tree)
        self.points[WINDOW] = Point(start.tree, text, None, "", self.clause, start)
        return Atom(WINDOW)

    # --- formulas ---------------------------------------------------------------------------

    def truth(self, node: Node) -> Formula:
        """Return what makes a text true."""
        match node:
            case Boolean():
                return ALWAYS if node.value else NEVER
            case And():
                return AllOf(tuple(map(self.truth, node.operands)))
            case Or():
                return AnyOf(tuple(map(self.truth, node.operands)))
            case If():
                return self._either(node, self.truth)
            case Invocation(function=Name(name="not"), arguments=(inner,)) if not isinstance(
                inner, NamedArgument
            ):
                return Not(self.truth(inner))
            case Name() if node.name in self.names:
                return self._named(self.names[node.name], TRUE)
            case Name() | Path():
                return self._atom(node, TRUE, node)
        return self._compared(node)

    def _compared(self, node: Node) -> Formula:
        match node:
            case Comparison(operator="!="):
                return Not(self._compared(Comparison("=", node.left, node.right)))
            case Comparison():
                operator, left, right = node.operator, node.left, node.right
                if is_constant(left):
                    operator, left, right = _MIRRORED[operator], right, left  # type: ignore[assignment]
                equals = operator == "=" and is_constant(right)
                test = right if equals else UnaryComparison(operator, right)
                return self.accepted(left, UnaryTests((test,)), node)
            case In():
                return self.accepted(node.value, UnaryTests(node.tests), node)
            case Between():
                test = RangeLiteral(node.low, node.high, True, True)
                return self.accepted(node.value, UnaryTests((test,)), node)
        return self._atom(node, None, node)

    def accepted(self, node: Node, tests: UnaryTests, whole: Node | None = None) -> Formula:
        """Return what makes a value pass tests; `whole` is the text that says so, if one does."""
        match node:
            case If():
                return self._either(node, lambda branch: self.accepted(branch, tests))
            case Name() if node.name in self.names:
                return self._named(self.names[node.name], tests)
            case Invocation(function=Name(name="min")) if tests is _POSITIVE:
                return AllOf(tuple(self.accepted(each, tests) for each in node.arguments))
            case Invocation(function=Name(name="max")) if tests is _POSITIVE:
                return AnyOf(tuple(self.accepted(each, tests) for each in node.arguments))
            case Arithmetic(operator="*") if tests is _POSITIVE:
                return AllOf(tuple(self.accepted(each, tests) for each in (node.left, node.right)))
        if is_constant(node):
            return self._constant(node, tests)
        return self._atom(node, tests, whole)

    def _either(self, node: If, of: Callable[[Node], Formula]) -> Formula:
        condition = self.truth(node.condition)
        then, otherwise = of(node.then), of(node.otherwise)
        return AnyOf((AllOf((condition, then)), AllOf((Not(condition), otherwise))))

    def _named(self, compiled: CompiledName, tests: UnaryTests) -> Formula:
        """Return what makes a name of the pack pass tests, worked out once for each."""
        key = (compiled.name, print_tree(tests))
        if key not in self.known:
            before = self.clause
            self.clause = compiled.document.clause_key(compiled.source.clause)
            self.known[key] = self._unfolded(compiled, tests)
            self.clause = before
        return self.known[key]

    def _unfolded(self, compiled: CompiledName, tests: UnaryTests) -> Formula:
        run, source = compiled.run, compiled.source
        if isinstance(run, Expression):
            return self.truth(run.tree) if tests is TRUE else self.accepted(run.tree, tests)
        assert isinstance(source, PolicyTable)
        policy = source.hit_policy
        if compiled.outputs and (
            policy in _ONE_RULE_DECIDES or (policy == "C+" and tests is _POSITIVE)
        ):
            return self._table(compiled, run, tests, first=policy == "F")
        return self._atom(Name(compiled.name), tests, None)

    def _table(
        self, compiled: CompiledName, table: Table, tests: UnaryTests, *, first: bool
    ) -> Formula:
        rows: list[Formula] = []
        ways: list[Formula] = []
        # Of a table of which the first rule counts: that those before give it, or do not apply.
        before: list[Formula] = []
        gives = [self.accepted(output.tree, tests) for output in compiled.outputs]
        for number, given in enumerate(gives):
            row = self._rule(table, number)
            ways.append(AllOf((row, given, *before)))
            rows.append(row)
            if first:
                before.append(AnyOf((Not(row), given)))
        if compiled.default is not None:
            default = self.accepted(compiled.default.tree, tests)
            ways.append(AllOf((default, *map(Not, rows))))
        return AnyOf(tuple(ways))

    def _rule(self, table: Table, number: int) -> Formula:
        cells = zip(table.structure.inputs, table.structure.rules[number].tests, strict=True)
        return AllOf(
            tuple(
                self._cell(column.tree, cell.tree)
                for column, cell in cells
                if isinstance(cell.tree, UnaryTests) and cell.tree.tests
            )
        )

    def _cell(self, node: Node, tests: UnaryTests) -> Formula:
        if tests.negated:
            return Not(self._cell(node, UnaryTests(tests.tests)))
        match tests.tests:
            case (Boolean(value=True),):
                return self.truth(node)
            case (Boolean(value=False),):
                return Not(self.truth(node))
        return self.accepted(node, tests)

    def _constant(self, node: Node, tests: UnaryTests) -> Formula:
        """Return whether a constant passes, which only what it is compared with may change."""
        if not all(map(is_constant, _ends(tests))):
            return Given(self._point(node, tests, None))
        value = self.compiled.amount.part(node).evaluate({})
        return ALWAYS if self.compiled.amount.test(tests).evaluate(value, {}) is True else NEVER

    def _atom(self, node: Node, tests: UnaryTests | None, whole: Node | None) -> Formula:
        """Return a test as it is."""
        return Atom(self._point(node, tests, whole))

    def _point(self, node: Node, tests: UnaryTests | None, whole: Node | None) -> str:
        """Keep a test, and return its key."""
        key = text = print_tree(node)
        if tests is not None:
            key += f" in ({', '.join(sorted(map(print_tree, tests.tests)))})"
        if key not in self.points:
            compile = self.compiled.amount
            self.points[key] = Point(
                node,
                text,
                tests,
                "" if tests is None else print_tree(tests),
                self.clause,
                value=compile.part(node),
                test=None if tests is None else compile.test(tests),
                whole=None if whole is None else compile.part(whole),
            )
        return key

    # --- what cannot hold together ------------------------------------------------------------

    def clashes(self) -> Iterator[tuple[Literal, Literal]]:
        """Yield tests of the same value that no value passes together, or fails together."""
        by_text: dict[str, list[str]] = defaultdict(list)
        for key, point in self.points.items():
            if point.tests is not None and all(map(is_constant, _ends(point.tests))):
                by_text[point.text].append(key)
        for keys in by_text.values():
            if len(keys) > 1:
                yield from self._clashing(keys)

    def _clashing(self, keys: Sequence[str]) -> Iterator[tuple[Literal, Literal]]:
        tests = [self.points[key].tests or TRUE for key in keys]
        ends = [end for test in tests for end in _ends(test)]
        constants = [self.compiled.amount.part(end).evaluate({}) for end in ends]
        has_order = any(
            isinstance(part, UnaryComparison | RangeLiteral)
            for test in tests
            for part in test.tests
        )
        if not {type(constant) for constant in constants} <= (_LINES if has_order else _SAMPLED):
            return
        samples = list(_samples(constants))
        # The samples that give a test a truth, as bits of a number.
        masks: dict[Literal, int] = {}
        for key, test in zip(keys, tests, strict=True):
            ready = self.compiled.amount.test(test)
            truths = [ready.evaluate(sample, {}) for sample in samples]
            for wanted in (True, False):
                masks[key, wanted] = sum(1 << at for at, t in enumerate(truths) if t is wanted)
        for one, other in combinations(masks, 2):
            if not masks[one] & masks[other]:
                yield one, other


def _ends(tests: UnaryTests) -> Iterator[Node]:
    """Yield what tests compare with."""
    for test in tests.tests:
        if isinstance(test, UnaryComparison):
            yield test.operand
        elif isinstance(test, RangeLiteral):
            yield from (end for end in (test.low, test.high) if end is not None)
        else:
            yield test


def _samples(constants: Iterable[Value]) -> Iterator[Any]:
    """Yield values that show which tests with these constants can pass or fail together."""
    kinds: dict[type, set[Any]] = defaultdict(set)
    for constant in constants:
        kinds[type(constant)].add(constant)
    yield None
    for kind, values in kinds.items():
        yield from values
        if kind is bool:
            yield from (True, False)
        elif kind is str:
            yield "".join(sorted(values)) + "…"
        elif kind is Decimal:
            ordered = sorted(values)
            yield from (ordered[0] - 1, ordered[-1] + 1)
            yield from ((low + high) / 2 for low, high in pairwise(ordered))
        elif kind is dt.date:
            inner = (day for day in values if dt.date.min < day < dt.date.max)
            yield from (day + dt.timedelta(days=step) for day, step in product(inner, (-1, 1)))

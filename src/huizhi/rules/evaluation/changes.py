"""What would have to change for a no to become a yes.

Conditions, definitions and tables are unfolded into a formula over the tests they are made of:
`年龄 <= 40`, a cell against its input. A rule of a table is a conjunction of its cells. The tests
are taken as independent of one another, except that two tests of the same value which no value
passes together do not stand in one set.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise, product
from typing import Any

from huizhi.feel import Expression, Missing, Table, Value, to_feel_literal
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
    Null,
    Number,
    Or,
    Path,
    RangeLiteral,
    UnaryComparison,
    UnaryTests,
)
from huizhi.rules.evaluation.conditions import has_begun
from huizhi.rules.evaluation.decision import Decision
from huizhi.rules.evaluation.minimal_sets import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Atom,
    Formula,
    Literal,
    Not,
    smallest_sets,
)
from huizhi.rules.evaluation.results import Outcome, ReasonCode, Result
from huizhi.rules.evaluation.wording import Wording, is_constant
from huizhi.rules.packs.compiling import CompiledBenefit, CompiledName
from huizhi.rules.packs.model import PolicyTable
from huizhi.rules.words import Words

MOST_SETS = 5
"""How many sets are told; of more, the smallest are."""

_BY_ITSELF = (ReasonCode.CONDITION, ReasonCode.WINDOW, ReasonCode.NO_AMOUNT)
_ONE_RULE_DECIDES = ("U", "A", "P", "F")
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
_POSITIVE = UnaryTests((UnaryComparison(">", Number(Decimal(0))),))
_TRUE = UnaryTests((Boolean(True),))
_IS_NULL = UnaryTests((Null(),))
_WINDOW = "window"
# The kinds of constants whose neighbours are known: with an order, and at all.
_LINES = frozenset({Decimal, dt.date})
_SAMPLED = frozenset({Decimal, dt.date, str, bool, type(None)})
_NOTHING = Words(
    "按现行规定，没有可以改变的条件能使其享受。", "By the rules in force no change would give it."
)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would have to be otherwise.

    `text` is what is tested, `test` the test as a cell of a table writes it, empty where the text
    itself is the condition. It must pass where `wanted`, else fail. `value` is a FEEL literal, None
    where nobody knows it; `clause` is `document#clause`.
    """

    text: str
    test: str
    wanted: bool
    value: str | None
    missing: tuple[str, ...]
    clause: str | None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes that are enough together, and in sentences: one for each text that is tested."""

    changes: tuple[Change, ...]
    sentences: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The smallest sets of changes, any one of which turns a no into a yes.

    `more` tells that there are others. `instead` says why there are none.
    """

    sets: tuple[ChangeSet, ...] = ()
    more: bool = False
    instead: Words | None = None


def changes_for(
    decision: Decision,
    compiled: CompiledBenefit,
    result: Result,
    wording: Wording,
    as_of: dt.date,
) -> Changes | None:
    """Return what would have to change for a no; nothing for another answer."""
    if result.outcome is not Outcome.NO:
        return None
    if result.reason_code not in _BY_ITSELF:
        return Changes(instead=_taken_by_others(decision, result))
    building = _Building(decision, compiled, wording, as_of)
    formula = building.formula()
    found = smallest_sets(formula, building.holds, building.clashes())
    told = tuple(building.change_set(way) for way in found.sets[:MOST_SETS])
    more = len(found.sets) > MOST_SETS or not found.is_complete
    return Changes(told, more) if told else Changes(instead=_NOTHING)


def _taken_by_others(decision: Decision, result: Result) -> Words:
    """Say which rule over several benefits leaves nothing, and which benefit goes before."""
    rivals = [step.rival for step in decision.settlements[result.benefit_id].steps if step.rival]
    names = {one.benefit.id: one.benefit.name for one in decision.plan.benefits}
    zh, en = result.summary("zh"), result.summary("en")
    if rivals:
        rival = names[rivals[-1]]
        zh, en = f"{zh}，已按“{rival.zh}”享受", f"{en}: “{rival.en}”"
    return Words(f"各项条件都满足。{zh}。", f"Every condition holds. {en}.")


@dataclass(frozen=True, slots=True)
class _Point:
    """A test: what it is of, the value now, whether it holds (None: neither way)."""

    node: Node
    tests: UnaryTests | None
    value: Value
    holds: bool | None
    clause: str | None


class _Building:
    """The formula of one benefit under construction; `holds` grows with every test it meets."""

    def __init__(
        self, decision: Decision, compiled: CompiledBenefit, wording: Wording, as_of: dt.date
    ) -> None:
        self.names = decision.plan.names
        self.view = decision.view
        self.compiled = compiled
        self.wording = wording
        self.as_of = as_of
        self.points: dict[str, _Point] = {}
        self.known: dict[tuple[str, str], Formula] = {}
        self.clause: str | None = None

    @property
    def holds(self) -> dict[str, bool | None]:
        """Whether each test holds."""
        return {key: point.holds for key, point in self.points.items()}

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
        value = start.evaluate(self.view)
        inside = None if type(value) is Missing else has_begun(self.compiled, value, self.as_of)
        self.points[_WINDOW] = _Point(start.tree, None, value, inside, self.clause)
        return Atom(_WINDOW)

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
                return self._named(self.names[node.name], _TRUE)
            case Name() | Path():
                return self._atom(node, _TRUE, node)
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
            return ALWAYS if self._passes(tests, self._value(node)) is True else NEVER
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
            return self.truth(run.tree) if tests is _TRUE else self.accepted(run.tree, tests)
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
        gives = [self.accepted(output.tree, tests) for output in compiled.outputs]
        ways: list[Formula] = []
        for number, given in enumerate(gives):
            rows.append(self._rule(table, number))
            before: list[Formula] = []
            if first:
                before = [AnyOf((Not(rows[at]), gives[at])) for at in range(number)]
            ways.append(AllOf((rows[number], given, *before)))
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

    def _atom(self, node: Node, tests: UnaryTests | None, whole: Node | None) -> Formula:
        """Return a test as it is, with what it comes to now."""
        key = print_tree(node)
        if tests is not None:
            key += f" in ({', '.join(sorted(map(print_tree, tests.tests)))})"
        if key not in self.points:
            value = self._value(node)
            truth = value if tests is None else self._passes(tests, value)
            if whole is not None:
                truth = self._value(whole)
            holds = truth if isinstance(truth, bool) else None
            self.points[key] = _Point(node, tests, value, holds, self.clause)
        return Atom(key)

    def _value(self, node: Node) -> Value:
        return self.compiled.amount.part(node).evaluate(self.view)

    def _passes(self, tests: UnaryTests, value: Value) -> object:
        return self.compiled.amount.test(tests).evaluate(value, self.view)

    # --- what cannot hold together ------------------------------------------------------------

    def clashes(self) -> Iterator[tuple[Literal, Literal]]:
        """Yield tests of the same value that no value passes together, or fails together."""
        by_text: dict[str, list[str]] = defaultdict(list)
        for key, point in self.points.items():
            if point.tests is not None and all(map(is_constant, _ends(point.tests))):
                by_text[print_tree(point.node)].append(key)
        for keys in by_text.values():
            if len(keys) > 1:
                yield from self._clashing(keys)

    def _clashing(self, keys: Sequence[str]) -> Iterator[tuple[Literal, Literal]]:
        tests = [self.points[key].tests or _TRUE for key in keys]
        constants = [self._value(end) for test in tests for end in _ends(test)]
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
            truths = [ready.evaluate(sample, self.view) for sample in samples]
            for wanted in (True, False):
                masks[key, wanted] = sum(1 << at for at, t in enumerate(truths) if t is wanted)
        for one, other in combinations(masks, 2):
            if not masks[one] & masks[other]:
                yield one, other

    # --- words --------------------------------------------------------------------------------

    def change_set(self, way: Iterable[Literal]) -> ChangeSet:
        """Return literals as people read them, in the order in which the rules name them."""
        order = {key: place for place, key in enumerate(self.points)}
        literals = sorted(way, key=lambda literal: order[literal[0]])
        by_text: dict[str, list[Literal]] = defaultdict(list)
        for literal in literals:
            by_text[print_tree(self.points[literal[0]].node)].append(literal)
        return ChangeSet(
            tuple(self._change(literal) for literal in literals),
            tuple(self._sentence(together) for together in by_text.values()),
        )

    def _change(self, literal: Literal) -> Change:
        key, wanted = literal
        point = self.points[key]
        known = type(point.value) is not Missing
        return Change(
            text=print_tree(point.node),
            test="" if point.tests is None else print_tree(point.tests),
            wanted=wanted,
            value=to_feel_literal(point.value) if known else None,
            missing=() if known else tuple(sorted(point.value.facts)),
            clause=point.clause,
        )

    def _sentence(self, literals: Sequence[Literal]) -> Words:
        """Say what one text is now and must be."""
        key, wanted = literals[0]
        point = self.points[key]
        if key == _WINDOW:
            return self._window_words(point.value)
        if point.tests is None:
            return self._whole_words(point, wanted)
        tests = [(self.points[key].tests or _TRUE, wanted) for key, wanted in literals]
        # What must be at most 40 must be there, without saying.
        told = [one for one in tests if one != (_IS_NULL, False)] or tests
        asked = [self.wording.asked(test, wanted) for test, wanted in told]
        is_now = self.wording.is_now(point.node, point.value)
        return Words(
            f"{is_now.zh}，须{'，且'.join(words.zh for words in asked)}",
            f"{is_now.en}; it must be {' and '.join(words.en for words in asked)}",
        )

    def _window_words(self, value: Value) -> Words:
        start = self.wording.value(value)
        window = self.compiled.benefit.window
        months = window.months if window is not None else None
        zh, en = "享受期", "The period of entitlement"
        if months is not None:
            zh, en = f"{months} 个月的享受期", f"The period of {months} months"
        return Words(
            f"{zh}从 {start.zh} 起算，{self.as_of} 须在其中",
            f"{en} begins on {start.en}; {self.as_of} must be within it",
        )

    def _whole_words(self, point: _Point, wanted: bool) -> Words:
        text = print_tree(point.node)
        zh = {True: "现成立", False: "现不成立", None: "尚不能判断"}[point.holds]
        en = {True: "holds", False: "does not hold", None: "is not known"}[point.holds]
        zh_must, en_must = ("成立", "must hold") if wanted else ("不成立", "must not hold")
        return Words(f"“{text}”{zh}，须{zh_must}", f"“{text}” {en}; it {en_must}")


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

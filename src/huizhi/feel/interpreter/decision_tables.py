"""Decision tables: which rules match, and what follows from them by the hit policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from huizhi.feel.builtins.catalogue import BUILTINS
from huizhi.feel.interpreter.compiler import Compiler
from huizhi.feel.interpreter.frames import Closure, Environment, Frame, fact_of
from huizhi.feel.interpreter.matching import Column, is_constant, met_by_value, rules_of
from huizhi.feel.interpreter.trace import (
    UNTRACED,
    CellTrace,
    Outcome,
    RuleTrace,
    TableTrace,
    recording,
)
from huizhi.feel.semantics.scope import Scope
from huizhi.feel.syntax.tree import UnaryTests
from huizhi.feel.tables.structure import Cell, DecisionTable, InputClause, OutputClause, Rule
from huizhi.feel.values.causes import LISTENER, null_because
from huizhi.feel.values.comparison import Truth, equal
from huizhi.feel.values.kinds import Missing, Value, missing_among, same
from huizhi.feel.values.texts import describe

_AGGREGATES: Final = {"C+": "sum", "C<": "min", "C>": "max"}


@dataclass(frozen=True, slots=True)
class _Column:
    text: str
    read: Closure
    allowed: Closure | None


@dataclass(frozen=True, slots=True)
class _Row:
    """A rule: the tests that are not `-`, each with its column, and the outputs."""

    tests: tuple[tuple[int, Closure], ...]
    outputs: tuple[Closure, ...]


@dataclass(frozen=True, slots=True)
class _Hits:
    """Rules by index: those that match, and those that may, with what they wait for."""

    matched: tuple[int, ...]
    unresolved: tuple[tuple[int, Missing], ...]


class CompiledTable:
    """A decision table ready to be evaluated. `names` are the facts it may read."""

    def __init__(self, table: DecisionTable, scope: Scope) -> None:
        self._table = table
        self._scope = scope
        self._plain = _Evaluator(table, scope, tracing=False)
        self._tracing: _Evaluator | None = None
        self.names = frozenset(self._plain.names)
        self.evaluate = self._plain.run
        self.cells = self._plain.cells

    def explain(self, context: Mapping[str, Value]) -> tuple[Value, TableTrace]:
        """Return the result, and which rules matched or failed on which cell."""
        if self._tracing is None:
            self._tracing = _Evaluator(self._table, self._scope, tracing=True)
        return self._tracing.run_traced(context, self._plain)


class _Evaluator:
    def __init__(self, table: DecisionTable, scope: Scope, *, tracing: bool) -> None:
        self.names: set[str] = set()
        self._table = table
        self._scope = scope
        self._tracing = tracing
        self._columns = tuple(self._column(clause) for clause in table.inputs)
        self._rows = tuple(self._row(rule) for rule in table.rules)
        self._first_only = table.hit_policy == "F"
        self._lookups = self._columns_by_value()
        self._results: dict[int, Value] = {}
        self._fixed = all(isinstance(cell.tree, UNTRACED) for cell in _outputs(table))
        self._output_names = tuple(clause.name for clause in table.outputs)
        self._priorities = tuple(self._possible(clause) for clause in table.outputs)
        self._defaults = tuple(
            None if clause.default is None else self._closure(clause.default, None)
            for clause in table.outputs
        )
        self._decide = _POLICIES.get(table.hit_policy, _Evaluator._aggregate)

    # --- compiling --------------------------------------------------------------------------

    def _closure(self, cell: Cell, frame: Frame | None, *, tracing: bool | None = None) -> Closure:
        wanted = self._tracing if tracing is None else tracing
        compiler = Compiler(cell.text, self._scope, tracing=wanted)
        closure = compiler.compile(cell.tree, frame)
        self.names |= compiler.names
        return closure

    def _test(self, cell: Cell) -> Closure:
        # A cell is traced by its outcome, not by its parts.
        return self._closure(cell, Frame("input", (), None), tracing=False)

    def _column(self, clause: InputClause) -> _Column:
        read = self._closure(Cell(clause.text, clause.tree), None)
        allowed = None if clause.allowed is None else self._test(clause.allowed)
        return _Column(clause.text, read, allowed)

    def _row(self, rule: Rule) -> _Row:
        tests = tuple(
            (column, self._test(cell))
            for column, cell in enumerate(rule.tests)
            if not isinstance(cell.tree, UnaryTests) or cell.tree.tests
        )
        return _Row(tests, tuple(self._closure(cell, None) for cell in rule.outputs))

    def _possible(self, clause: OutputClause) -> tuple[Closure, ...]:
        return tuple(self._closure(cell, None, tracing=False) for cell in clause.priorities)

    def _columns_by_value(self) -> tuple[tuple[str | None, Closure, Column], ...]:
        """Return how each column is read and which rules its values meet.

        Nothing where cells read facts: then the values of the inputs alone do not decide.
        """
        cells = [cell for rule in self._table.rules for cell in rule.tests]
        restricted = any(column.allowed is not None for column in self._columns)
        if restricted or not all(is_constant(cell.tree) for cell in cells):
            return ()
        rows = [dict(row.tests) for row in self._rows]
        return tuple(
            (fact_of(column.read), column.read, met_by_value([row.get(place) for row in rows]))
            for place, column in enumerate(self._columns)
        )

    # --- matching ---------------------------------------------------------------------------

    def run(self, context: Mapping[str, Value]) -> Value:
        """Return the result for these facts."""
        # Whoever listens wants to know why: then rules are tried one by one.
        met = self._look_up(context) if LISTENER.get() is None else None
        if met is not None:
            return self._result(met, context)
        return self._search([column.read(context) for column in self._columns], context)

    def _look_up(self, context: Mapping[str, Value]) -> int | None:
        """Return the rules that match, as bits, or None where they have to be tried out."""
        if not self._lookups:
            return None
        met = -1
        for fact, read, column in self._lookups:
            try:
                value = read(context) if fact is None else context[fact]
            except KeyError:
                return None
            known = column.get(type(value))
            if known is None:
                return None
            met &= known[value]
        return met & -met if self._first_only else met

    def _met_by(self, values: Sequence[Value]) -> int | None:
        """Return the same for inputs that are read already."""
        if not self._lookups:
            return None
        met = -1
        for value, (_, _, column) in zip(values, self._lookups, strict=True):
            known = column.get(type(value))
            if known is None:
                return None
            met &= known[value]
        return met & -met if self._first_only else met

    def _result(self, met: int, context: Mapping[str, Value]) -> Value:
        """Return what follows from the rules that match; kept where the outputs are literals."""
        value = self._results.get(met)
        if value is None:
            value = self._decide(self, _Hits(rules_of(met), ()), context)
            if self._fixed and value is not None:
                self._results[met] = value
        return value

    def _search(self, values: Sequence[Value], context: Mapping[str, Value]) -> Value:
        """Return the result by trying out the rules one by one."""
        environments = [(value, context) for value in values]
        for column, environment in zip(self._columns, environments, strict=True):
            if column.allowed is not None and column.allowed(environment) in (False, None):
                return null_because(
                    "not_allowed", value=describe(environment[0]), column=column.text
                )
        matched: list[int] = []
        unresolved: list[tuple[int, Missing]] = []
        for index, row in enumerate(self._rows):
            truth = _matches(row, environments)
            if truth is True:
                matched.append(index)
                if self._first_only:
                    break
            elif type(truth) is Missing:
                unresolved.append((index, truth))
        return self._decide(self, _Hits(tuple(matched), tuple(unresolved)), context)

    def run_traced(
        self, context: Mapping[str, Value], plain: _Evaluator
    ) -> tuple[Value, TableTrace]:
        """Return the result and its trace; `plain` is the same table without tracing."""
        with recording() as recorder:
            values = [column.read(context) for column in self._columns]
            inputs = len(recorder.tape)
            met = plain._met_by(values) if self._fixed else None
            value = None if met is None else plain._result(met, context)
            if value is None:
                # Only the rules one by one tell why.
                recorder.clear()
                value = self._search(values, context)
            cause = recorder[0] if recorder and value is None else None
        rules = partial(self._rule_traces, values, context)
        if not self._lookups:
            # What else the cells read may change until somebody looks.
            rules = partial(tuple, rules())
        return value, TableTrace(recorder.tape, inputs, rules, value, cause)

    def _rule_traces(
        self, inputs: Sequence[Value], context: Mapping[str, Value]
    ) -> tuple[RuleTrace, ...]:
        with recording():
            rules = range(len(self._rows))
            return tuple(self._rule_trace(index, inputs, context) for index in rules)

    def _rule_trace(
        self, index: int, inputs: Sequence[Value], context: Mapping[str, Value]
    ) -> RuleTrace:
        rule, cells = self._table.rules[index], []
        for column, test in self._rows[index].tests:
            outcome = _outcome(test((inputs[column], context)))
            cells.append(CellTrace(column, rule.tests[column].text, inputs[column], outcome))
            if outcome == "false":
                break
        outcomes = [cell.outcome for cell in cells]
        whole: Outcome = "unknown" if "unknown" in outcomes else "true"
        if "false" in outcomes:
            whole = "false"
        return RuleTrace(index + 1, whole, tuple(cells), rule.annotation)

    def cells(self, index: int, context: Mapping[str, Value]) -> Iterator[tuple[int, Value, Truth]]:
        """Yield for each cell of a rule that is not `-` column, input, and whether it passes."""
        for column, test in self._rows[index].tests:
            value = self._columns[column].read(context)
            yield column, value, test((value, context))

    # --- results ----------------------------------------------------------------------------

    def _output(self, index: int, context: Environment) -> Value:
        return self._joined([output(context) for output in self._rows[index].outputs])

    def _joined(self, values: list[Value]) -> Value:
        if len(values) == 1:
            return values[0]
        return dict(zip(self._output_names, values, strict=True))

    def _default(self, context: Environment) -> Value:
        if not any(self._defaults):
            return null_because("no_rule")
        return self._joined([None if d is None else d(context) for d in self._defaults])

    def _one_of(
        self, chosen: Value, hits: Sequence[tuple[int, Missing]], context: Environment
    ) -> Value:
        """Return what holds whether or not the unresolved rules match, else what is missing."""
        others = [self._output(index, context) for index, _ in hits]
        if all(same(chosen, other) for other in others):
            return chosen
        return missing_among([*(missing for _, missing in hits), chosen, *others])

    def _unique(self, hits: _Hits, context: Environment) -> Value:
        if len(hits.matched) > 1:
            return null_because("rules_overlap", rules=_numbers(hits.matched))
        return self._single(hits, context)

    def _any(self, hits: _Hits, context: Environment) -> Value:
        outputs = [self._output(index, context) for index in hits.matched]
        if any(equal(outputs[0], other) is False for other in outputs[1:]):
            return null_because("rules_disagree", rules=_numbers(hits.matched))
        return self._single(hits, context)

    def _first(self, hits: _Hits, context: Environment) -> Value:
        # Matching ended at the first match, so every unresolved rule stands before it.
        return self._single(hits, context)

    def _single(self, hits: _Hits, context: Environment) -> Value:
        if hits.matched:
            chosen = self._output(hits.matched[0], context)
        elif hits.unresolved and not any(self._defaults):
            chosen = None
        else:
            chosen = self._default(context)
        return self._one_of(chosen, hits.unresolved, context) if hits.unresolved else chosen

    def _rank(self, index: int, context: Environment) -> tuple[int, ...]:
        """Return the places of a rule's outputs among the possible values; least is best."""
        ranks = []
        for output, possible in zip(self._rows[index].outputs, self._priorities, strict=True):
            value = output(context)
            places = (place for place, p in enumerate(possible) if same(p(context), value))
            ranks.append(next(places, len(possible)))
        return tuple(ranks)

    def _priority(self, hits: _Hits, context: Environment) -> Value:
        ranks = {index: self._rank(index, context) for index in hits.matched}
        if not ranks:
            return self._single(hits, context)
        best = min(hits.matched, key=lambda index: ranks[index])
        rivals = tuple(
            (index, missing)
            for index, missing in hits.unresolved
            if self._rank(index, context) < ranks[best]
        )
        return self._single(_Hits((best,), rivals), context)

    def _rule_order(self, hits: _Hits, context: Environment) -> Value:
        if hits.unresolved:
            return missing_among(missing for _, missing in hits.unresolved)
        if not hits.matched and any(self._defaults):
            return self._default(context)
        return [self._output(index, context) for index in hits.matched]

    def _output_order(self, hits: _Hits, context: Environment) -> Value:
        ranked = sorted(hits.matched, key=lambda index: self._rank(index, context))
        return self._rule_order(_Hits(tuple(ranked), hits.unresolved), context)

    def _count(self, hits: _Hits, context: Environment) -> Value:
        outputs = self._rule_order(_Hits(hits.matched, hits.unresolved), context)
        return outputs if type(outputs) is Missing else BUILTINS["count"].call([outputs])

    def _aggregate(self, hits: _Hits, context: Environment) -> Value:
        combine = BUILTINS[_AGGREGATES[self._table.hit_policy]].call
        outputs = [self._output(index, context) for index in hits.matched]
        if not hits.unresolved:
            return combine([outputs]) if outputs else self._default(context)
        missing = missing_among(missing for _, missing in hits.unresolved)
        possible = [self._output(index, context) for index, _ in hits.unresolved]
        if outputs and self._table.hit_policy != "C+":
            # Least and greatest stand where no unresolved output could change them.
            settled = combine([outputs])
            if same(settled, combine([outputs + possible])):
                return settled
        return missing


_Decide = Callable[[_Evaluator, _Hits, Environment], Value]
_POLICIES: Final[dict[str, _Decide]] = {
    "U": _Evaluator._unique,
    "A": _Evaluator._any,
    "F": _Evaluator._first,
    "P": _Evaluator._priority,
    "R": _Evaluator._rule_order,
    "C": _Evaluator._rule_order,
    "O": _Evaluator._output_order,
    "C#": _Evaluator._count,
}


def _outputs(table: DecisionTable) -> Iterator[Cell]:
    """Yield every cell that a result may be made of."""
    yield from (cell for rule in table.rules for cell in rule.outputs)
    yield from (clause.default for clause in table.outputs if clause.default is not None)


def _matches(row: _Row, environments: Sequence[Environment]) -> Truth:
    """Tell whether a rule matches: what is not true fails it, what is missing leaves it open."""
    unknown: Missing | None = None
    for column, test in row.tests:
        truth = test(environments[column])
        if truth is True:
            continue
        if type(truth) is not Missing:
            return False
        unknown = truth if unknown is None else Missing(unknown.facts | truth.facts)
    return True if unknown is None else unknown


def _outcome(truth: Value) -> Outcome:
    if truth is True:
        return "true"
    return "unknown" if type(truth) is Missing else "false"


def _numbers(indexes: Sequence[int]) -> str:
    return ", ".join(str(index + 1) for index in indexes)

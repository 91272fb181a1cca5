"""The texts of a table to its structure, every cell parsed and checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from huizhi.feel.errors import Diagnostic, FeelError
from huizhi.feel.semantics.conformance import common
from huizhi.feel.semantics.reading import Read, read_expression, read_unary_tests
from huizhi.feel.semantics.scope import Scope
from huizhi.feel.semantics.signatures import Signature
from huizhi.feel.semantics.types import ANY, FeelType
from huizhi.feel.syntax.spans import Span
from huizhi.feel.syntax.tree import Null, UnaryTests
from huizhi.feel.tables.definition import (
    HitPolicy,
    InputDefinition,
    OutputDefinition,
    RuleDefinition,
    TableDefinition,
)
from huizhi.feel.tables.errors import Finding, Place, TableError
from huizhi.feel.tables.structure import Cell, DecisionTable, InputClause, OutputClause, Rule

_NOTHING = Cell("", UnaryTests(()))


@dataclass(frozen=True, slots=True)
class Built:
    """A table without errors, and the warnings about its cells."""

    table: DecisionTable
    warnings: tuple[Finding, ...] = ()


def build_table(
    definition: TableDefinition, scope: Scope, functions: Mapping[str, Signature]
) -> Built:
    """Parse and check every cell. Raises TableError with everything that is wrong, and where.

    The cell of a test that is left empty is `-`. The type of an output that states none is what
    its cells have in common.
    """
    builder = _Builder(scope, functions)
    builder.check_shape(definition)
    inputs = tuple(builder.input(column, part) for column, part in enumerate(definition.inputs))
    types = [clause.type for clause in inputs]
    rules = tuple(
        builder.rule(number, rule, definition, types)
        for number, rule in enumerate(definition.rules, start=1)
    )
    outputs = tuple(
        builder.output(column, part, [rule.outputs for rule in rules])
        for column, part in enumerate(definition.outputs)
    )
    if builder.findings:
        raise TableError(builder.findings)
    table = DecisionTable(
        inputs,
        outputs,
        tuple(
            Rule(rule.tests, tuple(Cell(r.text, r.tree) for r in rule.outputs), rule.annotation)
            for rule in rules
        ),
        definition.hit_policy,
    )
    return Built(table, tuple(builder.warnings))


@dataclass(frozen=True, slots=True)
class _ReadRule:
    tests: tuple[Cell, ...]
    outputs: tuple[Read, ...]
    annotation: str


@dataclass(slots=True)
class _Builder:
    scope: Scope
    functions: Mapping[str, Signature]
    findings: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def check_shape(self, definition: TableDefinition) -> None:
        """Refuse what no cell can be blamed for; raises TableError at once."""
        top = Place("output", 0)
        if definition.hit_policy not in get_args(HitPolicy):
            self._refuse(top, "unknown-hit-policy", name=definition.hit_policy)
        if not definition.outputs:
            self._refuse(top, "table-without-output")
        if len(definition.outputs) > 1 and definition.hit_policy in ("C+", "C<", "C>"):
            self._refuse(Place("output", 1), "aggregate-of-several", name=definition.hit_policy)
        for number, rule in enumerate(definition.rules, start=1):
            self._count(number, "test", len(rule.tests), len(definition.inputs))
            self._count(number, "result", len(rule.outputs), len(definition.outputs))
        for column, output in enumerate(definition.outputs):
            if definition.hit_policy in ("P", "O") and not output.values:
                self._refuse(Place("values", column), "priorities-needed", name=output.name)
            if len(definition.outputs) > 1 and not output.name:
                self._refuse(Place("output", column), "output-without-name")
        if self.findings:
            raise TableError(self.findings)

    def _count(self, number: int, part: str, found: int, expected: int) -> None:
        if found != expected:
            place = Place("test" if part == "test" else "result", min(found, expected), number)
            self._refuse(place, "wrong-cell-count", found=str(found), expected=str(expected))

    def _refuse(self, place: Place, code: str, **parameters: str) -> None:
        self.findings.append(Finding(place, "", Diagnostic(code, Span(0, 0), parameters)))

    def _read(self, place: Place, text: str, read: Callable[[], Read]) -> Read:
        try:
            done = read()
        except FeelError as error:
            self.findings.extend(Finding(place, text, found) for found in error.diagnostics)
            return Read(text, Null(), ANY)
        self.warnings.extend(Finding(place, text, found) for found in done.warnings)
        return done

    def _expression(self, place: Place, text: str, expected: FeelType | None) -> Read:
        return self._read(
            place, text, lambda: read_expression(text, self.scope, self.functions, expected)
        )

    def _tests(self, place: Place, text: str, input_type: FeelType) -> Cell:
        if not text.strip():
            return _NOTHING
        done = self._read(
            place, text, lambda: read_unary_tests(text, self.scope, input_type, self.functions)
        )
        return Cell(text, done.tree)

    def input(self, column: int, definition: InputDefinition) -> InputClause:
        """Read the heading of a column of conditions."""
        text = definition.expression
        read = self._expression(Place("input", column, heading=text), text, definition.type)
        kind = read.type if definition.type is None else definition.type
        allowed = None
        if definition.allowed:
            place = Place("allowed", column, heading=text)
            allowed = self._tests(place, definition.allowed, kind)
        return InputClause(text, read.tree, kind, allowed)

    def rule(
        self,
        number: int,
        rule: RuleDefinition,
        definition: TableDefinition,
        types: list[FeelType],
    ) -> _ReadRule:
        """Read the cells of a row."""
        tests = tuple(
            self._tests(
                Place("test", column, number, definition.inputs[column].expression),
                text,
                types[column],
            )
            for column, text in enumerate(rule.tests)
        )
        outputs = tuple(
            self._expression(
                Place("result", column, number, definition.outputs[column].name),
                text,
                definition.outputs[column].type,
            )
            for column, text in enumerate(rule.outputs)
        )
        return _ReadRule(tests, outputs, rule.annotation)

    def output(
        self, column: int, definition: OutputDefinition, rows: list[tuple[Read, ...]]
    ) -> OutputClause:
        """Read the heading of a column of results."""
        place = Place("values", column, heading=definition.name)
        values = [self._expression(place, text, definition.type) for text in definition.values]
        default = None
        types = [row[column].type for row in rows]
        if definition.default:
            place = Place("default", column, heading=definition.name)
            read = self._expression(place, definition.default, definition.type)
            default = Cell(read.text, read.tree)
            types.append(read.type)
        kind = common(types) if definition.type is None else definition.type
        priorities = tuple(Cell(read.text, read.tree) for read in values)
        return OutputClause(definition.name, kind, priorities, default)

"""A decision table as its author writes it to one that can be evaluated, again and again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from huizhi.feel.builtins.catalogue import SIGNATURES
from huizhi.feel.interpreter.decision_tables import CompiledTable
from huizhi.feel.interpreter.trace import TableTrace
from huizhi.feel.semantics.scope import Scope
from huizhi.feel.semantics.types import NUMBER, ContextType, FeelType, ListType
from huizhi.feel.tables.building import Built, build_table
from huizhi.feel.tables.definition import TableDefinition
from huizhi.feel.tables.errors import Finding
from huizhi.feel.tables.structure import DecisionTable
from huizhi.feel.values.causes import Cause, null_because
from huizhi.feel.values.comparison import Truth
from huizhi.feel.values.kinds import Value


class Table:
    """A decision table without errors. Safe to share between threads.

    `output_type` is the type of its result, `names` are the facts it may read.
    """

    def __init__(self, built: Built, scope: Scope) -> None:
        self.structure: DecisionTable = built.table
        self.warnings: tuple[Finding, ...] = built.warnings
        self.output_type: FeelType = _output_type(built.table)
        self._compiled = CompiledTable(built.table, scope)
        self.names: frozenset[str] = self._compiled.names

    def evaluate(self, context: Mapping[str, object]) -> Value:
        """Return the result for these facts; see `Expression.evaluate`.

        Null where no rule matches and there is no default, and where the hit policy is violated.
        Missing where a rule that may match could change the result.
        """
        try:
            return self._compiled.evaluate(context)
        except RecursionError:
            return null_because("too_deep")

    def evaluate_within(self, context: Mapping[str, object]) -> Value:
        """Return the result, within another evaluation: RecursionError is left to the outermost."""
        return self._compiled.evaluate(context)

    def cells(self, rule: int, context: Mapping[str, object]) -> Iterator[tuple[int, Value, Truth]]:
        """Yield for each cell of a rule that is not `-` column, input, and whether it passes.

        `rule` counts from 1, columns from 0. Unlike a trace it goes on after a cell that failed.
        """
        return self._compiled.cells(rule - 1, context)

    def explain(self, context: Mapping[str, object]) -> tuple[Value, TableTrace]:
        """Return the result, and which rules matched or failed on which cell."""
        try:
            return self._compiled.explain(context)
        except RecursionError:
            return None, TableTrace([], 0, tuple, None, Cause("too_deep"))


def _output_type(table: DecisionTable) -> FeelType:
    if table.hit_policy == "C#":
        return NUMBER
    kind = table.outputs[0].type
    if len(table.outputs) > 1:
        kind = ContextType(tuple((output.name, output.type) for output in table.outputs))
    return ListType(kind) if table.hit_policy in ("C", "R", "O") else kind


def compile_table(definition: TableDefinition, scope: Scope) -> Table:
    """Parse, check and compile a table.

    Raises TableError (a FeelError) with everything that is wrong, and in which rule and column.
    """
    return Table(build_table(definition, scope, SIGNATURES), scope)

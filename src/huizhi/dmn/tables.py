"""Decision tables of DMN to those of the language."""

from __future__ import annotations

from dataclasses import replace

from huizhi.dmn.model import DecisionTable, InputClause, OutputClause
from huizhi.dmn.surroundings import Closure, Surroundings, unreadable
from huizhi.dmn.types import ANYTHING, ItemType, Types
from huizhi.feel import (
    ANY,
    FeelError,
    InputDefinition,
    OutputDefinition,
    RuleDefinition,
    Scope,
    TableDefinition,
    TableError,
    compile_table,
    compile_unary_tests,
)


def compile_decision_table(node: DecisionTable, around: Surroundings) -> Closure:
    """Return the closure of a table; one that cannot be read gives null."""
    try:
        table = compile_table(definition_of(node, around), around.scope)
    except TableError as error:
        return unreadable(error.findings[0].text or node.hit_policy, error)
    return table.evaluate_within


def definition_of(node: DecisionTable, around: Surroundings) -> TableDefinition:
    """Return a table as the language has it; types are left out."""
    outputs = _ranked(tuple(_output(clause, node, around) for clause in node.outputs))
    rules = tuple(
        RuleDefinition(rule.tests, tuple(text or "null" for text in rule.outputs))
        for rule in node.rules
    )
    inputs = tuple(_input(clause, around.types) for clause in node.inputs)
    return TableDefinition(inputs, outputs, rules, node.hit_policy)


def _ranked(outputs: tuple[OutputDefinition, ...]) -> tuple[OutputDefinition, ...]:
    """Let an output that lists no values beside one that does rank all its values alike."""
    if not any(output.values for output in outputs):
        return outputs
    return tuple(
        output if output.values else replace(output, values=("null",)) for output in outputs
    )


def _input(clause: InputClause, types: Types) -> InputDefinition:
    allowed = clause.allowed or _allowed(types.find(clause.type_ref))
    return InputDefinition(clause.expression, allowed)


def _allowed(kind: ItemType) -> str:
    return kind.allowed[-1].text if kind.allowed else ""


def _output(clause: OutputClause, node: DecisionTable, around: Surroundings) -> OutputDefinition:
    values = clause.values or _allowed(_output_type(clause, node, around.types))
    return OutputDefinition(
        clause.name, values=parts_of(values, around.scope), default=clause.default
    )


def _output_type(clause: OutputClause, node: DecisionTable, types: Types) -> ItemType:
    """Return the type of an output: its own, or what the type of the whole table says of it."""
    if clause.type_ref:
        return types.find(clause.type_ref)
    whole = types.find(node.type_ref)
    row = whole if whole.element is None else whole.element
    return row if len(node.outputs) == 1 else row.members.get(clause.name, ANYTHING)


def parts_of(tests: str, scope: Scope) -> tuple[str, ...]:
    """Return each test of a text of unary tests, as the values of an output are written."""
    if not tests:
        return ()
    try:
        tree = compile_unary_tests(tests, scope, ANY).tree
    except FeelError:
        return ()
    return tuple(part.span.of(tests) for part in getattr(tree, "tests", ()))

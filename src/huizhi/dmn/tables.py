"""Decision tables of DMN to those of the language."""

from __future__ import annotations

from collections.abc import Callable

from huizhi.dmn.model import DecisionTable, InputClause, OutputClause
from huizhi.dmn.surroundings import Closure, Names, Surroundings, unreadable
from huizhi.dmn.types import ItemType, Types
from huizhi.feel import (
    ANY,
    FeelError,
    InputDefinition,
    OutputDefinition,
    RuleDefinition,
    TableDefinition,
    Value,
    compile_table,
    compile_unary_tests,
)


def compile_decision_table(node: DecisionTable, around: Surroundings) -> Closure:
    """Return the closure of a table; one that cannot be read gives null."""
    outputs = tuple(_output(clause, node, around) for clause in node.outputs)
    rules = tuple(
        RuleDefinition(rule.tests, tuple(text or "null" for text in rule.outputs))
        for rule in node.rules
    )
    inputs = tuple(_input(clause, around.types) for clause in node.inputs)
    try:
        table = compile_table(TableDefinition(inputs, outputs, rules, node.hit_policy), around.scope)
    except FeelError as error:
        return unreadable(error.text or node.hit_policy, error)
    return table.evaluate


def _input(clause: InputClause, types: Types) -> InputDefinition:
    allowed = clause.allowed or _allowed(types.find(clause.type_ref))
    return InputDefinition(clause.expression, allowed)


def _allowed(kind: ItemType) -> str:
    return "" if kind.allowed is None else kind.allowed.text


def _output(clause: OutputClause, node: DecisionTable, around: Surroundings) -> OutputDefinition:
    type_ref = clause.type_ref or (node.type_ref if len(node.outputs) == 1 else "")
    values = clause.values or _allowed(around.types.find(type_ref))
    return OutputDefinition(
        clause.name, values=_parts(values, around), default=clause.default
    )


def _parts(tests: str, around: Surroundings) -> tuple[str, ...]:
    """Return each test of a text of unary tests, as the values of an output are written."""
    if not tests:
        return ()
    try:
        tree = compile_unary_tests(tests, around.scope, ANY).tree
    except FeelError:
        return ()
    return tuple(part.span.of(tests) for part in getattr(tree, "tests", ()))

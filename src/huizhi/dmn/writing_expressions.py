"""Expressions of the model to the boxes of DMN XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final
from xml.etree.ElementTree import Element as Xml
from xml.etree.ElementTree import SubElement

from huizhi.dmn.model import (
    Conditional,
    Context,
    DecisionTable,
    Expression,
    Filter,
    FunctionDefinition,
    InputClause,
    Invocation,
    Iteration,
    Listing,
    LiteralExpression,
    OutputClause,
    Relation,
    Rule,
    Variable,
)
from huizhi.dmn.reading_expressions import AGGREGATIONS, POLICIES

_POLICY_NAMES: Final = {policy: name for name, policy in POLICIES.items()}
_AGGREGATION_NAMES: Final = {policy: name for name, policy in AGGREGATIONS.items()}


def set_attributes(part: Xml, **attributes: str) -> None:
    """Set the attributes that are not empty."""
    for name, value in attributes.items():
        if value:
            part.set(name, value)


def add_text(parent: Xml, name: str, text: str) -> None:
    """Add an element of text, unless it is empty."""
    if text:
        SubElement(parent, name).text = text


def add_variable(parent: Xml, name: str, variable: Variable) -> None:
    """Add a variable, parameter or column."""
    part = SubElement(parent, name, {"name": variable.name})
    set_attributes(part, typeRef=variable.type_ref)


def add_expression(parent: Xml, expression: Expression | None) -> None:
    """Add a box; nothing for no expression."""
    if expression is not None:
        _WRITERS[type(expression)](parent, expression)


def add_function(parent: Xml, name: str, function: FunctionDefinition) -> None:
    """Add a boxed function."""
    part = _box(parent, name, function)
    if function.kind != "FEEL":
        part.set("kind", function.kind)
    for parameter in function.parameters:
        add_variable(part, "formalParameter", parameter)
    add_expression(part, function.body)


def _box(parent: Xml, name: str, expression: Expression) -> Xml:
    part = SubElement(parent, name)
    set_attributes(part, typeRef=expression.type_ref)
    return part


def _inside(parent: Xml, name: str, expression: Expression) -> None:
    add_expression(SubElement(parent, name), expression)


def _literal(parent: Xml, node: LiteralExpression) -> None:
    add_text(_box(parent, "literalExpression", node), "text", node.text)


def _context(parent: Xml, node: Context) -> None:
    part = _box(parent, "context", node)
    for entry in node.entries:
        line = SubElement(part, "contextEntry")
        if entry.variable is not None:
            add_variable(line, "variable", entry.variable)
        add_expression(line, entry.expression)


def _invocation(parent: Xml, node: Invocation) -> None:
    part = _box(parent, "invocation", node)
    add_expression(part, node.function)
    for binding in node.bindings:
        line = SubElement(part, "binding")
        add_variable(line, "parameter", binding.parameter)
        add_expression(line, binding.expression)


def _function(parent: Xml, node: FunctionDefinition) -> None:
    add_function(parent, "functionDefinition", node)


def _list(parent: Xml, node: Listing) -> None:
    part = _box(parent, "list", node)
    for item in node.items:
        add_expression(part, item)


def _relation(parent: Xml, node: Relation) -> None:
    part = _box(parent, "relation", node)
    for column in node.columns:
        add_variable(part, "column", column)
    for row in node.rows:
        line = SubElement(part, "row")
        for cell in row:
            add_expression(line, cell)


def _conditional(parent: Xml, node: Conditional) -> None:
    part = _box(parent, "conditional", node)
    _inside(part, "if", node.condition)
    _inside(part, "then", node.then)
    _inside(part, "else", node.otherwise)


def _filter(parent: Xml, node: Filter) -> None:
    part = _box(parent, "filter", node)
    _inside(part, "in", node.source)
    _inside(part, "match", node.match)


def _iteration(parent: Xml, node: Iteration) -> None:
    part = _box(parent, node.kind, node)
    set_attributes(part, iteratorVariable=node.variable)
    _inside(part, "in", node.domain)
    _inside(part, "return" if node.kind == "for" else "satisfies", node.body)


# --- decision tables ----------------------------------------------------------------------------


def _table(parent: Xml, node: DecisionTable) -> None:
    part = _box(parent, "decisionTable", node)
    aggregation = _AGGREGATION_NAMES.get(node.hit_policy, "")
    part.set("hitPolicy", "COLLECT" if aggregation else _POLICY_NAMES[node.hit_policy])
    set_attributes(part, aggregation=aggregation)
    for clause in node.inputs:
        _input_clause(part, clause)
    for output in node.outputs:
        _output_clause(part, output)
    for name in node.annotations:
        SubElement(part, "annotation", {"name": name})
    for rule in node.rules:
        _rule(part, rule)


def _nested(parent: Xml, name: str, text: str) -> None:
    if text:
        add_text(SubElement(parent, name), "text", text)


def _input_clause(parent: Xml, clause: InputClause) -> None:
    part = SubElement(parent, "input")
    set_attributes(part, label=clause.label)
    expression = SubElement(part, "inputExpression")
    set_attributes(expression, typeRef=clause.type_ref)
    add_text(expression, "text", clause.expression)
    _nested(part, "inputValues", clause.allowed)


def _output_clause(parent: Xml, clause: OutputClause) -> None:
    part = SubElement(parent, "output")
    set_attributes(part, name=clause.name, typeRef=clause.type_ref, label=clause.label)
    _nested(part, "outputValues", clause.values)
    _nested(part, "defaultOutputEntry", clause.default)


def _rule(parent: Xml, rule: Rule) -> None:
    part = SubElement(parent, "rule")
    _entries(part, "inputEntry", rule.tests)
    _entries(part, "outputEntry", rule.outputs)
    _entries(part, "annotationEntry", rule.annotations)


def _entries(parent: Xml, name: str, texts: Iterable[str]) -> None:
    for text in texts:
        # An empty cell keeps its place.
        SubElement(SubElement(parent, name), "text").text = text


_WRITERS: Final[dict[type[Expression], Callable[[Xml, Any], None]]] = {
    LiteralExpression: _literal,
    Context: _context,
    Invocation: _invocation,
    FunctionDefinition: _function,
    Listing: _list,
    Relation: _relation,
    Conditional: _conditional,
    Filter: _filter,
    Iteration: _iteration,
    DecisionTable: _table,
}

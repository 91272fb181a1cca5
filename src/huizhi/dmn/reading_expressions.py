"""The boxes of DMN XML to expressions of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, cast
from xml.etree.ElementTree import Element as Xml

from huizhi.dmn.errors import DmnError
from huizhi.dmn.model import (
    Binding,
    Conditional,
    Context,
    ContextEntry,
    DecisionTable,
    Expression,
    Filter,
    FunctionDefinition,
    FunctionKind,
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
from huizhi.dmn.model import (
    Iterator as Iterating,
)
from huizhi.dmn.xml import local_name
from huizhi.feel import HitPolicy

POLICIES: Final[dict[str, HitPolicy]] = {
    "UNIQUE": "U",
    "ANY": "A",
    "PRIORITY": "P",
    "FIRST": "F",
    "RULE ORDER": "R",
    "OUTPUT ORDER": "O",
    "COLLECT": "C",
}
AGGREGATIONS: Final[dict[str, HitPolicy]] = {
    "SUM": "C+",
    "MIN": "C<",
    "MAX": "C>",
    "COUNT": "C#",
}
_NOTHING: Final = LiteralExpression("null")


def children(part: Xml, name: str) -> Iterator[Xml]:
    """Yield the children of this name."""
    return (inner for inner in part if local_name(inner) == name)


def child(part: Xml, name: str) -> Xml | None:
    """Return the first child of this name."""
    return next(children(part, name), None)


def text_of(part: Xml, name: str) -> str:
    """Return the text of the first child of this name; empty where there is none."""
    found = child(part, name)
    return "" if found is None else (found.text or "").strip()


def reference(type_ref: str) -> str:
    """Return a reference to a type without the prefix that DMN 1.1 writes (`feel:number`)."""
    return type_ref.rpartition(":")[2].strip() if "{" not in type_ref else type_ref


def read_variable(part: Xml) -> Variable:
    """Read the name and type of a variable, parameter or column."""
    return Variable(part.get("name", ""), _type_ref(part))


def _type_ref(part: Xml) -> str:
    return reference(part.get("typeRef") or text_of(part, "typeRef"))


def find_expression(part: Xml) -> Expression | None:
    """Read the one expression among the children; None where there is none."""
    found = _expressions(part)
    return found[0] if found else None


def _expressions(part: Xml) -> list[Expression]:
    return [_READERS[local_name(inner)](inner) for inner in part if local_name(inner) in _READERS]


def _inside(part: Xml, name: str) -> Expression:
    found = child(part, name)
    inner = None if found is None else find_expression(found)
    return _NOTHING if inner is None else inner


def _literal(part: Xml) -> Expression:
    return LiteralExpression(text_of(part, "text"), type_ref=_type_ref(part))


def _context(part: Xml) -> Expression:
    entries = []
    for entry in children(part, "contextEntry"):
        named = child(entry, "variable")
        variable = None if named is None else read_variable(named)
        entries.append(ContextEntry(variable, find_expression(entry)))
    return Context(tuple(entries), type_ref=_type_ref(part))


def _invocation(part: Xml) -> Expression:
    bindings = []
    for binding in children(part, "binding"):
        named = child(binding, "parameter")
        variable = Variable("") if named is None else read_variable(named)
        bindings.append(Binding(variable, find_expression(binding)))
    function = find_expression(part)
    return Invocation(function or _NOTHING, tuple(bindings), type_ref=_type_ref(part))


def read_function(part: Xml) -> FunctionDefinition:
    """Read a boxed function."""
    kind = part.get("kind", "FEEL")
    parameters = tuple(read_variable(inner) for inner in children(part, "formalParameter"))
    return FunctionDefinition(
        parameters, find_expression(part), cast(FunctionKind, kind), type_ref=_type_ref(part)
    )


def _list(part: Xml) -> Expression:
    return Listing(tuple(_expressions(part)), type_ref=_type_ref(part))


def _relation(part: Xml) -> Expression:
    columns = tuple(read_variable(inner) for inner in children(part, "column"))
    rows = tuple(tuple(_expressions(row)) for row in children(part, "row"))
    return Relation(columns, rows, type_ref=_type_ref(part))


def _conditional(part: Xml) -> Expression:
    condition, then, otherwise = (_inside(part, name) for name in ("if", "then", "else"))
    return Conditional(condition, then, otherwise, type_ref=_type_ref(part))


def _filter(part: Xml) -> Expression:
    return Filter(_inside(part, "in"), _inside(part, "match"), type_ref=_type_ref(part))


def _iteration(part: Xml) -> Expression:
    kind = local_name(part)
    body = "return" if kind == "for" else "satisfies"
    return Iteration(
        cast(Iterating, kind),
        part.get("iteratorVariable", ""),
        _inside(part, "in"),
        _inside(part, body),
        type_ref=_type_ref(part),
    )


# --- decision tables ----------------------------------------------------------------------------


def _table(part: Xml) -> Expression:
    return DecisionTable(
        tuple(_input_clause(inner) for inner in children(part, "input")),
        tuple(_output_clause(inner) for inner in children(part, "output")),
        tuple(_rule(inner) for inner in children(part, "rule")),
        _hit_policy(part),
        tuple(inner.get("name", "") for inner in children(part, "annotation")),
        type_ref=_type_ref(part),
    )


def _hit_policy(part: Xml) -> HitPolicy:
    name = part.get("hitPolicy", "UNIQUE")
    aggregation = part.get("aggregation", "")
    policy = POLICIES.get(name)
    if policy == "C" and aggregation:
        policy = AGGREGATIONS.get(aggregation)
    if policy is None:
        raise DmnError("unknown-hit-policy", name=f"{name} {aggregation}".strip())
    return policy


def _nested_text(part: Xml, name: str) -> str:
    found = child(part, name)
    return "" if found is None else text_of(found, "text")


def _input_clause(part: Xml) -> InputClause:
    expression = child(part, "inputExpression")
    return InputClause(
        "" if expression is None else text_of(expression, "text"),
        "" if expression is None else _type_ref(expression),
        _nested_text(part, "inputValues"),
        part.get("label", ""),
    )


def _output_clause(part: Xml) -> OutputClause:
    return OutputClause(
        part.get("name", ""),
        _type_ref(part),
        _nested_text(part, "outputValues"),
        _nested_text(part, "defaultOutputEntry"),
        part.get("label", ""),
    )


def _rule(part: Xml) -> Rule:
    return Rule(
        tuple(text_of(inner, "text") for inner in children(part, "inputEntry")),
        tuple(text_of(inner, "text") for inner in children(part, "outputEntry")),
        tuple(text_of(inner, "text") for inner in children(part, "annotationEntry")),
    )


_READERS: Final[dict[str, Callable[[Xml], Expression]]] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "invocation": _invocation,
    "functionDefinition": read_function,
    "list": _list,
    "relation": _relation,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
}

"""Comparisons and tests: what can be compared, and with which values."""

from __future__ import annotations

from collections.abc import Iterator

from huizhi.feel.semantics.conformance import comparable, is_boolean, is_open, ordered, single
from huizhi.feel.semantics.findings import Findings
from huizhi.feel.semantics.types import (
    BOOLEAN,
    FeelType,
    FunctionType,
    ListType,
    RangeType,
    StringType,
)
from huizhi.feel.syntax.tree import (
    Boolean,
    Comparison,
    Input,
    ListLiteral,
    Node,
    String,
    UnaryComparison,
)
from huizhi.feel.syntax.walk import walk

_LITERALS = (String, ListLiteral)


def unwrap(findings: Findings, node: Node, kind: FeelType) -> FeelType:
    """Return the type of an operand that is to be a single value; a list there is an error.

    FEEL takes a list of one element for the element in arguments and results, not between
    operators: `[1] = 1` and `[1] + 1` are null.
    """
    if not isinstance(kind, ListType):
        return kind
    findings.add("list-not-single", node, found_type=str(kind))
    return kind.element


def check_comparison(findings: Findings, node: Comparison, left: FeelType, right: FeelType) -> None:
    """Check `left operator right`."""
    if node.operator in ("=", "!="):
        if isinstance(left, ListType) != isinstance(right, ListType) and not (
            is_open(left) or is_open(right)
        ):
            left = unwrap(findings, node.left, left)
            right = unwrap(findings, node.right, right)
    else:
        left, right = unwrap(findings, node.left, left), unwrap(findings, node.right, right)
        for part, kind in ((node.left, left), (node.right, right)):
            if not ordered(kind):
                findings.add("not-ordered", part, found_type=str(kind))
                return
    if not comparable(left, right):
        findings.add(
            "not-comparable",
            node,
            operator=node.operator,
            left_type=str(left),
            right_type=str(right),
        )
        return
    if node.operator in ("=", "!="):
        if not isinstance(node.left, _LITERALS):
            check_values(findings, node.right, left)
        if not isinstance(node.right, _LITERALS):
            check_values(findings, node.left, right)


def check_values(findings: Findings, node: Node, against: FeelType) -> None:
    """Report string literals that are none of the known values of the other side."""
    known = single(against)
    if not isinstance(known, StringType) or not known.allowed:
        return
    for literal in _strings(node):
        if literal.value not in known.allowed:
            findings.add_unknown(
                "unknown-value",
                literal,
                literal.value,
                known.allowed,
                known=", ".join(f'"{value}"' for value in known.allowed),
            )


def check_test(findings: Findings, test: Node, kind: FeelType, value: FeelType) -> None:
    """Check one test of type `kind` against the type of the value it is applied to."""
    if isinstance(test, UnaryComparison):
        comparison = Comparison(test.operator, Input(span=test.span), test.operand, span=test.span)
        check_comparison(findings, comparison, value, kind)
        return
    if any(isinstance(part, Input) for part in walk(test)):
        if not is_boolean(kind):
            findings.add("condition-not-boolean", test, found_type=str(kind))
        return
    if kind == BOOLEAN and not isinstance(test, Boolean):
        # A condition about other facts: the cell holds where it is true.
        return
    if not _applies(kind, value):
        findings.add("wrong-test", test, found_type=str(kind), wanted_type=str(value))
        return
    check_values(findings, test, value)


def _applies(kind: FeelType, value: FeelType) -> bool:
    """Say whether a test of this type can hold for a value: as its equal, range or list."""
    if comparable(kind, value) or isinstance(kind, FunctionType):
        return True
    if isinstance(kind, RangeType):
        return comparable(kind.element, value)
    return isinstance(kind, ListType) and _applies(kind.element, value)


def _strings(node: Node) -> Iterator[String]:
    if isinstance(node, String):
        yield node
    elif isinstance(node, ListLiteral):
        for item in node.items:
            yield from _strings(item)

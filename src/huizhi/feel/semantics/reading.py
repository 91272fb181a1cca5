"""A text to a tree that is known to be right, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from huizhi.feel.errors import Diagnostic, FeelError
from huizhi.feel.semantics.checker import check_expression, check_unary_tests
from huizhi.feel.semantics.conformance import conforms
from huizhi.feel.semantics.scope import Scope
from huizhi.feel.semantics.signatures import Signature
from huizhi.feel.semantics.types import ANY, BOOLEAN, FeelType
from huizhi.feel.syntax.parser import parse_expression, parse_unary_tests
from huizhi.feel.syntax.tree import Node, UnaryTests


@dataclass(frozen=True, slots=True)
class Read:
    """A text without errors: its tree, the type of its value, and its warnings."""

    text: str
    tree: Node
    type: FeelType
    warnings: tuple[Diagnostic, ...] = ()


def read_expression(
    text: str,
    scope: Scope,
    functions: Mapping[str, Signature],
    expected: FeelType | None = None,
) -> Read:
    """Parse and check an expression. Raises FeelError with everything that is wrong.

    Where a type is `expected`, an expression of another type is an error. In a lenient scope only
    the syntax is looked at.
    """
    parsed = parse_expression(text, [*scope.all_names(), *functions], scope.all_members())
    if scope.is_lenient():
        return Read(text, parsed.tree, ANY, parsed.warnings)
    checked = check_expression(parsed.tree, text, scope, functions)
    errors = list(checked.errors)
    if not errors and expected is not None and not conforms(checked.type, expected):
        parameters = {"wanted_type": str(expected), "found_type": str(checked.type)}
        errors.append(Diagnostic("wrong-result", parsed.tree.span, parameters))
    return _read(text, parsed.tree, checked.type, (*parsed.warnings, *checked.diagnostics), errors)


def read_unary_tests(
    text: str, scope: Scope, input_type: FeelType, functions: Mapping[str, Signature]
) -> Read:
    """Parse and check a cell against the type of its input; the tree is a `UnaryTests`.

    Raises FeelError with everything that is wrong. In a lenient scope only the syntax is looked at.
    """
    parsed = parse_unary_tests(text, [*scope.all_names(), *functions], scope.all_members())
    if scope.is_lenient():
        return Read(text, parsed.tree, BOOLEAN, parsed.warnings)
    tests = cast(UnaryTests, parsed.tree)
    checked = check_unary_tests(tests, text, scope, input_type, functions)
    findings = (*parsed.warnings, *checked.diagnostics)
    return _read(text, tests, checked.type, findings, list(checked.errors))


def _read(
    text: str,
    tree: Node,
    kind: FeelType,
    findings: tuple[Diagnostic, ...],
    errors: list[Diagnostic],
) -> Read:
    if errors:
        raise FeelError(text, errors)
    return Read(text, tree, kind, tuple(f for f in findings if f.severity == "warning"))

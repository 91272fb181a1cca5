"""What stands around an expression, and texts of FEEL within it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from huizhi.dmn.model import Invocation, LiteralExpression, Variable
from huizhi.dmn.types import ItemType, Types
from huizhi.feel import (
    ANY,
    NULL,
    FeelError,
    FeelType,
    FunctionType,
    Scope,
    Value,
    compile_expression,
    null_because,
)
from huizhi.feel.builtins.catalogue import BUILTINS

Names: TypeAlias = Mapping[str, Value]
Closure: TypeAlias = Callable[[Names], Value]


@dataclass(frozen=True)
class Surroundings:
    """What an expression may refer to: names, and the types of its model."""

    scope: Scope
    types: Types

    def naming(self, *variables: Variable) -> Surroundings:
        """Return surroundings with further names."""
        names = dict(self.types.parameters(variables))
        return Surroundings(self.scope.inner(names), self.types)


def function_type(parameters: tuple[tuple[str, FeelType], ...], result: FeelType) -> FunctionType:
    """Return the type of a function; a result of which nothing is stated fits what is wanted."""
    return FunctionType(parameters, NULL if result == ANY else result)


def fitted(closure: Closure, kind: ItemType) -> Closure:
    """Return a closure whose value is converted to a type, null where it does not fit."""
    if kind.feel == ANY and not kind.allowed:
        return closure
    return lambda names: kind.fit(closure(names))


def compile_text(text: str, scope: Scope) -> Closure:
    """Return the closure of a text of FEEL; one that cannot be read gives null."""
    try:
        return compile_expression(text, scope).evaluate_within
    except FeelError as error:
        return unreadable(text, error)


def unreadable(text: str, error: FeelError) -> Closure:
    """Return a closure that gives null and says what is wrong with the text."""
    finding = error.diagnostics[0]
    line, column = finding.span.line_column(text)
    place = f"{line}:{column}"
    return lambda names: null_because("not_feel", text=text, place=place, finding=finding.code)


def builtin_call(node: Invocation, scope: Scope) -> str | None:
    """Return the call of a builtin as FEEL, its arguments `_1`, `_2` …; None for other functions.

    Of a builtin the names of the arguments choose the way to call it, as `date(year: _1, …)` does.
    """
    name = node.function.text.strip() if isinstance(node.function, LiteralExpression) else ""
    if name not in BUILTINS or scope.find(name) is not None:
        return None
    parameters = enumerate((binding.parameter.name for binding in node.bindings), start=1)
    return f"{name}({', '.join(f'{parameter}: _{number}' for number, parameter in parameters)})"

"""Boxed expressions to closures over the names around them. What is wrong gives null."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from huizhi.dmn.model import (
    Conditional,
    Context,
    DecisionTable,
    Expression,
    Filter,
    FunctionDefinition,
    Invocation,
    Iteration,
    Listing,
    LiteralExpression,
    Relation,
    Variable,
)
from huizhi.dmn.surroundings import (
    Closure,
    Names,
    Surroundings,
    builtin_call,
    compile_text,
    fitted,
    function_type,
)
from huizhi.dmn.tables import compile_decision_table
from huizhi.feel import ANY, Function, Scope, Value, compile_expression, describe, null_because
from huizhi.feel import Expression as FeelExpression


def compile_box(expression: Expression | None, around: Surroundings) -> Closure:
    """Return the closure of an expression; its value is converted to the type it states."""
    if expression is None:
        return _nothing
    closure = _COMPILERS[type(expression)](expression, around)
    return fitted(closure, around.types.find(expression.type_ref))


def compile_stated(
    expression: Expression | None, variable: Variable, around: Surroundings
) -> Closure:
    """Return the closure of an expression whose value is converted to a variable's type as well.

    A table that states no type is of the variable's: it tells the possible values of its outputs.
    """
    if isinstance(expression, DecisionTable) and not expression.type_ref:
        return compile_box(replace(expression, type_ref=variable.type_ref), around)
    return fitted(compile_box(expression, around), around.types.find(variable.type_ref))


def _nothing(names: Names) -> Value:
    return None


def _compile_literal(node: LiteralExpression, around: Surroundings) -> Closure:
    return compile_text(node.text, around.scope) if node.text else _nothing


def _compile_context(node: Context, around: Surroundings) -> Closure:
    entries: list[tuple[str | None, Closure]] = []
    for entry in node.entries:
        if entry.variable is None:
            entries.append((None, compile_box(entry.expression, around)))
            continue
        closure = compile_stated(entry.expression, entry.variable, around)
        entries.append((entry.variable.name, closure))
        around = around.naming(entry.variable)

    def build(names: Names) -> Value:
        record: dict[str, Value] = {}
        inner = dict(names)
        for name, closure in entries:
            value = closure(inner)
            if name is None:
                return value
            record[name] = inner[name] = value
        return record

    return build


def _compile_invocation(node: Invocation, around: Surroundings) -> Closure:
    text = builtin_call(node, around.scope)
    if text is not None:
        values = {
            f"_{number}": compile_box(binding.expression, around)
            for number, binding in enumerate(node.bindings, start=1)
        }
        result = compile_text(text, Scope(dict.fromkeys(values, ANY), lenient=True))
        return lambda names: result({name: value(names) for name, value in values.items()})
    function = compile_box(node.function, around)
    arguments = {
        binding.parameter.name: compile_box(binding.expression, around) for binding in node.bindings
    }

    def call(names: Names) -> Value:
        callee = function(names)
        if type(callee) is not Function:
            return null_because("no_function", value=describe(callee))
        if not set(arguments) <= set(callee.parameters):
            return null_because("arguments", function=describe(callee))
        values = (arguments.get(name, _nothing)(names) for name in callee.parameters)
        return callee.call(list(values))

    return call


def compile_function(node: FunctionDefinition, around: Surroundings) -> Closure:
    """Return the closure that makes a function, which sees the names around it."""
    parameters = tuple(parameter.name for parameter in node.parameters)
    kinds = tuple(around.types.find(parameter.type_ref) for parameter in node.parameters)
    result = ANY if node.body is None else around.types.find(node.body.type_ref).feel
    types = (function_type(around.types.parameters(node.parameters), result),)
    if node.kind != "FEEL":
        external = Function(parameters, lambda arguments: null_because("external_function"), types)
        return lambda names: external
    body = compile_box(node.body, around.naming(*node.parameters))

    def make(names: Names) -> Value:
        def call(arguments: Any) -> Value:
            if len(arguments) != len(parameters):
                return null_because("arguments", function=describe(function))
            inner = dict(names)
            for name, kind, value in zip(parameters, kinds, arguments, strict=True):
                inner[name] = kind.fit(value)
                if inner[name] is None and value is not None:
                    return None
            return body(inner)

        function = Function(parameters, call, types)
        return function

    return make


def _compile_list(node: Listing, around: Surroundings) -> Closure:
    items = tuple(compile_box(item, around) for item in node.items)
    return lambda names: [item(names) for item in items]


def _compile_relation(node: Relation, around: Surroundings) -> Closure:
    columns = tuple(column.name for column in node.columns)
    kinds = tuple(around.types.find(column.type_ref) for column in node.columns)
    rows = tuple(
        {
            name: fitted(compile_box(cell, around), kind)
            for name, kind, cell in zip(columns, kinds, row, strict=False)
        }
        for row in node.rows
    )
    return lambda names: [{name: cell(names) for name, cell in row.items()} for row in rows]


def _compile_conditional(node: Conditional, around: Surroundings) -> Closure:
    condition = compile_box(node.condition, around)
    then, otherwise = compile_box(node.then, around), compile_box(node.otherwise, around)

    def choose(names: Names) -> Value:
        truth = condition(names)
        if truth is True:
            return then(names)
        if truth is False or truth is None:
            return otherwise(names)
        return null_because("condition", value=describe(truth))

    return choose


def _compile_filter(node: Filter, around: Surroundings) -> Closure:
    source = compile_box(node.source, around)
    members = [Variable(name) for name in around.scope.all_members()]
    match = compile_box(node.match, around.naming(*members, Variable("item")))

    def select(names: Names) -> Value:
        elements = source(names)
        if elements is None:
            return None
        chosen: list[Value] = []
        for element in elements if type(elements) is list else [elements]:
            own = element if type(element) is dict else {}
            truth = match({**names, "item": element, **own})
            if truth is True:
                chosen.append(element)
            elif truth is not False and truth is not None:
                return null_because("condition", value=describe(truth))
        return chosen

    return select


def _compile_iteration(node: Iteration, around: Surroundings) -> Closure:
    domain = compile_box(node.domain, around)
    variables = (Variable(node.variable), Variable("partial"))
    body = compile_box(node.body, around.naming(*variables))

    def iterate(names: Names) -> Value:
        def step(arguments: Sequence[Value]) -> Value:
            element, partial = arguments
            return body({**names, node.variable: element, "partial": partial})

        function = Function((node.variable, "partial"), step)
        return _ITERATIONS[node.kind].evaluate_within({"domain": domain(names), "body": function})

    return iterate


def _iterating(text: str) -> FeelExpression:
    return compile_expression(text, Scope({"domain": ANY, "body": ANY}, lenient=True))


# A boxed iteration means what the same one means in FEEL.
_ITERATIONS: Final[Mapping[str, FeelExpression]] = {
    "for": _iterating("for element in domain return body(element, partial)"),
    "some": _iterating("some element in domain satisfies body(element, [])"),
    "every": _iterating("every element in domain satisfies body(element, [])"),
}
_COMPILERS: Final[dict[type[Expression], Callable[[Any, Surroundings], Closure]]] = {
    LiteralExpression: _compile_literal,
    Context: _compile_context,
    Invocation: _compile_invocation,
    FunctionDefinition: compile_function,
    Listing: _compile_list,
    Relation: _compile_relation,
    Conditional: _compile_conditional,
    Filter: _compile_filter,
    Iteration: _compile_iteration,
    DecisionTable: compile_decision_table,
}

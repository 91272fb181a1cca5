"""Functions: calling them, making them, and `instance of`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from huizhi.feel.builtins.catalogue import BUILTINS, SIGNATURES
from huizhi.feel.builtins.conformance import UNFIT, conforms, convert
from huizhi.feel.builtins.registry import Builtin
from huizhi.feel.interpreter.compiling import Compiling
from huizhi.feel.interpreter.frames import Closure, Environment, Frame
from huizhi.feel.semantics.checker import check_expression
from huizhi.feel.semantics.references import UnknownTypeError, resolve_type
from huizhi.feel.semantics.types import ANY, FeelType, FunctionType, OneOf
from huizhi.feel.syntax.tree import (
    FunctionLiteral,
    InstanceOf,
    Invocation,
    Name,
    NamedArgument,
    Node,
    String,
    TypeReference,
)
from huizhi.feel.values.causes import listening, null_because
from huizhi.feel.values.comparison import Truth
from huizhi.feel.values.kinds import Function, Missing, Value, missing_within
from huizhi.feel.values.limits import limited, sized, spend
from huizhi.feel.values.texts import describe

# Kinds of which no value is large, or holds what is missing.
_SIMPLE: Final = frozenset({Decimal, bool, dt.date})
# Functions that stand before a text to make a literal of it.
_LITERALS: Final = frozenset({"date", "time", "date and time", "duration"})


def builtin_value(builtin: Builtin) -> Function:
    """Return a builtin as a function to be passed on."""
    parameters = tuple(name for name, _ in builtin.signature.parameters)
    return Function(parameters, builtin.call, builtin.signature.as_types())


def compile_invocation(compiler: Compiling, node: Invocation, frame: Frame | None) -> Closure:
    """`function(arguments)`: of a builtin known by name, or of a function that is a value."""
    names = tuple(part.name for part in node.arguments if isinstance(part, NamedArgument))
    arguments = tuple(
        compiler.compile(part.value if isinstance(part, NamedArgument) else part, frame)
        for part in node.arguments
    )
    if isinstance(node.function, Name) and compiler.is_builtin(node.function.name, frame):
        builtin = BUILTINS[node.function.name]
        if builtin.name in _LITERALS and len(arguments) == 1 and not names:
            return _compile_literal(builtin, node.arguments[0], arguments[0])
        return _compile_builtin(builtin, names, arguments)
    function = compiler.compile(node.function, frame)

    def call(environment: Environment) -> Value:
        callee = function(environment)
        if type(callee) is not Function:
            if type(callee) is Missing:
                return callee
            return null_because("no_function", value=describe(callee))
        ordered = _ordered(callee.parameters, names, arguments)
        if ordered is None:
            return null_because("arguments", function=describe(callee))
        return callee.call([argument(environment) for argument in ordered])

    return limited(call)


def _compile_literal(builtin: Builtin, node: Node, argument: Closure) -> Closure:
    """`date("2023-01-01")` and its like, worked out once where the argument is a text."""
    if isinstance(node, String):
        with listening():
            value = builtin.call((node.value,))
        if value is not None:
            return lambda environment: value
    return lambda environment: builtin.call((argument(environment),))


def _ordered(
    parameters: tuple[str, ...], names: tuple[str, ...], arguments: Sequence[Closure]
) -> Sequence[Closure] | None:
    if not names:
        return arguments
    if set(names) != set(parameters) or len(names) != len(parameters):
        return None
    return [arguments[names.index(parameter)] for parameter in parameters]


def _compile_builtin(
    builtin: Builtin, names: tuple[str, ...], arguments: tuple[Closure, ...]
) -> Closure:
    if names:
        named = builtin.naming(names)
        if named is None:
            return lambda environment: null_because("arguments", function=builtin.name)
        builtin = named
        places = builtin.positions(names)
        arguments = tuple(_nothing if place is None else arguments[place] for place in places)
    call = builtin.call
    ways = (way for way in builtin.ways if way.signature.accepts_count(len(arguments)))
    first = next(ways, None)
    if first is None or not _SIMPLE.issuperset(first.kinds) or first.signature.variadic:
        return lambda environment: call([argument(environment) for argument in arguments])
    compute, kinds = first.call, list(first.kinds[: len(arguments)])

    def call_first(environment: Environment) -> Value:
        """Call the way that is tried first, where each argument is just what it takes."""
        values = [argument(environment) for argument in arguments]
        return sized(compute(*values)) if [*map(type, values)] == kinds else call(values)

    return call_first


def _nothing(environment: Environment) -> Value:
    return None


def compile_function(compiler: Compiling, node: FunctionLiteral, frame: Frame | None) -> Closure:
    """`function(a, b: number) body`, which sees the names around it."""
    parameters = tuple(parameter.name for parameter in node.parameters)
    kind = check_expression(node, compiler.text, compiler.scope, SIGNATURES).type
    types = (kind,) if isinstance(kind, FunctionType) else ()
    if node.external:
        external = Function(parameters, lambda arguments: null_because("external_function"), types)
        return lambda environment: external
    body = compiler.compile(node.body, Frame("arguments", parameters, frame))
    kinds = tuple(
        None if parameter.type is None else _known_type(parameter.type, compiler)
        for parameter in node.parameters
    )

    def make(environment: Environment) -> Value:
        def call(arguments: Sequence[Value]) -> Value:
            if len(arguments) != len(parameters):
                return null_because("arguments", function=describe(function))
            fitted = []
            for name, kind, argument in zip(parameters, kinds, arguments, strict=True):
                value = argument
                if kind is not None and argument is not None:
                    value = convert(argument, kind)
                if value is UNFIT:
                    return null_because(
                        "argument",
                        function=describe(function),
                        parameter=name,
                        value=describe(argument),
                    )
                fitted.append(value)
            spend(1)
            return body((tuple(fitted), environment))

        function = Function(parameters, call, types)
        return function

    return make


def _known_type(reference: TypeReference, compiler: Compiling) -> FeelType:
    """Return a type; one that nobody declares is the type of no value, where that is let pass."""
    try:
        return resolve_type(reference, compiler.scope)
    except UnknownTypeError:
        if not compiler.scope.is_lenient():
            raise
        return OneOf(())


def _settled(value: Value, kind: FeelType) -> Truth:
    """Tell whether a value conforms whatever its missing parts turn out to be."""
    missing = missing_within((value,))
    if missing is None or conforms(_without(value), kind):
        return True
    return missing


def _without(value: Value) -> Value:
    # What stands for a missing part conforms to Any alone.
    if type(value) is list:
        return [_without(element) for element in value]
    if type(value) is dict:
        return {key: _without(member) for key, member in value.items()}
    return UNFIT if type(value) is Missing else value


def compile_instance_of(compiler: Compiling, node: InstanceOf, frame: Frame | None) -> Closure:
    """`value instance of type`; null is an instance of nothing but Null."""
    value, kind = compiler.compile(node.value, frame), _known_type(node.type, compiler)

    def check(environment: Environment) -> Value:
        known = value(environment)
        if type(known) is Missing:
            return known
        if known is None and kind == ANY:
            return False
        return conforms(known, kind) and _settled(known, kind)

    return check

"""A tree to one closure, built once. Evaluating calls closures only and never looks at the tree."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final

from huizhi.feel.builtins.catalogue import BUILTINS
from huizhi.feel.interpreter.contexts import compile_context, compile_path
from huizhi.feel.interpreter.frames import (
    Closure,
    Environment,
    Frame,
    depth_of,
    fact_of,
    find_input,
    find_local,
    member_reader,
    root_reader,
)
from huizhi.feel.interpreter.functions import (
    builtin_value,
    compile_function,
    compile_instance_of,
    compile_invocation,
)
from huizhi.feel.interpreter.iterations import compile_filter, compile_for, compile_quantified
from huizhi.feel.interpreter.membership import compile_in, compile_range, compile_tests
from huizhi.feel.interpreter.trace import UNTRACED, traced
from huizhi.feel.semantics.scope import Scope
from huizhi.feel.syntax.tree import (
    And,
    Arithmetic,
    AtLiteral,
    Between,
    Boolean,
    Comparison,
    ContextLiteral,
    Filter,
    For,
    FunctionLiteral,
    If,
    In,
    Input,
    InstanceOf,
    Invocation,
    ListLiteral,
    Name,
    Negation,
    Node,
    Null,
    Number,
    Or,
    Path,
    Quantified,
    RangeLiteral,
    String,
    UnaryComparison,
    UnaryTests,
)
from huizhi.feel.values.arithmetic import ARITHMETIC, negate
from huizhi.feel.values.causes import null_because
from huizhi.feel.values.comparison import COMPARISONS, between, conjunction, disjunction
from huizhi.feel.values.kinds import DECIMAL, Missing, Value, same
from huizhi.feel.values.limits import sized
from huizhi.feel.values.temporal import read_temporal
from huizhi.feel.values.texts import describe

_OWN: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Compiler:
    """Compiles trees of one text. `names` grows by every fact the closures may read."""

    def __init__(self, text: str, scope: Scope, *, tracing: bool = False) -> None:
        self.text = text
        self.scope = scope
        self.tracing = tracing
        self.names: set[str] = set()

    def compile(self, node: Node, frame: Frame | None = None) -> Closure:
        """Return the closure of a tree, whose local names stand in `frame`."""
        closure = _COMPILERS[type(node)](self, node, frame)
        if self.tracing and not isinstance(node, UNTRACED):
            return traced(node, self.text, closure)
        return closure

    def fact(self, name: str, frame: Frame | None) -> Closure:
        """Return the closure that reads a fact; an absent one is missing, or null if lenient."""
        if self.scope.is_lenient():
            return root_reader(
                name, depth_of(frame), lambda: null_because("unknown_name", name=name)
            )
        missing = Missing(frozenset({name}))
        return root_reader(name, depth_of(frame), lambda: missing)

    def is_builtin(self, name: str, frame: Frame | None) -> bool:
        """Tell whether a name, called as a function here, is a builtin."""
        if name not in BUILTINS or self.scope.find(name) is not None:
            return False
        return find_local(frame, name)[0] is None


def _constant(value: Value) -> Closure:
    return lambda environment: value


def _compile_literal(compiler: Compiler, node: Any, frame: Frame | None) -> Closure:
    return _constant(node.value)


def _compile_number(compiler: Compiler, node: Number, frame: Frame | None) -> Closure:
    return _constant(DECIMAL.plus(node.value))


def _compile_null(compiler: Compiler, node: Null, frame: Frame | None) -> Closure:
    return _constant(None)


def _compile_at(compiler: Compiler, node: AtLiteral, frame: Frame | None) -> Closure:
    value = read_temporal(node.text)
    if value is None:
        return lambda environment: null_because("unreadable", text=node.text, kind="@ literal")
    return _constant(value)


def _compile_name(compiler: Compiler, node: Name, frame: Frame | None) -> Closure:
    local, elements = find_local(frame, node.name)
    found = local
    if found is None:
        if compiler.scope.find(node.name) is not None:
            compiler.names.add(node.name)
            found = compiler.fact(node.name, frame)
        elif node.name in BUILTINS:
            found = _constant(builtin_value(BUILTINS[node.name]))
    if elements:
        return member_reader(node.name, elements, found)
    if found is not None:
        return found
    compiler.names.add(node.name)
    return compiler.fact(node.name, frame)


def _compile_input(compiler: Compiler, node: Input, frame: Frame | None) -> Closure:
    found = find_input(frame)
    if found is None:
        return lambda environment: null_because("unreadable", text="?", kind="expression")
    return found


def _compile_negation(compiler: Compiler, node: Negation, frame: Frame | None) -> Closure:
    if isinstance(node.operand, Number):
        return _constant(DECIMAL.minus(node.operand.value))
    operand = compiler.compile(node.operand, frame)
    return lambda environment: negate(operand(environment))


def _compile_arithmetic(compiler: Compiler, node: Arithmetic, frame: Frame | None) -> Closure:
    compute = ARITHMETIC[node.operator]
    left = compiler.compile(node.left, frame)
    if isinstance(node.right, Number):
        number = DECIMAL.plus(node.right.value)
        return lambda environment: compute(left(environment), number)
    right = compiler.compile(node.right, frame)
    return lambda environment: compute(left(environment), right(environment))


def _compile_comparison(compiler: Compiler, node: Comparison, frame: Frame | None) -> Closure:
    left = compiler.compile(node.left, frame)
    if isinstance(node.right, String):
        return _compare_with(node.operator, left, node.right.value)
    if isinstance(node.right, Number):
        return _compare_with(node.operator, left, DECIMAL.plus(node.right.value))
    if isinstance(node.right, Boolean | Null) and node.operator in ("=", "!="):
        constant = None if isinstance(node.right, Null) else node.right.value
        return _compare_with(node.operator, left, constant)
    compare = COMPARISONS[node.operator]
    right = compiler.compile(node.right, frame)
    return lambda environment: compare(left(environment), right(environment))


def _compare_with(sign: str, left: Closure, constant: Value) -> Closure:
    """Compare with a constant by Python's own operator, where the other side is of its kind."""
    kind, own, compare = type(constant), _OWN[sign], COMPARISONS[sign]

    fact = fact_of(left)

    def test(environment: Environment) -> Value:
        value = left(environment)
        return own(value, constant) if type(value) is kind else compare(value, constant)

    def test_fact(environment: Environment) -> Value:
        try:
            value = environment[fact]
        except KeyError:
            return test(environment)
        return own(value, constant) if type(value) is kind else test(environment)

    return test if fact is None else test_fact


def _compile_and(compiler: Compiler, node: And, frame: Frame | None) -> Closure:
    operands = tuple(compiler.compile(operand, frame) for operand in node.operands)

    def all_of(environment: Environment) -> Value:
        for operand in operands:
            value = operand(environment)
            if value is False:
                return False
            if value is not True:
                rest = operands[operands.index(operand) + 1 :]
                return conjunction((value, *_until(rest, environment, False)))
        return True

    return all_of


def _compile_or(compiler: Compiler, node: Or, frame: Frame | None) -> Closure:
    operands = tuple(compiler.compile(operand, frame) for operand in node.operands)

    def any_of(environment: Environment) -> Value:
        for operand in operands:
            value = operand(environment)
            if value is True:
                return True
            if value is not False:
                rest = operands[operands.index(operand) + 1 :]
                return disjunction((value, *_until(rest, environment, True)))
        return False

    return any_of


def _until(operands: tuple[Closure, ...], environment: Environment, winner: bool) -> list[Value]:
    """Evaluate operands up to the one that decides; what comes after is not needed."""
    taken = []
    for operand in operands:
        value = operand(environment)
        taken.append(value)
        if value is winner:
            break
    return taken


def _compile_between(compiler: Compiler, node: Between, frame: Frame | None) -> Closure:
    value = compiler.compile(node.value, frame)
    low = compiler.compile(node.low, frame)
    high = compiler.compile(node.high, frame)
    return lambda environment: between(value(environment), low(environment), high(environment))


def _compile_if(compiler: Compiler, node: If, frame: Frame | None) -> Closure:
    condition = compiler.compile(node.condition, frame)
    then = compiler.compile(node.then, frame)
    otherwise = compiler.compile(node.otherwise, frame)

    def choose(environment: Environment) -> Value:
        truth = condition(environment)
        if truth is True:
            return then(environment)
        if truth is False or truth is None:
            return otherwise(environment)
        if type(truth) is Missing:
            return _either_branch(truth, then(environment), otherwise(environment))
        return null_because("condition", value=describe(truth))

    return choose


def _either_branch(condition: Missing, then: Value, otherwise: Value) -> Value:
    if same(then, otherwise):
        return then
    facts = condition.facts
    for value in (then, otherwise):
        if type(value) is Missing:
            facts |= value.facts
    return Missing(facts)


def _compile_list(compiler: Compiler, node: ListLiteral, frame: Frame | None) -> Closure:
    items = tuple(compiler.compile(item, frame) for item in node.items)
    return lambda environment: sized([item(environment) for item in items])


_COMPILERS: Final[dict[type[Node], Callable[[Compiler, Any, Frame | None], Closure]]] = {
    Number: _compile_number,
    String: _compile_literal,
    Boolean: _compile_literal,
    Null: _compile_null,
    AtLiteral: _compile_at,
    Name: _compile_name,
    Input: _compile_input,
    Negation: _compile_negation,
    Arithmetic: _compile_arithmetic,
    Comparison: _compile_comparison,
    And: _compile_and,
    Or: _compile_or,
    Between: _compile_between,
    In: compile_in,
    RangeLiteral: compile_range,
    UnaryComparison: compile_range,
    UnaryTests: compile_tests,
    If: _compile_if,
    For: compile_for,
    Quantified: compile_quantified,
    ListLiteral: _compile_list,
    ContextLiteral: compile_context,
    Path: compile_path,
    Filter: compile_filter,
    Invocation: compile_invocation,
    InstanceOf: compile_instance_of,
    FunctionLiteral: compile_function,
}

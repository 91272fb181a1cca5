"""`in`, ranges, and the cells of decision tables."""

from __future__ import annotations

from huizhi.feel.interpreter.compiling import Compiling
from huizhi.feel.interpreter.frames import Closure, Environment, Frame
from huizhi.feel.syntax.tree import (
    In,
    Input,
    Node,
    RangeLiteral,
    String,
    UnaryComparison,
    UnaryTests,
)
from huizhi.feel.syntax.walk import walk
from huizhi.feel.values.causes import null_because
from huizhi.feel.values.comparison import (
    COMPARISONS,
    belongs,
    disjunction,
    make_range,
    negation,
)
from huizhi.feel.values.kinds import Missing, Range, Value
from huizhi.feel.values.texts import describe


def compile_in(compiler: Compiling, node: In, frame: Frame | None) -> Closure:
    """`value in test`, `value in (test, test)`: any of the tests; texts are looked up in a set."""
    value = compiler.compile(node.value, frame)
    test = _compile_any(compiler, node.tests, Frame("input", (), frame))
    texts = frozenset(part.value for part in node.tests if isinstance(part, String))
    if len(texts) < len(node.tests):
        return lambda environment: test((value(environment), environment))

    def find(environment: Environment) -> Value:
        found = value(environment)
        return found in texts if type(found) is str else test((found, environment))

    return find


def compile_tests(compiler: Compiling, node: UnaryTests, frame: Frame | None) -> Closure:
    """A cell, as a closure over an environment whose innermost frame holds the input."""
    if not node.tests:
        return lambda environment: True
    test = _compile_any(compiler, node.tests, frame)
    if node.negated:
        return lambda environment: negation(test(environment))
    return test


def compile_range(
    compiler: Compiling, node: RangeLiteral | UnaryComparison, frame: Frame | None
) -> Closure:
    """A range as a value: `[low..high]`, `(>= low)`. A null end makes it null."""
    if isinstance(node, UnaryComparison):
        return _compile_half_line(compiler, node, frame)
    low, high = node.low, node.high
    ends = (node.low_included, node.high_included)
    if low is None or high is None:
        # `[1..]` and its like: an end that is left out has no limit, but a bracket says it does.
        return lambda environment: null_because("unreadable", text="..", kind="range")
    low_end, high_end = compiler.compile(low, frame), compiler.compile(high, frame)
    return lambda environment: make_range(low_end(environment), high_end(environment), *ends)


def _compile_half_line(compiler: Compiling, node: UnaryComparison, frame: Frame | None) -> Closure:
    operand, operator = compiler.compile(node.operand, frame), node.operator

    def build(environment: Environment) -> Value:
        end = operand(environment)
        if end is None or type(end) is Missing:
            return end
        if operator in ("<", "<="):
            return Range(None, end, False, operator == "<=")
        if operator in (">", ">="):
            return Range(end, None, operator == ">=", False)
        if operator == "=":
            return Range(end, end, True, True)
        return null_because("operand", operator=operator, value=describe(end))

    return build


def _compile_any(compiler: Compiling, tests: tuple[Node, ...], frame: Frame | None) -> Closure:
    closures = tuple(_compile_test(compiler, test, frame) for test in tests)
    if len(closures) == 1:
        return closures[0]
    return lambda environment: disjunction(test(environment) for test in closures)


def _compile_test(compiler: Compiling, node: Node, frame: Frame | None) -> Closure:
    """One test, over an environment whose innermost frame holds the input."""
    if isinstance(node, UnaryComparison):
        compare, operand = COMPARISONS[node.operator], compiler.compile(node.operand, frame)
        return lambda environment: compare(environment[0], operand(environment))
    test = compiler.compile(node, frame)
    if any(isinstance(part, Input) for part in walk(node)):
        return lambda environment: _judged(environment[0], test(environment))
    if isinstance(node, RangeLiteral):
        return lambda environment: _in_range(environment[0], test(environment))
    return lambda environment: belongs(environment[0], test(environment))


def _in_range(value: Value, range_: Value) -> Value:
    # A range that could not be built is no value to be equal to.
    return None if range_ is None else belongs(value, range_)


def _judged(value: Value, verdict: Value) -> Value:
    """Read the result of a test that names `?`: its truth, or else what the input must be."""
    if type(verdict) in (bool, Missing) or verdict is None:
        return verdict
    return belongs(value, verdict)

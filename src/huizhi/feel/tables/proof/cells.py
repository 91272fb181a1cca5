"""A cell read as a function of its input, where it compares that input with constants only.

Such a cell says the same of all values between two neighbours among its constants. The functions
that compare are those of the interpreter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from huizhi.feel.syntax.tree import (
    And,
    Arithmetic,
    AtLiteral,
    Between,
    Boolean,
    Comparison,
    In,
    Input,
    Invocation,
    ListLiteral,
    Name,
    Negation,
    Node,
    Null,
    Number,
    Or,
    RangeLiteral,
    String,
    UnaryComparison,
    UnaryTests,
)
from huizhi.feel.syntax.walk import walk
from huizhi.feel.values.arithmetic import ARITHMETIC, negate
from huizhi.feel.values.comparison import (
    COMPARISONS,
    belongs,
    between,
    conjunction,
    disjunction,
    make_range,
    negation,
)
from huizhi.feel.values.kinds import DECIMAL, Value
from huizhi.feel.values.temporal import read_date, read_duration, read_temporal

Reading: TypeAlias = Callable[[Value], Value]

_READERS: Final[dict[str, Callable[[str], Value]]] = {"date": read_date, "duration": read_duration}
_NO_ORDER: Final = ("=", "!=")


class NotReadable(Exception):
    """A tree that reads facts, calls functions or computes with its input."""


def constant(node: Node) -> Value:
    """Return the value of a tree without names. Raises NotReadable."""
    match node:
        case Number():
            return DECIMAL.plus(node.value)
        case String() | Boolean():
            return node.value
        case Null():
            return None
        case AtLiteral():
            return read_temporal(node.text)
        case Negation():
            return negate(constant(node.operand))
        case Arithmetic():
            return ARITHMETIC[node.operator](constant(node.left), constant(node.right))
        case Invocation(Name(name=name), (String(value=text),)) if name in _READERS:
            return _READERS[name](text)
    raise NotReadable


class ReadCell:
    """A cell. `test` tells whether a value meets it; `constants` are all it compares with.

    `orders` says that it asks for more or less and not only for the same. Raises NotReadable.
    """

    def __init__(self, tree: Node) -> None:
        self.constants: list[Value] = []
        self.orders = False
        tests = tree if isinstance(tree, UnaryTests) else UnaryTests((tree,))
        self._read = self._cell(tests)

    def test(self, value: Value) -> bool:
        """Tell whether a value meets the cell, as a rule asks it."""
        return self._read(value) is True

    def _cell(self, node: UnaryTests) -> Reading:
        if not node.tests:
            return lambda value: True
        any_of = self._any(node.tests)
        return (lambda value: negation(any_of(value))) if node.negated else any_of

    def _any(self, nodes: Sequence[Node]) -> Reading:
        tests = [self._test(node) for node in nodes]
        return lambda value: disjunction(test(value) for test in tests)

    def _test(self, node: Node) -> Reading:
        if isinstance(node, UnaryComparison):
            return self._comparison(node.operator, lambda value: value, self._value(node.operand))
        read = self._value(node)
        if _reads_input(node):
            return lambda value: _judged(value, read(value))
        if isinstance(node, RangeLiteral):
            return lambda value: None if read(value) is None else belongs(value, read(value))
        return lambda value: belongs(value, read(value))

    def _value(self, node: Node) -> Reading:
        if type(node) in _COMPOUND:
            read = _COMPOUND[type(node)](self, node)
            if _reads_input(node):
                return read
            value = read(None)
        elif isinstance(node, Invocation) and node.function == Name("not"):
            return self._not(node)
        else:
            value = constant(node)
            self.constants.append(value)
        return lambda _: value

    def _input(self, node: Input) -> Reading:
        return lambda value: value

    def _not(self, node: Invocation) -> Reading:
        if len(node.arguments) != 1:
            raise NotReadable
        operand = self._value(node.arguments[0])
        return lambda value: negation(operand(value))

    def _compared(self, node: Comparison) -> Reading:
        return self._comparison(node.operator, self._value(node.left), self._value(node.right))

    def _comparison(self, operator: str, left: Reading, right: Reading) -> Reading:
        self.orders = self.orders or operator not in _NO_ORDER
        compare = COMPARISONS[operator]
        return lambda value: compare(left(value), right(value))

    def _and(self, node: And) -> Reading:
        operands = [self._value(operand) for operand in node.operands]
        return lambda value: conjunction(operand(value) for operand in operands)

    def _or(self, node: Or) -> Reading:
        operands = [self._value(operand) for operand in node.operands]
        return lambda value: disjunction(operand(value) for operand in operands)

    def _between(self, node: Between) -> Reading:
        self.orders = True
        parts = [self._value(part) for part in (node.value, node.low, node.high)]
        return lambda value: between(*(part(value) for part in parts))

    def _in(self, node: In) -> Reading:
        inner, tests = self._value(node.value), self._any(node.tests)
        return lambda value: tests(inner(value))

    def _list(self, node: ListLiteral) -> Reading:
        items = [self._value(item) for item in node.items]
        return lambda value: [item(value) for item in items]

    def _range(self, node: RangeLiteral) -> Reading:
        if node.low is None or node.high is None:
            raise NotReadable
        self.orders = True
        low, high = self._value(node.low), self._value(node.high)
        ends = (node.low_included, node.high_included)
        return lambda value: make_range(low(value), high(value), *ends)


_COMPOUND: Final[dict[type[Node], Callable[[ReadCell, Any], Reading]]] = {
    Input: ReadCell._input,
    Comparison: ReadCell._compared,
    And: ReadCell._and,
    Or: ReadCell._or,
    Between: ReadCell._between,
    In: ReadCell._in,
    ListLiteral: ReadCell._list,
    RangeLiteral: ReadCell._range,
}


def _reads_input(node: Node) -> bool:
    return any(isinstance(part, Input) for part in walk(node))


def _judged(value: Value, verdict: Value) -> Value:
    """Read the result of a test that names `?`: its truth, or else what the input must be."""
    return verdict if type(verdict) is bool or verdict is None else belongs(value, verdict)

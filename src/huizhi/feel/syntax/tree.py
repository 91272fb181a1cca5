"""The tree of FEEL 1.5. Nodes are immutable, hashable and carry their span.

Two trees are equal when they mean the same text structure: spans do not take part in comparison.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from huizhi.feel.syntax.spans import Span

NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Any part of an expression."""

    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A numeric literal, e.g. `1200.50`; never negative (see `Negation`)."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class String(Node):
    """A string literal, escapes resolved."""

    value: str


@dataclass(frozen=True, slots=True)
class Boolean(Node):
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Null(Node):
    """`null`."""


@dataclass(frozen=True, slots=True)
class AtLiteral(Node):
    """A temporal literal `@"2021-07-26"`; `text` is what stands between the quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A reference to a variable, a fact or a builtin; inner white space is one blank."""

    name: str


@dataclass(frozen=True, slots=True)
class Input(Node):
    """`?`: the value under test inside a unary test."""


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """`-operand`."""

    operand: Node


ArithmeticOperator = Literal["+", "-", "*", "/", "**"]
ComparisonOperator = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`left + right` and its like."""

    operator: ArithmeticOperator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`left = right` and its like."""

    operator: ComparisonOperator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class And(Node):
    """`a and b and c`, flattened: at least two operands."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """`a or b or c`, flattened: at least two operands."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in test` or `value in (test, test)`."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    """`[low..high]`, `(low..high]` and their like. None is an end without limit."""

    low: Node | None
    high: Node | None
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class UnaryComparison(Node):
    """`< 40`, `= "a"` as a test (the left side is the input), or as a range literal in brackets."""

    operator: ComparisonOperator
    operand: Node


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """The cell of a decision table: any of `tests` (none at all is `-`), negated by `not(…)`."""

    tests: tuple[Node, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if condition then yes else no`."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iteration(Node):
    """One `name in domain` of for, some and every; `until` is the end of `domain..until`."""

    name: str
    domain: Node
    until: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for x in xs, y in ys return result`; the name `partial` holds the results so far."""

    iterations: tuple[Iteration, ...]
    result: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some x in xs satisfies condition`, or `every …`."""

    quantifier: Literal["some", "every"]
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """`[a, b, c]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextEntry(Node):
    """One `key: value` of a context; `quoted` says that the key was written as a string."""

    key: str
    value: Node
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """`{a: 1, b: a + 1}`; an entry sees those before it."""

    entries: tuple[ContextEntry, ...]


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`source.member`."""

    source: Node
    member: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`source[condition]`, or an index; the name `item` is the element."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class NamedArgument(Node):
    """`name: value` in an invocation."""

    name: str
    value: Node


@dataclass(frozen=True, slots=True)
class Invocation(Node):
    """`function(arguments)`; the arguments are all named or all positional."""

    function: Node
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class TypeReference(Node):
    """A type as written: `number`, `list<string>`, `context<a: date>`, `function<date> -> string`.

    `name` is a simple type or one of list, context, range, function. `parameters` are the element
    types, the member types or the parameter types; `members` names them for a context; `result`
    is the result type of a function.
    """

    name: str
    parameters: tuple[TypeReference, ...] = ()
    members: tuple[str, ...] = ()
    result: TypeReference | None = None


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: TypeReference


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """A formal parameter of a function definition."""

    name: str
    type: TypeReference | None = None


@dataclass(frozen=True, slots=True)
class FunctionLiteral(Node):
    """`function(a, b: number) body`; `external` bodies are kept and refused when checked."""

    parameters: tuple[Parameter, ...]
    body: Node
    external: bool = False

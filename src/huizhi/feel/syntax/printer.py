"""A tree to text. Parsing the text again gives an equal tree.

That holds wherever the names of the tree are in scope and no longer name spans two operands: where
`a-b` is a name, the subtraction of `b` from `a` cannot be told apart once it is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from huizhi.feel.syntax import parser as powers
from huizhi.feel.syntax.tree import (
    And,
    Arithmetic,
    AtLiteral,
    Between,
    Boolean,
    Comparison,
    ContextEntry,
    ContextLiteral,
    Filter,
    For,
    FunctionLiteral,
    If,
    In,
    Input,
    InstanceOf,
    Invocation,
    Iteration,
    ListLiteral,
    Name,
    NamedArgument,
    Negation,
    Node,
    Null,
    Number,
    Or,
    Parameter,
    Path,
    Quantified,
    RangeLiteral,
    String,
    TypeReference,
    UnaryComparison,
    UnaryTests,
)
from huizhi.feel.syntax.walk import walk

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_OPERATORS = {
    "+": powers.ADDITION,
    "-": powers.ADDITION,
    "*": powers.PRODUCT,
    "/": powers.PRODUCT,
    "**": powers.POWER,
}
_BARE = ("list", "range", "context", "function")


_POWERS: dict[type[Node], int] = {
    If: powers.LOWEST,
    For: powers.LOWEST,
    Quantified: powers.LOWEST,
    FunctionLiteral: powers.LOWEST,
    Or: powers.OR,
    And: powers.AND,
    Comparison: powers.COMPARISON,
    Between: powers.COMPARISON,
    In: powers.COMPARISON,
    Negation: powers.NEGATION,
}


def print_tree(tree: Node) -> str:
    """Return the text of a tree, in the usual spacing and with no bracket more than it needs."""
    printer = _Printer()
    # The leaves first, so that no recursion is needed however deep the tree is.
    for node in reversed(list(walk(tree))):
        printer.write(node)
    return printer.text(tree)


def quote(text: str) -> str:
    """Return the string literal of a text."""
    return f'"{text.translate(_ESCAPES)}"'


def _power(node: Node) -> int:
    """Return how tightly the outermost operator of a node binds."""
    if isinstance(node, Arithmetic):
        return _OPERATORS[node.operator]
    if isinstance(node, InstanceOf):
        # A `<` behind a bare `list` would be read as the start of its element type.
        return powers.LOWEST if _ends_bare(node.type) else powers.INSTANCE
    return _POWERS.get(type(node), powers.POSTFIX)


def _ends_bare(kind: TypeReference) -> bool:
    """Say whether the text of a type ends with one that could go on with `<`."""
    while kind.result is not None:
        kind = kind.result
    return kind.name in _BARE and not kind.parameters


class _Printer:
    """Holds the texts of the nodes written so far. Each method writes one kind of node."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}

    def write(self, node: Node) -> None:
        """Write a node all parts of which are written."""
        self._texts[id(node)] = self._BY_NODE[type(node)](self, node)

    def text(self, node: Node) -> str:
        """Return what was written for a node."""
        return self._texts[id(node)]

    def _operand(self, node: Node, least: int) -> str:
        """Return a part, in brackets if its operator binds less tightly than `least`."""
        return f"({self.text(node)})" if _power(node) < least else self.text(node)

    def _row(self, nodes: tuple[Node, ...]) -> str:
        return ", ".join(self.text(node) for node in nodes)

    def _number(self, node: Number) -> str:
        return str(node.value)

    def _string(self, node: String) -> str:
        return quote(node.value)

    def _boolean(self, node: Boolean) -> str:
        return "true" if node.value else "false"

    def _null(self, node: Null) -> str:
        return "null"

    def _at_literal(self, node: AtLiteral) -> str:
        return f"@{quote(node.text)}"

    def _name(self, node: Name) -> str:
        return node.name

    def _input(self, node: Input) -> str:
        return "?"

    def _negation(self, node: Negation) -> str:
        return f"-{self._operand(node.operand, powers.NEGATION)}"

    def _arithmetic(self, node: Arithmetic) -> str:
        power = _OPERATORS[node.operator]
        left, right = self._operand(node.left, power), self._operand(node.right, power + 1)
        return f"{left} {node.operator} {right}"

    def _comparison(self, node: Comparison) -> str:
        left = self._operand(node.left, powers.COMPARISON)
        return f"{left} {node.operator} {self._operand(node.right, powers.ADDITION)}"

    def _and(self, node: And) -> str:
        return " and ".join(self._operand(operand, powers.AND + 1) for operand in node.operands)

    def _or(self, node: Or) -> str:
        return " or ".join(self._operand(operand, powers.OR + 1) for operand in node.operands)

    def _between(self, node: Between) -> str:
        value = self._operand(node.value, powers.COMPARISON)
        low = self._operand(node.low, powers.ADDITION)
        return f"{value} between {low} and {self._operand(node.high, powers.ADDITION)}"

    def _in(self, node: In) -> str:
        value = self._operand(node.value, powers.COMPARISON)
        if len(node.tests) == 1 and not isinstance(node.tests[0], UnaryComparison):
            # `in (a)` and `in a` are one tree.
            return f"{value} in {self._operand(node.tests[0], powers.POSTFIX)}"
        return f"{value} in ({self._tests(node.tests)})"

    def _tests(self, nodes: tuple[Node, ...]) -> str:
        """Return tests in a row: there a comparison stands without brackets."""
        return ", ".join(
            self._bare(node) if isinstance(node, UnaryComparison) else self.text(node)
            for node in nodes
        )

    def _bare(self, node: UnaryComparison) -> str:
        return f"{node.operator} {self._operand(node.operand, powers.ADDITION)}"

    def _unary_comparison(self, node: UnaryComparison) -> str:
        return f"({self._bare(node)})"

    def _unary_tests(self, node: UnaryTests) -> str:
        if not node.tests:
            return "-"
        if node.negated:
            return f"not({self._tests(node.tests)})"
        row = self._tests(node.tests)
        if row.startswith("not("):  # which would be read as the negation of the whole cell
            first = self.text(node.tests[0])
            return f"({first}){row.removeprefix(first)}"
        return row

    def _range(self, node: RangeLiteral) -> str:
        low = "" if node.low is None else self.text(node.low)
        high = "" if node.high is None else self.text(node.high)
        # Behind the dots, `[` with no operand after it closes the range, as in `(1..[`.
        high = f"({high})" if high.startswith(("[]", "[..")) else high
        opening, closing = "[" if node.low_included else "(", "]" if node.high_included else ")"
        return f"{opening}{low}..{high}{closing}"

    def _if(self, node: If) -> str:
        condition, then = self.text(node.condition), self.text(node.then)
        return f"if {condition} then {then} else {self.text(node.otherwise)}"

    def _iteration(self, node: Iteration) -> str:
        until = "" if node.until is None else f"..{self.text(node.until)}"
        return f"{node.name} in {self.text(node.domain)}{until}"

    def _for(self, node: For) -> str:
        return f"for {self._row(node.iterations)} return {self.text(node.result)}"

    def _quantified(self, node: Quantified) -> str:
        iterations = self._row(node.iterations)
        return f"{node.quantifier} {iterations} satisfies {self.text(node.condition)}"

    def _list(self, node: ListLiteral) -> str:
        return f"[{self._row(node.items)}]"

    def _entry(self, node: ContextEntry) -> str:
        return f"{quote(node.key) if node.quoted else node.key}: {self.text(node.value)}"

    def _context(self, node: ContextLiteral) -> str:
        return f"{{{self._row(node.entries)}}}"

    def _path(self, node: Path) -> str:
        source = self._operand(node.source, powers.POSTFIX)
        # `1.a` would do, but nobody reads it right.
        source = f"({source})" if isinstance(node.source, Number) else source
        return f"{source}.{node.member}"

    def _filter(self, node: Filter) -> str:
        return f"{self._operand(node.source, powers.POSTFIX)}[{self.text(node.condition)}]"

    def _named_argument(self, node: NamedArgument) -> str:
        return f"{node.name}: {self.text(node.value)}"

    def _invocation(self, node: Invocation) -> str:
        return f"{self._operand(node.function, powers.POSTFIX)}({self._row(node.arguments)})"

    def _instance_of(self, node: InstanceOf) -> str:
        return f"{self._operand(node.value, powers.INSTANCE)} instance of {self.text(node.type)}"

    def _type(self, node: TypeReference) -> str:
        if node.members:
            pairs = zip(node.members, node.parameters, strict=True)
            inner = ", ".join(f"{name}: {self.text(kind)}" for name, kind in pairs)
            return f"{node.name}<{inner}>"
        inner = self._row(node.parameters)
        if node.result is not None:
            return f"{node.name}<{inner}> -> {self.text(node.result)}"
        if node.name == "Null":
            return "null"
        return f"{node.name}<{inner}>" if inner else node.name

    def _parameter(self, node: Parameter) -> str:
        return node.name if node.type is None else f"{node.name}: {self.text(node.type)}"

    def _function(self, node: FunctionLiteral) -> str:
        external = "external " if node.external else ""
        return f"function({self._row(node.parameters)}) {external}{self.text(node.body)}"

    _BY_NODE: ClassVar[dict[type[Node], Callable[[_Printer, Any], str]]] = {
        Number: _number,
        String: _string,
        Boolean: _boolean,
        Null: _null,
        AtLiteral: _at_literal,
        Name: _name,
        Input: _input,
        Negation: _negation,
        Arithmetic: _arithmetic,
        Comparison: _comparison,
        And: _and,
        Or: _or,
        Between: _between,
        In: _in,
        RangeLiteral: _range,
        UnaryComparison: _unary_comparison,
        UnaryTests: _unary_tests,
        If: _if,
        Iteration: _iteration,
        For: _for,
        Quantified: _quantified,
        ListLiteral: _list,
        ContextEntry: _entry,
        ContextLiteral: _context,
        Path: _path,
        Filter: _filter,
        NamedArgument: _named_argument,
        Invocation: _invocation,
        InstanceOf: _instance_of,
        TypeReference: _type,
        Parameter: _parameter,
        FunctionLiteral: _function,
    }

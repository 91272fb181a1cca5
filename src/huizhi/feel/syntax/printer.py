"""A tree to text. Parsing the text again gives an equal tree.

That holds wherever the names of the tree are in scope and no longer name spans two operands: where
`a-b` is a name, the subtraction of `b` from `a` cannot be told apart once it is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_OPERATORS = {
    "+": powers.ADDITION,
    "-": powers.ADDITION,
    "*": powers.PRODUCT,
    "/": powers.PRODUCT,
    "**": powers.POWER,
}
_BARE = ("list", "range", "context", "function")


def print_tree(tree: Node) -> str:
    """Return the text of a tree, in the usual spacing and with no bracket more than it needs."""
    return _PRINTERS[type(tree)](tree)


def quote(text: str) -> str:
    """Return the string literal of a text."""
    return f'"{text.translate(_ESCAPES)}"'


def _power(node: Node) -> int:
    """Return how tightly the outermost operator of a node binds."""
    if isinstance(node, Arithmetic):
        return _OPERATORS[node.operator]
    if isinstance(node, InstanceOf):
        # A `<` behind a bare `list` would be read as the start of its element type.
        bare = node.type.name in _BARE and not node.type.parameters and not node.type.result
        return powers.LOWEST if bare else powers.INSTANCE
    return _POWERS.get(type(node), powers.POSTFIX)


def _operand(node: Node, least: int) -> str:
    """Print a part, in brackets if its operator binds less tightly than `least`."""
    text = print_tree(node)
    return f"({text})" if _power(node) < least else text


def _list_of(nodes: tuple[Node, ...]) -> str:
    return ", ".join(print_tree(node) for node in nodes)


def _arithmetic(node: Arithmetic) -> str:
    power = _OPERATORS[node.operator]
    left, right = _operand(node.left, power), _operand(node.right, power + 1)
    return f"{left} {node.operator} {right}"


def _comparison(node: Comparison) -> str:
    left = _operand(node.left, powers.COMPARISON)
    return f"{left} {node.operator} {_operand(node.right, powers.ADDITION)}"


def _chain(word: str, power: int) -> Callable[[Any], str]:
    def chain(node: And | Or) -> str:
        return f" {word} ".join(_operand(operand, power + 1) for operand in node.operands)

    return chain


def _between(node: Between) -> str:
    value = _operand(node.value, powers.COMPARISON)
    low, high = _operand(node.low, powers.ADDITION), _operand(node.high, powers.ADDITION)
    return f"{value} between {low} and {high}"


def _in(node: In) -> str:
    value = _operand(node.value, powers.COMPARISON)
    if len(node.tests) == 1 and not isinstance(node.tests[0], UnaryComparison):
        # `in (a)` and `in a` are one tree.
        return f"{value} in {_operand(node.tests[0], powers.POSTFIX)}"
    return f"{value} in ({', '.join(_test(test) for test in node.tests)})"


def _test(node: Node) -> str:
    return _bare_comparison(node) if isinstance(node, UnaryComparison) else print_tree(node)


def _bare_comparison(node: UnaryComparison) -> str:
    return f"{node.operator} {_operand(node.operand, powers.ADDITION)}"


def _unary_tests(node: UnaryTests) -> str:
    if not node.tests:
        return "-"
    text = ", ".join(_test(test) for test in node.tests)
    if node.negated:
        return f"not({text})"
    only = node.tests[0]
    calls_not = isinstance(only, Invocation) and only.function == Name("not")
    return f"({text})" if len(node.tests) == 1 and calls_not else text


def _range(node: RangeLiteral) -> str:
    low = "" if node.low is None else print_tree(node.low)
    high = "" if node.high is None else print_tree(node.high)
    return f"{'[' if node.low_included else '('}{low}..{high}{']' if node.high_included else ')'}"


def _iterations(nodes: tuple[Iteration, ...]) -> str:
    return ", ".join(_iteration(node) for node in nodes)


def _iteration(node: Iteration) -> str:
    until = "" if node.until is None else f"..{print_tree(node.until)}"
    return f"{node.name} in {print_tree(node.domain)}{until}"


def _entry(node: ContextEntry) -> str:
    return f"{quote(node.key) if node.quoted else node.key}: {print_tree(node.value)}"


def _path(node: Path) -> str:
    source = _operand(node.source, powers.POSTFIX)
    # `1.a` would do, but nobody reads it right.
    return (
        f"({source}).{node.member}"
        if isinstance(node.source, Number)
        else (f"{source}.{node.member}")
    )


def _type(node: TypeReference) -> str:
    if node.members:
        pairs = zip(node.members, node.parameters, strict=True)
        return f"{node.name}<{', '.join(f'{name}: {_type(kind)}' for name, kind in pairs)}>"
    inner = ", ".join(_type(kind) for kind in node.parameters)
    if node.result is not None:
        return f"{node.name}<{inner}> -> {_type(node.result)}"
    if node.name == "Null":
        return "null"
    return f"{node.name}<{inner}>" if inner else node.name


def _parameter(node: Parameter) -> str:
    return node.name if node.type is None else f"{node.name}: {_type(node.type)}"


def _function(node: FunctionLiteral) -> str:
    parameters = ", ".join(_parameter(parameter) for parameter in node.parameters)
    external = "external " if node.external else ""
    return f"function({parameters}) {external}{print_tree(node.body)}"


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

_PRINTERS: dict[type[Node], Callable[[Any], str]] = {
    Number: lambda node: str(node.value),
    String: lambda node: quote(node.value),
    Boolean: lambda node: "true" if node.value else "false",
    Null: lambda node: "null",
    AtLiteral: lambda node: f"@{quote(node.text)}",
    Name: lambda node: node.name,
    Input: lambda node: "?",
    Negation: lambda node: f"-{_operand(node.operand, powers.NEGATION)}",
    Arithmetic: _arithmetic,
    Comparison: _comparison,
    And: _chain("and", powers.AND),
    Or: _chain("or", powers.OR),
    Between: _between,
    In: _in,
    RangeLiteral: _range,
    UnaryComparison: lambda node: f"({_bare_comparison(node)})",
    UnaryTests: _unary_tests,
    If: lambda node: (
        f"if {print_tree(node.condition)} then {print_tree(node.then)} "
        f"else {print_tree(node.otherwise)}"
    ),
    Iteration: _iteration,
    For: lambda node: f"for {_iterations(node.iterations)} return {print_tree(node.result)}",
    Quantified: lambda node: (
        f"{node.quantifier} {_iterations(node.iterations)} satisfies {print_tree(node.condition)}"
    ),
    ListLiteral: lambda node: f"[{_list_of(node.items)}]",
    ContextEntry: _entry,
    ContextLiteral: lambda node: f"{{{_list_of(node.entries)}}}",
    Path: _path,
    Filter: lambda node: f"{_operand(node.source, powers.POSTFIX)}[{print_tree(node.condition)}]",
    NamedArgument: lambda node: f"{node.name}: {print_tree(node.value)}",
    Invocation: lambda node: (
        f"{_operand(node.function, powers.POSTFIX)}({_list_of(node.arguments)})"
    ),
    TypeReference: _type,
    InstanceOf: lambda node: (
        f"{_operand(node.value, powers.INSTANCE)} instance of {_type(node.type)}"
    ),
    Parameter: _parameter,
    FunctionLiteral: _function,
}

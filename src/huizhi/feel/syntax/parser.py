"""Tokens to a tree: a Pratt parser in which the names in scope decide what one name is.

Source of the grammar: DMN 1.5, chapter 10.3.1.2. Powers grow from `or` to the path; `-3 ** 2` is
`(-3) ** 2` and `3 ** 4 ** 5` is `(3 ** 4) ** 5`, as the standard has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal, NoReturn, cast

from huizhi.feel.errors import Diagnostic, FeelError
from huizhi.feel.syntax.cursor import MAX_LEVELS
from huizhi.feel.syntax.lexer import Token, tokenise
from huizhi.feel.syntax.name_reader import NameReader
from huizhi.feel.syntax.names import KEYWORDS, NameTable, known_members, known_names
from huizhi.feel.syntax.normalise import normalise
from huizhi.feel.syntax.spans import Span
from huizhi.feel.syntax.tree import (
    And,
    Arithmetic,
    ArithmeticOperator,
    AtLiteral,
    Between,
    Boolean,
    Comparison,
    ComparisonOperator,
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
    UnaryComparison,
    UnaryTests,
)
from huizhi.feel.syntax.type_references import read_type
from huizhi.feel.syntax.walk import height

MAX_LENGTH = 100_000
# The exponents of decimal128.
_MAX_EXPONENT = 6144

LOWEST, OR, AND, COMPARISON, ADDITION, PRODUCT, POWER, NEGATION, INSTANCE, POSTFIX = range(10)

COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_NO_START = frozenset(
    {"and", "between", "else", "in", "instance", "or", "return", "satisfies", "then"}
)
_STARTING_SYMBOLS = frozenset({"(", "[", "{", "-", "@"})


Reader = Callable[["Parser", Token], Node]
Continuation = Callable[["Parser", Node, int, Token], Node]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree, and what was read otherwise than it was written (full-width punctuation)."""

    tree: Node
    warnings: tuple[Diagnostic, ...] = ()


def parse_expression(text: str, names: Iterable[str], members: Iterable[str] = ()) -> Parsed:
    """Parse an expression.

    `names` are those of the variables and builtins that may be used, `members` those that may
    stand after a dot and inside a filter. Only what has a blank or an operator in it must be
    told; a single word is a name anyway. Raises FeelError and nothing else.
    """
    parser, warnings = _prepare(text, names, members)
    tree = parser.expression()
    parser.finish(tree)
    return Parsed(tree, parser.outside_names(warnings))


def parse_unary_tests(text: str, names: Iterable[str], members: Iterable[str] = ()) -> Parsed:
    """Parse the cell of a decision table; the tree is a `UnaryTests`. See `parse_expression`."""
    parser, warnings = _prepare(text, names, members)
    tree = parser.unary_tests()
    parser.finish(tree)
    return Parsed(tree, parser.outside_names(warnings))


def _prepare(
    text: str, names: Iterable[str], members: Iterable[str]
) -> tuple[Parser, tuple[Diagnostic, ...]]:
    if len(text) > MAX_LENGTH:
        finding = Diagnostic("text-too-long", Span(0, len(text)), {"limit": str(MAX_LENGTH)})
        raise FeelError(text, [finding])
    normal, warnings = normalise(text)
    tokens = tokenise(normal, text)
    if len(tokens) == 1:
        raise FeelError(text, [Diagnostic("empty-text", Span(0, len(text)))])
    table = known_names(frozenset(names))
    return Parser(text, tokens, table, known_members(frozenset(members))), warnings


class Parser(NameReader):
    """Reads one text. Methods that read a node step over all its tokens."""

    def finish(self, tree: Node) -> None:
        """Raise where text is left over or the tree is too deep."""
        if self.token.kind != "end":
            self.refuse_operand()
            self.refuse_found("unexpected")
        # Chains of operators nest without recursion here, yet not so for those who walk the tree.
        if len(self.tokens) > MAX_LEVELS and height(tree) > MAX_LEVELS:
            self.refuse("nested-too-deep", tree.span, limit=str(MAX_LEVELS))

    def expression(self, minimum: int = LOWEST, left: Node | None = None, start: int = 0) -> Node:
        """Read an expression whose operators all bind more tightly than `minimum`.

        Where `left` is given, with the place where it starts, read on from there.
        """
        self.deeper()
        if left is None:
            token = self.tokens[self.position]
            start = token.start
            left = self._reader(token)(self, token)
        while True:
            token = self.tokens[self.position]
            if token.kind not in ("symbol", "word"):
                break
            infix = self._INFIX.get(token.text)
            if infix is None or infix[0] <= minimum:
                break
            if token.text == "[" and not self._can_start(self.tokens[self.position + 1]):
                break  # the end of a range: [1..5[
            self.position += 1
            left = infix[1](self, left, start, token)
        self.level -= 1
        return left

    def unary_tests(self) -> UnaryTests:
        """Read a whole cell: `-`, tests separated by commas, or `not(tests)`."""
        if self.at("-") and self.tokens[1].kind == "end":
            self.take()
            return UnaryTests((), span=self.span_from(0))
        start = self.token.start
        if self.at("not") and self.at("(", 1):
            self.position = 2
            opened = self.tokens[1]
            if not self.name_before(":"):
                tests = self._tests()
                self.close(opened, ")")
                if self.token.kind == "end":
                    return UnaryTests(tests, True, span=self.span_from(start))
            self.position = 0
        return UnaryTests(self._tests(), span=self.span_from(start))

    # --- operands -------------------------------------------------------------------------

    def _reader(self, token: Token) -> Reader:
        """Return the method that reads the operand which begins here.

        Symbols and keywords are stepped over. That the method is returned and not called keeps
        the stack low: three frames a level.
        """
        if token.kind == "symbol":
            reader = self._SYMBOLS.get(token.text)
        elif token.kind == "word":
            reader = self._WORDS.get(token.text)
            if reader is None or self.longest(self.scopes):
                return Parser._name
        else:
            reader = self._OTHERS.get(token.kind)
        if reader is None:
            if token.text == "'":
                self.refuse("single-quotes", Span(token.start, token.end))
            self.refuse_found("expected-expression")
        self.position += 1
        return reader

    def _name(self, token: Token) -> Node:
        known = self.known(self.scopes)
        if known is not None:
            return Name(known, span=self.span_from(token.start))
        if token.text in KEYWORDS:
            self.refuse_found("expected-expression")
        return Name(self.words(), span=self.span_from(token.start))

    def _number(self, token: Token) -> Node:
        span = Span(token.start, token.end)
        # Digits before the exponent are few enough for Decimal: the text is of limited length.
        exponent = token.text.lower().partition("e")[2]
        if len(exponent.lstrip("+-0")) > 4 or abs(int(exponent or 0)) > _MAX_EXPONENT:
            self.refuse("number-out-of-range", span, found=span.of(self.source))
        return Number(Decimal(token.text), span=span)

    def _string(self, token: Token) -> Node:
        return String(token.text, span=Span(token.start, token.end))

    def _bracketed(self, opened: Token) -> Node:
        if self.token.kind == "symbol":
            if self.token.text in COMPARISONS:
                test = self._comparison_test()
                self.close(opened, ")")
                return test
            if self.token.text == "..":
                return self._range(opened, None)
        inner = self.expression()
        if self.at(".."):
            return self._range(opened, inner)
        self.close(opened, ")")
        return inner

    def _list(self, opened: Token) -> Node:
        items: list[Node] = []
        if self.at(".."):
            return self._range(opened, None)
        if not self.accept("]"):
            items.append(self.expression())
            if self.at(".."):
                return self._range(opened, items[0])
            while self.accept(","):
                items.append(self.expression())
            self.close(opened, "]")
        return ListLiteral(tuple(items), span=self.span_from(opened.start))

    def _open_range(self, opened: Token) -> Node:
        low = None if self.at("..") else self.expression()
        return self._range(opened, low)

    def _range(self, opened: Token, low: Node | None) -> Node:
        self.expect("..")
        closers = ("]", ")", "[")
        no_end = self.token.kind == "symbol" and self.token.text in closers[:2]
        if self.at("["):
            no_end = not self._can_start(self.tokens[self.position + 1])
        high = None if no_end else self.expression()
        closed = self.close(opened, *closers)
        return RangeLiteral(
            low,
            high,
            opened.text == "[",
            closed.text == "]",
            span=self.span_from(opened.start),
        )

    def _context(self, opened: Token) -> Node:
        entries: list[ContextEntry] = []
        keys: set[str] = set()
        scope = NameTable()
        self.scopes.append(scope)
        while not self.at("}"):
            entry = self._entry(keys)
            entries.append(entry)
            scope.add(entry.key)
            self.keys.add(entry.key)
            if not self.accept(","):
                break
        self.close(opened, "}")
        self.scopes.pop()
        return ContextLiteral(tuple(entries), span=self.span_from(opened.start))

    def _entry(self, keys: set[str]) -> ContextEntry:
        start = self.token.start
        quoted = self.token.kind == "string"
        key = self.take().text if quoted else self.name_before(":")
        if not key and not quoted:
            self.refuse_found("expected-key")
        if key in keys:
            self.refuse("repeated-key", self.span_from(start), name=key)
        keys.add(key)
        self.expect(":")
        value = self.expression()
        return ContextEntry(key, value, quoted, span=self.span_from(start))

    def _negation(self, token: Token) -> Node:
        operand = self.expression(NEGATION)
        return Negation(operand, span=self.span_from(token.start))

    def _at_literal(self, token: Token) -> Node:
        if self.token.kind != "string":
            self.refuse_found("expected-at-literal")
        text = self.take().text
        return AtLiteral(text, span=self.span_from(token.start))

    def _literal(self, token: Token) -> Node:
        span = Span(token.start, token.end)
        if token.text == "null":
            return Null(span=span)
        return Boolean(token.text == "true", span=span)

    def _input(self, token: Token) -> Node:
        return Input(span=Span(token.start, token.end))

    def _if(self, token: Token) -> Node:
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        otherwise = self.expression()
        return If(condition, then, otherwise, span=self.span_from(token.start))

    def _for(self, token: Token) -> Node:
        iterations = self._iterations()
        self.expect("return")
        result = self.expression()
        self.scopes.pop()
        return For(iterations, result, span=self.span_from(token.start))

    def _quantified(self, token: Token) -> Node:
        quantifier = cast(Literal["some", "every"], token.text)
        iterations = self._iterations()
        self.expect("satisfies")
        condition = self.expression()
        self.scopes.pop()
        span = self.span_from(token.start)
        return Quantified(quantifier, iterations, condition, span=span)

    def _iterations(self) -> tuple[Iteration, ...]:
        """Read `x in xs, y in ys`. The names stay in scope: the caller takes them away."""
        scope = NameTable()
        self.scopes.append(scope)
        iterations: list[Iteration] = []
        while True:
            start = self.token.start
            name = self.name_before("in")
            if not name:
                self._refuse_unnamed()
            self.expect("in")
            domain = self.expression()
            until = self.expression() if self.accept("..") else None
            iterations.append(Iteration(name, domain, until, span=self.span_from(start)))
            scope.add(name)
            if not self.accept(","):
                return tuple(iterations)

    def _refuse_unnamed(self) -> NoReturn:
        """Raise for an iteration without `name in`, whichever of the two is lacking."""
        if self.token.kind == "word" and self.token.text not in KEYWORDS:
            self.words()
            self.expect("in")
        self.refuse_found("expected-name")

    def _function(self, token: Token) -> Node:
        self.expect("(")
        opened = self.tokens[self.position - 1]
        parameters: list[Parameter] = []
        while not self.at(")"):
            parameter = self._parameter()
            if any(parameter.name == other.name for other in parameters):
                self.refuse("repeated-parameter", parameter.span, name=parameter.name)
            parameters.append(parameter)
            if not self.accept(","):
                break
        self.close(opened, ")")
        external = self.at("external") and self.at("{", 1)
        self.position += external
        self.scopes.append(NameTable(parameter.name for parameter in parameters))
        body = self.expression()
        self.scopes.pop()
        span = self.span_from(token.start)
        return FunctionLiteral(tuple(parameters), body, external, span=span)

    def _parameter(self) -> Parameter:
        start = self.token.start
        if self.token.kind != "word":
            self.refuse_found("expected-name")
        name = self.name_before(":", ",", ")") or self.words()
        kind = read_type(self) if self.accept(":") else None
        return Parameter(name, kind, span=self.span_from(start))

    # --- what follows an operand ------------------------------------------------------------

    def _arithmetic(self, left: Node, start: int, token: Token) -> Node:
        right = self.expression(self._INFIX[token.text][0])
        operator = cast(ArithmeticOperator, token.text)
        return Arithmetic(operator, left, right, span=self.span_from(start))

    def _comparison(self, left: Node, start: int, token: Token) -> Node:
        following = self.token
        if following.text in ("=", ">") and following.kind == "symbol":
            # `==`, `< >`, `<>`: habits from other languages.
            span = Span(token.start, following.end)
            right = {"==": "=", "<>": "!="}.get(token.text + following.text)
            if right:
                self.refuse("instead", span, found=span.of(self.source), instead=right)
        operator = cast(ComparisonOperator, token.text)
        operand = self.expression(COMPARISON)
        return Comparison(operator, left, operand, span=self.span_from(start))

    def _and(self, left: Node, start: int, token: Token) -> Node:
        operands = [left, self.expression(AND)]
        while self.accept("and"):
            operands.append(self.expression(AND))
        return And(tuple(operands), span=self.span_from(start))

    def _or(self, left: Node, start: int, token: Token) -> Node:
        operands = [left, self.expression(OR)]
        while self.accept("or"):
            operands.append(self.expression(OR))
        return Or(tuple(operands), span=self.span_from(start))

    def _between(self, left: Node, start: int, token: Token) -> Node:
        low = self.expression(COMPARISON)
        self.expect("and")
        high = self.expression(COMPARISON)
        return Between(left, low, high, span=self.span_from(start))

    def _in(self, left: Node, start: int, token: Token) -> Node:
        following = self.token
        if following.kind == "symbol" and following.text in COMPARISONS:
            tests: tuple[Node, ...] = (self._comparison_test(),)
        elif following.kind == "symbol" and following.text == "(":
            tests = self._bracketed_tests()
        else:
            tests = (self.expression(COMPARISON),)
        return In(left, tests, span=self.span_from(start))

    def _bracketed_tests(self) -> tuple[Node, ...]:
        """Read `(test, test)`, or an expression or range that begins with the bracket."""
        opened = self.take()
        tests: list[Node] = []
        while not self.at("..") and (not tests or self.accept(",")):
            # Written out: each level of brackets costs as few frames as can be.
            compared = self.token.kind == "symbol" and self.token.text in COMPARISONS
            tests.append(self._comparison_test() if compared else self.expression())
        if self.at("..") and len(tests) < 2:
            only = self._range(opened, tests[0] if tests else None)
        else:
            self.close(opened, ")")
            only = tests[0]
            if len(tests) > 1 or isinstance(only, UnaryComparison):
                return tuple(tests)
        return (self.expression(COMPARISON, only, opened.start),)

    def _instance_of(self, left: Node, start: int, token: Token) -> Node:
        self.expect("of")
        kind = read_type(self)
        return InstanceOf(left, kind, span=self.span_from(start))

    def _path(self, left: Node, start: int, token: Token) -> Node:
        if self.token.kind != "word":
            self.refuse_found("expected-name")
        known = self.known([self.members, self.keys])
        if known is not None:
            return Path(left, known, span=self.span_from(start))
        member = self.take().text if self.token.text in KEYWORDS else self.words()
        return Path(left, member, span=self.span_from(start))

    def _filter(self, left: Node, start: int, opened: Token) -> Node:
        # Inside a filter the members of the element are names.
        self.scopes += [self.members, self.keys]
        condition = self.expression()
        del self.scopes[-2:]
        self.close(opened, "]")
        return Filter(left, condition, span=self.span_from(start))

    def _invocation(self, left: Node, start: int, opened: Token) -> Node:
        arguments: list[Node] = []
        labels: set[str] = set()
        while not self.at(")"):
            place = self.token.start
            label = self.name_before(":")
            if arguments and bool(label) != bool(labels):
                self.refuse("mixed-arguments", Span(place, self.token.end))
            if label:
                if label in labels:
                    self.refuse("repeated-argument", self.span_from(place), name=label)
                labels.add(label)
                self.expect(":")
                value = self.expression()
                arguments.append(NamedArgument(label, value, span=self.span_from(place)))
            else:
                arguments.append(self.expression())
            if not self.accept(","):
                break
        self.close(opened, ")")
        return Invocation(left, tuple(arguments), span=self.span_from(start))

    # --- tests ------------------------------------------------------------------------------

    def _tests(self) -> tuple[Node, ...]:
        tests = [self._test()]
        while self.accept(","):
            tests.append(self._test())
        return tuple(tests)

    def _test(self) -> Node:
        if self.token.kind == "symbol" and self.token.text in COMPARISONS:
            return self._comparison_test()
        return self.expression()

    def _comparison_test(self) -> Node:
        token = self.take()
        operator = cast(ComparisonOperator, token.text)
        operand = self.expression(COMPARISON)
        if self.at("and") or self.at("or"):
            found = self.take()
            self.refuse("test-conjunction", self.span_from(token.start), found=found.text)
        return UnaryComparison(operator, operand, span=self.span_from(token.start))

    def _can_start(self, token: Token) -> bool:
        """Say whether an expression may begin with this token."""
        if token.kind == "symbol":
            return token.text in _STARTING_SYMBOLS
        return token.kind != "end" and (token.kind != "word" or token.text not in _NO_START)

    _OTHERS: ClassVar[dict[str, Reader]] = {"number": _number, "string": _string}
    _SYMBOLS: ClassVar[dict[str, Reader]] = {
        "(": _bracketed,
        "[": _list,
        "]": _open_range,
        "{": _context,
        "-": _negation,
        "@": _at_literal,
    }
    _WORDS: ClassVar[dict[str, Reader]] = {
        "true": _literal,
        "false": _literal,
        "null": _literal,
        "?": _input,
        "if": _if,
        "for": _for,
        "some": _quantified,
        "every": _quantified,
        "function": _function,
    }
    _INFIX: ClassVar[dict[str, tuple[int, Continuation]]] = {
        "or": (OR, _or),
        "and": (AND, _and),
        "between": (COMPARISON, _between),
        "in": (COMPARISON, _in),
        "+": (ADDITION, _arithmetic),
        "-": (ADDITION, _arithmetic),
        "*": (PRODUCT, _arithmetic),
        "/": (PRODUCT, _arithmetic),
        "**": (POWER, _arithmetic),
        "instance": (INSTANCE, _instance_of),
        ".": (POSTFIX, _path),
        "[": (POSTFIX, _filter),
        "(": (POSTFIX, _invocation),
        **dict.fromkeys(COMPARISONS, (COMPARISON, _comparison)),
    }

"""A place in a row of tokens, and the words for what should have stood there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from huizhi.feel.errors import Diagnostic, FeelError
from huizhi.feel.syntax.lexer import Token
from huizhi.feel.syntax.names import KEYWORDS
from huizhi.feel.syntax.spans import Span

# Deeper trees would exhaust the stack of those who walk them by recursion.
MAX_LEVELS = 200

# What people write for an operator, found where an operator has to stand.
CHINESE_OPERATORS = {
    "大于": ">",
    "小于": "<",
    "等于": "=",
    "是": "=",
    "为": "=",
    "不等于": "!=",
    "不是": "!=",
    "大于等于": ">=",
    "大于或等于": ">=",
    "不小于": ">=",
    "不低于": ">=",
    "小于等于": "<=",
    "小于或等于": "<=",
    "不大于": "<=",
    "不超过": "<=",
    "且": "and",
    "并且": "and",
    "而且": "and",
    "或": "or",
    "或者": "or",
    "属于": "in",
    "那么": "then",
    "则": "then",
    "否则": "else",
    "加": "+",
    "减": "-",
    "乘以": "*",
    "除以": "/",
    "、": ",",
}


class Cursor:
    """Steps through tokens. `source` is the text as written, which errors quote."""

    def __init__(self, source: str, tokens: Sequence[Token]) -> None:
        self.source = source
        self.tokens = list(tokens)
        self.position = 0
        self.level = 0

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.position]

    @property
    def end(self) -> int:
        """Where the token taken last ends."""
        return self.tokens[self.position - 1].end if self.position else 0

    def span_from(self, start: int) -> Span:
        """Return the span from a place up to the token taken last."""
        return Span(start, self.end)

    def take(self) -> Token:
        """Return the next token and step over it."""
        token = self.tokens[self.position]
        self.position += 1
        return token

    def at(self, text: str, ahead: int = 0) -> bool:
        """Say whether this symbol or keyword comes next, or `ahead` tokens later."""
        token = self.tokens[min(self.position + ahead, len(self.tokens) - 1)]
        return token.text == text and token.kind in ("symbol", "word")

    def at_any(self, texts: Sequence[str], ahead: int = 0) -> bool:
        """Say whether one of these symbols or keywords comes `ahead` tokens later."""
        return any(self.at(text, ahead) for text in texts)

    def accept(self, text: str) -> bool:
        """Step over a symbol or keyword if it comes next, and say whether it did."""
        if self.at(text):
            self.position += 1
            return True
        return False

    def expect(self, text: str) -> None:
        """Step over a symbol or keyword; raise where something else stands."""
        if not self.accept(text):
            self.refuse_operand()
            self.refuse_found("expected-token", expected=text)

    def close(self, opened: Token, *closers: str) -> Token:
        """Step over a closing bracket and return it; raise where there is none."""
        token = self.token
        if token.kind == "end":
            span = Span(opened.start, opened.end)
            self.refuse("unclosed-bracket", span, found=opened.text, expected=closers[0])
        if token.kind != "symbol" or token.text not in closers:
            self.refuse_operand()
            self.refuse_found("expected-token", expected=closers[0])
        return self.take()

    def deeper(self) -> None:
        """Go one level down; raise where that is one too many. The caller comes up again."""
        self.level += 1
        if self.level > MAX_LEVELS:
            token = self.token
            self.refuse("nested-too-deep", Span(token.start, token.end), limit=str(MAX_LEVELS))

    def refuse_operand(self) -> None:
        """Raise if an operand stands where an operator or the end has to."""
        token = self.token
        span = Span(token.start, token.end)
        if token.kind == "word" and token.text in CHINESE_OPERATORS:
            operator = CHINESE_OPERATORS[token.text]
            self.refuse("chinese-operator", span, found=span.of(self.source), instead=operator)
        if self.position and self.tokens[self.position - 1][:2] == ("word", "not"):
            self.refuse("not-without-brackets", span)
        if token.kind in ("number", "string") or (
            token.kind == "word" and token.text not in KEYWORDS
        ):
            before = self.tokens[self.position - 1] if self.position else token
            left = Span(before.start, before.end).of(self.source)
            self.refuse("missing-operator", span, left=left, right=span.of(self.source))

    def refuse_found(self, code: str, **parameters: str) -> NoReturn:
        """Raise for the next token; at the end of the text with the code `…-at-end`."""
        token = self.token
        span = Span(token.start, token.end)
        if token.kind == "end":
            self.refuse(f"{code}-at-end", span, **parameters)
        self.refuse(code, span, found=span.of(self.source), **parameters)

    def refuse(self, code: str, span: Span, **parameters: str) -> NoReturn:
        """Raise a FeelError with one finding."""
        raise FeelError(self.source, [Diagnostic(code, span, parameters)])

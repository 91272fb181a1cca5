"""Types as written after `instance of` and behind the parameters of a function."""

from __future__ import annotations

from huizhi.feel.syntax.cursor import Cursor
from huizhi.feel.syntax.lexer import Token
from huizhi.feel.syntax.names import KEYWORDS
from huizhi.feel.syntax.spans import Span
from huizhi.feel.syntax.tree import TypeReference

_SPACED = (
    ("days", "and", "time", "duration"),
    ("years", "and", "months", "duration"),
    ("date", "and", "time"),
)
_GENERIC = ("list", "range", "context", "function")


def read_type(cursor: Cursor) -> TypeReference:
    """Read a type reference and step over it. Raises FeelError."""
    cursor.deeper()
    start = cursor.token.start
    name = _read_name(cursor)
    parameters: list[TypeReference] = []
    members: list[str] = []
    result: TypeReference | None = None
    if name in _GENERIC and cursor.at("<"):
        opened = cursor.take()
        if name == "function" and cursor.at(">"):
            cursor.take()
        else:
            while True:
                if name == "context":
                    members.append(_read_member(cursor))
                parameters.append(read_type(cursor))
                if name in ("list", "range") or not cursor.accept(","):
                    break
            _close(cursor, opened)
        if name == "function":
            cursor.expect("->")
            result = read_type(cursor)
    cursor.level -= 1
    return TypeReference(
        name, tuple(parameters), tuple(members), result, span=cursor.span_from(start)
    )


def _read_name(cursor: Cursor) -> str:
    """Read the words of a type's name: a type of the standard, or one that a model declares."""
    if cursor.accept("function"):
        return "function"
    if cursor.accept("null"):
        return "Null"
    for words in _SPACED:
        if all(cursor.at(word, ahead) for ahead, word in enumerate(words)):
            cursor.position += len(words)
            return " ".join(words)
    pieces: list[str] = []
    while cursor.token.kind == "word" and cursor.token.text not in KEYWORDS:
        word = cursor.take().text
        pieces.append(f" {word}" if pieces and pieces[-1] != "." else word)
        if cursor.at(".") and cursor.tokens[cursor.position + 1].kind == "word":
            pieces.append(cursor.take().text)
    if not pieces:
        cursor.refuse_found("expected-type")
    return "".join(pieces)


def _read_member(cursor: Cursor) -> str:
    words: list[str] = []
    while cursor.token.kind == "word":
        words.append(cursor.take().text)
    if not words:
        cursor.refuse_found("expected-name")
    cursor.expect(":")
    return " ".join(words)


def _close(cursor: Cursor, opened: Token) -> None:
    """Step over `>`. In `list<number>=x` it is the first half of another token."""
    token = cursor.token
    if token.kind == "symbol" and token.text == ">=":
        cursor.tokens[cursor.position : cursor.position + 1] = [
            Token("symbol", ">", token.start, token.start + 1),
            Token("symbol", "=", token.start + 1, token.end),
        ]
    if cursor.token.kind == "end":
        span = Span(opened.start, opened.end)
        cursor.refuse("unclosed-bracket", span, found="<", expected=">")
    cursor.expect(">")

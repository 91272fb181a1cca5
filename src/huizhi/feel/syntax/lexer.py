"""Text to tokens. Names are not put together here: that needs the scope, see `names.py`."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, NoReturn

from huizhi.feel.errors import Diagnostic, FeelError
from huizhi.feel.syntax.normalise import SIGNS
from huizhi.feel.syntax.spans import Span

Kind = Literal["word", "number", "string", "symbol", "end"]


class Token(NamedTuple):
    """One piece of the text. Of a string, `text` is what stands between the quotes."""

    kind: Kind
    text: str
    start: int
    end: int


_NAME_START = (
    r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u167F\u1681-\u180D"
    r"\u180F-\u1FFF\u200C-\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFEFE\uFF00-\uFFFD"
    r"\U00010000-\U000EFFFF"
)
_NAME_PART = _NAME_START + r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
_BLANK = r"\s\u180E\u200B\uFEFF"

_TOKEN = re.compile(
    rf"(?P<blank>(?:[{_BLANK}]|//[^\n\r]*|/\*.*?\*/)+)"
    rf"|(?P<word>[{_NAME_START}][{_NAME_PART}]*)"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r'|(?P<string>"(?:[^"\\]|\\.)*"|[“”](?:[^“”\\]|\\.)*[“”])'
    r"|(?P<symbol>\*\*|\.\.|->|<=|>=|!=|/(?!\*)|[-+*=<>()\[\]{},.:@'≤≥≠])",
    re.DOTALL,
)
_INSTEAD = {"&": "and", "|": "or", "!": "not(…)", "^": "**", ";": ",", "#": "//"}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_SURROGATE = re.compile(r"[\uD800-\uDFFF]")
_SIMPLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


def tokenise(text: str, source: str) -> list[Token]:
    """Return the tokens of a normalised text, with one of kind `end` last.

    `source` is the text before `normalise`; errors quote it. Raises FeelError.
    """
    tokens: list[Token] = []
    position, length = 0, len(text)
    match = _TOKEN.match
    while position < length:
        found = match(text, position)
        if found is None:
            _refuse(source, text, position)
        kind, start, position = found.lastgroup, position, found.end()
        if kind == "blank":
            continue
        piece = found.group()
        if kind == "string":
            tokens.append(Token("string", _unescape(piece, start, source), start, position))
        elif kind == "word":
            tokens.append(Token("word", piece, start, position))
        elif kind == "number":
            tokens.append(Token("number", piece, start, position))
        else:
            tokens.append(Token("symbol", SIGNS.get(piece, piece), start, position))
    tokens.append(Token("end", "", length, length))
    return tokens


def _unescape(piece: str, start: int, source: str) -> str:
    """Return the value of a string. An unknown escape stays as it is: patterns use `\\d`."""
    body = piece[1:-1]
    if "\\" in body:
        body = _ESCAPE.sub(lambda found: _escaped(found, start, source), body)
    if _SURROGATE.search(body):
        # Two escapes may have formed the halves of one character beyond the first plane.
        body = body.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return body


def _escaped(found: re.Match[str], start: int, source: str) -> str:
    letter, digits = found[1][0], found[1][1:]
    if not digits:
        return _SIMPLE_ESCAPES.get(letter, found[0])
    code = int(digits, 16)
    if code > 0x10FFFF:
        at = start + 1 + found.start()
        _fail(source, "bad-escape", at, at + len(found[0]), found=found[0])
    return chr(code)


def _refuse(source: str, text: str, position: int) -> NoReturn:
    """Raise for a place where no token starts."""
    character = text[position]
    length = len(text)
    if character in '"“”':
        _fail(source, "unclosed-string", position, length, found=source[position])
    if text.startswith("/*", position):
        _fail(source, "unclosed-comment", position, length)
    if character == "%":
        _fail(source, "percent-sign", position, position + 1)
    if character in "‘’":
        _fail(source, "single-quotes", position, position + 1)
    end = position + 1
    if character in "&|" and text[position:].startswith(character * 2):
        end += 1
    found = source[position:end]
    if character in _INSTEAD:
        _fail(source, "instead", position, end, found=found, instead=_INSTEAD[character])
    shown = found if found.isprintable() else f"U+{ord(found):04X}"
    _fail(source, "unknown-character", position, end, found=shown)


def _fail(source: str, code: str, start: int, end: int, **parameters: str) -> NoReturn:
    raise FeelError(source, [Diagnostic(code, Span(start, end), parameters)])

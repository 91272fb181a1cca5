"""Names of several pieces: `date and time`, `a-b`, `Loan Amount`. Only the scope can tell them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from huizhi.feel.errors import FeelError
from huizhi.feel.syntax.lexer import Token, tokenise
from huizhi.feel.syntax.normalise import normalise

KEYWORDS = frozenset(
    {
        "and",
        "between",
        "else",
        "every",
        "false",
        "for",
        "function",
        "if",
        "in",
        "instance",
        "null",
        "or",
        "return",
        "satisfies",
        "some",
        "then",
        "true",
    }
)
NAME_SYMBOLS = frozenset({".", "/", "-", "'", "+", "*", "**"})

# Builtins of the standard that hold a keyword, and so are read wrongly where nobody declares them.
_STANDARD = ("date and time", "years and months duration")
# Members of ranges and temporal values that hold a blank.
_STANDARD_MEMBERS = ("start included", "end included", "time offset")

Pieces = tuple[str, ...]


class NameTable:
    """Known names, found by their pieces. Between two pieces any white space may stand."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[Pieces, str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make a name known. A text that cannot be a name (`a = b`) is passed over."""
        pieces = split_name(name)
        if pieces:
            entries = self._by_first.setdefault(pieces[0], [])
            entries.append((pieces, name))
            # Stable: of two names with the same pieces, the one declared first is found.
            entries.sort(key=lambda entry: -len(entry[0]))

    def longest(self, tokens: Sequence[Token], position: int) -> tuple[str, int] | None:
        """Return the longest name that begins at this token, and of how many tokens it is."""
        for pieces, name in self._by_first.get(tokens[position].text, ()):
            count = len(pieces)
            # The last token is `end`, so a slice that is too short is never equal.
            if count == 1 or all(
                tokens[position + offset].text == piece
                and tokens[position + offset].kind != "string"
                for offset, piece in enumerate(pieces)
            ):
                return name, count
        return None


@lru_cache(maxsize=8192)
def split_name(name: str) -> Pieces:
    """Return the pieces of a name as the lexer sees them; none at all for what is no name."""
    normal, changes = normalise(name)
    try:
        tokens = tokenise(normal, name)[:-1]
    except FeelError:
        return ()
    if not tokens or tokens[0].kind != "word":
        return ()
    if len(tokens) == 1 and tokens[0].text in KEYWORDS:
        return ()
    # Full-width brackets are letters of a name to the standard: `金额（元）` is declared so.
    symbols = NAME_SYMBOLS | {"(", ")", "[", "]", ",", ":"} if changes else NAME_SYMBOLS
    legal = (token.kind in ("word", "number") or token.text in symbols for token in tokens)
    return tuple(token.text for token in tokens) if all(legal) else ()


@lru_cache(maxsize=128)
def known_names(names: frozenset[str]) -> NameTable:
    """Return the table of these names and the builtins that hold a keyword; made once."""
    return NameTable([*sorted(names), *_STANDARD])


@lru_cache(maxsize=128)
def known_members(names: frozenset[str]) -> NameTable:
    """Return the table of these names of members and those of ranges and temporal values."""
    return NameTable([*sorted(names), *_STANDARD_MEMBERS])

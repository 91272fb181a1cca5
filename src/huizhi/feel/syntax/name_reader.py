"""Names as they stand in a row of tokens: known ones, labels before a colon, unknown words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from huizhi.feel.errors import Diagnostic
from huizhi.feel.syntax.cursor import CHINESE_OPERATORS, Cursor
from huizhi.feel.syntax.lexer import Token
from huizhi.feel.syntax.names import KEYWORDS, NAME_SYMBOLS, NameTable
from huizhi.feel.syntax.spans import Span


class NameReader(Cursor):
    """A cursor that knows which names are in scope.

    `scopes` are the tables of the places around this one, the innermost last. `members` and
    `keys` hold what may stand after a dot: told by the caller, and written in the text itself.
    """

    def __init__(
        self, source: str, tokens: Sequence[Token], names: NameTable, members: NameTable
    ) -> None:
        super().__init__(source, tokens)
        self.scopes = [names]
        self.members = members
        self.keys = NameTable()
        self._spans: list[Span] = []

    def longest(self, tables: Sequence[NameTable]) -> tuple[str, int] | None:
        """Return the longest known name that begins here, and of how many tokens it is."""
        best: tuple[str, int] | None = None
        for table in tables:
            found = table.longest(self.tokens, self.position)
            if found is not None and (best is None or found[1] >= best[1]):
                best = found
        return best

    def known(self, tables: Sequence[NameTable]) -> str | None:
        """Read the longest known name that begins here; None where there is none."""
        found = self.longest(tables)
        if found is None:
            return None
        start = self.token.start
        self.position += found[1]
        if found[1] > 1:
            self._spans.append(self.span_from(start))
        return found[0]

    def outside_names(self, warnings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Return the warnings that do not lie within a name: `金额（元）` is meant so."""
        return tuple(
            warning
            for warning in warnings
            if not any(
                span.start <= warning.span.start and warning.span.end <= span.end
                for span in self._spans
            )
        )

    def words(self) -> str:
        """Read a name nobody declared: as many words as follow one another."""
        words = [self.take().text]
        while (
            self.token.kind == "word"
            and self.token.text not in KEYWORDS
            and self.token.text not in CHINESE_OPERATORS
        ):
            words.append(self.take().text)
        return " ".join(words)

    def name_before(self, *terminators: str) -> str:
        """Read the name that stands before one of these symbols or keywords.

        The name may hold what no name holds that nobody declared: this is where it is declared.
        Return nothing, and take nothing, where none of the terminators follows.
        """
        first = position = self.position
        tokens = self.tokens
        if tokens[first].kind != "word":
            return ""
        while tokens[position].text not in terminators and (
            tokens[position].kind in ("word", "number")
            or (tokens[position].kind == "symbol" and tokens[position].text in NAME_SYMBOLS)
        ):
            position += 1
        if position == first or not self.at_any(terminators, position - first):
            return ""
        self.position = position
        pieces = [tokens[first].text]
        for before, token in pairwise(tokens[first:position]):
            pieces.append(" " + token.text if token.start > before.end else token.text)
        return "".join(pieces)

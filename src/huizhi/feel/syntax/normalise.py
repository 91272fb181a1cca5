"""Full-width punctuation, as Chinese input methods type it, becomes what FEEL reads.

The standard takes `＞` and `（` for letters of a name, so `年龄＞40` would silently be an unknown
name. Text outside strings and comments is mapped character by character, so that every span of
the result is a span of the source, and each change is reported.
"""

from __future__ import annotations

import re

from huizhi.feel.errors import Diagnostic
from huizhi.feel.syntax.spans import Span

_REPLACEMENTS = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    "×": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
}
# Signs of one character for operators of two: the lexer reads them as they are.
SIGNS = {"≤": "<=", "≥": ">=", "≠": "!="}
_TABLE = str.maketrans(_REPLACEMENTS)
_CHARACTERS = "".join(map(re.escape, _REPLACEMENTS))

_SUSPECT = re.compile(f"[{_CHARACTERS}≤≥≠“”]")
_PIECE = re.compile(
    r"""(?P<plain>"(?:[^"\\]|\\.)*"?|//[^\n\r]*|/\*.*?(?:\*/|\Z))"""
    r"""|(?P<wide>＂(?:[^"＂\\]|\\.)*["＂]?)"""
    r"""|(?P<curly>[“”](?:[^“”\\]|\\.)*[“”]?)"""
    r"|(?P<sign>[≤≥≠])"
    # One finding for a whole number, word or operator.
    f"|(?P<run>[０-９Ａ-Ｚａ-ｚ]+|[＞＜！＝]＝|[{_CHARACTERS}])",
    re.DOTALL,
)


def normalise(text: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the text with full-width characters replaced, and a warning for each change.

    The length stays the same. Strings in curly quotes stay as they are (the lexer reads them,
    for a plain quote may stand inside) but are reported too.
    """
    if not _SUSPECT.search(text):
        return text, ()
    warnings: list[Diagnostic] = []

    def replace(match: re.Match[str]) -> str:
        found = match.group()
        span = Span(match.start(), match.end())
        if match.lastgroup == "plain":
            return found
        if match.lastgroup == "curly":
            warnings.append(Diagnostic("curly-quotes", span, {"found": found}, "warning"))
            return found
        if match.lastgroup == "wide":
            warnings.append(Diagnostic("curly-quotes", span, {"found": found}, "warning"))
            closed = len(found) > 1 and found[-1] in '"＂'
            return f'"{found[1:-1]}"' if closed else f'"{found[1:]}'
        instead = SIGNS.get(found) or found.translate(_TABLE)
        warnings.append(
            Diagnostic("full-width", span, {"found": found, "instead": instead}, "warning")
        )
        return found if match.lastgroup == "sign" else instead

    return _PIECE.sub(replace, text), tuple(warnings)

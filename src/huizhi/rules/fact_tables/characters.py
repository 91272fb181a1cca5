"""Typed characters: full-width letters and digits, stray spaces, what Excel would take to run."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\x7f"))
_INVISIBLE |= dict.fromkeys(code for code in range(0x20) if chr(code) not in "\t\n\r")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
_WIDE |= {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)}
_WIDE[0xFF0E] = ord(".")
_CHINESE = "\u3400-\u9fff\U00020000-\U0003ffff"
_SPACE_IN_CHINESE = re.compile(f"(?<=[{_CHINESE}·])\\s+(?=[{_CHINESE}·])")
_SPACES = re.compile(r"\s+")

# What people type into a cell about which they know nothing. A dash or a slash may also mean
# "does not apply"; taking it for "not known" can only lead to a question, never to a payment.
_SAYS_NOTHING = re.compile(
    r"[-—–]*|[/\\?]+|n/?a|#(n/a|value!|ref!)|null|nan|unknown|未知|不[详明]|待([定补]|核实?)|暂?缺"
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SAYS_ABSENT = frozenset(["无", "没有", "没", "none", "暂无"])


def tidy(text: str) -> str:
    """Return text as it was meant: half-width letters and digits, no space inside Chinese."""
    text = text.translate(_INVISIBLE).translate(_WIDE).strip()
    return _SPACES.sub(" ", _SPACE_IN_CHINESE.sub("", text))


def squeeze(text: str) -> str:
    """Return text for comparison: compatibility form, no spaces at all, lower case."""
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    return _SPACES.sub("", plain).casefold()


def harmless(value: Any) -> Any:
    """Return a value that Excel does not run: a text that begins as a formula gets a mark."""
    runs = isinstance(value, str) and value.startswith(_FORMULA)
    return f"'{value}" if runs else value


def says_nothing(squeezed: str) -> bool:
    """Tell whether a squeezed cell is as good as empty."""
    return _SAYS_NOTHING.fullmatch(squeezed) is not None


def says_absent(squeezed: str) -> bool:
    """Tell whether a squeezed cell says that there is none, which is not the same as empty."""
    return squeezed in _SAYS_ABSENT

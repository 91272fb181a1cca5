"""Regular expressions of XPath, which FEEL takes over, to those of Python.

Differences that are translated: `\\p{L}` and blocks, `\\i` and `\\c`, class subtraction
`[A-Z-[OI]]`, `.` that matches neither end of line, `$` at the very end only, the flags `x` (blanks
count for nothing outside a class) and `q` (every character stands for itself). What XPath does not
have, such as look-ahead or a back reference inside a class, is refused.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

_FLAGS: Final = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE, "x": 0, "q": 0}
_BLANKS: Final = " \t\n\r"
_NAME_START: Final = ":A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff" + (
    "\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
)
_CLASSES: Final = {
    "d": r"\d",
    "s": r" \t\n\r",
    "i": _NAME_START,
    "c": _NAME_START + r"\-.0-9\u00b7\u0300-\u036f\u203f-\u2040",
}
_SIMPLE: Final = {"n": r"\n", "r": r"\r", "t": r"\t"}
_LITERAL: Final = frozenset("\\|.-^?*+{}()[]$")
_BLOCKS: Final = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "Greek": (0x0370, 0x03FF),
    "GreekandCoptic": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "Thai": (0x0E00, 0x0E7F),
    "GeneralPunctuation": (0x2000, 0x206F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "CJKSymbolsandPunctuation": (0x3000, 0x303F),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographsExtensionA": (0x3400, 0x4DBF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7AF),
    "CJKCompatibilityIdeographs": (0xF900, 0xFAFF),
    "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
}


class _RefusedError(ValueError):
    """A pattern that XPath does not have."""


@lru_cache(maxsize=256)
def compile_pattern(pattern: str, flags: str) -> re.Pattern[str] | None:
    """Return the compiled pattern; None where the pattern or a flag is not one of XPath."""
    if not set(flags) <= set(_FLAGS):
        return None
    combined = 0
    for flag in flags:
        combined |= _FLAGS[flag]
    try:
        text = re.escape(pattern) if "q" in flags else _Translator(pattern, flags).translate()
        return re.compile(text, combined)
    except (_RefusedError, re.error, OverflowError, RecursionError):
        return None


@cache
def _categories() -> Mapping[str, str]:
    """Return the inside of a class for every category; made once, of all characters."""
    ranges: dict[str, list[list[int]]] = {}
    for code in range(sys.maxunicode + 1):
        found = ranges.setdefault(unicodedata.category(chr(code)), [])
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return {
        name: "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in found)
        for name, found in ranges.items()
    }


def _category(name: str) -> str:
    """Return the inside of a class of all characters of a category, such as `Lu` or `L`."""
    found = [inside for key, inside in _categories().items() if key.startswith(name)]
    if not found:
        raise _RefusedError(name)
    return "".join(found)


@dataclass(frozen=True, slots=True)
class _Set:
    """The inside of a class, or all that is not in it."""

    inside: str
    negated: bool


class _Translator:
    """Reads one pattern from left to right."""

    def __init__(self, pattern: str, flags: str) -> None:
        self._text = _without_blanks(pattern) if "x" in flags else pattern
        self._position = 0
        self._multiline = "m" in flags
        self._dot = "." if "s" in flags else r"[^\n\r]"
        self._opened = 0
        self._closed: set[int] = set()
        self._stack: list[int] = []

    def translate(self) -> str:
        """Return the pattern as Python writes it. Raises _RefusedError."""
        parts: list[str] = []
        while self._position < len(self._text):
            parts.append(self._next())
        return "".join(parts)

    def _take(self) -> str:
        if self._position >= len(self._text):
            raise _RefusedError(self._text)
        self._position += 1
        return self._text[self._position - 1]

    def _at(self, text: str) -> bool:
        return self._text.startswith(text, self._position)

    def _next(self) -> str:
        character = self._take()
        if character == "\\":
            return self._escape()
        if character == "[":
            return self._class()
        if character == ".":
            return self._dot
        if character == "$":
            return "$" if self._multiline else r"\Z"
        if character == "(":
            return self._open()
        if character == ")":
            return self._close()
        if character in "*+?}" and self._at("+"):
            raise _RefusedError("possessive")
        return "\\" + character if character in "#& ~" else character

    def _open(self) -> str:
        if self._at("?"):
            if not self._at("?:"):
                raise _RefusedError("(?")
            self._position += 2
            self._stack.append(0)
            return "(?:"
        self._opened += 1
        self._stack.append(self._opened)
        return "("

    def _close(self) -> str:
        if self._stack:
            self._closed.add(self._stack.pop())
        return ")"

    # --- escapes ----------------------------------------------------------------------------

    def _escape(self) -> str:
        letter = self._take()
        if letter.isdigit():
            return self._back_reference(letter)
        found = self._set(letter)
        if found is None:
            return _character(letter)
        return f"[^{found.inside}]" if found.negated else f"[{found.inside}]"

    def _back_reference(self, digits: str) -> str:
        while self._position < len(self._text) and self._text[self._position].isdigit():
            longer = digits + self._text[self._position]
            if int(longer) not in self._closed:
                break
            digits = longer
            self._position += 1
        if int(digits) not in self._closed:
            raise _RefusedError(digits)
        # In brackets, so that a digit that follows is not read as a part of the number.
        return f"(?:\\{digits})"

    def _set(self, letter: str) -> _Set | None:
        """Return the characters an escape stands for, None where it stands for one alone."""
        if letter in "pP":
            return _Set(self._property(), letter == "P")
        if letter in "wW":
            return _Set("".join(_category(name) for name in "PZC"), letter == "w")
        if letter.lower() in _CLASSES:
            return _Set(_CLASSES[letter.lower()], letter.isupper())
        return None

    def _property(self) -> str:
        if self._take() != "{":
            raise _RefusedError("p")
        name = ""
        while not self._at("}"):
            name += self._take()
        self._position += 1
        if not name.startswith("Is"):
            if not 1 <= len(name) <= 2:
                raise _RefusedError(name)
            return _category(name)
        if name[2:] not in _BLOCKS:
            raise _RefusedError(name)
        first, last = _BLOCKS[name[2:]]
        return f"\\u{first:04x}-\\u{last:04x}"

    # --- classes ----------------------------------------------------------------------------

    def _class(self) -> str:
        """Read a class up to its `]`. Python knows neither subtraction nor `\\P{L}` inside."""
        negated = self._accept("^")
        inside, others, subtracted = "", [], ""
        while not self._accept("]"):
            if self._accept("-["):
                subtracted = self._class()
                if not self._at("]"):
                    raise _RefusedError("-[")
                continue
            part = self._part()
            if isinstance(part, str):
                inside += part
            elif part.negated:
                others.append(f"[^{part.inside}]")
            else:
                inside += part.inside
        if inside:
            others.append(f"[{inside}]")
        if not others:
            raise _RefusedError("[]")
        whole = others[0] if len(others) == 1 else f"(?:{'|'.join(others)})"
        if negated:
            whole = rf"(?:(?!{whole})[\s\S])"
        return f"(?:(?!{subtracted}){whole})" if subtracted else whole

    def _accept(self, text: str) -> bool:
        found = self._at(text)
        self._position += len(text) if found else 0
        return found

    def _part(self) -> str | _Set:
        """Read a character, a range of characters, or an escape that stands for many."""
        first = self._member()
        if isinstance(first, _Set) or not self._at("-") or self._at("-]") or self._at("-["):
            return first
        self._position += 1
        last = self._member()
        if isinstance(last, _Set):
            raise _RefusedError("-")
        return f"{first}-{last}"

    def _member(self) -> str | _Set:
        character = self._take()
        if character == "[":
            raise _RefusedError("[")
        if character != "\\":
            return "\\" + character if character in "^-&~|" else character
        letter = self._take()
        found = self._set(letter)
        return _character(letter) if found is None else found


def _character(letter: str) -> str:
    """Return the escape of one character; raise where XPath has none such."""
    if letter in _SIMPLE:
        return _SIMPLE[letter]
    if letter not in _LITERAL:
        raise _RefusedError(letter)
    return "\\" + letter


def _without_blanks(pattern: str) -> str:
    """Return the pattern without blanks outside a class; `\\ ` counts as a blank, too."""
    kept: list[str] = []
    depth = 0
    escaped = False
    for character in pattern:
        if character in _BLANKS and not depth:
            continue
        kept.append(character)
        if not escaped and character in "[]":
            depth += 1 if character == "[" else -1
        escaped = character == "\\" and not escaped
    return "".join(kept)

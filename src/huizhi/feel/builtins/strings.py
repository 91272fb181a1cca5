"""Builtins on strings. Lengths and positions count code points."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from huizhi.feel.builtins.pattern_cost import may_take_too_long
from huizhi.feel.builtins.patterns import compile_pattern
from huizhi.feel.builtins.registry import Builtin, way
from huizhi.feel.semantics.types import ANY, BOOLEAN, NUMBER, STRING, ListType
from huizhi.feel.values.causes import null_because
from huizhi.feel.values.kinds import Value
from huizhi.feel.values.limits import SIZE_LIMIT
from huizhi.feel.values.texts import feel_string

# The signs that mean something in a replacement, and what may stand behind them.
_SIGNS: Final = re.compile(r"\\([\\$])|\$([0-9]+)|[\\$]")


def substring(text: str, start: Decimal, length: Decimal | None = None) -> Value:
    """`substring(string, start position, length)`: from 1, or from the end where negative."""
    first = int(start)
    if first == 0 or abs(first) > len(text):
        return null_because(
            "argument", function="substring", parameter="start position", value=start
        )
    begin = first - 1 if first > 0 else len(text) + first
    if length is None:
        return text[begin:]
    if length < 1:
        return null_because("argument", function="substring", parameter="length", value=length)
    return text[begin : begin + int(length)]


def substring_before(text: str, match: str) -> str:
    """`substring before(string, match)`: empty where the match is not found."""
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


def substring_after(text: str, match: str) -> str:
    """`substring after(string, match)`: empty where the match is not found."""
    return text.partition(match)[2] if match else text


def matches(text: str, pattern: str, flags: str | None = None) -> Value:
    """`matches(input, pattern, flags)`: whether the pattern is found anywhere."""
    compiled = compile_pattern(pattern, flags or "")
    if compiled is None:
        return null_because("unreadable", text=pattern, kind="pattern")
    if may_take_too_long(compiled, text):
        return null_because("too_complex", pattern=pattern)
    return compiled.search(text) is not None


def replace(text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    """`replace(input, pattern, replacement, flags)`: `$1` in the replacement is the first group.

    As in XPath, a pattern that is found in the empty string is refused, and a lone `$` or `\\`.
    """
    compiled = compile_pattern(pattern, flags or "")
    if compiled is None:
        return null_because("unreadable", text=pattern, kind="pattern")
    if compiled.search("") is not None:
        return null_because("matches_nothing", pattern=pattern)
    if may_take_too_long(compiled, text):
        return null_because("too_complex", pattern=pattern)
    # Each match may copy the whole of itself for every `$1`.
    found = sum(1 for _ in compiled.finditer(text))
    if found * len(replacement) + replacement.count("$") * len(text) > SIZE_LIMIT:
        return null_because("too_large", limit=SIZE_LIMIT)
    if "q" in (flags or ""):
        return compiled.sub(lambda _: replacement, text)
    if any(not any(sign.groups()) for sign in _SIGNS.finditer(replacement)):
        return null_because("unreadable", text=replacement, kind="replacement")
    groups = compiled.groups
    template = _SIGNS.sub(lambda sign: _template_part(sign, groups), replacement)
    return compiled.sub(template, text)


def _template_part(sign: re.Match[str], groups: int) -> str:
    """Return what Python's templates have for a sign. A group that is not there is empty."""
    if sign[1]:
        return "\\\\" if sign[1] == "\\" else "$"
    digits = sign[2]
    # Of `$12` the 2 stands for itself where there are fewer than twelve groups.
    length = next((n for n in range(len(digits), 1, -1) if int(digits[:n]) <= groups), 1)
    known = f"\\g<{digits[:length]}>" if int(digits[:length]) <= groups else ""
    return known + digits[length:]


def split(text: str, delimiter: str) -> Value:
    """`split(string, delimiter)`, the delimiter being a pattern, and not one that fits nothing."""
    compiled = compile_pattern(delimiter, "")
    if compiled is None:
        return null_because("unreadable", text=delimiter, kind="pattern")
    if compiled.search("") is not None:
        return null_because("matches_nothing", pattern=delimiter)
    if may_take_too_long(compiled, text):
        return null_because("too_complex", pattern=delimiter)
    parts, start = [], 0
    for found in compiled.finditer(text):
        parts.append(text[start : found.start()])
        start = found.end()
    return [*parts, text[start:]]


def string_join(texts: list[Value], delimiter: str | None = None) -> Value:
    """`string join(list, delimiter)`: nulls are left out."""
    if any(text is not None and type(text) is not str for text in texts):
        return null_because("arguments", function="string join")
    if len(delimiter or "") * len(texts) > SIZE_LIMIT:
        return null_because("too_large", limit=SIZE_LIMIT)
    return (delimiter or "").join(text for text in texts if text is not None)


_TEXT = ("string", STRING)
_MATCH = ("match", STRING)
_PATTERN = (("input", STRING), ("pattern", STRING))
_FLAGGED = ("flags", STRING)

STRINGS: Final = (
    Builtin(
        "string",
        (
            way(
                "string",
                (("from", ANY),),
                STRING,
                lambda value: None if value is None else feel_string(value),
            ),
        ),
    ),
    Builtin(
        "substring",
        (
            way(
                "substring",
                (_TEXT, ("start position", NUMBER), ("length", NUMBER)),
                STRING,
                substring,
                optional=1,
                nullable=("length",),
            ),
        ),
    ),
    Builtin(
        "string length",
        (way("string length", (_TEXT,), NUMBER, lambda text: Decimal(len(text))),),
    ),
    Builtin("upper case", (way("upper case", (_TEXT,), STRING, str.upper),)),
    Builtin("lower case", (way("lower case", (_TEXT,), STRING, str.lower),)),
    Builtin(
        "substring before",
        (way("substring before", (_TEXT, _MATCH), STRING, substring_before),),
    ),
    Builtin(
        "substring after",
        (way("substring after", (_TEXT, _MATCH), STRING, substring_after),),
    ),
    Builtin(
        "contains",
        (way("contains", (_TEXT, _MATCH), BOOLEAN, lambda text, match: match in text),),
    ),
    Builtin("starts with", (way("starts with", (_TEXT, _MATCH), BOOLEAN, str.startswith),)),
    Builtin("ends with", (way("ends with", (_TEXT, _MATCH), BOOLEAN, str.endswith),)),
    Builtin(
        "matches",
        (
            way(
                "matches",
                (*_PATTERN, _FLAGGED),
                BOOLEAN,
                matches,
                optional=1,
                nullable=("flags",),
            ),
        ),
    ),
    Builtin(
        "replace",
        (
            way(
                "replace",
                (*_PATTERN, ("replacement", STRING), _FLAGGED),
                STRING,
                replace,
                optional=1,
                nullable=("flags",),
            ),
        ),
    ),
    Builtin(
        "split",
        (way("split", (_TEXT, ("delimiter", STRING)), ListType(STRING), split),),
    ),
    Builtin(
        "string join",
        (
            way(
                "string join",
                (("list", ListType(STRING)), ("delimiter", STRING)),
                STRING,
                string_join,
                optional=1,
                nullable=("delimiter",),
            ),
        ),
    ),
)

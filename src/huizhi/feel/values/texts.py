"""Values as texts: what `string()` gives, and literals that can be read back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from huizhi.feel.values.kinds import Function, Missing, Range, Value, YearsMonthsDuration
from huizhi.feel.values.temporal import (
    write_date,
    write_date_time,
    write_days_time,
    write_time,
    write_years_months,
)
from huizhi.feel.values.wide import WideDate, WideDateTime, WideTime

_PLAIN_KEY: Final = re.compile(r"[^\W\d]\w*")
_ESCAPES: Final = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_LONGEST_DESCRIPTION: Final = 60


def write_number(value: Decimal) -> str:
    """Write a number in full, without an exponent."""
    return format(value, "f") if value else "0"


def feel_string(value: Value) -> str:
    """Return what `string(value)` gives for a value that is neither null nor missing."""
    kind = type(value)
    if kind is str:
        return str(value)
    if kind in _TEMPORAL:
        return _TEMPORAL[kind][1](value)
    return _write(value, quoted=False)


def to_feel_literal(value: Value) -> str:
    """Return a value as FEEL text that reads back to it, e.g. `date("2021-07-26")`.

    A missing value has no literal; it is shown as `missing(fact)`, a function as `function(a, b)`.
    """
    return _write(value, quoted=True)


def describe(value: Value) -> str:
    """Return a value as a short text for a cause: a literal, cut where it is long."""
    text = to_feel_literal(value)
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[: _LONGEST_DESCRIPTION - 1] + "…"


_TEMPORAL: Final[dict[type, tuple[str, Callable[[Any], str]]]] = {
    dt.date: ("date", write_date),
    dt.time: ("time", write_time),
    dt.datetime: ("date and time", write_date_time),
    WideDate: ("date", write_date),
    WideDateTime: ("date and time", write_date_time),
    WideTime: ("time", write_time),
    dt.timedelta: ("duration", write_days_time),
    YearsMonthsDuration: ("duration", write_years_months),
}


def _write(value: Value, *, quoted: bool) -> str:
    kind = type(value)
    if kind is Decimal:
        return write_number(value)
    if kind is str:
        return f'"{value.translate(_ESCAPES)}"'
    if kind is bool:
        return "true" if value else "false"
    if value is None:
        return "null"
    if kind in _TEMPORAL:
        function, write = _TEMPORAL[kind]
        return f'{function}("{write(value)}")' if quoted else write(value)
    if kind is list:
        return "[" + ", ".join(_write(item, quoted=quoted) for item in value) + "]"
    if kind is dict:
        members = (f"{_key(key)}: {_write(value[key], quoted=quoted)}" for key in value)
        return "{" + ", ".join(members) + "}"
    return _write_rare(value, quoted=quoted)


def _write_rare(value: Value, *, quoted: bool) -> str:
    if type(value) is Range:
        opening = "[" if value.low_included else "("
        closing = "]" if value.high_included else ")"
        if value.low is None:
            return f"({'<=' if value.high_included else '<'}{_write(value.high, quoted=quoted)})"
        if value.high is None:
            return f"({'>=' if value.low_included else '>'}{_write(value.low, quoted=quoted)})"
        ends = f"{_write(value.low, quoted=quoted)}..{_write(value.high, quoted=quoted)}"
        return f"{opening}{ends}{closing}"
    if type(value) is Missing:
        return f"missing({', '.join(sorted(value.facts))})"
    if type(value) is Function:
        return f"function({', '.join(value.parameters)})"
    raise TypeError(f"FEEL has no kind of value for {type(value).__name__}.")


def _key(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else '"' + key.translate(_ESCAPES) + '"'

"""Values as JSON and XML state them, and as JSON: what FEEL has beyond either is text there."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any, Final

from huizhi.dmn.errors import DmnError
from huizhi.feel import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    NUMBER,
    STRING,
    TIME,
    YEARS_DURATION,
    ContextType,
    FeelType,
    ListType,
    Scope,
    StringType,
    Value,
    compile_expression,
    from_python,
)
from huizhi.feel.values.texts import feel_string

_FUNCTIONS: Final[dict[FeelType, str]] = {
    DATE: "date",
    TIME: "time",
    DATE_TIME: "date and time",
    DAYS_DURATION: "duration",
    YEARS_DURATION: "duration",
}
_READERS: Final = {
    function: compile_expression(f"{function}(text)", Scope({"text": STRING}))
    for function in set(_FUNCTIONS.values())
}


def temporal(text: str, function: str) -> Value:
    """Return what `date`, `time`, `date and time` or `duration` reads. Raises DmnError."""
    value = _READERS[function].evaluate({"text": text})
    if value is None:
        raise DmnError("bad-value", text=text, type=function)
    return value


def from_json(raw: object, kind: FeelType) -> Value:
    """Return the value that JSON states for a type. Raises DmnError for what cannot be one.

    Numbers are int or Decimal, dates, times and durations ISO texts. A single value may stand for
    a list. Of type Any it is what JSON says: a text stays a text.
    """
    if raw is None:
        return None
    if isinstance(kind, ListType):
        items = raw if isinstance(raw, list) else [raw]
        return [from_json(item, kind.element) for item in items]
    if isinstance(kind, ContextType) and isinstance(raw, dict):
        members = dict(kind.members)
        return {name: from_json(value, members.get(name, ANY)) for name, value in raw.items()}
    if kind in _FUNCTIONS and isinstance(raw, str):
        return temporal(raw, _FUNCTIONS[kind])
    if kind == ANY or _is_plain(raw, kind):
        return from_python(raw)
    raise DmnError(
        "bad-value", text=json.dumps(raw, ensure_ascii=False, default=str), type=str(kind)
    )


def _is_plain(raw: object, kind: FeelType) -> bool:
    if isinstance(kind, StringType):
        return isinstance(raw, str)
    if kind == BOOLEAN:
        return isinstance(raw, bool)
    return kind == NUMBER and isinstance(raw, int | Decimal) and not isinstance(raw, bool)


def to_json(value: Value) -> Any:
    """Return a value as JSON: numbers as such, dates and durations as ISO texts, others as FEEL.

    Numbers that a double cannot hold are texts as well.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal):
        if math.isinf(float(value)):
            return str(value)
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {name: to_json(item) for name, item in value.items()}
    return feel_string(value)

"""The types of `@"…"`, by their shape. Their values are the interpreter's."""

from __future__ import annotations

import re
from calendar import monthrange

from huizhi.feel.semantics.types import (
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    TIME,
    YEARS_DURATION,
    FeelType,
)

_DATE = r"(?P<year>-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_TIME = (
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.[0-9]+)?"
    r"(?:Z|z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z0-9_+/-]+)?"
)
_SHAPES: tuple[tuple[re.Pattern[str], FeelType], ...] = (
    (re.compile(_DATE), DATE),
    (re.compile(f"{_DATE}T{_TIME}"), DATE_TIME),
    (re.compile(_TIME), TIME),
    (re.compile(r"-?P(?=[0-9])(?:[0-9]+Y)?(?:[0-9]+M)?"), YEARS_DURATION),
    (
        re.compile(
            r"-?P(?=[0-9T])(?:[0-9]+D)?(?:T(?=[0-9.])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9.]+S)?)?"
        ),
        DAYS_DURATION,
    ),
)


def temporal_type(text: str) -> FeelType | None:
    """Return the type of a temporal literal, or None where its text is not one."""
    for shape, kind in _SHAPES:
        found = shape.fullmatch(text)
        if found:
            return kind if _exists(found.groupdict()) else None
    return None


def _exists(parts: dict[str, str]) -> bool:
    """Say whether the calendar has this day and the clock this time."""
    if "month" in parts:
        month = int(parts["month"])
        # The calendar repeats itself every 400 years.
        if not 1 <= month <= 12:
            return False
        year = int(parts["year"]) % 400 + 2000
        if not 1 <= int(parts["day"]) <= monthrange(year, month)[1]:
            return False
    if "hour" in parts:
        hour, minute, second = (int(parts[name]) for name in ("hour", "minute", "second"))
        return (hour < 24 or (hour == 24 and minute == second == 0)) and max(minute, second) < 60
    return True

"""Builtins on dates, times and durations. None of them reads the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from huizhi.feel.builtins.registry import Builtin, way
from huizhi.feel.semantics.types import (
    ANY,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    NUMBER,
    STRING,
    TIME,
    YEARS_DURATION,
    FeelType,
    StringType,
)
from huizhi.feel.values.causes import null_because
from huizhi.feel.values.kinds import Value, YearsMonthsDuration
from huizhi.feel.values.temporal import (
    months_between,
    read_date,
    read_date_time,
    read_duration,
    read_time,
    zone_of_offset,
)
from huizhi.feel.values.wide import (
    AnyDate,
    AnyDateTime,
    AnyTime,
    clock_of,
    combine,
    day_of,
    make_date,
    make_time,
    near,
)

WEEKDAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _reader(kind: str, read: Callable[[str], Value]) -> Callable[[str], Value]:
    def read_or_null(text: str) -> Value:
        value = read(text)
        return null_because("unreadable", text=text, kind=kind) if value is None else value

    return read_or_null


def date_of_parts(year: Decimal, month: Decimal, day: Decimal) -> Value:
    """`date(year, month, day)`."""
    try:
        return make_date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return null_because("unreadable", text=f"{year}-{month}-{day}", kind="date")


def time_of_parts(
    hour: Decimal, minute: Decimal, second: Decimal, offset: dt.timedelta | None = None
) -> Value:
    """`time(hour, minute, second, offset)`; a second may have a fraction."""
    whole = int(second)
    try:
        zone = None if offset is None else zone_of_offset(offset)
        microseconds, nanoseconds = divmod(int((second - whole) * 1_000_000_000), 1000)
        clock = dt.time(int(hour), int(minute), whole, microseconds, zone)
        return make_time(clock, nanoseconds)
    except (ValueError, OverflowError):
        return null_because("unreadable", text=f"{hour}:{minute}:{second}", kind="time")


def _time_of_date(_: AnyDate) -> dt.time:
    return dt.time(tzinfo=dt.UTC)


def date_and_time(date: AnyDate | AnyDateTime, time: AnyTime) -> AnyDateTime:
    """`date and time(date, time)`: the day of the one and the clock and zone of the other."""
    return combine(day_of(date), time)


def years_and_months(start: AnyDate, end: AnyDate) -> YearsMonthsDuration:
    """`years and months duration(from, to)`: whole months."""
    return YearsMonthsDuration(months_between(start, end))


def _of_date(name: str, result: FeelType, compute: Callable[[dt.date], Value]) -> Builtin:
    return Builtin(
        name,
        tuple(
            way(name, (("date", kind),), result, lambda date: compute(near(date)))
            for kind in (DATE, DATE_TIME)
        ),
    )


_PARTS = (("year", NUMBER), ("month", NUMBER), ("day", NUMBER))
_CLOCK = (("hour", NUMBER), ("minute", NUMBER), ("second", NUMBER), ("offset", DAYS_DURATION))
_SPANS = ((DATE, DATE), (DATE_TIME, DATE_TIME))

TEMPORAL: Final = (
    Builtin(
        "date",
        (
            way("date", (("from", STRING),), DATE, _reader("date", read_date)),
            way("date", (("from", DATE),), DATE, lambda value: value),
            way("date", (("from", DATE_TIME),), DATE, day_of),
            way("date", _PARTS, DATE, date_of_parts),
        ),
    ),
    Builtin(
        "time",
        (
            way("time", (("from", STRING),), TIME, _reader("time", read_time)),
            way("time", (("from", TIME),), TIME, lambda value: value),
            way("time", (("from", DATE),), TIME, _time_of_date),
            way("time", (("from", DATE_TIME),), TIME, clock_of),
            way("time", _CLOCK, TIME, time_of_parts, optional=1, nullable=("offset",)),
        ),
    ),
    Builtin(
        "date and time",
        (
            way(
                "date and time",
                (("from", STRING),),
                DATE_TIME,
                _reader("date and time", read_date_time),
            ),
            way("date and time", (("from", DATE_TIME),), DATE_TIME, lambda value: value),
            way("date and time", (("date", DATE), ("time", TIME)), DATE_TIME, date_and_time),
            way("date and time", (("date", DATE_TIME), ("time", TIME)), DATE_TIME, date_and_time),
        ),
    ),
    # Which of the two kinds it is stands in the text, which the type does not show.
    Builtin(
        "duration",
        (
            way("duration", (("from", STRING),), ANY, _reader("duration", read_duration)),
            way("duration", (("from", DAYS_DURATION),), DAYS_DURATION, lambda value: value),
            way("duration", (("from", YEARS_DURATION),), YEARS_DURATION, lambda value: value),
        ),
    ),
    Builtin(
        "years and months duration",
        tuple(
            way(
                "years and months duration",
                (("from", start), ("to", end)),
                YEARS_DURATION,
                years_and_months,
            )
            for start, end in _SPANS
        ),
    ),
    _of_date("day of year", NUMBER, lambda date: Decimal(date.timetuple().tm_yday)),
    _of_date("day of week", StringType(WEEKDAYS), lambda date: WEEKDAYS[date.weekday()]),
    _of_date("month of year", StringType(MONTHS), lambda date: MONTHS[date.month - 1]),
    _of_date("week of year", NUMBER, lambda date: Decimal(date.isocalendar().week)),
)

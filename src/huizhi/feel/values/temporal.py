"""Dates, times and durations: reading, writing, and the arithmetic of months and zones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from huizhi.feel.values.kinds import Value, YearsMonthsDuration
from huizhi.feel.values.wide import (
    AnyDate,
    AnyDateTime,
    AnyTime,
    WideDate,
    WideDateTime,
    WideTime,
    clock_of,
    combine,
    day_of,
    make_date,
    make_time,
    nanoseconds_of,
    near,
    near_clock,
    shift,
    shift_months,
)

MICROSECOND: Final = dt.timedelta(microseconds=1)
_MIDNIGHT: Final = dt.time()
_EPOCH: Final = dt.datetime(1970, 1, 1)  # noqa: DTZ001 (a wall clock without zone is meant)
_WIDEST_OFFSET: Final = dt.timedelta(hours=18)

_ZONE = r"(?P<zone>Z|[+-]\d{2}:\d{2}(?::\d{2})?|@[A-Za-z0-9_+\-/]+)?"
_DATE_PATTERN: Final = re.compile(r"(-?(?:[1-9]\d{4,8}|\d{4}))-(\d{2})-(\d{2})", re.ASCII)
_TIME_PATTERN: Final = re.compile(
    r"(?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2})(?:\.(?P<fraction>\d+))?" + _ZONE,
    re.ASCII,
)
_DURATION_PATTERN: Final = re.compile(
    r"(?P<sign>-)?P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?"
    r"(?:(?P<seconds>\d+)(?:\.(?P<fraction>\d*))?S)?)?",
    re.ASCII,
)


def read_date(text: str) -> AnyDate | None:
    """Read `2021-07-26`, the year of up to nine digits; None where there is no such date."""
    found = _DATE_PATTERN.fullmatch(text)
    if not found:
        return None
    try:
        return make_date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def read_time(text: str) -> AnyTime | None:
    """Read `10:30:00`, with a fraction, an offset or a zone (`10:30:00@Europe/Paris`)."""
    found = _TIME_PATTERN.fullmatch(text)
    if not found:
        return None
    try:
        clock = dt.time(
            int(found["hour"]),
            int(found["minute"]),
            int(found["second"]),
            _microseconds(found["fraction"]),
            _read_zone(found["zone"]),
        )
        return make_time(clock, int((found["fraction"] or "0")[:9].ljust(9, "0")[6:]))
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return None


def read_date_time(text: str) -> AnyDateTime | None:
    """Read `2021-07-26T10:30:00` and its like; a date alone is its midnight.

    Hour 24 is the midnight that ends the day.
    """
    date_text, separator, time_text = text.partition("T")
    date = read_date(date_text)
    whole_day = time_text.startswith("24:00:00")
    if whole_day:
        time_text = time_text.replace("24", "00", 1)
    time = read_time(time_text) if separator else _MIDNIGHT
    if date is None or time is None:
        return None
    begun = combine(date, time)
    return shift(begun, dt.timedelta(1)) if whole_day else begun


def read_duration(text: str) -> dt.timedelta | YearsMonthsDuration | None:
    """Read `P1Y2M` or `P1DT2H3M4.5S`; None where both kinds are mixed."""
    found = _DURATION_PATTERN.fullmatch(text)
    if not found:
        return None
    sign = -1 if found["sign"] else 1
    names = ("years", "months", "days", "hours", "minutes")
    try:
        part = {name: int(found[name] or 0) for name in names}
        if found["years"] or found["months"]:
            if "D" in text or "T" in text:
                return None
            return YearsMonthsDuration(sign * (part["years"] * 12 + part["months"]))
        return sign * dt.timedelta(
            days=part["days"],
            hours=part["hours"],
            minutes=part["minutes"],
            seconds=int(found["seconds"] or 0),
            microseconds=_microseconds(found["fraction"]),
        )
    except (OverflowError, ValueError):
        return None


def read_temporal(text: str) -> Value:
    """Read what stands inside an `@` literal; None where it is nothing temporal."""
    if text.lstrip("-").startswith("P"):
        return read_duration(text)
    if "T" in text:
        return read_date_time(text)
    return read_time(text) if ":" in text else read_date(text)


def _microseconds(fraction: str | None) -> int:
    return int((fraction or "0")[:6].ljust(6, "0"))


def _read_zone(text: str | None) -> dt.tzinfo | None:
    if text is None:
        return None
    if text == "Z":
        return dt.UTC
    if text.startswith("@"):
        return ZoneInfo(text[1:])
    parts = [int(part) for part in text[1:].split(":")]
    offset = dt.timedelta(
        hours=parts[0], minutes=parts[1], seconds=parts[2] if len(parts) > 2 else 0
    )
    if parts[1] > 59:
        raise ValueError(text)
    return zone_of_offset(-offset if text.startswith("-") else offset)


def zone_of_offset(offset: dt.timedelta) -> dt.tzinfo:
    """Return the zone at a fixed distance from UTC; ValueError beyond 18 hours."""
    if abs(offset) > _WIDEST_OFFSET:
        raise ValueError(f"no zone is {offset} from UTC")
    return dt.timezone(offset) if offset else dt.UTC


def zone_name(zone: dt.tzinfo | None) -> str | None:
    """Return the name of a zone of the zone database, or None for an offset or none at all."""
    return zone.key if isinstance(zone, ZoneInfo) else None


def write_date(value: AnyDate | AnyDateTime) -> str:
    """Write `2021-07-26`."""
    sign = "-" if value.year < 0 else ""
    return f"{sign}{abs(value.year):04}-{value.month:02}-{value.day:02}"


def write_time(value: AnyTime) -> str:
    """Write the time of day with its zone; a fraction without trailing zeros."""
    clock = near_clock(value)
    text = f"{clock.hour:02}:{clock.minute:02}:{clock.second:02}"
    fraction = clock.microsecond * 1000 + nanoseconds_of(value)
    if fraction:
        text += f".{fraction:09}".rstrip("0")
    return text + _write_zone(clock.tzinfo)


def write_date_time(value: AnyDateTime) -> str:
    """Write `2021-07-26T10:30:00` with its zone."""
    return f"{write_date(value)}T{write_time(clock_of(value))}"


def _write_zone(zone: dt.tzinfo | None) -> str:
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    offset = zone.utcoffset(None)
    if not offset:
        return "Z"
    seconds = abs(int(offset.total_seconds()))
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    if seconds % 60:
        text += f":{seconds % 60:02}"
    return ("-" if offset < dt.timedelta() else "+") + text


def write_years_months(value: YearsMonthsDuration) -> str:
    """Write `P1Y2M`; nothing is `P0M`."""
    years, months = divmod(abs(value.months), 12)
    text = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
    return ("-P" if value.months < 0 else "P") + text


def write_days_time(value: dt.timedelta) -> str:
    """Write `P1DT2H3M4.5S`; nothing is `PT0S`."""
    total = abs(microseconds(value))
    seconds, fraction = divmod(total, 1_000_000)
    days, seconds = divmod(seconds, 86_400)
    clock = ""
    if seconds // 3600:
        clock += f"{seconds // 3600}H"
    if seconds // 60 % 60:
        clock += f"{seconds // 60 % 60}M"
    if seconds % 60 or fraction:
        clock += f"{seconds % 60}" + (f".{fraction:06}".rstrip("0") if fraction else "") + "S"
    if not days and not clock:
        clock = "0S"
    sign = "-" if value < dt.timedelta() else ""
    return f"{sign}P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")


def microseconds(value: dt.timedelta) -> int:
    """Return a days and time duration as whole microseconds."""
    return value // MICROSECOND


def add_months(value: AnyDate | AnyDateTime, months: int) -> AnyDate | AnyDateTime:
    """Add months to a date or a date and time, clamped to the month's end.

    31 January plus one month is the last of February. Raises ValueError beyond years of nine
    digits.
    """
    date = shift_months(day_of(value), months)
    if isinstance(value, dt.datetime | WideDateTime):
        return combine(date, clock_of(value))
    return date


def add_duration(value: AnyDateTime, duration: dt.timedelta) -> AnyDateTime:
    """Add to a date and time; in a named zone what passes is real time, not the clock's."""
    if isinstance(value, dt.datetime) and isinstance(value.tzinfo, ZoneInfo):
        return (value.astimezone(dt.UTC) + duration).astimezone(value.tzinfo)
    return shift(value, duration)


def shift_time(value: AnyTime, duration: dt.timedelta) -> AnyTime:
    """Add to a time of day, round the clock."""
    clock = near_clock(value)
    moved = dt.datetime.combine(_EPOCH, clock.replace(tzinfo=None)) + duration % dt.timedelta(1)
    return make_time(moved.time().replace(tzinfo=clock.tzinfo), nanoseconds_of(value))


def months_between(start: AnyDate | AnyDateTime, end: AnyDate | AnyDateTime) -> int:
    """Count the whole months from one day to another; negative where the end lies before."""
    first, last = (start.year, start.month, start.day), (end.year, end.month, end.day)
    if last < first:
        return -months_between(end, start)
    months = (last[0] - first[0]) * 12 + last[1] - first[1]
    return months - 1 if last[2] < first[2] else months


def time_offset(value: dt.time | dt.datetime) -> dt.timedelta | None:
    """Return the distance from UTC; for a time in a named zone that of 1 January 1970."""
    if value.tzinfo is None:
        return None
    return value.utcoffset() or value.tzinfo.utcoffset(_EPOCH) or dt.timedelta()


def day_instant(value: AnyTime) -> dt.timedelta:
    """Return the distance from midnight UTC; a value without zone counts as UTC."""
    clock = near_clock(value)
    passed = dt.timedelta(
        hours=clock.hour,
        minutes=clock.minute,
        seconds=clock.second,
        microseconds=clock.microsecond,
    )
    return passed - (time_offset(clock) or dt.timedelta())


def midnight(value: AnyDate) -> AnyDateTime:
    """Return the start of a date in UTC, as the standard reads a date among dates and times."""
    return combine(value, _MIDNIGHT.replace(tzinfo=dt.UTC))


def property_of(value: Value, name: str) -> Value:
    """Return a property such as `.year`; KeyError where the value has no such property."""
    found = _PROPERTIES[type(value)][name](value)
    return Decimal(found) if type(found) is int else found


_ONE_DAY: Final = 86_400_000_000


def _truncated(amount: int, unit: int) -> int:
    return abs(amount) // unit * (-1 if amount < 0 else 1)


_DATE_PROPERTIES: Final[Mapping[str, Callable[[Any], Value]]] = {
    "year": lambda value: value.year,
    "month": lambda value: value.month,
    "day": lambda value: value.day,
    "weekday": lambda value: near(value).isoweekday(),
}
_TIME_PROPERTIES: Final[Mapping[str, Callable[[Any], Value]]] = {
    "hour": lambda value: value.hour,
    "minute": lambda value: value.minute,
    "second": lambda value: value.second,
    "time offset": time_offset,
    "timezone": lambda value: zone_name(value.tzinfo),
}


def _of_clock(read: Callable[[Any], Value]) -> Callable[[Any], Value]:
    return lambda value: read(value.near)


_PROPERTIES: Final[Mapping[type, Mapping[str, Callable[[Any], Value]]]] = {
    dt.date: _DATE_PROPERTIES,
    dt.time: _TIME_PROPERTIES,
    dt.datetime: {**_DATE_PROPERTIES, **_TIME_PROPERTIES},
    WideDate: _DATE_PROPERTIES,
    WideTime: {name: _of_clock(read) for name, read in _TIME_PROPERTIES.items()},
    WideDateTime: {
        **{name: _of_clock(read) for name, read in _TIME_PROPERTIES.items()},
        **_DATE_PROPERTIES,
    },
    YearsMonthsDuration: {
        "years": lambda value: _truncated(value.months, 12),
        "months": lambda value: value.months - 12 * _truncated(value.months, 12),
    },
    dt.timedelta: {
        "days": lambda value: _truncated(microseconds(value), _ONE_DAY),
        "hours": lambda value: _remainder(value, _ONE_DAY, 3_600_000_000),
        "minutes": lambda value: _remainder(value, 3_600_000_000, 60_000_000),
        "seconds": lambda value: _remainder(value, 60_000_000, 1_000_000),
    },
}


def _remainder(value: dt.timedelta, whole: int, unit: int) -> int:
    total = microseconds(value)
    return _truncated(total - whole * _truncated(total, whole), unit)

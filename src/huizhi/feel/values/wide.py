"""Dates beyond the years 1 to 9999, and nanoseconds, which Python's kinds do not hold.

The Gregorian calendar repeats itself every 400 years, to the day of the week. A wide date is the
same day of one of the years 2000 to 2399, and how many rounds of 400 years lie between.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from typing import Final, TypeAlias

_ROUND_YEARS: Final = 400
_ROUND_DAYS: Final = 146_097
_FIRST_YEAR: Final = 2000
_MICROSECONDS: Final = 86_400_000_000
# What the standard takes over from XML Schema's nine digits.
_LAST_YEAR: Final = 999_999_999


@dataclass(frozen=True, slots=True)
class WideDate:
    """A date whose year is below 1 or above 9999."""

    rounds: int
    near: dt.date

    @property
    def year(self) -> int:
        """The year; 0 is the one before 1."""
        return self.near.year + _ROUND_YEARS * self.rounds

    @property
    def month(self) -> int:
        """The month, from 1."""
        return self.near.month

    @property
    def day(self) -> int:
        """The day of the month, from 1."""
        return self.near.day


@dataclass(frozen=True, slots=True)
class WideTime:
    """A time of day with nanoseconds: 1 to 999 of them beyond its microseconds."""

    near: dt.time
    nanoseconds: int


@dataclass(frozen=True, slots=True)
class WideDateTime:
    """A date and time of which one half is wide."""

    day_part: AnyDate
    clock: AnyTime

    @property
    def year(self) -> int:
        """The year; 0 is the one before 1."""
        return self.day_part.year

    @property
    def month(self) -> int:
        """The month, from 1."""
        return self.day_part.month

    @property
    def day(self) -> int:
        """The day of the month, from 1."""
        return self.day_part.day

    @property
    def near(self) -> dt.datetime:
        """The same moment of a year from 2000 to 2399."""
        return dt.datetime.combine(near(self.day_part), near_clock(self.clock))


AnyDate: TypeAlias = dt.date | WideDate
AnyTime: TypeAlias = dt.time | WideTime
AnyDateTime: TypeAlias = dt.datetime | WideDateTime


def make_date(year: int, month: int, day: int) -> AnyDate:
    """Return a date of any year of up to nine digits. Raises ValueError where there is none."""
    if dt.MINYEAR <= year <= dt.MAXYEAR:
        return dt.date(year, month, day)
    if abs(year) > _LAST_YEAR:
        raise ValueError(f"year {year} is outside the calendar")
    rounds = (year - _FIRST_YEAR) // _ROUND_YEARS
    return WideDate(rounds, dt.date(year - rounds * _ROUND_YEARS, month, day))


def make_time(clock: dt.time, nanoseconds: int) -> AnyTime:
    """Return a time of day with nanoseconds beyond its microseconds."""
    return WideTime(clock, nanoseconds) if nanoseconds else clock


def near_clock(value: AnyTime) -> dt.time:
    """Return a time of day to the microsecond."""
    return value.near if isinstance(value, WideTime) else value


def nanoseconds_of(value: AnyTime) -> int:
    """Return the nanoseconds beyond the microseconds."""
    return value.nanoseconds if isinstance(value, WideTime) else 0


def combine(date: AnyDate, clock: AnyTime) -> AnyDateTime:
    """Return the date and time of a day and a clock with its zone."""
    if isinstance(date, WideDate) or isinstance(clock, WideTime):
        return WideDateTime(date, clock)
    return dt.datetime.combine(date, clock)


def day_of(value: AnyDate | AnyDateTime) -> AnyDate:
    """Return the date of a date or a date and time."""
    if isinstance(value, WideDateTime):
        return value.day_part
    return value.date() if isinstance(value, dt.datetime) else value


def clock_of(value: AnyDateTime) -> AnyTime:
    """Return the clock of a date and time, with its zone."""
    return value.clock if isinstance(value, WideDateTime) else value.timetz()


def near(value: AnyDate | AnyDateTime) -> dt.date:
    """Return the same day of a year that Python's calendar holds."""
    return value.near if isinstance(value, WideDate | WideDateTime) else value


def day_number(value: AnyDate) -> int:
    """Count the days from 1 January of year 1, which is 1."""
    if isinstance(value, WideDate):
        return value.near.toordinal() + value.rounds * _ROUND_DAYS
    return value.toordinal()


def date_of_number(number: int) -> AnyDate:
    """Return the date of a day number. Raises ValueError beyond nine digits of years."""
    if 1 <= number <= dt.date.max.toordinal():
        return dt.date.fromordinal(number)
    rounds, days = divmod(number - dt.date(_FIRST_YEAR, 1, 1).toordinal(), _ROUND_DAYS)
    found = dt.date(_FIRST_YEAR, 1, 1) + dt.timedelta(days=days)
    return make_date(found.year + rounds * _ROUND_YEARS, found.month, found.day)


def shift_months(value: AnyDate, months: int) -> AnyDate:
    """Add months to a date, clamped to the month's end. Raises ValueError beyond the calendar."""
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    # A year of the same length: the calendar repeats itself.
    last = monthrange(year % _ROUND_YEARS + _FIRST_YEAR, month + 1)[1]
    return make_date(year, month + 1, min(value.day, last))


def shift(value: AnyDateTime, amount: dt.timedelta) -> AnyDateTime:
    """Add a duration to what the calendar and the clock show. Raises ValueError beyond it."""
    shown = clock_of(value)
    clock = near_clock(shown)
    passed = (clock.hour * 60 + clock.minute) * 60 + clock.second
    total = passed * 1_000_000 + clock.microsecond + amount // dt.timedelta(microseconds=1)
    days, rest = divmod(total, _MICROSECONDS)
    moved = (dt.datetime.min + dt.timedelta(microseconds=rest)).time()  # noqa: DTZ901 (a clock)
    date = date_of_number(day_number(day_of(value)) + days)
    whole = moved.replace(tzinfo=clock.tzinfo)
    return combine(date, make_time(whole, nanoseconds_of(shown)))


def seconds_since_year_one(value: AnyDateTime) -> int:
    """Count whole seconds in UTC; a value without zone counts as UTC."""
    clock = near_clock(clock_of(value))
    moment = value.near if isinstance(value, WideDateTime) else value
    offset = moment.utcoffset() or dt.timedelta()
    passed = (clock.hour * 60 + clock.minute) * 60 + clock.second
    return day_number(day_of(value)) * 86_400 + passed - offset // dt.timedelta(seconds=1)

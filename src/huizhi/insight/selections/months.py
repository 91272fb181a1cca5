"""Months as `2021-07`: their first and last day, and the months before one."""

from __future__ import annotations

import calendar
import datetime as dt

MONTHS_OF_A_YEAR = 12


def month_of(day: dt.date) -> str:
    """Return the month of a day as `2021-07`."""
    return f"{day:%Y-%m}"


def first_day(month: str) -> dt.date:
    """Return the first day of a month. Errors: `ValueError` for what is none."""
    return dt.date.fromisoformat(f"{month}-01")


def last_day(month: str) -> dt.date:
    """Return the last day of a month."""
    first = first_day(month)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def earlier(month: str, by: int) -> str:
    """Return the month that lies `by` months before; after it for a negative number."""
    first = first_day(month)
    number = first.year * MONTHS_OF_A_YEAR + first.month - 1 - by
    return f"{number // MONTHS_OF_A_YEAR:04d}-{number % MONTHS_OF_A_YEAR + 1:02d}"


def months_until(day: dt.date, count: int = MONTHS_OF_A_YEAR) -> list[str]:
    """Return the months up to that of a day, the earliest first."""
    last = month_of(day)
    return [earlier(last, by) for by in range(count - 1, -1, -1)]


def is_month(text: str) -> bool:
    """Say whether a text is a month."""
    try:
        return month_of(first_day(text)) == text
    except ValueError:
        return False


def within(column: str, month: str, on: dt.date) -> dict[str, dt.date]:
    """Return the look-ups for a date column that lies in a month and not after a day."""
    return {f"{column}__gte": first_day(month), f"{column}__lte": min(last_day(month), on)}

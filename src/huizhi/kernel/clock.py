"""The one place that reads the clock, and the official calendar of working days."""

from __future__ import annotations

import datetime as dt

import chinese_calendar
from django.utils import timezone


def now() -> dt.datetime:
    """Return the present moment, with zone."""
    return timezone.now()


def today() -> dt.date:
    """Return the present date in the installation's zone."""
    return timezone.localdate()


def add_working_days(start: dt.date, days: int) -> dt.date:
    """Return the date `days` working days after `start` by the official calendar of China.

    Errors: `NotImplementedError` from the calendar for a year it does not know yet.
    """
    day = start
    while days > 0:
        day += dt.timedelta(days=1)
        if chinese_calendar.is_workday(day):
            days -= 1
    return day

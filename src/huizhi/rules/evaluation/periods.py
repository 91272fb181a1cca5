"""Periods in which benefits fall due, and the windows of months that bound them."""

from __future__ import annotations

import calendar
import datetime as dt

from huizhi.rules.packs.model import CapWindow, PeriodUnit


def period_of(unit: PeriodUnit, on: dt.date) -> str:
    """Return the name of the period a day lies in: `once`, `2021` or `2021-07`."""
    match unit:
        case PeriodUnit.MONTH:
            return f"{on.year:04d}-{on.month:02d}"
        case PeriodUnit.YEAR:
            return f"{on.year:04d}"
        case PeriodUnit.ONCE:
            return "once"


def in_window(unit: PeriodUnit, start: dt.date, months: int | None, on: dt.date) -> bool:
    """Tell whether the period of a day is one of those that a window holds.

    Monthly benefits fall due from the month of the start on, `months` times; yearly ones from its
    year on, once for every twelve months begun; others may be had from the start until the same
    day `months` later, that day not included. Without `months` a window has no end.
    """
    match unit:
        case PeriodUnit.MONTH:
            elapsed = (on.year - start.year) * 12 + on.month - start.month
            return elapsed >= 0 and (months is None or elapsed < months)
        case PeriodUnit.YEAR:
            elapsed = on.year - start.year
            return elapsed >= 0 and (months is None or elapsed < -(-months // 12))
        case PeriodUnit.ONCE:
            return start <= on and (months is None or on < add_months(start, months))


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later month, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def falls_in(period: str, window: CapWindow, on: dt.date) -> bool:
    """Tell whether a period named as above lies in the window of a cap around a day.

    A payment made `once` carries no date, so it counts over a life only.
    """
    match window:
        case CapWindow.LIFE:
            return True
        case CapWindow.YEAR:
            return period[:4] == f"{on.year:04d}"
        case CapWindow.MONTH:
            return period == f"{on.year:04d}-{on.month:02d}"

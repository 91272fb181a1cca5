"""How a series stands against its target: what is expected so far, and from when it is behind.

The rule, as the screens state it. The year of the last value counts.

- *Sum*: all values of the year since its first target, against the targets that have run out
  plus the share of the present one that is over.
- *The last value*: the last value, against the way from the previous target (nothing, where there
  is none) to the present one, by the share of the present period that is over.
- *Average*: the average of the target's period, against the target.

Within `TOLERANCE` of what is expected a series is on target; beyond it, ahead or behind.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from huizhi.partners.models import AddsUp, Better, Granularity, Standing
from huizhi.partners.models.quantity import STEP

TOLERANCE = Decimal("0.05")


@dataclass(frozen=True)
class Measured:
    """What is needed of a series: its last value, and sum and number of values by month.

    `months` are those of the year of the last period.
    """

    last_period: dt.date
    last_value: Decimal
    months: Mapping[dt.date, tuple[Decimal, int]]


@dataclass(frozen=True)
class Assessment:
    """How it stands, and the two numbers that were compared."""

    standing: Standing
    so_far: Decimal | None = None
    expected: Decimal | None = None


def assess(
    *,
    adds_up: str,
    better: str,
    granularity: str,
    target_per: str,
    measured: Measured | None,
    targets: Mapping[dt.date, Decimal],
) -> Assessment:
    """Return how a series stands. `targets` are by the first day of their month or year."""
    if measured is None:
        return Assessment(Standing.NO_DATA)
    present = period_start(measured.last_period, target_per)
    if present not in targets:
        return Assessment(Standing.NO_TARGET)
    over = _share_over(measured.last_period, granularity, target_per)
    if adds_up == AddsUp.SUM:
        so_far, expected = _summed(measured, targets, present, over)
    elif adds_up == AddsUp.LAST:
        before = targets.get(_previous(present, target_per), Decimal(0))
        so_far = measured.last_value
        expected = before + (targets[present] - before) * over
    else:
        so_far = _average(measured, present, target_per)
        expected = targets[present]
    return _judged(so_far.quantize(STEP), expected.quantize(STEP), better)


def period_start(day: dt.date, granularity: str) -> dt.date:
    """Return the first day of the day, month or year in which a day lies."""
    if granularity == Granularity.YEAR:
        return day.replace(month=1, day=1)
    return day.replace(day=1) if granularity == Granularity.MONTH else day


def period_end(start: dt.date, granularity: str) -> dt.date:
    """Return the last day of a period that begins on `start`."""
    if granularity == Granularity.YEAR:
        return start.replace(month=12, day=31)
    if granularity == Granularity.MONTH:
        return start.replace(day=calendar.monthrange(start.year, start.month)[1])
    return start


def _summed(
    measured: Measured,
    targets: Mapping[dt.date, Decimal],
    present: dt.date,
    over: Decimal,
) -> tuple[Decimal, Decimal]:
    this_year = [start for start in targets if start.year == present.year and start <= present]
    first = min(this_year)
    so_far = sum(
        (total for month, (total, _count) in measured.months.items() if month >= first), Decimal(0)
    )
    run_out = sum((targets[start] for start in this_year if start < present), Decimal(0))
    return so_far, run_out + targets[present] * over


def _average(measured: Measured, present: dt.date, target_per: str) -> Decimal:
    within = [
        pair
        for month, pair in measured.months.items()
        if target_per == Granularity.YEAR or month == present
    ]
    count = sum(number for _total, number in within)
    return sum((total for total, _number in within), Decimal(0)) / count


def _share_over(last_period: dt.date, granularity: str, target_per: str) -> Decimal:
    """Return the share of the target's period that is over at the end of the last period."""
    start = period_start(last_period, target_per)
    end = period_end(start, target_per)
    reached = min(period_end(last_period, granularity), end)
    return Decimal((reached - start).days + 1) / Decimal((end - start).days + 1)


def _previous(start: dt.date, target_per: str) -> dt.date:
    return period_start(start - dt.timedelta(days=1), target_per)


def _judged(so_far: Decimal, expected: Decimal, better: str) -> Assessment:
    lead = so_far - expected if better == Better.MORE else expected - so_far
    if abs(lead) <= abs(expected) * TOLERANCE:
        standing = Standing.ON_TARGET
    else:
        standing = Standing.AHEAD if lead > 0 else Standing.BEHIND
    return Assessment(standing, so_far, expected)

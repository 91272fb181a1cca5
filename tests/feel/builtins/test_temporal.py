"""Builtins on dates, times and durations."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from huizhi.feel import YearsMonthsDuration
from huizhi.feel.builtins.catalogue import BUILTINS
from tests.feel.evaluating import cause_of, evaluate, missing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2021-07-26")', dt.date(2021, 7, 26)),
        ("date(2021, 7, 26)", dt.date(2021, 7, 26)),
        ("date(day: 26, month: 7, year: 2021)", dt.date(2021, 7, 26)),
        ('date(date and time("2021-07-26T10:00:00"))', dt.date(2021, 7, 26)),
        ('time("10:30:00")', dt.time(10, 30)),
        ("time(10, 30, 15.5)", dt.time(10, 30, 15, 500_000)),
        ('time(10, 30, 0, @"PT8H").time offset', dt.timedelta(hours=8)),
        ("time(10, 30, 0, null)", dt.time(10, 30)),
        ('time(@"2021-07-26T10:00:00")', dt.time(10)),
        ('date and time("2021-07-26")', dt.datetime(2021, 7, 26)),  # noqa: DTZ001
        (
            'date and time(@"2021-07-26", @"10:30:00")',
            dt.datetime(2021, 7, 26, 10, 30),  # noqa: DTZ001
        ),
        ('duration("P1Y2M")', YearsMonthsDuration(14)),
        ('duration("PT36H")', dt.timedelta(hours=36)),
        (
            'years and months duration(@"2019-03-15", @"2021-07-26")',
            YearsMonthsDuration(28),
        ),
        (
            'years and months duration(@"2021-07-26", @"2019-08-27")',
            YearsMonthsDuration(-22),
        ),
        (
            'years and months duration(from: @"2020-02-29", to: @"2021-02-28")',
            YearsMonthsDuration(11),
        ),
        ('day of year(@"2021-12-31")', Decimal(365)),
        ('day of week(@"2021-07-26")', "Monday"),
        ('month of year(@"2021-07-26")', "July"),
        ('week of year(@"2021-01-03")', Decimal(53)),
        ('week of year(@"2021-01-04T10:00:00")', Decimal(1)),
    ],
)
def test_temporal(text: str, expected: object) -> None:
    value = evaluate(text)
    assert type(value) is type(expected)
    assert value == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('date("2021-02-30")', "unreadable"),
        ("date(2021, 2, 30)", "unreadable"),
        ('time("25:00:00")', "unreadable"),
        ('time(10, 30, 0, @"PT19H")', "unreadable"),
        ('duration("P1Y1D")', "unreadable"),
        ("date(null)", "argument"),
        ('date("2021-01-01", 1)', "arguments"),
        ('day of week("2021-07-26")', "argument"),
    ],
)
def test_wrong_arguments_give_null(text: str, code: str) -> None:
    assert cause_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "date(m)",
        "date(2021, m, 1)",
        "time(10, 0, 0, m)",
        "duration(m)",
        'years and months duration(m, @"2021-07-26")',
        "day of week(m)",
    ],
)
def test_missing(text: str) -> None:
    assert evaluate(text) == missing("m")


def test_no_builtin_reads_the_clock() -> None:
    assert not {"now", "today"} & set(BUILTINS)

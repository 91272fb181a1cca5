"""Periods and windows, counted by hand."""

import datetime as dt

import pytest

from huizhi.rules.evaluation.periods import add_months, falls_in, in_window, period_of
from huizhi.rules.packs.model import CapWindow, PeriodUnit

D = dt.date


def test_names_of_periods():
    day = D(2021, 7, 26)
    assert [period_of(unit, day) for unit in PeriodUnit] == ["once", "2021-07", "2021"]


@pytest.mark.parametrize(
    ("unit", "start", "months", "on", "expected"),
    [
        # sixty months from July 2021: the last is June 2026
        (PeriodUnit.MONTH, D(2021, 7, 31), 60, D(2021, 7, 1), True),
        (PeriodUnit.MONTH, D(2021, 7, 31), 60, D(2021, 6, 30), False),
        (PeriodUnit.MONTH, D(2021, 7, 31), 60, D(2026, 6, 30), True),
        (PeriodUnit.MONTH, D(2021, 7, 31), 60, D(2026, 7, 1), False),
        (PeriodUnit.MONTH, D(2021, 7, 31), None, D(2090, 1, 1), True),
        # three years from 2021: 2021, 2022, 2023; 30 months begin a third year
        (PeriodUnit.YEAR, D(2021, 12, 31), 36, D(2023, 1, 1), True),
        (PeriodUnit.YEAR, D(2021, 12, 31), 36, D(2024, 1, 1), False),
        (PeriodUnit.YEAR, D(2021, 12, 31), 30, D(2023, 12, 31), True),
        (PeriodUnit.YEAR, D(2021, 12, 31), 36, D(2020, 12, 31), False),
        # to the day
        (PeriodUnit.ONCE, D(2020, 2, 29), 12, D(2021, 2, 27), True),
        (PeriodUnit.ONCE, D(2020, 2, 29), 12, D(2021, 2, 28), False),
        (PeriodUnit.ONCE, D(2020, 2, 29), None, D(2020, 2, 28), False),
    ],
)
def test_windows(unit, start, months, on, expected):
    assert in_window(unit, start, months, on) is expected


def test_months_clamp_to_the_end():
    assert add_months(D(2021, 1, 31), 1) == D(2021, 2, 28)
    assert add_months(D(2021, 11, 30), 14) == D(2023, 1, 30)


@pytest.mark.parametrize(
    ("period", "life", "year", "month"),
    [
        ("2021-07", True, True, True),
        ("2021-06", True, True, False),
        ("2021", True, True, False),
        ("2020-07", True, False, False),
        ("once", True, False, False),
    ],
)
def test_what_counts_towards_a_cap(period, life, year, month):
    day = D(2021, 7, 26)
    windows = (CapWindow.LIFE, CapWindow.YEAR, CapWindow.MONTH)
    assert [falls_in(period, window, day) for window in windows] == [life, year, month]

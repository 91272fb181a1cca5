"""Dates beyond the years 1 to 9999, against Python's own calendar where both can be had."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.feel import to_feel_literal
from huizhi.feel.values.wide import (
    WideDate,
    date_of_number,
    day_number,
    make_date,
    near,
    shift,
    shift_months,
)
from tests.feel.evaluating import evaluate


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('date("-2021-02-28") + duration("P1D")', 'date("-2021-03-01")'),
        ('date("12000-02-28") + duration("P1D")', 'date("12000-02-29")'),
        ('date("9999-12-31") + duration("P1D")', 'date("10000-01-01")'),
        ('date("10000-01-01") - duration("P1D")', 'date("9999-12-31")'),
        ('date("0001-01-01") - duration("P1D")', 'date("0000-12-31")'),
        ('date("-0004-02-29") + duration("P1Y")', 'date("-0003-02-28")'),
        ("date(-1, 2, 3)", 'date("-0001-02-03")'),
        ("date(1000000000, 1, 1)", "null"),
        ('date("999999999-12-31") + duration("P1D")', "null"),
        ('date("-12021-07-26").year', "-12021"),
        ('date("12021-07-26").weekday = date("2021-07-26").weekday', "true"),
        ('day of week(date("12021-07-26"))', '"Monday"'),
        ('date("12021-07-26") - date("2021-07-26")', 'duration("P3652425D")'),
        ('date("12021-07-26") > date("2021-07-26")', "true"),
        ('date("12021-07-26") = date("12021-07-26")', "true"),
        ('date("12021-07-26") = date("2021-07-26")', "false"),
        ('date("12021-07-26") in [date("2021-07-26")..date("12022-01-01")]', "true"),
        ('date("12021-07-26") = "12021-07-26"', "null"),
        (
            'years and months duration(date("-0001-01-01"), date("0001-01-01"))',
            'duration("P2Y")',
        ),
        ('date("12021-07-26") instance of date', "true"),
        ('date and time("12021-07-26T23:00:00Z").hour', "23"),
        (
            'date and time("12021-07-26T23:00:00Z") + duration("PT2H")',
            'date and time("12021-07-27T01:00:00Z")',
        ),
        (
            'date and time("12021-07-26T10:00:00+02:00") = date and time("12021-07-26T08:00:00Z")',
            "true",
        ),
        (
            'date and time("12021-07-26T10:00:00@Europe/Paris").time offset',
            'duration("PT2H")',
        ),
        (
            'date and time("12021-07-26T10:00:00Z") - date and time("2021-07-26T09:00:00Z")',
            'duration("P3652425DT1H")',
        ),
        (
            'date and time("-99999-12-31T11:22:33") - duration("P1M")',
            'date and time("-99999-11-30T11:22:33")',
        ),
        ('date(date and time("12021-07-26T10:00:00Z"))', 'date("12021-07-26")'),
        ('time(date and time("12021-07-26T10:00:00Z"))', 'time("10:00:00Z")'),
        (
            'date and time(date("2021-07-26"), time("10:00:00.123456789Z"))',
            'date and time("2021-07-26T10:00:00.123456789Z")',
        ),
        (
            'date and time("2021-07-26T10:00:00.000000001@Europe/Paris") + duration("P1M")',
            'date and time("2021-08-26T10:00:00.000000001@Europe/Paris")',
        ),
        ('duration("P1000000000000000M")', 'duration("P83333333333333Y4M")'),
        ('duration("P1000000000000001M")', "null"),
        ('duration("P1Y") * 1e6000', "null"),
        ("time(10, 0, 1.000000001)", 'time("10:00:01.000000001")'),
        ('time("10:00:00.000000001") + duration("PT1H")', 'time("11:00:00.000000001")'),
        ('time("10:00:00.000000001Z").time offset', 'duration("PT0S")'),
        ('time("10:00:00.000000001") = time("10:00:00")', "true"),
        ('time("10:00:00.000000001") < time("10:00:01")', "true"),
        ('time("10:00:00.000000001") - time("09:00:00")', 'duration("PT1H")'),
        ('time("10:00:00.000000001") instance of time', "true"),
        ('date and time("9999-12-31T24:00:00")', 'date and time("10000-01-01T00:00:00")'),
    ],
)
def test_wide_dates_are_dates(text, shown):
    assert to_feel_literal(evaluate(text)) == shown


DATES = st.dates()


@given(DATES, st.integers(-10_000_000, 10_000_000))
def test_day_numbers_go_on_where_the_calendar_ends(date, days):
    number = day_number(date) + days
    moved = date_of_number(number)
    assert day_number(moved) == number
    if 1 <= number <= dt.date.max.toordinal():
        assert moved == date + dt.timedelta(days=days)
    else:
        assert isinstance(moved, WideDate)
        assert not 1 <= moved.year <= 9999
        assert near(moved).weekday() == (number - 1) % 7


@given(DATES, st.integers(-400, 400))
def test_a_round_of_the_calendar_changes_the_year_alone(date, rounds):
    moved = shift_months(date, rounds * 4800)
    assert (moved.year, moved.month, moved.day) == (date.year + rounds * 400, date.month, date.day)
    assert near(moved).weekday() == date.weekday()
    assert make_date(moved.year, moved.month, moved.day) == moved


@given(
    st.dates(dt.date(2, 1, 1), dt.date(9998, 1, 1)),
    st.times(),
    st.timedeltas(dt.timedelta(-300), dt.timedelta(300)),
)
def test_shifting_is_adding(date, clock, amount):
    moment = dt.datetime.combine(date, clock)
    assert shift(moment, amount) == moment + amount

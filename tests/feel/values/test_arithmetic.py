"""Arithmetic of numbers, strings, dates and durations."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.feel import YearsMonthsDuration
from huizhi.feel.values.arithmetic import add, subtract
from huizhi.feel.values.temporal import add_months, months_between
from tests.feel.evaluating import cause_of, evaluate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1 + 0.2", "0.3"),
        ("0.1 + 0.2 - 0.3", "0.0"),
        ("1 / 3", "0.3333333333333333333333333333333333"),
        ("2 / 3", "0.6666666666666666666666666666666667"),
        ("10 / 4", "2.5"),
        ("3 ** 4 ** 5", str(81**5)),
        ("-3 ** 2", "9"),
        ("2 ** -1", "0.5"),
        ("0 ** 0", "1"),
        ("9999999999999999999999999999999999 + 1", "1.000000000000000000000000000000000E+34"),
        ("-(-2)", "2"),
        ("1 - -1", "2"),
    ],
)
def test_numbers_are_decimals_of_34_digits(text: str, expected: str) -> None:
    value = evaluate(text)
    assert type(value) is Decimal
    assert value == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 / 0", "division_by_zero"),
        ("0 ** -1", "division_by_zero"),
        ("-0.0 ** -0.5", "division_by_zero"),
        ('@"P1D" / 0', "division_by_zero"),
        ('@"P1D" / @"PT0S"', "division_by_zero"),
        ("(-1) ** 0.5", "out_of_range"),
        ("10 ** 7000", "out_of_range"),
        ('@"999999999-12-31" + @"P1D"', "out_of_range"),
        ('1 + "a"', "operands"),
        ("null + 1", "operands"),
        ('"a" - "b"', "operands"),
        ("true + true", "operands"),
        ('"a" + null', "operands"),
        ('@"2021-01-01" + 1', "operands"),
        ('-"a"', "operand"),
    ],
)
def test_what_cannot_be_computed_is_null_with_a_cause(text: str, code: str) -> None:
    assert cause_of(text) == code


def test_strings_are_joined() -> None:
    assert evaluate('"大" + "同"') == "大同"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2021-01-31" + @"P1M"', dt.date(2021, 2, 28)),
        ('@"2020-01-31" + @"P1M"', dt.date(2020, 2, 29)),
        ('@"2021-03-31" - @"P1M"', dt.date(2021, 2, 28)),
        ('@"2020-02-29" + @"P1Y"', dt.date(2021, 2, 28)),
        ('@"P1Y" + @"2021-07-26"', dt.date(2022, 7, 26)),
        ('@"2021-12-31" + @"P1D"', dt.date(2022, 1, 1)),
        ('@"2021-12-31" + @"PT25H"', dt.date(2022, 1, 1)),
        ('@"2021-12-31" + @"PT23H"', dt.date(2021, 12, 31)),
        ('@"2021-12-31" - @"PT1H"', dt.date(2021, 12, 30)),
        ('@"2021-07-26" - @"2021-07-01"', dt.timedelta(days=25)),
        ('@"2021-07-26T10:00:00" - @"2021-07-25T09:00:00"', dt.timedelta(days=1, hours=1)),
        ('@"2021-07-26T10:00:00Z" - @"2021-07-26T10:00:00+08:00"', dt.timedelta(hours=8)),
        ('@"2021-01-31T10:00:00" + @"P1M"', dt.datetime(2021, 2, 28, 10)),  # noqa: DTZ001
        ('@"23:30:00" + @"PT1H"', dt.time(0, 30)),
        ('@"10:30:00" - @"09:00:00"', dt.timedelta(hours=1, minutes=30)),
        ('@"P1Y" + @"P2M"', YearsMonthsDuration(14)),
        ('@"P1Y" - @"P14M"', YearsMonthsDuration(-2)),
        ('-@"P1Y"', YearsMonthsDuration(-12)),
        ('@"P1D" + @"PT12H"', dt.timedelta(days=1.5)),
        ('@"P1D" * 1.5', dt.timedelta(hours=36)),
        ('0.5 * @"P1Y"', YearsMonthsDuration(6)),
        ('@"P1Y" / 5', YearsMonthsDuration(2)),
        ('@"P1D" / 4', dt.timedelta(hours=6)),
        ('@"P1D" / @"PT6H"', Decimal(4)),
        ('@"P1Y" / @"P5M"', Decimal("2.4")),
        ('@"P1D" + @"P1Y"', None),
        ('@"2021-07-26" + @"2021-07-26"', None),
    ],
)
def test_dates_and_durations(text: str, expected: object) -> None:
    value = evaluate(text)
    assert type(value) is type(expected)
    assert value == expected


def test_a_named_zone_keeps_real_time_across_a_clock_change() -> None:
    # On 28 March 2021 clocks in Paris went from 2 to 3: one hour of clock time was skipped.
    value = evaluate('string(@"2021-03-28T01:30:00@Europe/Paris" + @"PT1H")')
    assert value == "2021-03-28T03:30:00@Europe/Paris"


DATES = st.dates(min_value=dt.date(1800, 1, 1), max_value=dt.date(2200, 12, 31))


@given(DATES, st.integers(-1200, 1200))
def test_adding_months_never_leaves_the_month_it_aims_at(date: dt.date, months: int) -> None:
    moved = add_months(date, months)
    assert (moved.year - date.year) * 12 + moved.month - date.month == months
    assert moved.day == date.day or (moved + dt.timedelta(days=1)).day == 1


@given(DATES, DATES)
def test_the_months_between_two_dates_do_not_overshoot(start: dt.date, end: dt.date) -> None:
    months = months_between(start, end)
    assert months == -months_between(end, start)
    if start <= end:
        assert add_months(start, months) <= end
        assert (end.year - start.year) * 12 + end.month - start.month - months in (0, 1)


@given(DATES, DATES)
def test_adding_a_difference_leads_back(start: dt.date, end: dt.date) -> None:
    assert add(start, subtract(end, start)) == end

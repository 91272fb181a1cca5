"""Reading and writing temporal values."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.feel import YearsMonthsDuration, to_feel_literal
from huizhi.feel.values.temporal import (
    read_date,
    read_date_time,
    read_duration,
    read_temporal,
    read_time,
    write_days_time,
    write_time,
    write_years_months,
)
from tests.feel.evaluating import evaluate


@pytest.mark.parametrize(
    "text", ["2021-02-29", "2021-13-01", "21-01-01", "2021-1-1", "2021/01/01", "２０２１-01-01", ""]
)
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "24:00:00",
        "23:60:00",
        "7:00:00",
        "07:00",
        "07:00:00+19:00",
        "07:00:00+02:60",
        "07:00:00@Nowhere/Atall",
        "07:00:00+02:00@Europe/Paris",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert read_time(text) is None


@pytest.mark.parametrize(
    "text", ["P", "PT", "P1DT", "P1H", "P1Y1D", "P1M1D", "P1.5D", "1Y", "P-1Y"]
)
def test_what_is_no_duration(text: str) -> None:
    assert read_duration(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P14M", YearsMonthsDuration(14)),
        ("-P1Y2M", YearsMonthsDuration(-14)),
        ("P1DT2H3M4.5S", dt.timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
        ("-PT90M", dt.timedelta(minutes=-90)),
    ],
)
def test_durations_are_read(text: str, expected: object) -> None:
    assert read_duration(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10:30:00", "10:30:00"),
        ("10:30:00.500", "10:30:00.5"),
        ("10:30:00Z", "10:30:00Z"),
        ("10:30:00-00:00", "10:30:00Z"),
        ("10:30:00-05:30", "10:30:00-05:30"),
        ("10:30:00@Europe/Paris", "10:30:00@Europe/Paris"),
    ],
)
def test_times_are_written_as_they_were_read(text: str, expected: str) -> None:
    time = read_time(text)
    assert time is not None
    assert write_time(time) == expected


def test_hour_24_is_the_midnight_that_ends_the_day() -> None:
    assert read_date_time("2021-12-31T24:00:00") == dt.datetime(2022, 1, 1)  # noqa: DTZ001
    assert read_date_time("2021-12-31T24:00:01") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2021-07-26".year', 2021),
        ('@"2021-07-26".month', 7),
        ('@"2021-07-26".day', 26),
        ('@"2021-07-26".weekday', 1),
        ('@"2021-07-26T10:20:30".hour', 10),
        ('@"10:20:30".minute', 20),
        ('@"10:20:30.9".second', 30),
        ('@"10:20:30".time offset', None),
        ('@"10:20:30+08:00".time offset', dt.timedelta(hours=8)),
        ('@"2021-07-26T10:20:30@Asia/Shanghai".timezone', "Asia/Shanghai"),
        ('@"P26M".years', 2),
        ('@"P26M".months', 2),
        ('@"-P26M".years', -2),
        ('@"-P26M".months', -2),
        ('@"P1DT26H".days', 2),
        ('@"P1DT26H".hours', 2),
        ('@"PT61S".seconds', 1),
        ('@"-PT61S".minutes', -1),
        ('@"P1D".years', None),
        ('@"2021-07-26".hour', None),
        ("[1..3].start", 1),
        ("[1..3).end included", False),
        ("(< 3).start", None),
    ],
)
def test_properties(text: str, expected: object) -> None:
    assert evaluate(text) == expected


@given(st.timedeltas(dt.timedelta(days=-100_000), dt.timedelta(days=100_000)))
def test_days_and_times_are_read_back(value: dt.timedelta) -> None:
    assert read_duration(write_days_time(value)) == value


@given(st.integers(-100_000, 100_000).map(YearsMonthsDuration))
def test_years_and_months_are_read_back(value: YearsMonthsDuration) -> None:
    assert read_duration(write_years_months(value)) == value


ZONES = st.one_of(
    st.none(),
    st.integers(-17 * 60, 17 * 60).map(lambda m: dt.timezone(dt.timedelta(minutes=m))),
)


@given(
    st.one_of(
        st.dates(),
        st.times(timezones=ZONES),
        st.datetimes(timezones=ZONES),
        st.timedeltas(dt.timedelta(days=-9999), dt.timedelta(days=9999)),
        st.integers(-999, 999).map(YearsMonthsDuration),
    )
)
def test_every_temporal_value_is_read_back_from_its_literal(value: object) -> None:
    assert evaluate(to_feel_literal(value)) == value
    written = to_feel_literal(value).split('"')[1]
    assert type(read_temporal(written)) is type(value)

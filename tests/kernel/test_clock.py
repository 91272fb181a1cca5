"""Working days by the official calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.kernel.clock import add_working_days


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (dt.date(2021, 7, 26), 5, dt.date(2021, 8, 2)),  # over one weekend
        (dt.date(2021, 9, 30), 1, dt.date(2021, 10, 8)),  # over the National Day week
        (dt.date(2021, 9, 17), 1, dt.date(2021, 9, 18)),  # a Saturday that is worked
        (dt.date(2021, 7, 26), 0, dt.date(2021, 7, 26)),
    ],
)
def test_working_days(start, days, end):
    assert add_working_days(start, days) == end

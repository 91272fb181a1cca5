"""How a series stands against its target; every expected number is worked out by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from huizhi.partners.series.standing import Measured, assess, period_end, period_start

DAY = dt.date


def d(text):
    return Decimal(text)


def stand(measured, targets, **how):
    ways = {"adds_up": "sum", "better": "more", "granularity": "month", "target_per": "month"}
    found = assess(
        measured=measured,
        targets={DAY.fromisoformat(start): d(value) for start, value in targets.items()},
        **{**ways, **how},
    )
    return str(found.standing.value), found.so_far, found.expected


def measured(last, value, months):
    return Measured(
        DAY.fromisoformat(last),
        d(value),
        {
            DAY.fromisoformat(f"{month}-01"): (d(total), count)
            for month, (total, count) in months.items()
        },
    )


def test_without_values_or_target_there_is_nothing_to_compare():
    assert stand(None, {"2021-01-01": "5"}) == ("no_data", None, None)
    months = {"2021-02": ("5", 1)}
    assert stand(measured("2021-02-01", "5", months), {}) == ("no_target", None, None)
    # A target of another month says nothing about this one.
    assert stand(measured("2021-02-01", "5", months), {"2021-03-01": "5"})[0] == "no_target"


def test_monthly_sums_count_since_the_first_target_of_the_year():
    months = {"2021-01": ("99", 1), "2021-02": ("10", 1), "2021-03": ("8", 1)}
    targets = {"2020-12-01": "50", "2021-02-01": "10", "2021-03-01": "10", "2021-04-01": "10"}
    assert stand(measured("2021-03-01", "8", months), targets) == ("behind", d("18"), d("20"))


def test_a_sum_against_the_year_expects_the_share_of_it_that_is_over():
    months = {"2021-06": ("60", 6)}
    found = stand(measured("2021-06-01", "60", months), {"2021-01-01": "365"}, target_per="year")
    assert found == ("behind", d("60"), d("181"))  # 181 of 365 days


def test_days_expect_the_share_of_their_month():
    months = {"2021-04": ("10", 10)}
    targets = {"2021-04-01": "30"}
    found = stand(measured("2021-04-10", "1", months), targets, granularity="day")
    assert found == ("on_target", d("10"), d("10"))


def test_a_level_goes_from_the_previous_target_to_the_present_one():
    months = {"2022-12": ("16", 1)}
    targets = {"2021-01-01": "12", "2022-01-01": "17"}
    level = measured("2022-12-01", "16", months)
    assert stand(level, targets, adds_up="last", target_per="year")[1:] == (d("16"), d("17"))
    half = measured("2021-06-01", "6", {"2021-06": ("6", 1)})
    expected = (d(12) * 181 / 365).quantize(d("0.0001"))
    assert stand(half, targets, adds_up="last", target_per="year") == (
        "on_target",
        d("6"),
        expected,
    )


def test_an_average_is_compared_with_the_whole_target_and_less_may_be_better():
    months = {"2021-01": ("8", 1), "2021-02": ("10", 2)}
    ways = {"adds_up": "average", "better": "less"}
    last = measured("2021-02-01", "6", months)
    assert stand(last, {"2021-01-01": "5"}, target_per="year", **ways)[:2] == ("behind", d("6"))
    assert stand(last, {"2021-02-01": "6"}, **ways)[:2] == ("ahead", d("5"))


@pytest.mark.parametrize(
    ("value", "standing"),
    [("95", "on_target"), ("94.9", "behind"), ("105", "on_target"), ("105.1", "ahead")],
)
def test_five_per_cent_either_way_are_on_target(value, standing):
    months = {"2021-02": (value, 1)}
    assert stand(measured("2021-02-01", value, months), {"2021-02-01": "100"})[0] == standing


def test_periods_begin_and_end():
    assert period_start(DAY(2024, 2, 29), "month") == DAY(2024, 2, 1)
    assert period_end(DAY(2024, 2, 1), "month") == DAY(2024, 2, 29)
    assert period_end(DAY(2024, 1, 1), "year") == DAY(2024, 12, 31)
    assert period_end(DAY(2024, 5, 5), "day") == DAY(2024, 5, 5)

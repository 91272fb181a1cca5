"""Numbers known as bounds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huizhi.rules.fact_tables.bounds import parse_bound
from huizhi.rules.fact_tables.problems import CellError

UNITS = ("人", "平方米", "名")


@pytest.mark.parametrize(
    ("raw", "number", "bound"),
    [
        ("95", 95, None),
        (95.0, 95, None),
        ("95人", 95, None),
        ("1,300", 1300, None),
        ("800余人", 800, "at_least"),
        ("800余名", 800, "at_least"),
        ("500多人", 500, "at_least"),
        ("1300多", 1300, "at_least"),
        ("3万余人", 30_000, "at_least"),
        ("超过800人", 800, "at_least"),
        ("≥ 800", 800, "at_least"),
        (">=800", 800, "at_least"),
        ("800人以上", 800, "at_least"),
        ("不少于20", 20, "at_least"),
        ("近200人", 200, "at_most"),
        ("≤200", 200, "at_most"),
        ("200以内", 200, "at_most"),
        ("约26万平方米", 260_000, "about"),
        ("100人左右", 100, "about"),
        ("about 100", 100, "about"),
    ],
)
def test_a_number_and_how_it_bounds(raw, number, bound):
    assert parse_bound(raw, units=UNITS) == (Decimal(number), bound)


@pytest.mark.parametrize("raw", ["许多人", "约", "20-30人", "余", "近百人"])
def test_what_is_no_number_is_refused(raw):
    with pytest.raises(CellError):
        parse_bound(raw, units=UNITS)

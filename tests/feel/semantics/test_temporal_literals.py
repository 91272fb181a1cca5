import pytest

from huizhi.feel.semantics.temporal_literals import temporal_type
from huizhi.feel.semantics.types import (
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    TIME,
    YEARS_DURATION,
    FeelType,
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2021-07-26", DATE),
        ("2020-02-29", DATE),
        ("-0044-03-15", DATE),
        ("12021-07-26", DATE),
        ("08:30:00", TIME),
        ("08:30:00.125+08:00", TIME),
        ("08:30:00@Asia/Shanghai", TIME),
        ("2021-07-26T08:30:00Z", DATE_TIME),
        ("P1Y", YEARS_DURATION),
        ("-P1Y2M", YEARS_DURATION),
        ("P10D", DAYS_DURATION),
        ("P1DT2H3M4.5S", DAYS_DURATION),
        ("PT0S", DAYS_DURATION),
    ],
)
def test_shapes(text: str, kind: FeelType) -> None:
    assert temporal_type(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021-7-26",
        "2021-02-29",
        "2021-13-01",
        "2021-00-10",
        "2021-07-26T",
        "25:00:00",
        "24:00:01",
        "08:60:00",
        "08:30",
        "P",
        "PT",
        "P1Y2D",
        "P1DT",
        "1Y",
        "2021-07-26 ",
        "二〇二一年",
    ],
)
def test_what_is_none(text: str) -> None:
    assert temporal_type(text) is None

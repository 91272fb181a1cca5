import datetime as dt
from decimal import Decimal

import pytest

from huizhi.dmn import DmnError
from huizhi.dmn.values import from_json, to_json
from huizhi.feel import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    NUMBER,
    STRING,
    TIME,
    YEARS_DURATION,
    ContextType,
    ListType,
    RangeType,
    Scope,
    YearsMonthsDuration,
    compile_expression,
)


@pytest.mark.parametrize(
    ("raw", "kind", "value"),
    [
        (None, NUMBER, None),
        (3, NUMBER, Decimal(3)),
        (Decimal("1.5"), NUMBER, Decimal("1.5")),
        ("博士", STRING, "博士"),
        (True, BOOLEAN, True),
        ("2021-07-26", DATE, dt.date(2021, 7, 26)),
        ("08:00:00", TIME, dt.time(8)),
        ("2021-07-26T08:00:00Z", DATE_TIME, dt.datetime(2021, 7, 26, 8, tzinfo=dt.UTC)),
        ("PT90M", DAYS_DURATION, dt.timedelta(minutes=90)),
        ("P1Y2M", YEARS_DURATION, YearsMonthsDuration(14)),
        (["2021-07-26"], ListType(DATE), [dt.date(2021, 7, 26)]),
        ("2021-07-26", ListType(DATE), [dt.date(2021, 7, 26)]),
        (
            {"生日": "2021-07-26", "别的": "2021-07-26"},
            ContextType((("生日", DATE),)),
            {"生日": dt.date(2021, 7, 26), "别的": "2021-07-26"},
        ),
        ({"a": [1, "x"]}, ANY, {"a": [Decimal(1), "x"]}),
    ],
)
def test_what_json_states(raw, kind, value):
    assert from_json(raw, kind) == value


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("3", NUMBER),
        (True, NUMBER),
        (1, BOOLEAN),
        (1, STRING),
        ("2021-02-30", DATE),
        (20210726, DATE),
        ([1, "x"], ListType(NUMBER)),
        ({"a": "x"}, ContextType((("a", NUMBER),))),
        ("x", ContextType((("a", NUMBER),))),
        ("[1..2]", RangeType(NUMBER)),
    ],
)
def test_what_json_states_of_another_type(raw, kind):
    with pytest.raises(DmnError) as refused:
        from_json(raw, kind)
    assert refused.value.code == "bad-value"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("null", None),
        ("3", 3),
        ("1.50", 1.5),
        ("10 ** 30", 10**30),
        # Beyond what a double can hold.
        ("1e6144", "1E+6144"),
        ('{a: ["x", true], 日: @"2021-07-26"}', {"a": ["x", True], "日": "2021-07-26"}),
        ('@"P1Y2M"', "P1Y2M"),
        ("[1..2)", "[1..2)"),
    ],
)
def test_values_as_json(text, shown):
    assert to_json(compile_expression(text, Scope()).evaluate({})) == shown

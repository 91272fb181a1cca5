"""Values of facts come back from JSON as they went in, and wrong ones are refused by name."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from huizhi.kernel.fact_values import FactValueWrong, from_json, to_json
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind


def fact(name, kind=SubjectKind.PERSON):
    found = load_catalogue().fact(kind, name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("毕业院校", "山西大学", "山西大学"),
        ("学位", "博士", "博士"),
        ("学位", None, None),
        ("出生日期", dt.date(1990, 5, 1), "1990-05-01"),
        ("连续社保月数", Decimal(24), 24),
        ("合同年限", Decimal("2.5"), "2.5"),
        ("合同年限", Decimal("5.0"), 5),
        ("月租金", Decimal("1500"), "1500.00"),
        ("在岗", False, False),
        ("用人单位", 12, 12),
        ("荣誉", ["国务院特殊津贴"], ["国务院特殊津贴"]),
        (
            "已领金额",
            [{"事项": "rent", "期间": "2021-07", "金额": Decimal("800.50")}],
            [{"事项": "rent", "期间": "2021-07", "金额": "800.50"}],
        ),
    ],
)
def test_a_value_comes_back_as_it_went_in(name, value, stored):
    written = to_json(fact(name), value)
    assert written == stored
    assert from_json(fact(name), json.loads(json.dumps(written))) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("学位", "大博士"),
        ("出生日期", "1990-05-01"),
        ("出生日期", dt.datetime(1990, 5, 1, tzinfo=dt.UTC)),
        ("连续社保月数", Decimal("1.5")),
        ("月租金", 1500.5),
        ("月租金", Decimal("0.001")),
        ("月租金", Decimal("NaN")),
        ("在岗", 1),
        ("用人单位", "某公司"),
        ("荣誉", "国务院特殊津贴"),
        ("已领金额", [{"没有": 1}]),
    ],
)
def test_a_value_that_does_not_fit_names_its_fact(name, value):
    with pytest.raises(FactValueWrong, match=name):
        to_json(fact(name), value)

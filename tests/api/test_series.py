"""Indicator series by the interface: which there are, how they stand, their values by page."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from huizhi.api.rest import api
from huizhi.partners.series.points import record_points
from huizhi.partners.series.services import NewTarget, set_targets
from tests.partners import factories as records
from tests.partners.series import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(calls_as, office):
    return calls_as(office, scopes=["series:read"])


@pytest.fixture
def series(office, make_county):
    project = records.project(office, "储能示范", reference="P-7", county=make_county())
    made = factories.series(office, project)
    target = NewTarget(dt.date(2021, 2, 1), Decimal(20), assumed=True)
    set_targets(actor=office, series=made, targets=[target], source="实施方案")
    points = [factories.point(made, f"2021-0{month}", str(month)) for month in (3, 1, 2)]
    record_points(actor=office, points=points)
    return made


def test_a_series_says_how_it_stands(call, series, office):
    money = factories.indicator(office, "test-income", value_type="money", decimals=2, unit="元")
    base = records.base(office)
    sales = factories.series(office, base, money)
    record_points(actor=office, points=[factories.point(sales, "2021-02", "12.5")])
    answer = call("GET", f"series/{series.pk}")[1]
    assert (answer["indicator"], answer["unit"]) == ("test-output", "千瓦时")
    assert answer["subject"] == {"kind": "project", "id": series.project_id}
    assert (answer["subject_name"], answer["granularity"]) == ("储能示范", "month")
    assert (answer["point_count"], answer["total"], answer["last_value"]) == (3, 6, 3)
    assert (answer["last_period"], answer["standing"]) == ("2021-03-01", "no_target")
    assert answer["targets"] == [
        {"period": "2021-02-01", "value": 20, "assumed": True, "source": "实施方案"}
    ]
    # Money is in yuan here, as it is sent.
    answer = call("GET", f"series/{sales.pk}")[1]
    assert (answer["last_value"], answer["subject"]["kind"]) == (12.5, "base")
    assert call("GET", f"series/{sales.pk}/points")[1]["items"][0]["value"] == 12.5


def test_series_are_found_by_indicator_record_county_and_standing(call, series, office):
    other = factories.series(office, records.base(office, "生源基地"))

    def found(query: str) -> list[int]:
        return [item["id"] for item in call("GET", f"series?{query}")[1]["items"]]

    assert found("indicator=test-output") == [series.pk, other.pk]
    assert found("indicator=none") == []
    assert found(f"project_id={series.project_id}") == [series.pk]
    assert found(f"base_id={other.base_id}") == [other.pk]
    assert found("county=140213") == [series.pk]
    assert found("standing=no_data") == [other.pk]
    assert found("q=生源") == [other.pk]


def test_values_are_walked_through_from_the_oldest_on(call, series, office):
    correction = factories.point(series, "2021-02", "2.5", source="更正")
    record_points(actor=office, points=[correction])
    met, after = [], ""
    while after is not None:
        address = f"series/{series.pk}/points?limit=2{after and f'&after={after}'}"
        status, page = call("GET", address)
        assert (status, page["total"]) == (200, 3)
        met += [(item["period"], item["value"]) for item in page["items"]]
        after = page["next_after"]
    assert met == [("2021-01-01", 1), ("2021-02-01", 2.5), ("2021-03-01", 3)]


@pytest.mark.parametrize(
    ("query", "field"),
    [("after=2021-2", "after"), ("limit=0", "limit"), ("limit=1001", "limit"), ("form=x", "form")],
)
def test_a_mistake_in_the_page_is_named(call, series, query, field):
    status, failure = call("GET", f"series/{series.pk}/points?{query}")
    assert (status, failure["field"]) == (422, field)


def test_indicators_are_named_for_the_sender(call, series):
    found = {item["code"]: item for item in call("GET", "indicators")[1]["items"]}
    assert found["test-output"]["value_type"] == "number"


def test_the_fields_of_a_point_have_titles():
    point = api.get_openapi_schema()["components"]["schemas"]["SentPoint"]["properties"]
    assert point["subject"]["title"] == "项目或基地的编号或名称"

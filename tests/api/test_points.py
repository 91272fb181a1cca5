"""Points sent by other systems: what became of each, sent twice, and whose series they are."""

from __future__ import annotations

import pytest

from huizhi.kernel.roles import Role
from huizhi.partners.models import Point
from huizhi.partners.series.points import MOST_POINTS
from tests.partners import factories as records
from tests.partners.series import factories

pytestmark = pytest.mark.django_db

PATH = "series/points"


@pytest.fixture
def call(calls_as, office):
    return calls_as(office, scopes=["series:write"])


@pytest.fixture
def series(office):
    return factories.series(office, records.project(office, "储能示范", reference="P-7"))


def sent(series, period="2021-02", value=10, **fields):
    return {"series": series.pk, "period": period, "value": value, **fields}


def test_points_are_recorded_once(call, series):
    by_words = {
        "indicator": "test-output",
        "subject": "P-7",
        "period": "2021-03",
        "value": 12.5,
        "unit": "kWh",
        "source": "电表",
        "key": "m-3",
    }
    body = {"points": [sent(series), by_words]}
    status, answer = call("POST", PATH, body)
    assert (status, answer["accepted"], answer["refused"]) == (200, 2, 0)
    assert answer["items"][1] == {
        "outcome": "accepted",
        "key": "m-3",
        "series": series.pk,
        "period": "2021-03-01",
        "code": None,
        "part": None,
        "message": None,
    }
    status, answer = call("POST", PATH, body)
    assert (status, answer["unchanged"], Point.objects.count()) == (200, 2, 2)

    status, answer = call("POST", PATH, {"points": [sent(series, value=0.1)]})
    assert (status, answer["replaced"]) == (200, 1)
    assert str(Point.objects.get(superseded=None, period="2021-02-01").value.normalize()) == "0.1"


def test_a_refused_point_is_named_and_stops_no_other(call, series):
    points = [
        sent(series, period="2021-13", key="bad-1"),
        sent(series, period="2021-04", value=1.25),
        sent(series, period="2021-05", unit="t"),
        {"series": series.pk + 1, "period": "2021-05", "value": 1},
        {"indicator": "no such", "subject": "P-7", "period": "2021-05", "value": 1},
        sent(series, period="2021-06", value=1e300),
        sent(series, period="2021-07"),
    ]
    status, answer = call("POST", PATH, {"points": points})
    assert (status, answer["accepted"], answer["refused"]) == (200, 1, 6)
    said = [(one["code"], one["part"]) for one in answer["items"]]
    assert said == [
        ("period_unreadable", "period"),
        ("value_decimals", "value"),
        ("unit_wrong", "unit"),
        ("series_unknown", "series"),
        ("indicator_unknown", "indicator"),
        ("value_decimals", "value"),
        (None, None),
    ]
    assert answer["items"][0]["key"] == "bad-1"
    assert all(one["message"] for one in answer["items"][:6])


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"value": "10"}, "value"),
        ({"value": None}, "value"),
        ({"period": 2021}, "period"),
        ({"key": "k" * 121}, "key"),
        ({"colour": 1}, "colour"),
    ],
)
def test_a_point_of_the_wrong_form_is_named(call, series, fields, place):
    status, failure = call("POST", PATH, {"points": [sent(series), {**sent(series), **fields}]})
    assert (status, failure["code"], failure["field"]) == (422, "invalid", f"points.1.{place}")
    assert not Point.objects.exists()


def test_too_many_points_are_refused_as_a_whole(call, series):
    status, failure = call("POST", PATH, {"points": [sent(series)] * (MOST_POINTS + 1)})
    assert (status, failure["code"]) == (422, "series_refused")
    assert "5,000" in failure["message"]
    assert not Point.objects.exists()


def test_a_county_sends_points_of_its_own_series(office, make_county, make_user, calls_as):
    ours, theirs = make_county(), make_county("140215", "云州区", "Yunzhou")
    own = factories.series(office, records.project(office, "储能示范", county=ours))
    other = factories.series(office, records.project(office, "云州项目", county=theirs))
    by_name = {
        "indicator": "test-output",
        "subject": "云州项目",
        "period": "2021-02",
        "value": 1,
    }
    call = calls_as(make_user(Role.COUNTY, county=ours), scopes=["series:write"])
    status, answer = call("POST", PATH, {"points": [sent(own), sent(other), by_name]})
    assert status == 200
    said = [(one["outcome"], one["code"], one["series"]) for one in answer["items"]]
    assert said == [
        ("accepted", None, own.pk),
        ("refused", "series_unknown", None),
        ("refused", "series_unknown", None),
    ]
    assert Point.objects.get().series == own


def test_points_need_their_scope_and_the_right(office, series, make_user, calls_as):
    call = calls_as(office, scopes=["partners:write"])
    status, failure = call("POST", PATH, {"points": [sent(series)]})
    assert (status, failure["code"]) == (403, "scope_missing")
    call = calls_as(make_user(Role.AUDITOR), scopes=["series:write"])
    status, failure = call("POST", PATH, {"points": [sent(series)]})
    assert (status, failure["code"]) == (403, "right_missing")

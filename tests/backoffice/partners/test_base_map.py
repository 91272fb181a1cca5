"""The map of the bases."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.kernel.roles import Role
from tests.partners import factories

pytestmark = pytest.mark.django_db

HERE = {"longitude": Decimal("113.61"), "latitude": Decimal("40.04")}


@pytest.fixture
def counties(make_county):
    return make_county(), make_county("140223", "广灵县", "Guangling")


@pytest.fixture
def office(client, make_user):
    user = make_user()
    client.force_login(user)
    return user


def the_map(client, **query):
    response = client.get(reverse("base:map"), query, follow=True)
    assert response.status_code == 200
    return response.context["chart"]


def names_of(chart):
    return [point[2] for points in chart["points"].values() for point in points]


def test_bases_with_coordinates_are_points_and_the_others_are_counted(client, office, counties):
    here, there = counties
    running = factories.base(office, "有坐标", state="running", county=here, **HERE)
    factories.base(office, "无坐标", county=here)
    factories.base(office, "也无坐标", county=there)
    chart = the_map(client)
    assert chart["points"] == {"运行中": [(113.61, 40.04, "有坐标", running.pk)]}
    rows = {row["category"]: [cell["value"] for cell in row["cells"]] for row in chart["rows"]}
    assert rows[here.name] == [1, 1]
    assert rows[there.name] == [0, 1]


def test_the_map_shows_what_the_list_is_filtered_by(client, office, counties):
    for name, county in zip(("甲", "乙"), counties, strict=True):
        factories.base(office, name, county=county, **HERE)
    client.get(reverse("base:index"), {"county": counties[0].pk})
    assert names_of(the_map(client)) == ["甲"]
    assert names_of(the_map(client, q="乙")) == ["乙"]


def test_a_county_sees_its_own_bases_only(client, make_user, office, counties):
    for name, county in zip(("本县", "外县"), counties, strict=True):
        factories.base(office, name, county=county, **HERE)
    client.force_login(make_user(Role.COUNTY, county=counties[0]))
    chart = the_map(client)
    assert names_of(chart) == ["本县"]
    assert [row["category"] for row in chart["rows"]] == [counties[0].name]


def test_without_coordinates_no_map_is_drawn(client, office):
    factories.base(office, "无坐标")
    assert the_map(client) is None


def test_the_map_takes_the_same_queries_for_one_and_three(client, office):
    factories.base(office, "甲", **HERE)
    the_map(client)
    counts = []
    for name in ("", "乙", "丙"):
        if name:
            factories.base(office, name, **HERE)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("base:map"))
        counts.append(len(captured))
    assert len(set(counts)) == 1

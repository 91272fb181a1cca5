"""The screens of the cooperation."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.kernel.roles import Role
from huizhi.partners.models import Agreement, Base, Event, Platform, Project, Visit
from huizhi.rules.money import Money
from tests.organisations.factories import add
from tests.partners import factories

pytestmark = pytest.mark.django_db

KINDS = {
    "agreement": (Agreement, factories.agreement, {"state": "signed"}),
    "base": (Base, factories.base, {"state": "in_talks", "kind": "student_source"}),
    "project": (
        Project,
        factories.project,
        {
            "state": "planned",
            "kind": "research",
            "people_bound": "exact",
            "floor_area_bound": "about",
        },
    ),
    "visit": (Visit, factories.visit, {"state": "planned", "people_bound": "about"}),
    "event": (
        Event,
        factories.event,
        {"state": "held", "kind": "signing", "people_bound": "exact"},
    ),
    "platform": (Platform, factories.platform, {"state": "running", "kind": "think_tank"}),
}


@pytest.fixture
def office(client, make_user):
    user = make_user()
    client.force_login(user)
    return user


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_entered_shown_and_changed(client, office, kind):
    model, _make, values = KINDS[kind]
    university = add(office, "甲大学", kind="university")
    data = {"name": "新记录", "source": "测试", "partners": [university.pk], **values}
    response = client.post(reverse(f"{kind}:add"), data)
    record = model.objects.get()
    assert response.url == reverse(f"{kind}:record", args=[record.pk])
    text = client.get(response.url).content.decode()
    assert "新记录" in text
    assert "甲大学" in text
    edit = reverse(f"{kind}:edit", args=[record.pk])
    assert client.get(edit).status_code == 200
    client.post(edit, {**data, "name": "改过的记录"})
    record.refresh_from_db()
    assert (record.name, record.state) == ("改过的记录", values["state"])


@pytest.mark.parametrize("kind", KINDS)
def test_each_list_takes_the_same_queries_for_one_and_three(client, office, kind):
    make = KINDS[kind][1]
    university = add(office, "甲大学", kind="university")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"{kind}:index")).status_code == 200
        return len(captured)

    make(office, "甲", partners=(university,), host=university)
    queries()
    first = queries()
    for name in ("乙", "丙"):
        make(office, name, partners=(university,), host=university)
    assert queries() == first


@pytest.mark.parametrize("kind", KINDS)
def test_each_list_is_exported_with_words(client, office, kind):
    KINDS[kind][1](office, "导出的记录")
    response = client.get(reverse(f"{kind}:index"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "导出的记录" in text
    assert "under_way" not in text


def test_a_record_moves_only_to_legal_states(client, office):
    base = factories.base(office, state="intention")
    address = reverse("base:move", args=[base.pk])
    text = client.get(address).content.decode()
    assert 'value="signed"' in text
    assert 'value="running"' not in text
    data = {"to": "running", "on": "2021-07-10"}
    assert client.post(address, data).status_code == 422
    client.post(address, {"to": "signed", "on": "2021-07-10"})
    base.refresh_from_db()
    assert (base.state, base.signed_on) == ("signed", dt.date(2021, 7, 10))


def test_a_form_starts_with_the_days_that_are_known(client, office):
    # A browser leaves a field for a day empty unless it reads 2021-07-10, and sends that back.
    base = factories.base(office, state="signed", signed_on=dt.date(2021, 7, 10))
    text = client.get(reverse("base:edit", args=[base.pk])).content.decode()
    assert 'value="2021-07-10"' in text


def test_money_is_added_and_taken_back(client, office):
    project = factories.project(office)
    data = {"source": "partnership", "yuan": "30000000.00", "purpose": "屋顶光伏"}
    client.post(reverse("project:add_funding", args=[project.pk]), data)
    assert Project.objects.get().total_funding == Money(30_000_000_00)
    text = client.get(reverse("project:record", args=[project.pk])).content.decode()
    assert "30,000,000.00" in text
    part = project.fundings.get()
    client.post(reverse("project:remove_funding", args=[project.pk, part.pk]))
    assert Project.objects.get().total_funding is None


def test_a_county_sees_and_changes_its_own_only(client, make_user, make_county):
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    user = make_user()
    here = factories.base(user, "本县基地", county=own)
    there = factories.base(user, "外县基地", county=other)
    client.force_login(make_user(Role.COUNTY, county=own))
    listed = client.get(reverse("base:index")).content.decode()
    assert "本县基地" in listed
    assert "外县基地" not in listed
    for page in ("record", "edit", "move"):
        assert client.get(reverse(f"base:{page}", args=[here.pk])).status_code == 200
        assert client.get(reverse(f"base:{page}", args=[there.pk])).status_code == 404


def test_those_who_only_look_have_no_buttons_and_no_forms(client, make_user):
    base = factories.base(make_user())
    client.force_login(make_user(Role.AUDITOR))
    text = client.get(reverse("base:record", args=[base.pk])).content.decode()
    assert reverse("base:edit", args=[base.pk]) not in text
    assert client.get(reverse("base:edit", args=[base.pk])).status_code == 403
    assert client.get(reverse("base:add")).status_code == 403
    assert client.post(reverse("base:move", args=[base.pk]), {}).status_code == 403


def test_a_form_shows_the_days_so_that_the_browser_keeps_them(client, office):
    base = factories.base(office, state="unveiled", unveiled_on=dt.date(2021, 7, 10))
    text = client.get(reverse("base:edit", args=[base.pk])).content.decode()
    assert 'value="2021-07-10"' in text

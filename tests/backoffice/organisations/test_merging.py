"""Merging on the screen: from the pairs and the record, the list of what moves, the word for it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.kernel.roles import Role
from huizhi.organisations.models import Organisation
from tests.organisations.factories import add
from tests.partners import factories as partners

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, make_user):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def pair(office):
    return add(office, "晋北机电有限公司（演示）"), add(office, "晋北机电有限公司")


def address_of(leaving, survivor):
    return reverse("organisation:merge", args=[leaving.pk, survivor.pk])


def test_the_pairs_and_the_record_lead_to_a_merge(client, pair):
    first, second = pair
    similar = client.get(reverse("organisation:similar")).content.decode()
    assert address_of(second, first) in similar
    choose = reverse("organisation:choose_survivor", args=[first.pk])
    record = client.get(reverse("organisation:record", args=[first.pk])).content.decode()
    assert choose in record
    assert client.get(choose).status_code == 200
    assert client.post(choose, {"survivor": second.pk}).url == address_of(first, second)
    assert client.post(choose, {"survivor": first.pk}).status_code == 422


def test_what_moves_is_shown_and_a_word_is_needed(client, office, pair):
    leaving, survivor = pair
    partners.agreement(office, "随同迁移的协议", partners=(leaving,), host=leaving)
    address = address_of(leaving, survivor)
    text = client.get(address).content.decode()
    assert "随同迁移的协议" in text
    assert address_of(survivor, leaving) in text
    assert client.post(address).status_code == 422
    assert Organisation.objects.count() == 2
    response = client.post(address, {"confirmed": "on"})
    assert response.url == reverse("organisation:record", args=[survivor.pk])
    assert list(Organisation.objects.all()) == [survivor]
    old = reverse("organisation:record", args=[leaving.pk])
    assert client.get(old).url == response.url
    assert survivor.name in client.get(old, follow=True).content.decode()
    public = reverse("portal:records_organisation", args=[leaving.pk])
    assert client.get(public).url == reverse("portal:records_organisation", args=[survivor.pk])
    assert client.get(reverse("organisation:edit", args=[leaving.pk])).status_code == 404
    picked = client.get(reverse("organisation:pick"), {"q": "晋北机电"}).json()["options"]
    assert [one["value"] for one in picked] == [str(survivor.pk)]


def test_what_speaks_against_it_is_said(client, office, pair):
    university = add(office, "晋北大学", kind="university")
    address = address_of(pair[0], university)
    assert "类型" in client.get(address).content.decode()
    assert client.post(address, {"confirmed": "on"}).status_code == 422
    assert Organisation.objects.count() == 3


def test_who_may_merge(client, pair, make_user, make_county):
    leaving, survivor = pair
    county = make_county()
    Organisation.objects.update(county=county)
    for role in (Role.COUNTY, Role.AUDITOR):
        client.force_login(make_user(role, county=county))
        similar = client.get(reverse("organisation:similar")).content.decode()
        assert address_of(survivor, leaving) not in similar
        assert client.get(address_of(leaving, survivor)).status_code == 403
        posted = client.post(address_of(leaving, survivor), {"confirmed": "on"})
        assert posted.status_code == 403
    assert Organisation.objects.count() == 2


def test_the_old_address_tells_nobody_out_of_scope(client, office, pair, make_user, make_county):
    leaving, survivor = pair
    Organisation.objects.filter(pk=survivor.pk).update(county=make_county())
    client.post(address_of(leaving, survivor), {"confirmed": "on"})
    other = make_county("140223", "广灵县", "Guangling")
    client.force_login(make_user(Role.COUNTY, county=other))
    assert client.get(reverse("organisation:record", args=[leaving.pk])).status_code == 404


def test_what_moves_takes_the_same_queries_for_one_and_three(client, office, pair):
    leaving, survivor = pair

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address_of(leaving, survivor)).status_code == 200
        return len(captured)

    partners.agreement(office, "一", partners=(leaving,), host=leaving)
    queries()
    first = queries()
    for name in ("二", "三"):
        partners.agreement(office, name, partners=(leaving,), host=leaving)
    assert queries() == first

"""The screens of the organisations."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.kernel.roles import Role
from huizhi.organisations.models import Organisation
from tests.organisations.factories import add
from tests.partners import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, make_user):
    user = make_user()
    client.force_login(user)
    return user


def entered(**changes):
    data = {"kind": "employer", "name": "晋北机电有限公司", "nature": "enterprise"}
    return {**data, "source": "测试", **changes}


def test_a_new_organisation_is_entered_and_shown_with_its_facts(client, office, make_county):
    county = make_county()
    response = client.post(reverse("organisation:add"), entered(county=county.pk))
    made = Organisation.objects.get()
    assert response.url == reverse("organisation:record", args=[made.pk])
    text = client.get(response.url).content.decode()
    assert "晋北机电有限公司" in text
    assert "企业" in text


def test_a_wrong_code_is_explained_and_passes_with_a_reason(client, office):
    wrong = "91110000600037341A"
    response = client.post(reverse("organisation:add"), entered(credit_code=wrong))
    assert response.status_code == 422
    assert not Organisation.objects.exists()
    client.post(reverse("organisation:add"), entered(credit_code=wrong, code_reason="执照如此"))
    assert Organisation.objects.get().credit_code == wrong


def test_a_likely_duplicate_is_asked_about(client, office):
    add(office, "晋北机电有限公司")
    response = client.post(reverse("organisation:add"), entered(name="晋北机电 有限公司"))
    assert response.status_code == 422
    assert Organisation.objects.count() == 1
    client.post(reverse("organisation:add"), entered(name="晋北机电 有限公司", not_duplicate="on"))
    assert Organisation.objects.count() == 2


def test_editing_goes_through_the_service(client, office, make_county):
    firm = add(office, county=make_county())
    address = reverse("organisation:edit", args=[firm.pk])
    assert client.get(address).status_code == 200
    client.post(address, entered(county="140213", nature="public_institution"))
    firm.refresh_from_db()
    assert firm.nature == "public_institution"


def test_a_county_does_not_reach_what_is_not_its_own(client, make_user, make_county):
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    user = make_user()
    foreign = add(user, "广灵菌业有限公司", county=other)
    outside = add(user, "外地大学", kind="university")
    client.force_login(make_user(Role.COUNTY, county=own))
    assert client.get(reverse("organisation:record", args=[foreign.pk])).status_code == 404
    assert client.get(reverse("organisation:record", args=[outside.pk])).status_code == 200
    data = entered(kind="university", name="外地大学", county=own.pk)
    response = client.post(reverse("organisation:edit", args=[outside.pk]), data)
    assert response.status_code == 403
    outside.refresh_from_db()
    assert outside.county is None


def test_the_record_shows_what_it_takes_part_in(client, office):
    university = add(office, "甲大学", kind="university")
    base = factories.base(office, partners=(university,))
    text = client.get(reverse("organisation:record", args=[university.pk])).content.decode()
    assert reverse("base:record", args=[base.pk]) in text


def test_the_list_takes_the_same_queries_for_one_and_three(client, office, make_county):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(reverse("organisation:index")).status_code == 200
        return len(captured)

    add(office, "甲公司", county=make_county())
    queries()
    first = queries()
    for name in ("乙公司", "丙公司"):
        add(office, name, county=make_county())
    assert queries() == first


def test_the_list_is_exported_with_words(client, office, make_county):
    add(office, county=make_county())
    response = client.get(reverse("organisation:index"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "晋北机电有限公司" in text
    assert "enterprise" not in text

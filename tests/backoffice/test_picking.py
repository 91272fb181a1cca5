"""Picking a record by typing: suggestions within the scope, and forms that list no thousands."""

from __future__ import annotations

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.backoffice.picking import RecordPicker, RecordsPicker
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


def suggested(client, records="organisation", **params):
    answer = client.get(reverse(f"{records}:pick"), params)
    assert answer.status_code == 200
    return answer.json()


def labels(answer):
    return [option["label"] for option in answer["options"]]


def test_suggestions_are_found_by_name_and_initials(client, office):
    university = add(office, "北京大学", kind="university", short_name="北大", seat="北京市")
    add(office, "清华大学", kind="university")
    for text in ("北大", "bd", "bjdx", "京大"):
        answer = suggested(client, q=text)
        assert answer["options"] == [
            {"value": str(university.pk), "label": "北京大学", "detail": "高校 · 北京市"}
        ]
    assert "1" in answer["status"]


def test_without_a_text_the_first_rows_are_suggested_and_never_too_many(client, office):
    for number in range(25):
        add(office, f"甲{number:02d}公司")
    answer = suggested(client)
    assert len(answer["options"]) == 20
    assert "20" in answer["status"]
    assert suggested(client, q="丙")["options"] == []


def test_suggestions_keep_to_a_kind(client, office):
    park = add(office, "通用航空产业园", kind="park")
    add(office, "通用航空公司")
    assert labels(suggested(client, q="通用航空", kind="park")) == [park.name]


def test_suggestions_keep_to_the_scope(client, office, make_user, make_county):
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    for name, county in (("平城机电", own), ("广灵机电", other)):
        organisation = add(office, name, county=county)
        factories.agreement(office, f"{name}协议", county=county, host=organisation)
    client.force_login(make_user(Role.COUNTY, county=own))
    assert labels(suggested(client, q="机电")) == ["平城机电"]
    assert labels(suggested(client, "agreement", q="机电")) == ["平城机电协议"]
    client.force_login(make_user(Role.OPERATOR))
    assert client.get(reverse("organisation:pick")).status_code == 403


def test_suggestions_take_the_same_queries_for_one_and_three(client, office, make_county):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            suggested(client, q="公司")
        return len(captured)

    add(office, "甲公司", county=make_county())
    queries()
    first = queries()
    for name in ("乙公司", "丙公司"):
        add(office, name, county=make_county(), parent=Organisation.objects.first())
    assert queries() == first


@pytest.mark.parametrize("kind", ["agreement", "base", "project", "visit", "platform"])
def test_forms_of_the_cooperation_list_no_organisations(client, office, kind):
    add(office, "某某从未选中的公司")
    text = client.get(reverse(f"{kind}:add")).content.decode()
    assert "某某从未选中的公司" not in text
    assert reverse("organisation:pick") in text


def test_what_is_chosen_shows_again_by_name(client, office):
    host, partner = add(office, "承担公司"), add(office, "甲大学", kind="university")
    base = factories.base(office, host=host, partners=(partner,))
    text = client.get(reverse("base:edit", args=[base.pk])).content.decode()
    assert f'name="host" value="{host.pk}"' in text
    assert f'name="partners" value="{partner.pk}"' in text
    assert "甲大学" in text


class OneAndSeveral(forms.Form):
    one = forms.ModelChoiceField(
        Organisation.objects.all(), widget=RecordPicker("organisation", kind="park")
    )
    several = forms.ModelMultipleChoiceField(
        Organisation.objects.all(), widget=RecordsPicker("organisation")
    )


def test_the_fields_read_what_a_select_would_send(office):
    first, second = add(office, "甲公司"), add(office, "乙公司")
    sent = {"one": str(first.pk), "several": [str(first.pk), str(second.pk)]}
    form = OneAndSeveral(sent)
    assert form.is_valid()
    assert form.cleaned_data["one"] == first
    assert set(form.cleaned_data["several"]) == {first, second}


@pytest.mark.parametrize("wrong", ["", "0", "甲", "1 OR 1=1", "²"])
def test_what_is_no_record_is_refused_and_does_not_come_back(office, wrong):
    form = OneAndSeveral({"one": wrong, "several": [wrong]})
    assert set(form.errors) == {"one", "several"}
    assert "data-value" in str(form["one"])
    assert f'value="{wrong}"' not in str(form["several"]) or not wrong


def test_the_field_tells_where_suggestions_come_from(office):
    text = str(OneAndSeveral()["one"])
    assert f'data-address="{reverse("organisation:pick")}?kind=park"' in text
    assert 'role="combobox"' in text
    assert "required" in text

"""The public lists: filters, one record, organisations, figures; only what may be published."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.demo.registry import seed_registry
from huizhi.people.services import NewPerson, add_people
from tests.organisations.factories import add
from tests.partners import factories
from tests.portal.model_case.test_article import ARTICLE

pytestmark = pytest.mark.django_db

KINDS = ("agreement", "base", "project", "visit", "platform")


def page(client, name, *args, **query):
    response = client.get(reverse(f"portal:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_lists_show_published_records_and_take_the_same_queries(client, make_user, kind):
    user = make_user()
    university = add(user, "甲大学", kind="university")
    make = getattr(factories, kind)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            text = page(client, f"records_{kind}s")
        return len(captured), text

    make(user, "第一条", partners=(university,), host=university)
    make(user, "不公开的", published=False)
    queries()
    first, text = queries()
    assert "第一条" in text
    assert "不公开的" not in text
    for name in ("第二条", "第三条"):
        make(user, name, partners=(university,), host=university)
    assert queries()[0] == first


def test_lists_are_filtered(client, make_user, make_county):
    user = make_user()
    factories.base(user, "签约的", state="signed", statement="S30", county=make_county())
    factories.base(user, "洽谈的", state="in_talks", statement="S27")
    for query in ({"state": "signed"}, {"county": "140213"}):
        text = page(client, "records_bases", **query)
        assert "签约的" in text
        assert "洽谈的" not in text
    assert "签约的" not in page(client, "records_bases", state="ended")


def test_one_record_shows_its_fields_and_what_hangs_on_it(client, make_user):
    user = make_user()
    university = add(user, "甲大学", kind="university")
    agreement = factories.agreement(user, partners=(university,))
    base = factories.base(user, agreement=agreement)
    text = page(client, "records_agreement", agreement.pk)
    assert "甲大学" in text
    assert reverse("portal:records_base", args=[base.pk]) in text
    hidden = factories.base(user, "不公开的", published=False)
    assert client.get(reverse("portal:records_base", args=[hidden.pk])).status_code == 404


def test_an_organisation_shows_what_it_and_its_colleges_take_part_in(client, make_user):
    user = make_user()
    university = add(user, "甲大学", kind="university")
    college = add(user, "农学院", kind="college", parent=university)
    visit = factories.visit(user, partners=(college,))
    factories.visit(user, "不公开的", partners=(university,), published=False)
    text = page(client, "records_organisation", university.pk)
    assert reverse("portal:records_visit", args=[visit.pk]) in text
    assert "不公开的" not in text


def test_the_list_behind_a_figure(client, make_user):
    seed_registry(actor=make_user(), folder=ARTICLE.parent)
    text = page(client, "records_figure", "skill-masters")
    assert text.count("国家级技能大师工作室") >= 4
    assert "✓" in text
    assert "企业技术中心" not in text.split("<table", 1)[1]
    assert "高校优质生源" in page(client, "records_figure", "twelve-bases")
    assert client.get(reverse("portal:records_figure", args=["none"])).status_code == 404


def test_people_are_named_only_where_they_may_be(client, make_user):
    entries = [
        NewPerson(name="公开人", facts={"荣誉": ["国务院特殊津贴"]}, source="测试"),
        NewPerson(
            name="保密人",
            facts={"荣誉": ["国务院特殊津贴"]},
            source="测试",
            not_for_publication=True,
        ),
        NewPerson(name="住户", facts={"入住人才社区": True}, source="测试"),
    ]
    add_people(actor=make_user(), entries=entries)
    text = page(client, "records_figure", "state-allowance")
    assert "公开人" in text
    assert "保密人" not in text
    assert "另有1人" in text
    # Where someone lives is not published: heads only.
    assert "住户" not in page(client, "records_figure", "residents")


def test_a_figure_about_money_says_when_nothing_is_paid(client, make_user):
    text = page(client, "records_figure", "sanjin-money")
    assert "9,600,000" in text
    assert "✓" not in text

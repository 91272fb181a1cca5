"""The public lists: filters, one record, organisations, figures; only what may be published."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.demo.registry import seed_registry
from huizhi.partners.part_details import VisitReportDetails
from huizhi.partners.parts import add_part
from huizhi.people.services import NewPerson, add_people
from tests.organisations.factories import add
from tests.partners import factories
from tests.portal.model_case.test_article import ARTICLE

pytestmark = pytest.mark.django_db

KINDS = ("agreement", "base", "project", "visit", "event", "platform")


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


def test_an_event_shows_its_fields_and_what_it_was_for(client, make_user):
    user = make_user()
    agreement = factories.agreement(user, "北大协议")
    base = factories.base(user, "实践基地", agreement=agreement)
    event = factories.event(
        user,
        "揭牌",
        kind="unveiling",
        held_on=dt.date(2021, 7, 10),
        place="坊城新村",
        base=base,
        agreement=agreement,
        people=40,
        people_bound="at_least",
        statement="S2",
    )
    text = page(client, "records_event", event.pk)
    for words in ("揭牌仪式", "2021-07-10", "坊城新村", "≥ 40", "实践基地", "北大协议"):
        assert words in text
    assert f'href="{reverse("portal:home")}#S2"' in text
    for record in (base, agreement):
        assert reverse("portal:records_event", args=[event.pk]) in page(
            client, f"records_{record.record_kind}", record.pk
        )
    hidden = factories.event(user, "内部会议", published=False, base=base)
    assert client.get(reverse("portal:records_event", args=[hidden.pk])).status_code == 404
    assert "内部会议" not in page(client, "records_base", base.pk)
    assert "内部会议" not in page(client, "records_events")


def report(user, visit, title, **fields):
    details = VisitReportDetails(title=title, delivered_on=dt.date(2021, 7, 20), **fields)
    return add_part(actor=user, owner=visit, details=details)


def test_reports_delivered_by_published_visits_are_shown(client, make_user):
    user = make_user()
    assert "尚无公开的内容" in page(client, "records_reports")
    visit = factories.visit(user, "暑期调研")
    report(user, visit, "乡村振兴报告", link="https://example.edu.cn/report", used="内部批示")
    report(user, visit, "样板报告（演示）", synthetic=True)
    report(user, factories.visit(user, "内部来访", published=False), "内部报告")
    for text in (page(client, "records_reports"), page(client, "records_visit", visit.pk)):
        assert "乡村振兴报告" in text
        assert 'href="https://example.edu.cn/report"' in text
        assert "虚构数据" in text
        assert "内部" not in text
    assert reverse("portal:records_visit", args=[visit.pk]) in page(client, "records_reports")


def test_the_list_of_reports_takes_the_same_queries(client, make_user):
    user = make_user()
    visit = factories.visit(user)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            page(client, "records_reports")
        return len(captured)

    report(user, visit, "报告甲")
    queries()
    first = queries()
    for title in ("报告乙", "报告丙"):
        report(user, visit, title)
    assert queries() == first


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
    assert "虚构数据" in text.split("<table", 1)[0]
    assert "高校优质生源" in page(client, "records_figure", "twelve-bases")
    clusters = page(client, "records_figure", "industry-clusters")
    assert clusters.count("推定") == 10  # the report names none
    assert "目标" in page(client, "records_figure", "hundred-doctors")
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

"""The screens of milestones and results."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.kernel.roles import Role
from huizhi.partners.models import Milestone, Result
from huizhi.rules.money import Money
from tests.partners import factories as records
from tests.partners.outcomes import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, make_user):
    user = make_user()
    client.force_login(user)
    return user


def page(client, name, *numbers, **query):
    return client.get(reverse(name, args=numbers), query).content.decode()


def test_a_milestone_is_added_reached_and_removed(client, office):
    project = records.project(office)
    data = {"title": "首批并网", "due": "2021-06-30", "source": "计划"}
    response = client.post(reverse("project:add_milestone", args=[project.pk]), data)
    assert response.url == reverse("project:record", args=[project.pk])
    text = page(client, "project:record", project.pk)
    assert "首批并网" in text
    assert "已逾期" in text
    milestone = Milestone.objects.get()
    edit = reverse("milestone:edit", args=[milestone.pk])
    assert "2021-06-30" in client.get(edit).content.decode()
    client.post(edit, {**data, "done_on": "2021-06-20"})
    assert "已完成" in page(client, "project:record", project.pk)
    response = client.post(edit, {**data, "title": " "})
    assert response.status_code == 422
    client.post(reverse("milestone:remove", args=[milestone.pk]))
    assert not Milestone.objects.exists()


def test_a_result_is_added_shown_changed_and_removed(client, office):
    project = records.project(office)
    add = reverse("project:add_result", args=[project.pk])
    data = {
        "kind": "students",
        "title": "首批博士生",
        "count": "13",
        "bound": "exact",
        "source": "测试",
    }
    client.post(add, data)
    income = {
        "kind": "income",
        "title": "销售",
        "yuan": "1200.50",
        "bound": "about",
        "source": "测试",
    }
    client.post(add, income)
    wrong = client.post(add, {**income, "title": "无金额", "yuan": ""})
    assert wrong.status_code == 422
    assert "大于 0 元" in wrong.content.decode()
    assert Result.objects.get(kind="income").amount == Money(1200_50)
    text = page(client, "project:record", project.pk)
    assert "首批博士生" in text
    assert "≈ 1,200.50" in text
    result = Result.objects.get(kind="students")
    client.post(reverse("projectresult:edit", args=[result.pk]), {**data, "count": "14"})
    assert Result.objects.get(pk=result.pk).count == 14
    client.post(reverse("projectresult:remove", args=[result.pk]))
    assert not Result.objects.filter(pk=result.pk).exists()


def test_the_totals_of_the_list_add_up_to_what_is_listed(client, office):
    project = records.project(office)
    factories.result(office, project, "甲", kind="students", count=1313)
    factories.result(office, project, "乙", kind="patents", count=77)
    text = page(client, "projectresult:index")
    assert "1,313" in text
    assert ">77<" in text
    text = page(client, "projectresult:index", kind="patents")
    assert "1,313" not in text
    assert ">77<" in text


@pytest.mark.parametrize(
    ("kind", "make"), [("milestone", factories.milestone), ("projectresult", factories.result)]
)
def test_each_list_takes_the_same_queries_for_one_and_three_and_is_exported(
    client, office, kind, make
):

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"{kind}:index")).status_code == 200
        return len(captured)

    make(office, records.project(office, "甲"), "一")
    queries()
    first = queries()
    for name in ("乙", "丙"):
        make(office, records.project(office, name), name)
    assert queries() == first
    response = client.get(reverse(f"{kind}:index"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "县区" in text.splitlines()[0]
    assert "project." not in text
    assert "丙" in text


def test_late_milestones_are_found_by_filter(client, office):
    project = records.project(office)
    factories.milestone(office, project, "逾期的", due=dt.date(2021, 1, 1))
    factories.milestone(office, project, "做完的", done_on=dt.date(2021, 1, 1))
    text = page(client, "milestone:index", state="late")
    assert "逾期的" in text
    assert "做完的" not in text


def test_a_county_sees_and_changes_its_own_only(client, make_user, make_county):
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    user = make_user()
    here = factories.result(user, records.project(user, "甲", county=own), "本县成果")
    there = factories.result(user, records.project(user, "乙", county=other), "外县成果")
    late = factories.milestone(user, there.project, "外县节点")
    client.force_login(make_user(Role.COUNTY, county=own))
    text = page(client, "projectresult:index")
    assert "本县成果" in text
    assert "外县成果" not in text
    assert "外县节点" not in page(client, "milestone:index")
    assert client.get(reverse("projectresult:edit", args=[here.pk])).status_code == 200
    assert client.get(reverse("projectresult:edit", args=[there.pk])).status_code == 404
    assert client.post(reverse("projectresult:remove", args=[there.pk])).status_code == 404
    assert client.post(reverse("milestone:remove", args=[late.pk])).status_code == 404
    assert client.get(reverse("project:add_result", args=[there.project_id])).status_code == 404


def test_those_who_only_look_have_no_buttons(client, make_user):
    project = records.project(make_user())
    client.force_login(make_user(Role.AUDITOR))
    text = page(client, "project:record", project.pk)
    assert reverse("project:add_milestone", args=[project.pk]) not in text
    assert client.post(reverse("project:add_milestone", args=[project.pk]), {}).status_code == 403

"""Who sees which task, meeting and problem; counts; records by name."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.governance import queries
from huizhi.governance.errors import GovernanceRefused
from huizhi.governance.records import names_of, record_called
from huizhi.governance.services import meetings
from huizhi.governance.services.tasks import move_task, put_off
from huizhi.kernel.roles import Role
from tests.governance import factories
from tests.organisations.factories import add
from tests.partners import factories as partners

pytestmark = pytest.mark.django_db

TODAY = dt.date(2021, 7, 26)


def day(number):
    return TODAY + dt.timedelta(days=number)


def test_a_county_sees_its_own_and_a_department_what_is_its_own(make_user, make_county):
    office, own = make_user(), make_county()
    other = make_county("140223", "广灵县", "Guangling")
    department = add(office, "教育局", kind="department", nature="government")
    clerk = make_user(Role.COUNTY, county=own)
    reviewer = make_user(Role.DEPARTMENT, organisation_id=department.pk)
    here = factories.task(office, "本县", county=own, owner=clerk)
    there = factories.task(office, "外县", county=other)
    city = factories.task(office, "全市", organisation=department)
    theirs = factories.task(office, "协办", deputy=reviewer, county=other)
    assert set(queries.tasks_for(office)) == {here, there, city, theirs}
    assert set(queries.tasks_for(make_user(Role.AUDITOR))) == {here, there, city, theirs}
    assert set(queries.tasks_for(clerk)) == {here}
    assert set(queries.tasks_for(reviewer)) == {city, theirs}
    assert set(queries.own_tasks(reviewer)) == {theirs}
    for role in (Role.UNIVERSITY, Role.EMPLOYER, Role.TALENT, Role.OPERATOR):
        assert not queries.tasks_for(make_user(role, organisation_id=department.pk))


def test_problems_and_meetings_within_scope(make_user, make_county):
    office, own = make_user(), make_county()
    clerk, reviewer = make_user(Role.COUNTY, county=own), make_user(Role.DEPARTMENT)
    city_body = factories.body(office, "领导小组", kind="leading_group")
    county_body = factories.body(office, "县专班", county=own)
    held, local = factories.meeting(office, city_body), factories.meeting(office, county_body)
    decision = meetings.add_decision(actor=office, meeting=held, text="抓紧签约")
    ours = factories.problem(office, "本县", county=own)
    all_city = factories.problem(office, "全市")
    assert set(queries.meetings_for(clerk)) == {local}
    assert set(queries.problems_for(clerk)) == {ours}
    assert not queries.meetings_for(reviewer)
    assert not queries.problems_for(reviewer)
    factories.task(office, owner=reviewer, decision=decision, problem=all_city)
    factories.task(office, owner=reviewer, decision=decision, problem=all_city)
    assert list(queries.meetings_for(reviewer)) == [held]
    assert list(queries.problems_for(reviewer)) == [all_city]
    factories.seat(office, county_body, holder=reviewer)
    assert set(queries.meetings_for(reviewer)) == {held, local}
    assert set(queries.bodies_for(clerk)) == {county_body}


def test_a_county_sees_the_plans_of_the_city_and_its_own(make_user, make_county, city):
    office, own = make_user(), make_county()
    other = make_county("140223", "广灵县", "Guangling")
    for name, county in (("全市", city), ("本县", own), ("外县", other)):
        factories.plan(office, name, body=factories.body(office, f"{name}专班", county=county))
    factories.plan(office, "无机构")
    seen = queries.plans_for(make_user(Role.COUNTY, county=own))
    assert {plan.title for plan in seen} == {"全市", "本县", "无机构"}
    assert queries.plans_for(make_user(Role.DEPARTMENT)).count() == 4
    assert not queries.plans_for(make_user(Role.UNIVERSITY))


def test_counts_by_state_and_day(make_user):
    office, other = make_user(), make_user()
    for number in (-1, 0, 7, 8):
        factories.task(office, f"{number}", due_on=day(number))
    begun = factories.task(office, owner=other)
    move_task(actor=other, task=begun, to="in_progress")
    for state in ("done", "cancelled"):
        task = factories.task(office, due_on=day(-9))
        move_task(actor=office, task=task, to=state, text="说明")
    counts = queries.task_counts(office, TODAY)
    assert (counts.open, counts.in_progress, counts.done, counts.cancelled) == (4, 1, 1, 1)
    assert (counts.overdue, counts.due_soon, counts.to_accept, counts.total) == (1, 2, 1, 6)
    assert queries.task_counts(other, TODAY, mine=True).total == 1
    rows = queries.tasks_for(office)
    assert queries.overdue(rows, TODAY).count() == counts.overdue
    assert queries.due_soon(rows, TODAY).count() == counts.due_soon


def test_a_task_says_how_often_it_was_put_off(make_user, django_assert_num_queries):
    office = make_user()
    task = factories.task(office, "推迟", due_on=TODAY)
    factories.task(office, "未推迟", due_on=TODAY)
    undated = factories.task(office, "后定日期")
    put_off(actor=office, task=task, to=day(5), reason="一")
    put_off(actor=office, task=task, to=day(9), reason="二")
    put_off(actor=office, task=undated, to=day(9), reason="定下日期")
    with django_assert_num_queries(1):
        found = {t.title: (t.put_off, str(t.owner)) for t in queries.tasks_for(office)}
    assert {name: times for name, (times, _owner) in found.items()} == {
        "推迟": 2,
        "未推迟": 0,
        "后定日期": 0,
    }


def test_a_record_is_found_by_name_part_of_it_or_reference(make_user, make_county):
    office, own = make_user(), make_county()
    clerk = make_user(Role.COUNTY, county=own)
    first = partners.base(office, "广灵生源基地", reference="base-1")
    second = partners.base(office, "云州实践基地", county=own)
    assert record_called(office, "base", "云州实践基地") == second
    assert record_called(office, "base", "广灵") == first
    assert record_called(office, "base", "base-1") == first
    with pytest.raises(GovernanceRefused, match="base-1"):
        record_called(office, "base", "基地")
    with pytest.raises(GovernanceRefused, match="广灵"):
        record_called(clerk, "base", "广灵生源基地")
    keys = [("base", first.pk), ("base", second.pk)]
    assert names_of(clerk, keys) == {("base", second.pk): "云州实践基地"}

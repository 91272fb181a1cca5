"""Milestones and results: rights, scope, guards, log, totals."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.kernel.errors import OutOfScope, RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import Milestone, MilestoneState, Result
from huizhi.partners.outcomes import queries, services
from huizhi.partners.outcomes.services import MilestoneDetails, ResultDetails
from huizhi.rules.money import Money
from tests.partners import factories as records
from tests.partners.outcomes import factories

pytestmark = pytest.mark.django_db

DAY = dt.date
TODAY = DAY(2021, 7, 26)


@pytest.mark.parametrize(
    ("due", "done_on", "state"),
    [
        (None, None, "open"),
        (DAY(2021, 7, 26), None, "open"),
        (DAY(2021, 7, 25), None, "late"),
        (DAY(2021, 7, 1), DAY(2021, 7, 26), "done"),
        (DAY(2021, 7, 1), DAY(2021, 7, 27), "late"),
        (None, DAY(2021, 7, 27), "open"),
    ],
)
def test_a_milestones_state_follows_from_its_days(make_user, due, done_on, state):
    project = records.project(make_user())
    milestone = Milestone.objects.create(
        project=project, title="并网", source="测试", due=due, done_on=done_on
    )
    assert milestone.state_on(TODAY) == state
    for each in MilestoneState:
        found = queries.in_state(Milestone.objects.all(), each, on=TODAY)
        assert found.exists() is (each == state)


def test_milestones_are_changed_and_removed_with_what_they_said_in_the_log(make_user):
    user = make_user()
    project = records.project(user)
    milestone = factories.milestone(user, project, due=DAY(2021, 6, 30))
    details = MilestoneDetails(
        title="并网", source="测试", due=DAY(2021, 6, 30), done_on=DAY(2021, 6, 20)
    )
    milestone = services.change_milestone(actor=user, milestone=milestone, details=details)
    assert milestone.state == MilestoneState.DONE
    entry = AuditEntry.objects.get(action="partners.milestone_change")
    assert entry.detail["before"] == {"done_on": None}
    services.change_milestone(actor=user, milestone=milestone, details=details)
    assert AuditEntry.objects.filter(action="partners.milestone_change").count() == 1
    services.remove_milestone(actor=user, milestone=milestone)
    assert not Milestone.objects.exists()
    entry = AuditEntry.objects.get(action="partners.milestone_remove")
    assert entry.detail["done_on"] == "2021-06-20"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "prizes", "count": 1},
        {"kind": "patents"},
        {"kind": "patents", "count": 0},
        {"kind": "patents", "count": 1, "amount": Money(100)},
        {"kind": "income", "count": 1},
        {"kind": "income", "amount": Money(0)},
        {"kind": "patents", "count": 1, "title": " "},
        {"kind": "patents", "count": 1, "reached_on": DAY(2999, 1, 1)},
    ],
)
def test_results_that_make_no_sense_are_refused(make_user, wrong):
    user = make_user()
    project = records.project(user)
    details = ResultDetails(**{"title": "成果", "source": "测试", **wrong})
    with pytest.raises(RecordRefused):
        services.add_result(actor=user, project=project, details=details)
    assert not Result.objects.exists()


def test_the_same_result_is_entered_once(make_user):
    user = make_user()
    project = records.project(user)
    result = factories.result(user, project)
    with pytest.raises(RecordRefused, match="专利"):
        factories.result(user, project)
    details = ResultDetails(kind="patents", title="专利", source="测试", count=2)
    assert services.change_result(actor=user, result=result, details=details).count == 2
    services.remove_result(actor=user, result=result)
    entry = AuditEntry.objects.get(action="partners.result_remove")
    assert entry.detail["count"] == 2


def test_rights_and_county(make_user, make_county):
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    user = make_user()
    here, there = (
        records.project(user, name, county=c) for name, c in (("甲", own), ("乙", other))
    )
    with pytest.raises(RightMissing):
        factories.result(make_user(Role.AUDITOR), here)
    clerk = make_user(Role.COUNTY, county=own)
    with pytest.raises(OutOfScope):
        factories.milestone(clerk, there)
    foreign = factories.result(user, there)
    with pytest.raises(OutOfScope):
        services.remove_result(actor=clerk, result=foreign)
    mine = factories.result(clerk, here)
    assert list(queries.results_for(clerk)) == [mine]
    assert queries.results_for(user).count() == 2


def test_totals_add_up_and_bounds_go_with_them(make_user):
    user = make_user()
    project = records.project(user)
    factories.result(user, project, "甲", kind="students", count=13)
    factories.result(user, project, "乙", kind="students", count=800, bound="at_least")
    factories.result(user, project, "丙", kind="jobs", count=5, bound="at_most")
    factories.result(user, project, "丁", kind="jobs", count=5, bound="at_least")
    factories.result(user, project, "戊", kind="income", amount=Money(1_000_00))
    found = [
        (one.kind.value, one.results, one.count, one.amount, one.bound.value)
        for one in queries.totals(queries.results_for(user))
    ]
    assert found == [
        ("jobs", 2, 10, None, "about"),
        ("students", 2, 813, None, "at_least"),
        ("income", 1, None, Money(1_000_00), "exact"),
    ]

"""Bodies with their seats, meetings with their decisions, plans with their items, problems."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.governance.details import MeetingDetails, PlanDetails, ProblemDetails, SeatDetails
from huizhi.governance.errors import DocumentNumberRefused, GovernanceRefused
from huizhi.governance.services import bodies, meetings, problems
from huizhi.kernel.errors import IllegalMove, RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from tests.governance import factories
from tests.organisations.factories import add

pytestmark = pytest.mark.django_db


def test_a_body_is_an_organisation_that_leads_and_only_once(make_user):
    office = make_user()
    body = factories.body(office, "领导小组", kind="leading_group")
    assert str(body) == "领导小组"
    changed = factories.details.BodyDetails(
        organisation=add(office), kind="committee", source="测试", duties="统筹"
    )
    body = bodies.change_body(actor=office, body=body, details=changed)
    assert (str(body), body.kind, body.duties) == ("领导小组", "committee", "统筹")
    firm = changed.organisation
    with pytest.raises(GovernanceRefused, match=firm.name):
        bodies.add_body(
            actor=office,
            details=factories.details.BodyDetails(
                organisation=firm, kind="task_force", source="测试"
            ),
        )
    with pytest.raises(GovernanceRefused):
        bodies.add_body(
            actor=office,
            details=factories.details.BodyDetails(
                organisation=body.organisation, kind="task_force", source="测试"
            ),
        )


def test_seats_are_posts_held_by_a_user_or_an_organisation(make_user):
    office, clerk = make_user(), make_user(Role.DEPARTMENT)
    body, firm = factories.body(office), add(office)
    chair = factories.seat(office, body, rank="chair", post="组长")
    assert chair.held_by == ""
    with pytest.raises(GovernanceRefused):
        factories.seat(office, body, rank="chair", post="另一位组长")
    with pytest.raises(GovernanceRefused):
        factories.seat(office, body, holder=clerk, organisation=firm)
    with pytest.raises(GovernanceRefused):
        factories.seat(office, body, holder=make_user(is_active=False))
    chair = bodies.change_seat(
        actor=office, seat=chair, details=SeatDetails(rank="chair", post="组长", holder=clerk)
    )
    assert chair.held_by == str(clerk)
    bodies.remove_seat(actor=office, seat=chair)
    assert AuditEntry.objects.filter(action="governance.body.remove_seat").exists()
    with pytest.raises(RightMissing):
        factories.seat(clerk, body)


def test_only_a_meeting_that_was_held_decides(make_user):
    office = make_user()
    meeting = factories.meeting(office, factories.body(office), state="planned")
    with pytest.raises(GovernanceRefused):
        meetings.add_decision(actor=office, meeting=meeting, text="抓紧签约")
    day = dt.date(2021, 7, 20)
    meeting = meetings.move_meeting(actor=office, meeting=meeting, to="held", day=day)
    assert meeting.day == day
    first = meetings.add_decision(actor=office, meeting=meeting, text="抓紧签约")
    second = meetings.add_decision(actor=office, meeting=meeting, text="成立专班")
    assert [first.number, second.number] == [1, 2]
    with pytest.raises(IllegalMove):
        meetings.move_meeting(actor=office, meeting=meeting, to="cancelled", reason="x")
    meetings.correct_decision(actor=office, decision=first, text="抓紧签约并揭牌")
    detail = AuditEntry.objects.get(action="governance.meeting.correct").detail
    assert detail == {"number": 1, "before": "抓紧签约", "text": "抓紧签约并揭牌"}
    with pytest.raises(GovernanceRefused):
        meetings.correct_decision(actor=office, decision=first, text=" ")


def test_a_meeting_is_cancelled_for_a_reason_and_changed_by_who_may(make_user):
    office = make_user()
    body = factories.body(office)
    meeting = factories.meeting(office, body, state="planned")
    with pytest.raises(GovernanceRefused):
        meetings.move_meeting(actor=office, meeting=meeting, to="cancelled")
    details = MeetingDetails(body=body, title="改期会议", source="测试", minutes="纪要")
    with pytest.raises(RightMissing):
        meetings.change_meeting(actor=make_user(Role.DEPARTMENT), meeting=meeting, details=details)
    meeting = meetings.change_meeting(actor=office, meeting=meeting, details=details)
    assert (meeting.title, meeting.state) == ("改期会议", "planned")
    meeting = meetings.move_meeting(
        actor=office, meeting=meeting, to="cancelled", reason="并入下月"
    )
    assert meeting.state == "cancelled"


def test_a_plan_keeps_its_number_in_one_way_and_only_once(make_user):
    office = make_user()
    planned = factories.meeting(office, factories.body(office), state="planned")
    plan = factories.plan(office, document_number="同发[2021]12号")
    assert plan.document_number == "同发〔2021〕12号"
    with pytest.raises(GovernanceRefused, match="12号"):
        factories.plan(office, "另一方案", document_number="同发（2021）12号")
    with pytest.raises(DocumentNumberRefused):
        factories.plan(office, "另一方案", document_number="第12号")
    with pytest.raises(GovernanceRefused, match="专题会议"):
        factories.plan(office, "另一方案", adopted_by=planned)
    assert factories.plan(office, "无号方案").document_number == ""
    assert factories.plan(office, "又一无号方案").document_number == ""
    details = PlanDetails(title="改名", source="测试", document_number="同发〔2021〕13号")
    assert meetings.change_plan(actor=office, plan=plan, details=details).title == "改名"
    items = [meetings.add_item(actor=office, plan=plan, text=text) for text in ("甲", "乙")]
    assert [item.number for item in items] == [1, 2]
    assert meetings.correct_item(actor=office, item=items[1], text="丙").text == "丙"


def test_a_problem_is_solved_comes_back_and_is_closed(make_user, make_county):
    office, county = make_user(), make_county()
    problem = factories.problem(office, county=county, severity="serious")
    with pytest.raises(GovernanceRefused):
        problems.move_problem(actor=office, problem=problem, to="solved", text=" ")
    day = dt.date(2021, 8, 1)
    problem = problems.move_problem(
        actor=office, problem=problem, to="solved", text="场地已落实", on=day
    )
    assert problem.solved_on == day
    problem = problems.move_problem(
        actor=office, problem=problem, to="being_solved", text="场地又被占用"
    )
    assert problem.solved_on is None
    problem = problems.move_problem(actor=office, problem=problem, to="closed", text="改址")
    with pytest.raises(IllegalMove):
        problems.move_problem(actor=office, problem=problem, to="open", text="重开")
    details = ProblemDetails(title="改名", origin="visit", severity="serious")
    assert problems.change_problem(actor=office, problem=problem, details=details).county is None
    with pytest.raises(RightMissing):
        factories.problem(make_user(Role.COUNTY, county=county), county=county)

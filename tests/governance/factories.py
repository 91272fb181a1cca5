"""Factories of the governance: one for each model."""

from __future__ import annotations

import datetime as dt

from huizhi.governance import details
from huizhi.governance.models import (
    Body,
    Decision,
    Meeting,
    Plan,
    PlanItem,
    Problem,
    Seat,
    Task,
)
from huizhi.governance.services import bodies, meetings, problems, tasks
from huizhi.kernel.models import User
from tests.organisations.factories import add


def body(actor: User, name: str = "工作专班", kind: str = "task_force", **fields: object) -> Body:
    organisation = add(actor, name, kind="committee", nature="", **fields)
    return bodies.add_body(
        actor=actor,
        details=details.BodyDetails(organisation=organisation, kind=kind, source="测试"),
    )


def seat(actor: User, body: Body, rank: str = "member", post: str = "成员单位", **fields) -> Seat:
    seat_details = details.SeatDetails(rank=rank, post=post, **fields)
    return bodies.add_seat(actor=actor, body=body, details=seat_details)


def meeting(
    actor: User, body: Body, title: str = "专题会议", state: str = "held", **fields
) -> Meeting:
    meeting_details = details.MeetingDetails(body=body, title=title, source="测试", **fields)
    return meetings.add_meeting(actor=actor, details=meeting_details, state=state)


def decision(actor: User, meeting: Meeting, text: str = "议定推进") -> Decision:
    return meetings.add_decision(actor=actor, meeting=meeting, text=text)


def item(actor: User, plan: Plan, text: str = "建设基地") -> PlanItem:
    return meetings.add_item(actor=actor, plan=plan, text=text)


def plan(actor: User, title: str = "实施计划", **fields) -> Plan:
    plan_details = details.PlanDetails(title=title, source="测试", **fields)
    return meetings.add_plan(actor=actor, details=plan_details)


def task(
    actor: User,
    title: str = "落实合作协议",
    owner: User | None = None,
    due_on: dt.date | None = None,
    **fields,
) -> Task:
    task_details = details.TaskDetails(title=title, owner=owner or actor, **fields)
    return tasks.add_task(actor=actor, details=task_details, due_on=due_on)


def problem(actor: User, title: str = "基地进展慢", **fields) -> Problem:
    values = {"origin": "meeting", "severity": "ordinary", **fields}
    return problems.add_problem(actor=actor, details=details.ProblemDetails(title=title, **values))

"""What is entered about each record of the governance; the fields are those of the models."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huizhi.governance.models import Body, Decision, Meeting, PlanItem, Problem
from huizhi.kernel.models import Region, User
from huizhi.organisations.models import Organisation
from huizhi.partners.models import CooperationRecord


@dataclass(frozen=True, kw_only=True)
class BodyDetails:
    """A body; its organisation gives the name and the county."""

    organisation: Organisation
    kind: str
    source: str
    duties: str = ""
    statement: str = ""
    synthetic: bool = False


@dataclass(frozen=True, kw_only=True)
class SeatDetails:
    """A seat, held by a user, by an organisation or by nobody yet."""

    rank: str
    post: str
    holder: User | None = None
    organisation: Organisation | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingDetails:
    """A meeting, except its state."""

    body: Body
    title: str
    source: str
    day: dt.date | None = None
    place: str = ""
    agenda: str = ""
    minutes: str = ""
    statement: str = ""
    synthetic: bool = False


@dataclass(frozen=True, kw_only=True)
class PlanDetails:
    """An implementing plan."""

    title: str
    source: str
    document_number: str = ""
    issued_on: dt.date | None = None
    body: Body | None = None
    adopted_by: Meeting | None = None
    note: str = ""
    statement: str = ""
    synthetic: bool = False


@dataclass(frozen=True, kw_only=True)
class TaskDetails:
    """A task, except its state and its due date."""

    title: str
    owner: User
    description: str = ""
    deputy: User | None = None
    organisation: Organisation | None = None
    county: Region | None = None
    decision: Decision | None = None
    plan_item: PlanItem | None = None
    problem: Problem | None = None
    record: CooperationRecord | None = None
    synthetic: bool = False


@dataclass(frozen=True, kw_only=True)
class ProblemDetails:
    """A problem, except its state."""

    title: str
    origin: str
    severity: str
    description: str = ""
    found_by: str = ""
    found_on: dt.date | None = None
    meeting: Meeting | None = None
    record: CooperationRecord | None = None
    county: Region | None = None
    organisation: Organisation | None = None
    measures: str = ""
    due_on: dt.date | None = None
    synthetic: bool = False

"""Seeds a demo city's governance from `governance.yaml` of its pack, through the services.

What is there already, by name or title, is left as it is, so that a second seeding changes nothing.
Days of synthetic work count from today, so that its lights show all colours.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import yaml

from huizhi.demo.visitors import username
from huizhi.governance.details import (
    BodyDetails,
    MeetingDetails,
    PlanDetails,
    ProblemDetails,
    SeatDetails,
    TaskDetails,
)
from huizhi.governance.models import Body, Decision, Meeting, Plan, PlanItem, Problem, Task
from huizhi.governance.records import records_of
from huizhi.governance.services import bodies, meetings, problems, tasks
from huizhi.governance.states import MeetingState, TaskState
from huizhi.kernel import clock
from huizhi.kernel.models import Region, User
from huizhi.kernel.roles import Role
from huizhi.kernel.users import system_user
from huizhi.organisations.duplicates import find_duplicates
from huizhi.organisations.models import Organisation, OrganisationKind
from huizhi.organisations.services import OrganisationDetails, add_organisation

Entry = dict[str, Any]


def seed_governance(*, folder: Path) -> None:
    """Seed bodies, meetings, the plan, problems and tasks; the visitors of the demo do the work."""
    content: Entry = yaml.safe_load((folder / "governance.yaml").read_text(encoding="utf-8"))
    seed = _Seed(content)
    seed.organisations()
    seed.bodies()
    seed.meetings()
    seed.plan()
    seed.problems()
    seed.tasks()


class _Seed:
    """The content of the file, and what was made of it so far, by the keys of the file."""

    def __init__(self, content: Entry) -> None:
        self.content = content
        self.actor = system_user()
        self.made: dict[str, Body] = {}
        self.held: dict[str, Meeting] = {}
        self.found: dict[str, Problem] = {}
        self.items: list[PlanItem] = []

    def organisations(self) -> None:
        """Add the committees that the registry does not hold."""
        for entry in self.content["organisations"]:
            values = {name: value for name, value in entry.items() if name != "key"}
            if not find_duplicates(name=values["name"]).exists():
                values["county"] = Region.objects.get(code=values["county"])
                details = OrganisationDetails(
                    kind=OrganisationKind.COMMITTEE, source=self._source(values), **values
                )
                add_organisation(actor=self.actor, details=details)

    def bodies(self) -> None:
        """Make the bodies, and the seats of each that is new."""
        for entry in self.content["bodies"]:
            organisation = _organisation(entry["organisation"])
            body = Body.objects.filter(organisation=organisation).first()
            if body is None:
                details = BodyDetails(
                    organisation=organisation,
                    kind=entry["kind"],
                    statement=entry.get("statement", ""),
                    source=self._source(entry),
                    synthetic=entry.get("synthetic", False),
                )
                body = bodies.add_body(actor=self.actor, details=details)
                self._seats(body, entry["key"])
            self.made[entry["key"]] = body

    def meetings(self) -> None:
        """Make the meetings; one with a day of its own is synthetic."""
        for entry in self.content["meetings"]:
            meeting = Meeting.objects.filter(title=entry["title"]).first()
            if meeting is None:
                details = MeetingDetails(
                    body=self.made[entry["body"]],
                    title=entry["title"],
                    day=_day(entry.get("in_days")),
                    place=entry.get("place", ""),
                    agenda=entry.get("agenda", ""),
                    minutes=entry.get("minutes", ""),
                    statement=entry.get("statement", ""),
                    source=self._source(entry),
                    synthetic=entry.get("synthetic", False),
                )
                state = entry.get("state", MeetingState.HELD)
                meeting = meetings.add_meeting(actor=self.actor, details=details, state=state)
                for text in entry.get("decisions", ()):
                    meetings.add_decision(actor=self.actor, meeting=meeting, text=text)
            self.held[entry["key"]] = meeting

    def plan(self) -> None:
        """Make the plan of the twelve bases with its items."""
        entry = self.content["plan"]
        plan = Plan.objects.filter(title=entry["title"]).first()
        if plan is None:
            details = PlanDetails(
                title=entry["title"],
                body=self.made[entry["body"]],
                adopted_by=self.held[entry["adopted_by"]],
                note=entry["note"],
                statement=entry["statement"],
                source=self._source(entry),
            )
            plan = meetings.add_plan(actor=self.actor, details=details)
            for text in entry["items"]:
                meetings.add_item(actor=self.actor, plan=plan, text=text)
        self.items = list(plan.items.all())

    def problems(self) -> None:
        """Put the problems on the list and move each as far as the file says."""
        for entry in self.content["problems"]:
            problem = Problem.objects.filter(title=entry["title"]).first()
            if problem is None:
                meeting = self.held[entry["meeting"]] if "meeting" in entry else None
                details = ProblemDetails(
                    title=entry["title"],
                    description=entry.get("description", ""),
                    severity=entry["severity"],
                    origin=entry["origin"],
                    meeting=meeting,
                    record=self._record(entry),
                    county=_county(entry),
                    organisation=_organisation(entry.get("organisation")),
                    measures=entry["measures"],
                    due_on=_day(entry.get("due_in")),
                    synthetic=True,
                )
                problem = problems.add_problem(actor=self.actor, details=details)
                for to, text in entry.get("moves", ()):
                    problems.move_problem(actor=self.actor, problem=problem, to=to, text=text)
            self.found[entry["key"]] = problem

    def tasks(self) -> None:
        """Give out the tasks and carry each as far as the file says."""
        for entry in self.content["tasks"]:
            if not Task.objects.filter(title=entry["title"]).exists():
                self._carry(self._task(entry), entry)

    def _task(self, entry: Entry) -> Task:
        details = TaskDetails(
            title=entry["title"],
            owner=_visitor(entry["owner"]),
            deputy=_visitor(entry["deputy"]) if "deputy" in entry else None,
            organisation=_organisation(entry.get("organisation")),
            county=_county(entry),
            decision=self._decision(entry.get("decision")),
            plan_item=self.items[entry["item"] - 1] if "item" in entry else None,
            problem=self.found[entry["problem"]] if "problem" in entry else None,
            record=self._record(entry),
            synthetic=True,
        )
        return tasks.add_task(actor=self.actor, details=details, due_on=_day(entry["due_in"]))

    def _carry(self, task: Task, entry: Entry) -> None:
        owner = _visitor(entry["owner"])
        state = entry.get("state", TaskState.OPEN)
        if state in (TaskState.IN_PROGRESS, TaskState.DONE):
            tasks.move_task(actor=owner, task=task, to=TaskState.IN_PROGRESS)
        for text in entry.get("notes", ()):
            tasks.add_note(actor=owner, task=task, text=text)
        for days, reason in entry.get("put_off", ()):
            day = clock.today() + dt.timedelta(days=days)
            tasks.put_off(actor=self.actor, task=task, to=day, reason=reason)
        if state == TaskState.DONE:
            tasks.move_task(actor=owner, task=task, to=state, text=entry["evidence"])
        elif state == TaskState.CANCELLED:
            tasks.move_task(actor=self.actor, task=task, to=state, text=entry["reason"])
        if entry.get("accepted"):
            tasks.accept(actor=self.actor, task=task)

    def _seats(self, body: Body, key: str) -> None:
        for seat in self.content["seats"]:
            if seat["body"] == key:
                details = SeatDetails(
                    rank=seat["rank"],
                    post=seat["post"],
                    holder=_visitor(seat["holder"]) if "holder" in seat else None,
                    organisation=_organisation(seat.get("organisation")),
                )
                bodies.add_seat(actor=self.actor, body=body, details=details)

    def _source(self, entry: Entry) -> str:
        text: str = self.content["synthetic_source" if entry.get("synthetic") else "source"]
        return text

    def _record(self, entry: Entry) -> Any:
        if "record" not in entry:
            return None
        kind, _slash, reference = entry["record"].partition("/")
        return records_of(self.actor, kind).get(reference=reference)

    def _decision(self, text: str | None) -> Decision | None:
        if text is None:
            return None
        key, _slash, number = text.partition("/")
        return self.held[key].decisions.get(number=int(number))


def _visitor(role: str) -> User:
    return User.objects.get(username=username(Role(role)))


def _organisation(name: str | None) -> Any:
    return Organisation.objects.get(name=name) if name else None


def _county(entry: Entry) -> Region | None:
    return Region.objects.get(code=entry["county"]) if "county" in entry else None


def _day(days: int | None) -> dt.date | None:
    return None if days is None else clock.today() + dt.timedelta(days=days)

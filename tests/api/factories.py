"""One record of each kind that the interface offers, and what is sent to add another."""

from __future__ import annotations

import datetime as dt
from typing import Any

from huizhi.kernel.models import Region, User
from huizhi.organisations.models import Organisation
from huizhi.partners.outcomes import services as outcomes
from huizhi.partners.series.points import record_points
from tests.governance import factories as governance
from tests.organisations.factories import add
from tests.partners import factories
from tests.partners.series import factories as series

DAY = dt.date(2021, 7, 10)
OWNERS = {
    "parties": "agreements",
    "obligations": "agreements",
    "milestones": "projects",
    "results": "projects",
    "advice": "platforms",
}
"""The parts, and the path of the record on which each hangs."""

SENT: dict[str, dict[str, Any]] = {
    "organisations": {"kind": "employer"},
    "agreements": {"state": "in_talks"},
    "bases": {"state": "in_talks"},
    "projects": {"kind": "research", "state": "planned"},
    "visits": {"state": "planned"},
    "events": {"kind": "forum", "state": "planned"},
    "platforms": {"kind": "think_tank", "state": "preparing"},
    "milestones": {"title": "新节点", "source": "测试"},
    "results": {"kind": "patents", "title": "新成果", "source": "测试", "count": 1},
    "advice": {"title": "新建议", "given_on": "2021-07-10", "addressed_to": "市政府"},
    "problems": {"title": "新问题", "origin": "visit", "severity": "ordinary"},
}
MOVES = {
    "visits": "completed",
    "events": "held",
    "obligations": "fulfilled",
    "advice": "adopted",
    "tasks": "done",
    "problems": "solved",
}


def one_of_each(
    actor: User, name: str, county: Region | None = None, partners: tuple[Organisation, ...] = ()
) -> dict[str, Any]:
    """Return a record of each kind by path; the name stands in all that they say."""
    fields: dict[str, Any] = {"county": county, "partners": partners}
    firm = add(actor, f"{name}单位", county=county)
    agreement = factories.agreement(actor, f"{name}协议", **fields)
    base = factories.base(actor, f"{name}基地", agreement=agreement, **fields)
    project = factories.project(actor, f"{name}项目", agreement=agreement, **fields)
    platform = factories.platform(actor, f"{name}平台", **fields)
    party = factories.party(actor, agreement, firm)
    body = governance.body(actor, f"{name}专班", county=county)
    problem = governance.problem(actor, f"{name}问题", county=county, record=base)
    meeting = governance.meeting(actor, body, f"{name}会议")
    measured = series.series(actor, project)
    record_points(actor=actor, points=[series.point(measured, source=f"{name}电表")])
    return {
        "organisations": firm,
        "agreements": agreement,
        "bases": base,
        "projects": project,
        "visits": factories.visit(actor, f"{name}访问", base=base, **fields),
        "events": factories.event(actor, f"{name}活动", agreement=agreement, base=base, **fields),
        "platforms": platform,
        "parties": party,
        "obligations": factories.obligation(actor, party, f"{name}义务", due_on=DAY),
        "milestones": outcomes.add_milestone(
            actor=actor,
            project=project,
            details=outcomes.MilestoneDetails(title=f"{name}节点", source="测试"),
        ),
        "results": outcomes.add_result(
            actor=actor,
            project=project,
            details=outcomes.ResultDetails(
                kind="patents", title=f"{name}专利", source="测试", count=2
            ),
        ),
        "advice": factories.advice(actor, platform, f"{name}建议"),
        "tasks": governance.task(
            actor, f"{name}任务", county=county, organisation=firm, problem=problem, record=base
        ),
        "problems": problem,
        "meetings": meeting,
        "plans": governance.plan(actor, f"{name}计划", body=body, adopted_by=meeting),
        "series": measured,
    }


def sent_for(path: str, county: str | None, records: dict[str, Any]) -> dict[str, Any]:
    """Return what is sent to add a record of a kind; parts hang on those given."""
    if path in OWNERS:
        owner = OWNERS[path]
        sent = {f"{owner.removesuffix('s')}_id": records[owner].pk, **SENT.get(path, {})}
        if path == "parties":
            sent |= {"organisation_id": records["organisations"].pk, "role": "party_b"}
        if path == "obligations":
            sent |= {"party_id": records["parties"].pk, "text": "新义务"}
        return sent
    if path == "tasks":
        return {"title": "新任务", "owner_id": records["tasks"].owner_id, "county": county}
    if path == "problems":
        return {**SENT[path], "county": county}
    return {"name": f"新{path}", "source": "测试", "county": county, **SENT[path]}


def details_for(path: str, county: str | None, records: dict[str, Any]) -> dict[str, Any]:
    """Return what is sent to replace the details of a record."""
    once = {"state", f"{OWNERS.get(path, '').removesuffix('s')}_id"}
    sent = sent_for(path, county, records)
    return {name: value for name, value in sent.items() if name not in once}


def move_for(path: str) -> dict[str, str]:
    """Return what is sent to move a record."""
    return {"to": MOVES.get(path, "ended"), "on": "2021-07-10", "reason": "会议纪要"}

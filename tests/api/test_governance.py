"""Tasks and problems by the interface: given, changed, moved; who may do which."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.governance.models import Problem, Task
from huizhi.kernel import clock
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from tests.governance import factories
from tests.partners import factories as records

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(calls_as, office):
    return calls_as(office)


@pytest.fixture
def clerk(make_user, make_county):
    return make_user(Role.COUNTY, county=make_county())


def test_a_task_is_given_changed_and_finished(call, calls_as, office, clerk):
    base = records.base(office, county=clerk.county)
    (worker,) = [one for one in call("GET", "workers")[1]["items"] if one["id"] == clerk.pk]
    assert (worker["role"], worker["county"]) == ("county", "140213")
    sent = {
        "title": "落实合作协议",
        "owner_id": worker["id"],
        "county": "140213",
        "due_on": "2021-07-31",
        "record": {"kind": "base", "id": base.pk},
    }
    status, task = call("POST", "tasks", sent)
    assert (status, task["state"], task["due_on"]) == (201, "open", "2021-07-31")
    assert task["record"] == {"kind": "base", "id": base.pk}
    assert (task["owner_id"], task["owner_name"]) == (clerk.pk, str(clerk))
    address = f"tasks/{task['id']}"

    status, task = call("PATCH", address, {"description": "七月底前"})
    assert (status, task["description"], task["title"]) == (200, "七月底前", "落实合作协议")
    assert task["record"] == {"kind": "base", "id": base.pk}

    theirs = calls_as(clerk)
    status, failure = theirs("PATCH", address, {"description": "改"})
    assert (status, failure["code"]) == (403, "right_missing")
    moved = {"to": "done", "on": "2021-07-20"}
    status, failure = theirs("POST", f"{address}/moves", moved)
    assert (status, failure["code"]) == (422, "governance_refused")
    status, task = theirs("POST", f"{address}/moves", {**moved, "reason": "签约文本"})
    assert (status, task["state"], task["done_on"]) == (200, "done", "2021-07-20")
    assert (task["evidence"], task["done_by_name"]) == ("签约文本", str(clerk))
    actions = AuditEntry.objects.filter(subject_kind="task").order_by("position")
    assert list(actions.values_list("action", flat=True)) == [
        "governance.task.add",
        "governance.task.change",
        "governance.task.move",
    ]


def test_only_owner_and_deputy_move_a_task_of_a_county(calls_as, office, clerk):
    task = factories.task(office, county=clerk.county)
    call = calls_as(clerk)
    assert call("GET", f"tasks/{task.pk}")[0] == 200
    status, failure = call(
        "POST", f"tasks/{task.pk}/moves", {"to": "in_progress", "on": "2021-07-01"}
    )
    assert (status, failure["code"]) == (422, "not_your_task")


def test_tasks_are_found_by_state_owner_day_and_words(call, office, clerk):
    today = clock.today()
    late = factories.task(office, "过期", due_on=today - dt.timedelta(days=1))
    soon = factories.task(office, "将到期", due_on=today, owner=clerk, county=clerk.county)
    factories.task(office, "无期限")

    def found(query: str) -> list[int]:
        return [item["id"] for item in call("GET", f"tasks?{query}")[1]["items"]]

    assert found("due=overdue") == [late.pk]
    assert found("due=soon") == [soon.pk]
    assert found(f"owner_id={clerk.pk}") == [soon.pk]
    assert found("county=140213") == [soon.pk]
    assert found("q=过期") == [late.pk]
    assert len(found("state=open")) == 3
    assert found("state=done") == []


@pytest.mark.parametrize(
    ("fields", "status", "code", "field"),
    [
        ({"title": ""}, 422, "invalid", "title"),
        ({"title": " "}, 422, "governance_refused", None),
        ({"owner_id": None}, 422, "invalid", "owner_id"),
        ({"owner_id": 10**9}, 422, "field_refused", "owner_id"),
        ({"problem_id": 7}, 422, "field_refused", "problem_id"),
        ({"decision_id": 7}, 422, "field_refused", "decision_id"),
        ({"record": {"kind": "base", "id": 7}}, 422, "field_refused", "record"),
        ({"record": {"kind": "planet", "id": 7}}, 422, "invalid", "record.kind"),
        ({"state": "done"}, 422, "invalid", "state"),
    ],
)
def test_a_mistake_in_a_task_is_named(call, office, fields, status, code, field):
    sent = {"title": "任务", "owner_id": office.pk, **fields}
    came, failure = call("POST", "tasks", sent)
    assert (came, failure["code"], failure["field"]) == (status, code, field)
    assert failure["message"]
    assert not Task.objects.exists()


def test_a_problem_is_put_on_the_list_and_solved(call, office):
    sent = {"title": "基地进展慢", "origin": "meeting", "severity": "serious"}
    status, problem = call("POST", "problems", sent)
    assert (status, problem["state"], problem["severity_label"]) == (201, "open", "Serious")
    address = f"problems/{problem['id']}"
    status, problem = call("PATCH", address, {"measures": "每周调度", "severity": "ordinary"})
    assert (status, problem["measures"], problem["title"]) == (200, "每周调度", "基地进展慢")
    moved = {"to": "solved", "on": "2021-07-20", "reason": "已签约"}
    status, problem = call("POST", f"{address}/moves", moved)
    assert (status, problem["state"], problem["solved_on"]) == (200, "solved", "2021-07-20")
    status, failure = call("POST", f"{address}/moves", {**moved, "to": "open"})
    assert (status, failure["code"]) == (409, "illegal_move")
    assert Problem.objects.get().measures == "每周调度"
    assert call("GET", "problems?severity=serious")[1]["items"] == []


def test_meetings_and_plans_are_read_with_what_tasks_come_from(call, office):
    body = factories.body(office)
    meeting = factories.meeting(office, body)
    decision = factories.decision(office, meeting)
    item = factories.item(office, factories.plan(office, body=body))
    status, page = call("GET", f"meetings?body_id={body.pk}")
    assert (status, page["items"][0]["body_name"]) == (200, "工作专班")
    assert page["items"][0]["decisions"] == [
        {"id": decision.pk, "number": 1, "text": decision.text}
    ]
    plan = call("GET", f"plans/{item.plan_id}")[1]
    assert plan["plan_items"] == [{"id": item.pk, "number": 1, "text": item.text}]
    sent = {"title": "任务", "owner_id": office.pk, "decision_id": decision.pk}
    status, task = call("POST", "tasks", {**sent, "plan_item_id": item.pk})
    assert (status, task["decision_id"], task["plan_item_name"]) == (201, decision.pk, str(item))
    status, failure = call("POST", "meetings", {})
    assert (status, failure["code"]) == (405, "method_not_allowed")


def test_who_gives_no_tasks_does_not_see_who_may_own_them(calls_as, clerk, make_user):
    for user in (clerk, make_user(Role.AUDITOR)):
        status, failure = calls_as(user)("GET", "workers")
        assert (status, failure["code"]) == (403, "right_missing")

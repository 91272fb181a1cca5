"""The demo's governance: what the report tells, synthetic work in all colours, seeded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from huizhi.demo.governance import seed_governance
from huizhi.demo.population import load_plan
from huizhi.demo.registry import seed_registry
from huizhi.demo.visitors import make_visitors, username
from huizhi.governance.lights import light_counts
from huizhi.governance.models import Body, Decision, Meeting, Plan, Problem, Seat, Task, TaskNote
from huizhi.governance.queries import task_counts, tasks_for
from huizhi.kernel import clock
from huizhi.kernel.models import AuditEntry, User
from huizhi.kernel.roles import Role
from huizhi.kernel.users import system_user

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parents[2] / "packs" / "datong" / "demo"
MODELS = (Body, Seat, Meeting, Decision, Plan, Problem, Task, TaskNote, User, AuditEntry)


@pytest.fixture
def seeded(db):
    actor = system_user()
    seed_registry(actor=actor, folder=FOLDER)
    make_visitors(load_plan(FOLDER / "population.yaml"))
    seed_governance(folder=FOLDER)
    return actor


def test_a_second_seeding_changes_nothing(seeded):
    first = [model.objects.count() for model in MODELS]
    seed_governance(folder=FOLDER)
    assert [model.objects.count() for model in MODELS] == first


def test_what_the_report_tells_is_there_and_nothing_it_does_not(seeded):
    kinds = {body.statement: body.kind for body in Body.objects.filter(synthetic=False)}
    assert kinds["S25"] == "task_force"
    assert Body.objects.filter(kind="leading_group", statement="S24").exists()
    study = Meeting.objects.get(synthetic=False)
    assert (study.state, study.day, study.minutes) == ("held", None, "")
    assert not study.decisions.exists()
    plan = Plan.objects.get()
    assert (plan.document_number, plan.issued_on, plan.adopted_by) == ("", None, study)
    assert plan.items.count() == 12


def test_nobody_takes_the_synthetic_for_real(seeded):
    assert all(task.synthetic and "演示" in task.title for task in Task.objects.all())
    assert all(one.synthetic and "演示" in one.title for one in Problem.objects.all())
    assert all("演示" in seat.post for seat in Seat.objects.all())
    assert all("演示" in one.text for one in Decision.objects.all())
    for meeting in Meeting.objects.filter(synthetic=True):
        assert "演示" in meeting.title


def test_lights_of_all_colours_show_today_and_to_each_office(seeded):
    county = User.objects.get(username=username(Role.COUNTY))
    department = User.objects.get(username=username(Role.DEPARTMENT))
    for user in (seeded, county, department):
        counts = {count.rule.rule.kind: count for count in light_counts(user, clock.today())}
        due = counts["task_due"]
        assert min(due.red, due.yellow) > 0, user
    assert due.red + due.yellow > 0
    assert {task.county_id for task in tasks_for(county)} == {county.county_id}
    counts = task_counts(seeded, clock.today())
    assert (counts.done, counts.cancelled, counts.to_accept) == (2, 1, 1)
    assert counts.overdue == 2
    assert Task.objects.get(title__startswith="落实试飞基地").due_changes.count() == 2

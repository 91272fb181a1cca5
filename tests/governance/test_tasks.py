"""Adding, working on, putting off and accepting tasks: who may, what it needs, what is kept."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.governance.details import TaskDetails
from huizhi.governance.errors import GovernanceRefused, NotYourTask
from huizhi.governance.models import TaskNote
from huizhi.governance.services import tasks
from huizhi.kernel.errors import IllegalMove, OutOfScope, RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from tests.governance import factories
from tests.partners import factories as partners

pytestmark = pytest.mark.django_db

DAY = dt.date


def test_a_task_from_beginning_to_acceptance(make_user):
    office, owner = make_user(), make_user(Role.DEPARTMENT)
    task = factories.task(office, owner=owner, due_on=DAY(2021, 8, 10))
    assert task.state == "open"
    task = tasks.move_task(actor=owner, task=task, to="in_progress")
    tasks.add_note(actor=owner, task=task, text="已联系高校")
    task = tasks.move_task(
        actor=owner, task=task, to="done", on=DAY(2021, 8, 9), text="签约文本已归档"
    )
    assert (task.state, task.done_on, task.evidence) == ("done", DAY(2021, 8, 9), "签约文本已归档")
    task = tasks.accept(actor=office, task=task)
    assert task.accepted_by == office
    actions = AuditEntry.objects.filter(subject_kind="task").values_list("action", flat=True)
    assert list(actions) == [
        "governance.task.add",
        "governance.task.move",
        "governance.task.note",
        "governance.task.move",
        "governance.task.accept",
    ]
    with pytest.raises(IllegalMove):
        tasks.move_task(actor=office, task=task, to="in_progress", text="再查")


def test_nobody_accepts_what_they_reported_themselves(make_user):
    office = make_user()
    task = factories.task(office)
    task = tasks.move_task(actor=office, task=task, to="done", text="已办")
    with pytest.raises(GovernanceRefused):
        tasks.accept(actor=office, task=task)
    assert tasks.accept(actor=make_user(), task=task).accepted_by is not None


def test_a_task_sent_back_is_in_progress_again(make_user):
    office, owner = make_user(), make_user(Role.DEPARTMENT)
    task = factories.task(office, owner=owner)
    task = tasks.move_task(actor=owner, task=task, to="done", text="已办")
    with pytest.raises(RightMissing):
        tasks.move_task(actor=owner, task=task, to="in_progress", text="自己退回")
    with pytest.raises(GovernanceRefused):
        tasks.move_task(actor=office, task=task, to="in_progress", text=" ")
    task = tasks.move_task(actor=office, task=task, to="in_progress", text="缺签约文本")
    assert (task.state, task.done_on, task.done_by) == ("in_progress", None, None)


def test_only_owner_deputy_and_the_office_work_on_it(make_user, make_county):
    office, owner, deputy = make_user(), make_user(Role.DEPARTMENT), make_user(Role.DEPARTMENT)
    task = factories.task(office, owner=owner, deputy=deputy)
    tasks.add_note(actor=deputy, task=task, text="代办")
    with pytest.raises(NotYourTask, match=str(owner)):
        tasks.add_note(actor=make_user(Role.DEPARTMENT), task=task, text="旁观")
    with pytest.raises(RightMissing):
        tasks.add_note(actor=make_user(Role.AUDITOR), task=task, text="审计")
    with pytest.raises(RightMissing):
        factories.task(owner)
    county, other = make_county(), make_county("140223", "广灵县", "Guangling")
    theirs = make_user(Role.COUNTY, county=county)
    task = factories.task(office, owner=theirs, county=county)
    with pytest.raises(OutOfScope):
        tasks.add_note(actor=make_user(Role.COUNTY, county=other), task=task, text="外县")


def test_the_owner_must_be_able_to_see_the_task(make_user, make_county):
    office, county = make_user(), make_county()
    other = make_county("140223", "广灵县", "Guangling")
    clerk = make_user(Role.COUNTY, county=other)
    for county_of_task in (county, None):
        with pytest.raises(GovernanceRefused, match=str(clerk)):
            factories.task(office, owner=clerk, county=county_of_task)
    with pytest.raises(GovernanceRefused):
        factories.task(office, owner=make_user(Role.AUDITOR))
    with pytest.raises(GovernanceRefused):
        factories.task(office, owner=make_user(Role.DEPARTMENT, is_active=False))
    with pytest.raises(GovernanceRefused):
        factories.task(office, owner=office, deputy=office)
    assert factories.task(office, owner=clerk, county=other).county == other


def test_a_due_date_that_was_put_off_twice_shows_so(make_user):
    office = make_user()
    task = factories.task(office, due_on=DAY(2021, 8, 1))
    with pytest.raises(GovernanceRefused):
        tasks.put_off(actor=office, task=task, to=DAY(2021, 8, 20), reason="  ")
    tasks.put_off(actor=office, task=task, to=DAY(2021, 8, 20), reason="高校放假")
    tasks.put_off(actor=office, task=task, to=DAY(2021, 9, 10), reason="开学后再谈")
    task.refresh_from_db()
    assert task.due_on == DAY(2021, 9, 10)
    assert [(c.before, c.after, c.reason) for c in task.due_changes.all()] == [
        (DAY(2021, 8, 1), DAY(2021, 8, 20), "高校放假"),
        (DAY(2021, 8, 20), DAY(2021, 9, 10), "开学后再谈"),
    ]
    with pytest.raises(GovernanceRefused):
        tasks.put_off(actor=office, task=task, to=DAY(2021, 9, 10), reason="同一天")
    with pytest.raises(RightMissing):
        tasks.put_off(
            actor=make_user(Role.DEPARTMENT), task=task, to=DAY(2021, 9, 11), reason="想晚点"
        )


def test_what_is_closed_takes_no_notes_and_no_other_date(make_user):
    office = make_user()
    task = factories.task(office)
    with pytest.raises(GovernanceRefused):
        tasks.move_task(actor=office, task=task, to="cancelled")
    task = tasks.move_task(actor=office, task=task, to="cancelled", text="并入其他任务")
    for refused in (
        lambda: tasks.add_note(actor=office, task=task, text="补记"),
        lambda: tasks.put_off(actor=office, task=task, to=DAY(2021, 9, 1), reason="x"),
        lambda: tasks.change_task(
            actor=office, task=task, details=TaskDetails(title="新名", owner=office)
        ),
    ):
        with pytest.raises(GovernanceRefused):
            refused()


def test_notes_are_never_changed(make_user):
    office = make_user()
    note = tasks.add_note(actor=office, task=factories.task(office), text="第一条")
    note.text = "改写"
    with pytest.raises(TypeError):
        note.save()
    assert TaskNote.objects.get().text == "第一条"


def test_a_task_about_a_record_keeps_kind_and_id(make_user):
    office = make_user()
    base = partners.base(office)
    task = factories.task(office, record=base)
    assert (task.record_kind, task.record_id) == ("base", base.pk)
    details = TaskDetails(title="改名", owner=office)
    task = tasks.change_task(actor=office, task=task, details=details)
    assert (task.title, task.record_kind, task.record_id) == ("改名", "", None)
    changed = AuditEntry.objects.get(action="governance.task.change").detail["changed"]
    assert changed == ["title", "record_kind", "record_id"]

"""What changes tasks: adding, changing, moving from state to state, notes, due dates."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.governance.details import TaskDetails
from huizhi.governance.errors import GovernanceRefused, NotYourTask
from huizhi.governance.models import DueChange, Task, TaskNote
from huizhi.governance.services.writing import columns, log, replace, require_text
from huizhi.governance.states import TASK_MOVES, TaskState, require_move
from huizhi.kernel import clock
from huizhi.kernel.errors import IllegalMove
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right, Role
from huizhi.kernel.scope import has_right, require, require_in_scope


def add_task(*, actor: User, details: TaskDetails, due_on: dt.date | None = None) -> Task:
    """Add a task that is not begun. Errors: `RightMissing`, `OutOfScope`, `GovernanceRefused`."""
    require(actor, Right.GOVERNANCE_EDIT)
    require_in_scope(actor, county=details.county.code if details.county else None)
    check_task(details)
    with transaction.atomic():
        task = Task.objects.create(
            due_on=due_on, created_at=clock.now(), created_by=actor, **columns(details)
        )
        log(actor, "add", task, {"title": task.title, "due": _text(due_on), **_people(task)})
    return task


def change_task(*, actor: User, task: Task, details: TaskDetails) -> Task:
    """Replace what is entered about a task, except its state and due date.

    Errors: as for `add_task`; what is accepted or cancelled is changed no more.
    """
    require(actor, Right.GOVERNANCE_EDIT)
    require_in_scope(actor, county=details.county.code if details.county else None)
    check_task(details)
    with transaction.atomic():
        stored = _locked(actor, task)
        require_changeable(stored)
        changed = replace(stored, columns(details))
        if changed:
            stored.save()
            log(actor, "change", stored, {"changed": changed, **_people(stored)})
    return stored


def move_task(
    *, actor: User, task: Task, to: str, on: dt.date | None = None, text: str = ""
) -> Task:
    """Move a task to another state and return it. The one door to `state`.

    Owner and deputy begin and finish it, and finishing needs evidence; the programme office does so
    too, cancels it, or sends a finished one back, each for a reason. `text` is the evidence or the
    reason. Errors: `RightMissing`, `OutOfScope`, `NotYourTask`, `IllegalMove`, `GovernanceRefused`.
    """
    with transaction.atomic():
        stored = _locked(actor, task)
        before = stored.state
        sends_back = before == TaskState.DONE
        if sends_back or to == TaskState.CANCELLED:
            require(actor, Right.GOVERNANCE_EDIT)
        else:
            _require_worker(actor, stored)
        check_move(stored, to)
        stored.state = to
        if to == TaskState.DONE:
            stored.evidence = require_text(
                text, _("Say what shows that the task is done: a document, a page, a figure.")
            )
            stored.done_on = on or clock.today()
            stored.done_by = actor
        elif sends_back:
            text = require_text(text, _("Say why the task is sent back."))
            stored.done_on, stored.done_by = None, None
        elif to == TaskState.CANCELLED:
            text = require_text(text, _("Say why the task is cancelled."))
        stored.save()
        log(actor, "move", stored, {"from": before, "to": to, "text": text})
    return stored


def accept(*, actor: User, task: Task) -> Task:
    """Confirm as a second person that a finished task is done; it is sent back no more.

    Errors: `RightMissing`, `OutOfScope`, `GovernanceRefused`.
    """
    require(actor, Right.GOVERNANCE_EDIT)
    with transaction.atomic():
        stored = _locked(actor, task)
        if stored.state != TaskState.DONE or stored.accepted_by_id:
            raise GovernanceRefused(
                _("Only a finished task that nobody accepted yet can be accepted.")
            )
        if stored.done_by_id == actor.pk:
            raise GovernanceRefused(
                _("You reported this task as finished: somebody else has to accept it.")
            )
        stored.accepted_by, stored.accepted_at = actor, clock.now()
        stored.save()
        log(actor, "accept", stored, {"done_by": stored.done_by_id})
    return stored


def add_note(*, actor: User, task: Task, text: str) -> TaskNote:
    """Note the progress of an open task. Notes are never changed.

    Errors: `RightMissing`, `OutOfScope`, `NotYourTask`, `GovernanceRefused`.
    """
    text = require_text(text, _("Say what has come of the task since."))
    with transaction.atomic():
        stored = _locked(actor, task)
        _require_worker(actor, stored)
        require_open(stored)
        note = TaskNote.objects.create(task=stored, text=text, at=clock.now(), by=actor)
        log(actor, "note", stored, {"note": note.pk, "text": text})
    return note


def put_off(*, actor: User, task: Task, to: dt.date, reason: str) -> DueChange:
    """Give an open task another due date for a reason; the earlier one is kept.

    Errors: `RightMissing`, `OutOfScope`, `GovernanceRefused`.
    """
    require(actor, Right.GOVERNANCE_EDIT)
    reason = require_text(reason, _("Say why the due date is moved."))
    with transaction.atomic():
        stored = _locked(actor, task)
        require_open(stored)
        if stored.due_on == to:
            raise GovernanceRefused(_("{day} is the due date already.").format(day=to))
        change = DueChange.objects.create(
            task=stored, before=stored.due_on, after=to, reason=reason, at=clock.now(), by=actor
        )
        stored.due_on = to
        stored.save()
        detail = {"from": _text(change.before), "to": _text(to), "reason": reason}
        log(actor, "put_off", stored, detail)
    return change


def check_holder(user: User, *, county: str | None) -> None:
    """Refuse a user who could not see or work on a task of a county.

    Errors: `GovernanceRefused`.
    """
    if not has_right(user, Right.TASKS_WORK):
        raise GovernanceRefused(
            _("{user} may not work on tasks: choose an active user of an office.").format(user=user)
        )
    if user.role == Role.COUNTY and user.county_id != county:
        raise GovernanceRefused(
            _(
                "{user} sees the records of their own county only and would not see this task. "
                "Give the task that county, or choose somebody else."
            ).format(user=user)
        )


def check_task(details: TaskDetails) -> None:
    """Refuse details that cannot be a task's. Errors: `GovernanceRefused`."""
    require_text(details.title, _("The task needs a title."))
    if details.deputy and details.deputy.pk == details.owner.pk:
        raise GovernanceRefused(_("The deputy is somebody else than the owner."))
    county = details.county.code if details.county else None
    for user in filter(None, (details.owner, details.deputy)):
        check_holder(user, county=county)


def check_move(task: Task, to: str) -> None:
    """Refuse a move that the task does not allow. Errors: `IllegalMove`."""
    require_move(TASK_MOVES, TaskState, task.state, to)
    if task.state == TaskState.DONE and task.accepted_by_id:
        raise IllegalMove(
            _("“{title}” was accepted by {user} and is not sent back.").format(
                title=task, user=task.accepted_by
            )
        )


def require_changeable(task: Task) -> None:
    """Refuse a task that is accepted or cancelled. Errors: `GovernanceRefused`."""
    if task.accepted_by_id or task.state == TaskState.CANCELLED:
        raise GovernanceRefused(
            _("“{title}” is accepted or cancelled and stays as it is.").format(title=task)
        )


def require_open(task: Task) -> None:
    """Refuse a task on which nothing is left to do. Errors: `GovernanceRefused`."""
    if not task.is_open:
        raise GovernanceRefused(
            _("“{title}” is {state}: only an open task goes on.").format(
                title=task, state=task.get_state_display()
            )
        )


def _locked(actor: User, task: Task) -> Task:
    stored = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    require_in_scope(actor, county=stored.county_id)
    return stored


def _require_worker(actor: User, task: Task) -> None:
    require(actor, Right.TASKS_WORK)
    if has_right(actor, Right.GOVERNANCE_EDIT):
        return
    if actor.pk not in (task.owner_id, task.deputy_id):
        raise NotYourTask(
            _("Only {owner} and the deputy work on this task.").format(owner=task.owner)
        )


def _people(task: Task) -> dict[str, int | None]:
    return {"owner": task.owner_id, "deputy": task.deputy_id}


def _text(day: dt.date | None) -> str:
    return day.isoformat() if day else ""

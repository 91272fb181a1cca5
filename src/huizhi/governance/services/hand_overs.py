"""The hand-over of a user's open tasks and seats to another user, in one step."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.governance.errors import GovernanceRefused, WorkHasChanged
from huizhi.governance.models import HandOver, Seat, Task
from huizhi.governance.queries import open_tasks_of, seats_of
from huizhi.governance.services.tasks import check_holder
from huizhi.governance.services.writing import require_text
from huizhi.kernel import audit, clock
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Work:
    """The open tasks and the seats of one user."""

    tasks: list[Task]
    seats: list[Seat]

    @property
    def fingerprint(self) -> str:
        """What the preview showed, to be compared with what is there when it is carried out."""
        tasks = [(task.pk, task.owner_id, task.deputy_id) for task in self.tasks]
        seats = [seat.pk for seat in self.seats]
        return hashlib.sha256(repr((tasks, seats)).encode()).hexdigest()

    def __len__(self) -> int:
        return len(self.tasks) + len(self.seats)


def work_of(user: User) -> Work:
    """Return what a user would leave behind."""
    return Work(list(open_tasks_of(user).order_by("pk")), list(seats_of(user).order_by("pk")))


def refusals(work: Work, heir: User) -> list[str]:
    """Return why some of the work cannot go to a user, in words; nothing when all of it can."""
    found = []
    if not heir.is_active:
        found.append(_("{user} may no longer sign in.").format(user=heir))
    for task in work.tasks:
        try:
            check_holder(heir, county=task.county_id)
        except GovernanceRefused as error:
            found.append(f"{task.title}：{error}")
    return found


def hand_over(*, actor: User, leaver: User, heir: User, reason: str, seen: str) -> HandOver:
    """Give all open tasks and seats of a user to another one and keep a record of it.

    `seen` is the fingerprint of the work that the preview showed. Errors: `RightMissing`,
    `WorkHasChanged`, `GovernanceRefused`; nothing goes over then.
    """
    require(actor, Right.GOVERNANCE_EDIT)
    reason = require_text(reason, _("Say why the work is handed over."))
    if leaver.pk == heir.pk:
        raise GovernanceRefused(_("Choose somebody else to take the work over."))
    with transaction.atomic():
        list(Task.objects.select_for_update().filter(pk__in=open_tasks_of(leaver).values("pk")))
        work = work_of(leaver)
        _check(work, leaver, heir, seen)
        items = [_take_task(task, leaver, heir) for task in work.tasks]
        items += [_take_seat(seat, heir) for seat in work.seats]
        record = HandOver.objects.create(
            leaver=leaver, heir=heir, reason=reason, items=items, at=clock.now(), by=actor
        )
        _log(actor, record, items)
    return record


def _check(work: Work, leaver: User, heir: User, seen: str) -> None:
    if not len(work):
        raise GovernanceRefused(_("{user} has no open task and no seat.").format(user=leaver))
    if len(work) > MOST_AT_ONCE:
        raise GovernanceRefused(
            _("{count} tasks and seats are too many for one step; {limit} are possible.").format(
                count=len(work), limit=MOST_AT_ONCE
            )
        )
    if work.fingerprint != seen:
        raise WorkHasChanged(
            _("The work of {user} has changed since you looked. Look at it again.").format(
                user=leaver
            )
        )
    refused = refusals(work, heir)
    if refused:
        raise GovernanceRefused("；".join(refused))


def _take_task(task: Task, leaver: User, heir: User) -> dict[str, Any]:
    """Put the heir in the leaver's place; nobody is owner and deputy of one task."""
    role = "owner" if task.owner_id == leaver.pk else "deputy"
    if role == "owner":
        task.owner = heir
        if task.deputy_id == heir.pk:
            task.deputy = None
    else:
        task.deputy = None if task.owner_id == heir.pk else heir
    task.save(update_fields=["owner", "deputy"])
    return {"kind": "task", "id": task.pk, "name": task.title, "as": role}


def _take_seat(seat: Seat, heir: User) -> dict[str, Any]:
    seat.holder = heir
    seat.save(update_fields=["holder"])
    return {"kind": "seat", "id": seat.pk, "name": f"{seat.body} · {seat.post}", "as": "seat"}


def _log(actor: User, record: HandOver, items: list[dict[str, Any]]) -> None:
    people = {"from": str(record.leaver), "to": str(record.heir), "reason": record.reason}
    changes = [
        audit.Change(
            "governance.handover.make", "handover", str(record.pk), {**people, "items": items}
        )
    ]
    changes += [
        audit.Change(
            f"governance.{item['kind']}.hand_over",
            item["kind"],
            str(item["id"]),
            {**people, "hand_over": record.pk, "as": item["as"]},
        )
        for item in items
    ]
    audit.append_many(actor=actor, changes=changes)

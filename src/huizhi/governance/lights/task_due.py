"""Tasks: how many days are left to the due date."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huizhi.governance.lights.rule import Counting, Rule
from huizhi.governance.models import Task
from huizhi.governance.queries import tasks_for
from huizhi.governance.states import OPEN_TASKS
from huizhi.kernel.models import User


def watched(user: User) -> QuerySet[Task]:
    """Return the open tasks that have a due date."""
    return tasks_for(user).filter(state__in=OPEN_TASKS, due_on__isnull=False)


TASK_DUE = Rule(
    kind="task_due",
    name=_("Tasks coming due"),
    measure=_("days to the due date"),
    counting=Counting.UNTIL,
    rows=watched,
    day="due_on",
    title="title",
)

"""The light of each task, for lists that show other tasks than the board too."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from huizhi.governance.lights.limits import rules_in_force
from huizhi.governance.lights.task_due import TASK_DUE
from huizhi.governance.models import Task
from huizhi.governance.states import OPEN_TASKS


def with_light(rows: QuerySet[Task], on: dt.date) -> QuerySet[Task]:
    """Add `light`: the colour of an open task with a due date, an empty text for any other."""
    limits = rules_in_force()[TASK_DUE.kind].limits
    watched = Q(state__in=OPEN_TASKS, due_on__isnull=False)
    colour = Case(
        When(watched, then=TASK_DUE.colour(limits, on)),
        default=Value(""),
        output_field=CharField(),
    )
    return rows.annotate(light=colour)

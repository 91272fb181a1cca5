"""Selections of what was promised for a day: obligations, tasks, series with targets; of problems.

What was waived or cancelled is promised no longer.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from huizhi.governance.models import Problem, Task
from huizhi.governance.states import OPEN_PROBLEMS, OPEN_TASKS, TaskState
from huizhi.insight.selections.cooperation import dated_by
from huizhi.insight.selections.months import first_day, is_month, last_day
from huizhi.insight.selections.selection import Definition, Selection, register
from huizhi.partners.models import Obligation, Series, Standing

REACHED = (Standing.AHEAD, Standing.ON_TARGET)
WITH_TARGET = (*REACHED, Standing.BEHIND)


def _obligations_due(day: dt.date) -> Q:
    return Q(due_on__lte=day, waived_on=None)


def _tasks_due(day: dt.date) -> Q:
    return Q(due_on__lte=day) & ~Q(state=TaskState.CANCELLED)


def _tasks_due_in(chosen: Selection) -> Q:
    month = first_day(chosen.value), last_day(chosen.value)
    return Q(state__in=OPEN_TASKS, due_on__range=month)


register(
    (
        Definition(
            "obligation.due",
            Obligation,
            lambda chosen: _obligations_due(chosen.on),
            lambda chosen: _("Obligations due"),
            county=("agreement__county",),
        ),
        Definition(
            "obligation.fulfilled",
            Obligation,
            lambda chosen: _obligations_due(chosen.on) & Q(fulfilled_on__lte=chosen.on),
            lambda chosen: _("Obligations due and fulfilled"),
            county=("agreement__county",),
        ),
        Definition(
            "obligation.overdue",
            Obligation,
            lambda chosen: Q(due_on__lt=chosen.on, waived_on=None, fulfilled_on=None),
            lambda chosen: _("Obligations past their day"),
            county=("agreement__county",),
        ),
        Definition(
            "series.with-target",
            Series,
            lambda chosen: Q(starts_on__lte=chosen.on, standing__in=WITH_TARGET),
            lambda chosen: _("Series with a target"),
            county=("project__county", "base__county"),
        ),
        Definition(
            "series.reached",
            Series,
            lambda chosen: Q(starts_on__lte=chosen.on, standing__in=REACHED),
            lambda chosen: _("Series ahead or on target"),
            county=("project__county", "base__county"),
        ),
        Definition(
            "task.due",
            Task,
            lambda chosen: _tasks_due(chosen.on),
            lambda chosen: _("Tasks due"),
        ),
        Definition(
            "task.done",
            Task,
            lambda chosen: (
                _tasks_due(chosen.on) & Q(state=TaskState.DONE) & dated_by(chosen.on, "done_on")
            ),
            lambda chosen: _("Tasks due and finished"),
        ),
        Definition(
            "task.due-in",
            Task,
            _tasks_due_in,
            lambda chosen: _("Open tasks due in {month}").format(month=chosen.value),
            check=is_month,
        ),
        Definition(
            "problem.open",
            Problem,
            lambda chosen: dated_by(chosen.on, "found_on") & Q(state__in=OPEN_PROBLEMS),
            lambda chosen: _("Problems still to be solved"),
        ),
    )
)

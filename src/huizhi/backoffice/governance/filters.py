"""Filters of the lists of tasks, meetings and problems."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from huizhi.governance import queries
from huizhi.governance.lights import Colour
from huizhi.governance.models import Meeting, Origin, Problem, Severity, Task
from huizhi.governance.states import (
    OPEN_PROBLEMS,
    OPEN_TASKS,
    MeetingState,
    ProblemState,
    TaskState,
)
from huizhi.kernel import clock
from huizhi.kernel.models import Region
from huizhi.kernel.regions import counties_for
from huizhi.organisations.models import Organisation

UNFINISHED = "unfinished"


def _counties(request: Any) -> QuerySet[Region]:
    return counties_for(request.user) if request else Region.objects.none()


class TaskFilterSet(WagtailFilterSet):
    """Mine, state, due, light, county, organisation."""

    mine = django_filters.BooleanFilter(label=_("Mine (owner or deputy)"), method="only_mine")
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(UNFINISHED, _("Not finished")), *TaskState.choices],
        method="in_state",
    )
    due = django_filters.ChoiceFilter(
        label=_("Due on"),
        choices=[("overdue", _("Overdue")), ("soon", _("Due within 7 days"))],
        method="by_due",
    )
    light = django_filters.ChoiceFilter(label=_("Light"), choices=Colour.choices)
    put_off = django_filters.BooleanFilter(label=_("Put off before"), method="only_put_off")
    to_accept = django_filters.BooleanFilter(label=_("Waits for acceptance"), method="waiting")
    county = django_filters.ModelChoiceFilter(label=_("County"), queryset=_counties)
    organisation = django_filters.ModelChoiceFilter(
        label=_("Responsible organisation"),
        queryset=lambda request: Organisation.objects.filter(
            pk__in=queries.tasks_for(request.user).values("organisation")
        ),
    )

    class Meta:
        model = Task
        fields: tuple[str, ...] = ()

    def only_mine(self, rows: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:
        """Return the user's own tasks, or those of others."""
        own = Q(owner=self.request.user) | Q(deputy=self.request.user)
        return rows.filter(own) if value else rows.exclude(own)

    def in_state(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        """Return the tasks in a state, or all that are not finished."""
        return rows.filter(state__in=OPEN_TASKS if value == UNFINISHED else [value])

    def by_due(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        """Return the overdue tasks, or those due soon."""
        found = queries.overdue if value == "overdue" else queries.due_soon
        return found(rows, clock.today())

    def only_put_off(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Return the tasks whose due date was moved, or was not."""
        return rows.filter(put_off__gt=0) if value else rows.filter(put_off=0)

    def waiting(self, rows: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:
        """Return the finished tasks that nobody accepted yet, or the others."""
        waits = Q(state=TaskState.DONE, accepted_by=None)
        return rows.filter(waits) if value else rows.exclude(waits)


class MeetingFilterSet(WagtailFilterSet):
    """State and body."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=MeetingState.choices)
    body = django_filters.ModelChoiceFilter(
        label=_("Body"), queryset=lambda request: queries.bodies_for(request.user)
    )

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()


class ProblemFilterSet(WagtailFilterSet):
    """State, severity, where found, county."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(UNFINISHED, _("Still to be solved")), *ProblemState.choices],
        method="in_state",
    )
    severity = django_filters.ChoiceFilter(label=_("Severity"), choices=Severity.choices)
    origin = django_filters.ChoiceFilter(label=_("Found"), choices=Origin.choices)
    county = django_filters.ModelChoiceFilter(label=_("County"), queryset=_counties)

    class Meta:
        model = Problem
        fields: tuple[str, ...] = ()

    def in_state(self, rows: QuerySet[Problem], name: str, value: str) -> QuerySet[Problem]:
        """Return the problems in a state, or all that are still to be solved."""
        return rows.filter(state__in=OPEN_PROBLEMS if value == UNFINISHED else [value])

"""Projects: how many days are left to the planned end."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huizhi.governance.lights.rule import Counting, Rule
from huizhi.governance.records import records_of
from huizhi.kernel.models import User
from huizhi.partners.models import Project
from huizhi.partners.states import ProjectState


def watched(user: User) -> QuerySet[Project]:
    """Return the projects that go on and have a planned end."""
    going_on = (ProjectState.PLANNED, ProjectState.UNDER_WAY)
    rows = records_of(user, "project").select_related("county")
    return rows.filter(state__in=going_on, ends_on__isnull=False)


PROJECT_END = Rule(
    kind="project_end",
    name=_("Projects at their planned end"),
    measure=_("days to the planned end"),
    counting=Counting.UNTIL,
    rows=watched,
    day="ends_on",
)

"""Milestones of projects: how many days are left until they are due."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huizhi.governance.lights.rule import Counting, Rule
from huizhi.kernel.models import User
from huizhi.partners.models import Milestone
from huizhi.partners.outcomes.queries import milestones_for


def watched(user: User) -> QuerySet[Milestone]:
    """Return the milestones that are not reached and have a day."""
    return milestones_for(user).filter(done_on=None, due__isnull=False)


MILESTONE_DUE = Rule(
    kind="milestone_due",
    name=_("Milestones coming due"),
    measure=_("days to the due date"),
    counting=Counting.UNTIL,
    rows=watched,
    day="due",
    title="title",
    owner="project",
    county="project__county",
)

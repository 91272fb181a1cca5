"""Problems: how many days are left until they should be solved."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huizhi.governance.lights.rule import Counting, Rule
from huizhi.governance.models import Problem
from huizhi.governance.queries import open_problems, problems_for
from huizhi.kernel.models import User


def watched(user: User) -> QuerySet[Problem]:
    """Return the problems to be solved by a day."""
    return open_problems(problems_for(user)).filter(due_on__isnull=False)


PROBLEM_DUE = Rule(
    kind="problem_due",
    name=_("Problems to be solved"),
    measure=_("days to the day of solution"),
    counting=Counting.UNTIL,
    rows=watched,
    day="due_on",
    title="title",
)

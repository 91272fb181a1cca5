"""What reads milestones and results: lists within a user's scope, totals, what is public."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from huizhi.kernel.models import User
from huizhi.kernel.scope import Scope, scope_of
from huizhi.partners.models import Bound, Milestone, MilestoneState, Project, Result, ResultKind
from huizhi.partners.queries import projects_for
from huizhi.rules.money import Money


@dataclass(frozen=True)
class ResultTotal:
    """What the results of one kind add up to: a count, or an amount for income.

    Exact ones and "at least" ones make "at least"; bounds of different ways make "about".
    """

    kind: ResultKind
    results: int
    count: int | None
    amount: Money | None
    bound: Bound


def milestones_for(user: User) -> QuerySet[Milestone]:
    """Return the milestones of the projects a user may see."""
    rows = Milestone.objects.select_related("project__county")
    return _of_projects(user, rows)


def results_for(user: User) -> QuerySet[Result]:
    """Return the results of the projects a user may see."""
    rows = Result.objects.select_related("project__county")
    return _of_projects(user, rows)


def public_results(project: Project) -> QuerySet[Result]:
    """Return a project's results that stand on the public pages."""
    return project.results.filter(published=True)


def in_state(
    rows: QuerySet[Milestone], state: MilestoneState, *, on: dt.date
) -> QuerySet[Milestone]:
    """Return the milestones that stand so on a day; see `Milestone.state_on`."""
    not_done = Q(done_on=None) | Q(done_on__gt=on)
    conditions = {
        MilestoneState.DONE: Q(done_on__lte=on),
        MilestoneState.LATE: not_done & Q(due__lt=on),
        MilestoneState.OPEN: not_done & (Q(due=None) | Q(due__gte=on)),
    }
    return rows.filter(conditions[state])


def totals(rows: QuerySet[Result]) -> list[ResultTotal]:
    """Return what the given results add up to, kind by kind in the order of the kinds."""
    found: dict[str, Any] = {
        row["kind"]: row
        for row in rows.order_by()
        .values("kind")
        .annotate(
            results=Count("pk"),
            counted=Sum("count"),
            summed=Sum("amount"),
            **{bound.value: Count("pk", filter=Q(bound=bound)) for bound in Bound},
        )
    }
    return [_total(kind, found[kind]) for kind in ResultKind if kind in found]


def _total(kind: ResultKind, row: dict[str, Any]) -> ResultTotal:
    inexact = [bound for bound in Bound if bound is not Bound.EXACT and row[bound.value]]
    bound = Bound.EXACT if not inexact else inexact[0] if len(inexact) == 1 else Bound.ABOUT
    return ResultTotal(kind, row["results"], row["counted"], row["summed"], bound)


def _of_projects(user: User, rows: QuerySet[Any]) -> QuerySet[Any]:
    if scope_of(user) == Scope():
        return rows
    return rows.filter(project__in=projects_for(user).order_by().values("pk"))

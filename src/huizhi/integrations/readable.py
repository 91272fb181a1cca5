"""Which kinds of record other systems may read, and which of them a user may see.

The REST interface and webhooks go by this one table, so that neither says more than the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.governance import queries as governance
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, scope_of
from huizhi.organisations.queries import organisations_for
from huizhi.partners import queries
from huizhi.partners.outcomes import queries as outcomes
from huizhi.partners.series.queries import series_for


@dataclass(frozen=True)
class Readable:
    """A kind of record: its name in the audit log, words, address, the right to see it, rows."""

    kind: str
    words: Promise
    path: str
    right: Right
    rows: Callable[[User], QuerySet[Any]]

    def rows_for(self, user: User) -> QuerySet[Any]:
        """Return the rows that a user may see. Errors: `RightMissing`.

        A university or employer needs no right for what is its own: the scope leaves nothing else.
        """
        if scope_of(user).organisation_id is None:
            require(user, self.right)
            return self.rows(user)
        return self.rows(user).distinct()


def _tasks(user: User) -> QuerySet[Any]:
    names = ("decision", "plan_item", "problem", "done_by", "accepted_by")
    return governance.tasks_for(user).select_related(*names)


def _problems(user: User) -> QuerySet[Any]:
    return governance.problems_for(user).select_related("meeting")


def _meetings(user: User) -> QuerySet[Any]:
    return governance.meetings_for(user).prefetch_related("decisions")


def _plans(user: User) -> QuerySet[Any]:
    return governance.plans_for(user).prefetch_related("items")


def _series(user: User) -> QuerySet[Any]:
    return series_for(user).prefetch_related("targets")


_VIEW, _GOVERNANCE = Right.PARTNERS_VIEW, Right.GOVERNANCE_VIEW
READABLE = {
    readable.kind: readable
    for readable in (
        Readable(
            "organisation",
            _("Organisation"),
            "organisations",
            Right.ORGANISATIONS_VIEW,
            organisations_for,
        ),
        Readable("agreement", _("Agreement"), "agreements", _VIEW, queries.agreements_for),
        Readable("base", _("Base"), "bases", _VIEW, queries.bases_for),
        Readable("project", _("Project"), "projects", _VIEW, queries.projects_for),
        Readable("visit", _("Visit"), "visits", _VIEW, queries.visits_for),
        Readable("event", _("Event"), "events", _VIEW, queries.events_for),
        Readable("platform", _("Platform"), "platforms", _VIEW, queries.platforms_for),
        Readable("party", _("Party"), "parties", _VIEW, queries.parties_for),
        Readable("obligation", _("Obligation"), "obligations", _VIEW, queries.obligations_for),
        Readable("milestone", _("Milestone"), "milestones", _VIEW, outcomes.milestones_for),
        Readable(
            "result",
            pgettext_lazy("of a project", "Result"),
            "results",
            _VIEW,
            outcomes.results_for,
        ),
        Readable("advice", _("Advice"), "advice", _VIEW, queries.advice_for),
        Readable("series", _("Indicator series"), "series", _VIEW, _series),
        Readable("task", _("Task"), "tasks", _GOVERNANCE, _tasks),
        Readable("problem", _("Problem"), "problems", _GOVERNANCE, _problems),
        Readable("meeting", _("Meeting"), "meetings", _GOVERNANCE, _meetings),
        Readable("plan", _("Implementing plan"), "plans", _GOVERNANCE, _plans),
    )
}

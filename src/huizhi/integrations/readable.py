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

from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, scope_of
from huizhi.organisations.queries import organisations_for
from huizhi.partners import queries


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


_VIEW = Right.PARTNERS_VIEW
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
    )
}

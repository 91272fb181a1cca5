"""Where the names are found that columns of lists may hold: users, bodies, meetings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huizhi.governance import queries
from huizhi.governance.models import Body, Meeting
from huizhi.kernel.lists.fields import Lookups
from huizhi.kernel.lists.names import Names
from huizhi.kernel.models import User
from huizhi.organisations.lookups import organisation_names
from huizhi.organisations.models import Organisation
from huizhi.organisations.names import name_key


class WorkerNames(Names[int]):
    """The users who may own tasks, by name or user name."""

    def __init__(self, user: User) -> None:
        pairs: list[tuple[str, int]] = []
        for worker in queries.workers():
            pairs += [(str(worker), worker.pk), (worker.username, worker.pk)]
        super().__init__(pairs)

    def unknown(self, text: str, close: str) -> str:
        """Return that nobody of this name works on tasks, and who is meant perhaps."""
        hint = _("Did you mean “{name}”?").format(name=close) if close else ""
        text = _("“{text}” is no user who may work on tasks. Write the user name. {hint}").format(
            text=text, hint=hint
        )
        return text.strip()


def body_names(user: User) -> Names[int]:
    """Return the names of the bodies that a user may see."""
    pairs: list[tuple[str, int]] = []
    names = ("organisation__name", "organisation__short_name", "organisation__name_en")
    for number, *spellings in queries.bodies_for(user).values_list("pk", *names):
        pairs += [(spelling, number) for spelling in spellings]
    return Names(pairs, alike=name_key)


def meeting_names(user: User) -> Names[int]:
    """Return the titles of the meetings that a user may see, with and without their day."""
    pairs: list[tuple[str, int]] = []
    for number, title, day in queries.meetings_for(user).values_list("pk", "title", "day"):
        pairs += [(title, number), (f"{title} {day or ''}", number)]
    return Names(pairs, alike=name_key)


LOOKUPS: Lookups = {
    Body: body_names,
    Meeting: meeting_names,
    Organisation: organisation_names,
    User: WorkerNames,
}

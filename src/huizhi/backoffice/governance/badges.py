"""Colours and states of the governance as badges, alike in lists and on pages."""

from __future__ import annotations

from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.ui.tables import Column

from huizhi.governance.lights import Colour
from huizhi.governance.models import Severity
from huizhi.governance.states import MeetingState, ProblemState, TaskState

SHADES: dict[str, str] = {
    MeetingState.PLANNED: "queued",
    MeetingState.HELD: "done",
    MeetingState.CANCELLED: "",
    TaskState.OPEN: "queued",
    TaskState.IN_PROGRESS: "running",
    TaskState.DONE: "done",
    ProblemState.BEING_SOLVED: "running",
    ProblemState.SOLVED: "done",
    Severity.SERIOUS: "no",
    Severity.CONSIDERABLE: "unknown",
    Severity.ORDINARY: "",
    Colour.RED: "no",
    Colour.YELLOW: "unknown",
    Colour.GREEN: "yes",
}


def badge(value: str, label: object) -> SafeString:
    """Return words as a badge in the shade of a state, severity or colour."""
    return format_html(
        '<span class="office-badge office-badge-{}">{}</span>', SHADES.get(value, ""), label
    )


def light_badge(colour: str) -> SafeString:
    """Return a light; nothing where there is none. Its words tell it, not its colour alone."""
    return badge(colour, f"● {Colour(colour).label}") if colour else SafeString("")


def colour_words(colour: str) -> str:
    """Return a colour in words for an export; nothing for none."""
    return str(Colour(colour).label) if colour else ""


class LightColumn(Column):
    """The light of a row."""

    def get_value(self, instance: Model) -> SafeString:
        """Return it as a badge."""
        return light_badge(super().get_value(instance))


class BadgeColumn(Column):
    """A state or severity as a badge; `name` is the field."""

    def get_value(self, instance: Model) -> SafeString:
        """Return its words in its shade."""
        label = getattr(instance, f"get_{self.name}_display")()
        return badge(super().get_value(instance), label)

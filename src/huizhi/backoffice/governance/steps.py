"""What the log says about a record of the governance, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huizhi.governance.queries import history
from huizhi.governance.states import MeetingState, ProblemState, TaskState
from huizhi.kernel.models import AuditEntry

LABELS = {
    "add": pgettext_lazy("as a step", "Entered"),
    "change": gettext_lazy("Changed"),
    "move": gettext_lazy("Another state"),
    "note": pgettext_lazy("of a task", "Progress"),
    "put_off": gettext_lazy("Due date moved"),
    "correct": gettext_lazy("Put right"),
    "accept": gettext_lazy("Accepted"),
    "hand_over": gettext_lazy("Handed over"),
    "decide": pgettext_lazy("of a meeting", "Decision"),
    "add_item": pgettext_lazy("of a plan", "Item"),
    "add_seat": gettext_lazy("Seat added"),
    "change_seat": gettext_lazy("Seat changed"),
    "remove_seat": gettext_lazy("Seat taken away"),
}
STATES = {
    "task": dict(TaskState.choices),
    "meeting": dict(MeetingState.choices),
    "problem": dict(ProblemState.choices),
}


@dataclass(frozen=True)
class Step:
    """One line of a history."""

    entry: AuditEntry
    label: str
    note: str


def steps_of(kind: str, number: int) -> list[Step]:
    """Return the history of a record, newest first."""
    return [_step(kind, entry) for entry in history(kind, number).reverse()]


def _step(kind: str, entry: AuditEntry) -> Step:
    verb = entry.action.rpartition(".")[2]
    return Step(entry, str(LABELS.get(verb, verb)), _note(kind, verb, entry.detail))


def _note(kind: str, verb: str, detail: dict[str, Any]) -> str:
    if verb == "hand_over":
        return f"{detail['from']} → {detail['to']}：{detail['reason']}"
    if verb == "put_off":
        before = detail["from"] or _("no date")
        return f"{before} → {detail['to']}：{detail['reason']}"
    if verb == "correct":
        return f"{detail['number']}. {detail['before']} → {detail['text']}"
    if verb == "move":
        names = STATES[kind]
        said = detail.get("text") or detail.get("reason") or ""
        return f"{names[detail['from']]} → {names[detail['to']]}{'：' if said else ''}{said}"
    return str(detail.get("text") or detail.get("post") or "")

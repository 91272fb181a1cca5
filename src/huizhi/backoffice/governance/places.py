"""Where the pages of the governance lie: the steps of their trails."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LISTS: dict[str, str | Promise] = {
    "task": _("Tasks"),
    "light": _("Warning lights"),
    "problem": _("List of problems"),
    "meeting": _("Meetings"),
    "plan": _("Implementing plans"),
    "body": _("Bodies"),
    "handover": _("Hand-overs"),
}


def list_step(kind: str) -> dict[str, str]:
    """Return the step to a list."""
    return {"url": reverse(f"{kind}:index"), "label": str(LISTS[kind])}


def record_step(kind: str, number: int, label: object) -> dict[str, str]:
    """Return the step to one record."""
    return {"url": reverse(f"{kind}:record", args=[number]), "label": str(label)}

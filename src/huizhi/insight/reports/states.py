"""The states of a report and the legal moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    """A draft may be added to or discarded; a final report stays."""

    DRAFT = "draft", _("Draft")
    FINAL = "final", _("Final")


MOVES: dict[ReportState, frozenset[ReportState]] = {
    ReportState.DRAFT: frozenset({ReportState.FINAL}),
    ReportState.FINAL: frozenset(),
}

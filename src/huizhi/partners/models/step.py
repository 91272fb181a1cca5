"""Steps: how a record came to its state, with what shows it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from huizhi.partners.models.document import Document
from huizhi.partners.models.part import Attached


class Step(Attached):
    """A state that a record came to, on which day, and what shows it. Written by `move` only.

    The first step is the state in which the record was entered; its day may not be known.
    """

    state = models.CharField(_("State"), max_length=12)
    happened_on = models.DateField(_("Day"), null=True, blank=True)
    evidence = models.CharField(_("What shows it"), max_length=300, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("Document")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Entered by"),
    )
    entered_at = models.DateTimeField(_("Entered at"))

    class Meta(Attached.Meta):
        ordering: ClassVar = ["id"]
        verbose_name = _("Step")
        verbose_name_plural = _("Steps")

    def __str__(self) -> str:
        return f"{self.record_kind} {self.record_id} {self.state}"

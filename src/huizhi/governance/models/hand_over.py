"""Hand-overs: the work of one user that went to another."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HandOver(models.Model):
    """What one user handed over to another, with why. It is kept; undoing is another hand-over.

    `items` lists what went over: kind (task or seat), id, name, and as what (owner, deputy, seat).
    """

    leaver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("of a hand-over", "From"),
    )
    heir = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("of a hand-over", "To"),
    )
    reason = models.CharField(_("Reason"), max_length=300)
    items: models.JSONField[Any, Any] = models.JSONField(_("What went over"), default=list)
    at = models.DateTimeField(_("Time"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Entered by")
    )

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("Hand-over")
        verbose_name_plural = _("Hand-overs")

    def __str__(self) -> str:
        return f"{self.leaver} → {self.heir}"

    @property
    def count(self) -> int:
        """How many tasks and seats went over."""
        return len(self.items)

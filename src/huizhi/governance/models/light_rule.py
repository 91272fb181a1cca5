"""The limits of the warning lights where somebody changed them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LightRule(models.Model):
    """The limits of one kind of light; without a row those of `lights/limits.yaml` hold.

    `kind` is a key of `lights.rules.RULES`; the limits are in the measure of that rule.
    """

    kind = models.CharField(_("Kind"), max_length=30, unique=True)
    yellow_from = models.PositiveIntegerField(_("Yellow from"))
    red_from = models.PositiveIntegerField(_("Red from"))
    changed_at = models.DateTimeField(_("Changed at"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("Changed by"),
    )

    class Meta:
        ordering: ClassVar = ["kind"]
        verbose_name = _("Limits of a warning light")
        verbose_name_plural = _("Warning lights")

    def __str__(self) -> str:
        return self.kind

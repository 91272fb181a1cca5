"""Meetings of a body, and what they decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.governance.models.body import Body
from huizhi.governance.states import MeetingState


class Meeting(models.Model):
    """A meeting. `day` stays empty where no source tells it; `agenda` has an item a line."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name=_("Body"))
    title = models.CharField(_("Title"), max_length=200)
    state = models.CharField(_("State"), max_length=10, choices=MeetingState.choices)
    day = models.DateField(_("Day"), null=True, blank=True)
    place = models.CharField(pgettext_lazy("of a meeting", "Place"), max_length=100, blank=True)
    agenda = models.TextField(_("Agenda"), blank=True)
    minutes = models.TextField(_("Minutes"), blank=True)
    statement = models.CharField(_("Statement of the model case"), max_length=10, blank=True)
    source = models.CharField(_("Source"), max_length=200)
    synthetic = models.BooleanField(_("Synthetic"), default=False)
    created_at = models.DateTimeField(_("Created"))

    class Meta:
        ordering: ClassVar = [models.F("day").desc(nulls_last=True), "-id"]
        verbose_name = _("Meeting")
        verbose_name_plural = _("Meetings")

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """One numbered decision of a meeting; tasks carry it out."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="decisions", verbose_name=_("Meeting")
    )
    number = models.PositiveSmallIntegerField(_("Number"))
    text = models.TextField(pgettext_lazy("of a meeting", "Decision"))

    class Meta:
        ordering: ClassVar = ["meeting", "number"]
        verbose_name = pgettext_lazy("of a meeting", "Decision")
        verbose_name_plural = _("Decisions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="governance_decision_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

"""Milestones: what a project is to reach by which day."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.kernel import clock
from huizhi.partners.models.project import Project


class MilestoneState(models.TextChoices):
    """Where a milestone stands on a day; it follows from its two dates and is never stored."""

    DONE = "done", _("Reached")
    OPEN = "open", pgettext_lazy("a milestone", "Open")
    LATE = "late", _("Late")


class Milestone(models.Model):
    """A step of a project. Without a due day it cannot be late."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="milestones", verbose_name=_("Project")
    )
    title = models.CharField(_("Milestone"), max_length=160)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    due = models.DateField(pgettext_lazy("a milestone", "Due"), null=True, blank=True)
    done_on = models.DateField(_("Reached on"), null=True, blank=True)
    note = models.TextField(_("Note"), blank=True)
    source = models.CharField(_("Source"), max_length=200)
    synthetic = models.BooleanField(_("Synthetic"), default=False)

    class Meta:
        ordering: ClassVar = [models.F("due").asc(nulls_last=True), "id"]
        verbose_name = _("Milestone")
        verbose_name_plural = _("Milestones")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "title"], name="partners_milestone_title_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["done_on", "due"], name="milestone_open_due")]

    def __str__(self) -> str:
        return self.title

    def state_on(self, day: dt.date) -> MilestoneState:
        """Return where it stands on a day: it is late from the day after it was due."""
        if self.done_on is not None and self.done_on <= day:
            return MilestoneState.DONE
        late = self.due is not None and self.due < day
        return MilestoneState.LATE if late else MilestoneState.OPEN

    @property
    def state(self) -> MilestoneState:
        """Where it stands today."""
        return self.state_on(clock.today())

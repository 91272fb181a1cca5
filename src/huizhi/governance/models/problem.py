"""The list of problems: what is wrong, how bad, who mends it until when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huizhi.governance.models.meeting import Meeting
from huizhi.governance.models.record_kind import RecordKind
from huizhi.governance.states import OPEN_PROBLEMS, ProblemState
from huizhi.kernel.models import Region
from huizhi.organisations.models import Organisation


class Severity(models.TextChoices):
    """How bad a problem is."""

    SERIOUS = "serious", _("Serious")
    CONSIDERABLE = "considerable", _("Considerable")
    ORDINARY = "ordinary", _("Ordinary")


class Origin(models.TextChoices):
    """Where a problem was found."""

    MEETING = "meeting", _("At a meeting")
    VISIT = "visit", _("On a visit")
    LIGHT = "light", _("By a warning light")
    REPORT = "report", _("Reported by a department or county")


class Problem(models.Model):
    """A problem. `record_kind` and `record_id` point to the record of the cooperation it is about.

    `found_by` is a post or an office, never a person's name.
    """

    title = models.CharField(_("Title"), max_length=200)
    description = models.TextField(_("Description"), blank=True)
    origin = models.CharField(_("Found"), max_length=10, choices=Origin.choices)
    found_by = models.CharField(_("Found by (post or office)"), max_length=100, blank=True)
    found_on = models.DateField(_("Found on"), null=True, blank=True)
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=_("Meeting"),
    )
    record_kind = models.CharField(
        _("Kind of record"), max_length=12, choices=RecordKind.choices, blank=True
    )
    record_id = models.BigIntegerField(null=True, blank=True)
    county = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("County")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=_("Responsible organisation"),
    )
    severity = models.CharField(_("Severity"), max_length=12, choices=Severity.choices)
    measures = models.TextField(_("Measures"), blank=True)
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    state = models.CharField(
        _("State"), max_length=12, choices=ProblemState.choices, default=ProblemState.OPEN
    )
    solved_on = models.DateField(_("Solved on"), null=True, blank=True)
    synthetic = models.BooleanField(_("Synthetic"), default=False)
    created_at = models.DateTimeField(_("Created"))

    class Meta:
        ordering: ClassVar = [F("due_on").asc(nulls_last=True), "id"]
        verbose_name = _("Problem")
        verbose_name_plural = _("List of problems")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(record_kind="", record_id=None)
                | (~Q(record_kind="") & Q(record_id__isnull=False)),
                name="governance_problem_record_whole",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["county", "state"], name="governance_problem_county")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still to be solved."""
        return self.state in OPEN_PROBLEMS

"""Data of insight: monthly reports as they were made, and the versions of their wording."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.insight.reports.states import ReportState
from huizhi.insight.selections.months import month_of
from huizhi.kernel.models import Region, User


class Report(models.Model):
    """A report for a month, of the whole city or of one county.

    `figures` are what was counted when it was made and `texts` the wording of that time, so that it
    shows again as it was; `log_position` says what was known. `listed` is how many records a list
    names, `further` the kinds of problems that were added by hand.
    """

    month = models.DateField(gettext_lazy("Month"))
    county = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=gettext_lazy("County")
    )
    state = models.CharField(
        gettext_lazy("State"), max_length=10, choices=ReportState.choices, default=ReportState.DRAFT
    )
    figures: models.JSONField[Any, Any] = models.JSONField(default=dict)
    texts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    further: models.JSONField[Any, Any] = models.JSONField(default=list)
    listed = models.PositiveSmallIntegerField(default=0)
    log_position = models.BigIntegerField(gettext_lazy("Log position"))
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=gettext_lazy("Made by")
    )
    made_at = models.DateTimeField(gettext_lazy("Made at"))
    finished_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=gettext_lazy("Made final by"),
    )
    finished_at = models.DateTimeField(gettext_lazy("Made final at"), null=True)

    class Meta:
        ordering: ClassVar = ["-month", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(state="final", county=None),
                name="insight_city_report_final_once",
            ),
            models.UniqueConstraint(
                fields=["month", "county"],
                condition=Q(state="final"),
                name="insight_county_report_final_once",
            ),
        ]
        verbose_name = gettext_lazy("Monthly report")
        verbose_name_plural = gettext_lazy("Monthly reports")

    def __str__(self) -> str:
        return _("Monthly report {month}").format(month=month_of(self.month))

    @property
    def on(self) -> dt.date:
        """The day up to which it counts."""
        return dt.date.fromisoformat(self.figures["on"])


class TextVersion(models.Model):
    """A version of a section's wording, in both languages. The newest one counts."""

    section = models.CharField(gettext_lazy("Section"), max_length=20)
    number = models.PositiveIntegerField(gettext_lazy("Version"))
    zh = models.TextField(gettext_lazy("Chinese text"))
    en = models.TextField(gettext_lazy("English text"))
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=gettext_lazy("Made by")
    )
    made_at = models.DateTimeField(gettext_lazy("Made at"))

    class Meta:
        ordering: ClassVar = ["section", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "number"], name="insight_text_version_once")
        ]
        verbose_name = gettext_lazy("Version of a report's wording")
        verbose_name_plural = gettext_lazy("Versions of the reports' wording")

    def __str__(self) -> str:
        return f"{self.section} {self.number}"

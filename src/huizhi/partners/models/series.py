"""Indicator series: what is measured, of which project or base, period by period, with targets."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.kernel.models import AuditEntry, User
from huizhi.partners.models.base import Base
from huizhi.partners.models.project import Project
from huizhi.partners.models.quantity import QuantityField
from huizhi.partners.models.record import CooperationRecord

FEN_IN_YUAN = 100
ANY_KIND = "*"
"""In a list of kinds: the indicator fits every kind, also one that is not known yet."""


class ValueType(models.TextChoices):
    """What a value of an indicator is. Money is entered in yuan and kept in fen."""

    NUMBER = "number", _("Number with decimals")
    WHOLE = "whole", _("Whole number")
    MONEY = "money", _("Money")


class AddsUp(models.TextChoices):
    """How the values of several periods make one."""

    SUM = "sum", pgettext_lazy("of periods", "Sum")
    LAST = "last", _("The last value")
    AVERAGE = "average", _("Average")


class Better(models.TextChoices):
    """Whether more or less of it is better."""

    MORE = "more", _("More is better")
    LESS = "less", _("Less is better")


class Granularity(models.TextChoices):
    """How long a period is."""

    DAY = "day", pgettext_lazy("a period", "Day")
    MONTH = "month", pgettext_lazy("a period", "Month")
    YEAR = "year", pgettext_lazy("a period", "Year")


class Standing(models.TextChoices):
    """How a series stands against its target; `series/standing.py` says by which thresholds."""

    NO_DATA = "no_data", _("No values yet")
    NO_TARGET = "no_target", _("No target")
    AHEAD = "ahead", _("Ahead of target")
    ON_TARGET = "on_target", _("On target")
    BEHIND = "behind", _("Behind target")


class Indicator(models.Model):
    """What can be measured. Adding one is data: no migration.

    `project_kinds` and `base_kinds` list the codes of the kinds it fits, `ANY_KIND` for all.
    """

    code = models.SlugField(_("Code"), max_length=60, unique=True)
    name = models.CharField(pgettext_lazy("of a record", "Name"), max_length=80, unique=True)
    name_en = models.CharField(_("English name"), max_length=120)
    unit = models.CharField(_("Unit"), max_length=20)
    unit_en = models.CharField(_("English unit"), max_length=30)
    value_type = models.CharField(_("Type of value"), max_length=10, choices=ValueType.choices)
    decimals = models.PositiveSmallIntegerField(_("Decimals"), default=0)
    minimum: QuantityField = QuantityField(_("Lowest value"), null=True, blank=True)
    maximum: QuantityField = QuantityField(_("Highest value"), null=True, blank=True)
    adds_up = models.CharField(_("Several periods make"), max_length=10, choices=AddsUp.choices)
    better = models.CharField(
        _("Direction"), max_length=10, choices=Better.choices, default=Better.MORE
    )
    project_kinds: models.JSONField[Any, Any] = models.JSONField(
        _("Kinds of projects"), default=list, blank=True
    )
    base_kinds: models.JSONField[Any, Any] = models.JSONField(
        _("Kinds of bases"), default=list, blank=True
    )
    note = models.CharField(_("Note"), max_length=300, blank=True)
    source = models.CharField(_("Source"), max_length=200)

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("Indicator")
        verbose_name_plural = _("Indicators")

    def __str__(self) -> str:
        return self.name

    @property
    def total_entered(self) -> Decimal | None:
        """What it comes to, where a query added `total`; money in yuan."""
        return self.as_entered(getattr(self, "total", None))

    def as_entered(self, stored: Decimal | None) -> Decimal | None:
        """Return a kept value as people enter and read it: money in yuan."""
        if stored is None or self.value_type != ValueType.MONEY:
            return stored
        return stored / FEN_IN_YUAN

    def fits(self, record: CooperationRecord) -> bool:
        """Say whether it is measured of a record of this kind."""
        if isinstance(record, Project):
            return ANY_KIND in self.project_kinds or record.kind in self.project_kinds
        return ANY_KIND in self.base_kinds or getattr(record, "kind_id", None) in self.base_kinds


class Series(models.Model):
    """One indicator of one project or base.

    The columns from `point_count` on are a summary of the points in force; only
    `series/summaries.py` writes them, in the transaction that changes points or targets.
    """

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="series", verbose_name=_("Indicator")
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="series",
        verbose_name=_("Project"),
    )  # fmt: skip
    base = models.ForeignKey(
        Base, models.PROTECT, null=True, blank=True, related_name="series",
        verbose_name=_("Base"),
    )  # fmt: skip
    granularity = models.CharField(_("Period"), max_length=10, choices=Granularity.choices)
    target_per = models.CharField(
        _("Targets are for each"),
        max_length=10,
        choices=[(each.value, each.label) for each in (Granularity.MONTH, Granularity.YEAR)],
    )
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"), null=True, blank=True)
    source = models.CharField(_("Source"), max_length=200)
    note = models.TextField(_("Note"), blank=True)
    published = models.BooleanField(_("On public pages"), default=False)
    synthetic = models.BooleanField(_("Synthetic"), default=False)
    created_at = models.DateTimeField(_("Created"))

    point_count = models.PositiveIntegerField(_("Values"), default=0)
    total: QuantityField = QuantityField(_("Sum of all values"), default=Decimal(0))
    last_period = models.DateField(_("Last period"), null=True, blank=True)
    last_value: QuantityField = QuantityField(_("Last value"), null=True, blank=True)
    so_far: QuantityField = QuantityField(_("So far"), null=True, blank=True)
    expected: QuantityField = QuantityField(_("Expected so far"), null=True, blank=True)
    standing = models.CharField(
        _("Against target"), max_length=10, choices=Standing.choices, default=Standing.NO_DATA
    )

    class Meta:
        ordering: ClassVar = ["indicator__code", "id"]
        verbose_name = _("Indicator series")
        verbose_name_plural = _("Indicator series")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(project=None, base__isnull=False) | Q(project__isnull=False, base=None),
                name="partners_series_of_one_record",
            ),
            models.UniqueConstraint(
                fields=["indicator", "project"],
                condition=Q(project__isnull=False),
                name="partners_series_project_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "base"],
                condition=Q(base__isnull=False),
                name="partners_series_base_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                name="partners_series_forwards",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["standing"], name="series_standing")]

    def __str__(self) -> str:
        return f"{self.subject}：{self.indicator}"

    @property
    def subject(self) -> Project | Base:
        """The project or base that it is about."""
        found = self.project or self.base
        assert found is not None  # a constraint of the table
        return found

    @property
    def subject_name(self) -> str:
        """The name of the project or base."""
        return self.subject.name

    @property
    def last_entered(self) -> Decimal | None:
        """The last value as people read it: money in yuan."""
        return self.indicator.as_entered(self.last_value)

    @property
    def total_entered(self) -> Decimal | None:
        """The sum of all values as people read it."""
        return self.indicator.as_entered(self.total)

    @property
    def so_far_entered(self) -> Decimal | None:
        """What is compared with the target, as people read it."""
        return self.indicator.as_entered(self.so_far)

    @property
    def expected_entered(self) -> Decimal | None:
        """What was expected so far, as people read it."""
        return self.indicator.as_entered(self.expected)


class Target(models.Model):
    """What a series is to reach in one month or year, as its `target_per` says."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="targets")
    starts_on = models.DateField(_("Period"))
    value: QuantityField = QuantityField(_("Target"))
    assumed = models.BooleanField(_("Assumption"), default=False)
    source = models.CharField(_("Source"), max_length=200)

    class Meta:
        ordering: ClassVar = ["starts_on"]
        verbose_name = _("Target")
        verbose_name_plural = _("Targets")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "starts_on"], name="partners_target_once")
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.starts_on} {self.value}"


class Point(models.Model):
    """The value of a series in one period, as a batch recorded it. Never updated.

    A correction supersedes it, as a fact is superseded; the two entries of the log tell who and
    when. `period` is the first day of the day, month or year.
    """

    series = models.ForeignKey(Series, models.PROTECT, related_name="points", db_index=False)
    period = models.DateField(_("Period"))
    value: QuantityField = QuantityField(_("Value"))
    source = models.CharField(_("Source"), max_length=200)
    recorded = models.ForeignKey(AuditEntry, models.PROTECT, related_name="+", db_index=False)
    superseded = models.ForeignKey(
        AuditEntry, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering: ClassVar = ["period"]
        verbose_name = _("Value")
        verbose_name_plural = _("Values")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "period"],
                condition=Q(superseded=None),
                name="partners_point_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["series"], condition=Q(superseded__isnull=False), name="point_history"
            )
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.period} {self.value}"

    @property
    def recorded_by(self) -> User | None:
        """Who recorded it."""
        return self.recorded.actor

    @property
    def recorded_at(self) -> dt.datetime:
        """When it was recorded."""
        return self.recorded.at


class PointKey(models.Model):
    """A key that a sender gave to a point, so that sending it again changes nothing.

    Keys are each sender's own: two systems may use the same.
    """

    sender = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    point = models.ForeignKey(Point, models.PROTECT, related_name="keys")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sender", "key"], name="partners_point_key_once")
        ]

    def __str__(self) -> str:
        return self.key


class PointUpload(models.Model):
    """A list of points that was uploaded: how it went, and the rows that were refused.

    `refused` holds for each refused row its number, cells, the index of the wrong column, a code
    and the reason; `headings` the first row of the list.
    """

    file_name = models.CharField(_("File"), max_length=200)
    uploaded_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("Uploaded by"))
    uploaded_at = models.DateTimeField(_("Uploaded at"))
    accepted = models.PositiveIntegerField(_("New"), default=0)
    replaced = models.PositiveIntegerField(_("Corrected"), default=0)
    unchanged = models.PositiveIntegerField(_("Unchanged"), default=0)
    headings: models.JSONField[Any, Any] = models.JSONField(default=list)
    refused: models.JSONField[Any, Any] = models.JSONField(_("Refused"), default=list)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("Upload of values")
        verbose_name_plural = _("Uploads of values")

    def __str__(self) -> str:
        return self.file_name

    @property
    def refused_count(self) -> int:
        """How many rows were refused."""
        return len(self.refused)

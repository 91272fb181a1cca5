"""Results: what came of a project, of a few kinds that can be added up."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.kernel.money import MoneyField
from huizhi.partners.models.project import Project
from huizhi.partners.models.record import Bound


class ResultKind(models.TextChoices):
    """The kinds of results. Income is an amount of money, every other kind is counted."""

    JOBS = "jobs", pgettext_lazy("of a project", "Jobs")
    PATENTS = "patents", _("Patents")
    PRODUCTS = "products", _("Products")
    BRANDS = "brands", _("Brands")
    STUDENTS = "students", _("Students")
    PAPERS = "papers", _("Papers")
    REPORTS = "reports", _("Reports")
    INCOME = "income", _("Income")


class Result(models.Model):
    """One result: a count, or an amount for income, with how exactly it is known.

    `reached_on` is the day it was there, empty where the source does not tell. `evidence` says
    what proves it: a number of a patent, an admission list, a document.
    """

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="results", verbose_name=_("Project")
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=ResultKind.choices)
    title = models.CharField(pgettext_lazy("of a project", "Result"), max_length=160)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    count = models.PositiveIntegerField(_("Count"), null=True, blank=True)
    amount: MoneyField = MoneyField(_("Amount"), null=True, blank=True)
    bound = models.CharField(_("Known"), max_length=10, choices=Bound.choices, default=Bound.EXACT)
    reached_on = models.DateField(_("Day"), null=True, blank=True)
    evidence = models.CharField(_("Evidence"), max_length=300, blank=True)
    source = models.CharField(_("Source"), max_length=200)
    published = models.BooleanField(_("On public pages"), default=False)
    synthetic = models.BooleanField(_("Synthetic"), default=False)

    class Meta:
        ordering: ClassVar = ["kind", "-reached_on", "id"]
        verbose_name = pgettext_lazy("of a project", "Result")
        verbose_name_plural = pgettext_lazy("of a project", "Results")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=ResultKind.INCOME, amount__gt=0, count=None)
                | (~Q(kind=ResultKind.INCOME) & Q(count__gt=0, amount=None)),
                name="partners_result_count_or_amount",
            ),
            models.UniqueConstraint(
                fields=["project", "kind", "title"], name="partners_result_title_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "project"], name="result_kind_project")]

    def __str__(self) -> str:
        return self.title

    @property
    def sign(self) -> str:
        """What stands before the count or amount, e.g. "≥ "."""
        return Bound(self.bound).sign

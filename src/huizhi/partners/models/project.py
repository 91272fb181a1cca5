"""Projects, and the money each of them has from where."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from huizhi.kernel.money import MoneyField
from huizhi.organisations.models import Organisation
from huizhi.partners.models.agreement import Agreement
from huizhi.partners.models.record import Bound, CooperationRecord, Level
from huizhi.partners.states import PROJECT_MOVES, ProjectState
from huizhi.rules.money import Money
from huizhi.rules.subjects import SubjectKind


class ProjectKind(models.TextChoices):
    """The types of project; codes are those of the catalogue of facts."""

    RESEARCH = "research", _("Research")
    TALENT_PROGRAMME = "talent_programme", _("Talent plan")
    TECHNOLOGY_TRANSFER = "technology_transfer", _("Technology transfer")
    INVESTMENT = "investment", _("Industrial investment")
    CONSTRUCTION = "construction", _("Construction")


class Project(CooperationRecord):
    """Something that is done together: research, transfer, investment, building, a programme.

    `people` is how many take part or were enrolled, `floor_area` square metres; each with how
    exactly it is known.
    """

    MOVES = PROJECT_MOVES
    SUBJECT_KIND = SubjectKind.PROJECT
    FACT_COLUMNS: ClassVar[dict[str, str]] = {
        "名称": "name",
        "类型": "kind",
        "级别": "level",
        "状态": "state",
        "县区": "county",
        "承担单位": "host",
        "合作高校": "university",
        "开始日期": "starts_on",
        "结束日期": "ends_on",
        "总投资": "total_funding",
    }
    STATE_DATES: ClassVar[dict[str, str]] = {
        ProjectState.UNDER_WAY: "starts_on",
        ProjectState.COMPLETED: "ends_on",
        ProjectState.ENDED: "ends_on",
    }

    kind = models.CharField(_("Kind"), max_length=20, choices=ProjectKind.choices)
    level = models.CharField(_("Level"), max_length=12, choices=Level.choices, blank=True)
    state = models.CharField(_("State"), max_length=12, choices=ProjectState.choices)
    theme = models.CharField(_("Theme"), max_length=60, blank=True)
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("Agreement"),
    )
    starts_on = models.DateField(_("Starts on"), null=True, blank=True)
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    partner_count = models.PositiveSmallIntegerField(
        _("Partners in all, where not each is named"), null=True, blank=True
    )
    people = models.PositiveIntegerField(_("Head-count"), null=True, blank=True)
    people_bound = models.CharField(
        _("People known"), max_length=10, choices=Bound.choices, default=Bound.EXACT
    )
    floor_area = models.PositiveIntegerField(_("Floor area (m²)"), null=True, blank=True)
    floor_area_bound = models.CharField(
        _("Area known"), max_length=10, choices=Bound.choices, default=Bound.EXACT
    )

    class Meta(CooperationRecord.Meta):
        verbose_name = _("Project")
        verbose_name_plural = _("Projects")

    @property
    def total_funding(self) -> Money | None:
        """The sum of its money from all sources, None where none is known."""
        parts = [part.amount.fen for part in self.fundings.all()]
        return Money(sum(parts)) if parts else None

    @property
    def money_by_source(self) -> dict[str, Money | None]:
        """The sum of its money from each source, None where none is known."""
        sums: dict[str, Money | None] = dict.fromkeys(FundingSource.values)
        for part in self.fundings.all():
            before = sums[part.source]
            sums[part.source] = Money(part.amount.fen + (before.fen if before else 0))
        return sums


class FundingSource(models.TextChoices):
    """Where a project's money comes from."""

    CITY = "city", _("City budget")
    COUNTY = "county", _("County budget")
    PROVINCE = "province", _("Provincial budget")
    NATION = "nation", _("National budget")
    PARTNERSHIP = "partnership", _("Public-private partnership")
    ENTERPRISE = "enterprise", _("Enterprise")
    UNIVERSITY = "university", _("University or institute")


class Funding(models.Model):
    """One part of a project's money: from which source, from whom, for what."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="fundings")
    source = models.CharField(_("Source of money"), max_length=12, choices=FundingSource.choices)
    payer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("Payer")
    )
    amount: MoneyField = MoneyField(_("Amount"))
    purpose = models.CharField(_("Purpose"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("Part of the money")
        verbose_name_plural = _("Money by source")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="partners_funding_positive"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.source}"

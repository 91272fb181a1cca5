"""Platforms: stations, studios, centres, laboratories and think tanks."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.partners.models.document import Document
from huizhi.partners.models.part import Part
from huizhi.partners.models.record import CooperationRecord, Level
from huizhi.partners.states import PLATFORM_MOVES, AdviceState, PlatformState
from huizhi.rules.subjects import SubjectKind


class PlatformKind(models.TextChoices):
    """The types of platform; codes are those of the catalogue of facts."""

    ACADEMICIAN_STATION = "academician_station", _("Academician workstation")
    POSTDOCTORAL_STATION = "postdoctoral_station", _("Postdoctoral workstation")
    KEY_LABORATORY = "key_laboratory", _("Key laboratory")
    ENGINEERING_RESEARCH_CENTRE = (
        "engineering_research_centre",
        _("Engineering research centre"),
    )
    SMART_MANUFACTURING_CENTRE = "smart_manufacturing_centre", _("Smart manufacturing centre")
    MAKERSPACE = "makerspace", _("Makerspace")
    INCUBATOR = "incubator", _("Incubator")
    ENTERPRISE_TECHNOLOGY_CENTRE = (
        "enterprise_technology_centre",
        _("Enterprise technology centre"),
    )
    SKILL_MASTER_STUDIO = "skill_master_studio", _("Skill-master studio")
    EXPERT_DOCTOR_STUDIO = "expert_doctor_studio", _("Expert-doctor studio")
    THINK_TANK = "think_tank", _("Think tank")
    SCIENCE_PLATFORM = "science_platform", _("Science and technology platform")


class Platform(CooperationRecord):
    """A platform that draws talents, with its host and the heads of its experts."""

    MOVES = PLATFORM_MOVES
    SUBJECT_KIND = SubjectKind.PLATFORM
    FACT_COLUMNS: ClassVar[dict[str, str]] = {
        "名称": "name",
        "类型": "kind",
        "级别": "level",
        "县区": "county",
        "依托单位": "host",
        "合作高校": "university",
        "认定日期": "recognised_on",
        "专家人数": "experts",
    }
    STATE_DATES: ClassVar[dict[str, str]] = {PlatformState.RUNNING: "recognised_on"}

    kind = models.CharField(_("Kind"), max_length=30, choices=PlatformKind.choices)
    level = models.CharField(_("Level"), max_length=12, choices=Level.choices, blank=True)
    state = models.CharField(_("State"), max_length=12, choices=PlatformState.choices)
    recognised_on = models.DateField(_("Recognised on"), null=True, blank=True)
    academicians = models.PositiveIntegerField(_("Academicians"), null=True, blank=True)
    experts = models.PositiveIntegerField(_("Leading experts"), null=True, blank=True)

    class Meta(CooperationRecord.Meta):
        verbose_name = _("Platform")
        verbose_name_plural = _("Platforms")


class Advice(Part):
    """A piece of advice that a think tank or committee gave, and what was done with it."""

    OWNER = "platform"

    platform = models.ForeignKey(
        Platform, models.PROTECT, related_name="advice", verbose_name=_("Platform")
    )
    title = models.CharField(_("Title"), max_length=160)
    given_on = models.DateField(_("Given on"))
    addressed_to = models.CharField(_("Addressed to"), max_length=120)
    state = models.CharField(
        _("State"),
        max_length=12,
        choices=AdviceState.choices,
        default=AdviceState.NOTED,
        editable=False,
    )
    answered_on = models.DateField(_("Answered on"), null=True, editable=False)
    answer = models.TextField(_("What was done with it"), blank=True, editable=False)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("Document")
    )
    synthetic = models.BooleanField(_("Synthetic"), default=False)

    class Meta:
        ordering: ClassVar = ["-given_on", "-id"]
        verbose_name = _("Piece of advice")
        verbose_name_plural = _("Advice")

    def __str__(self) -> str:
        return self.title


class PlatformResultKind(models.TextChoices):
    """What a platform brought forth."""

    PAPER = "paper", _("Paper")
    PATENT = "patent", _("Patent")
    STANDARD = "standard", _("Standard")
    PRODUCT = "product", _("Product or process")
    AWARD = "award", _("Award")
    TRAINING = "training", _("Training")
    REPORT = "report", _("Report")
    OTHER = "other", pgettext_lazy("kind of result", "Other")


class PlatformResult(Part):
    """One result of a platform, or several of a kind in one line."""

    OWNER = "platform"

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="results")
    kind = models.CharField(_("Kind"), max_length=10, choices=PlatformResultKind.choices)
    title = models.CharField(_("Title"), max_length=160)
    reached_on = models.DateField(_("Reached on"), null=True, blank=True)
    count = models.PositiveIntegerField(_("How many"), default=1)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    synthetic = models.BooleanField(_("Synthetic"), default=False)

    class Meta:
        ordering: ClassVar = ["-reached_on", "-id"]
        verbose_name = pgettext_lazy("of a platform", "Result")
        verbose_name_plural = pgettext_lazy("of a platform", "Results")

    def __str__(self) -> str:
        return self.title


class CheckOutcome(models.TextChoices):
    """How an annual check came out; codes are those of the catalogue of facts."""

    EXCELLENT = "excellent", _("Excellent")
    SATISFACTORY = "satisfactory", _("Satisfactory")
    UNSATISFACTORY = "unsatisfactory", _("Unsatisfactory")


class AnnualCheck(Part):
    """The check of a platform for one year. The latest is a fact that policies can ask for."""

    OWNER = "platform"

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="checks")
    year = models.PositiveSmallIntegerField(_("Year"))
    checked_on = models.DateField(_("Checked on"), null=True, blank=True)
    outcome = models.CharField(_("Outcome"), max_length=16, choices=CheckOutcome.choices)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    synthetic = models.BooleanField(_("Synthetic"), default=False)

    class Meta:
        ordering: ClassVar = ["-year"]
        verbose_name = _("Annual check")
        verbose_name_plural = _("Annual checks")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["platform", "year"], name="partners_check_once")
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.year}"

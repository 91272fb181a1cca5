"""Platforms: stations, studios, centres, laboratories and think tanks."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from huizhi.partners.models.record import CooperationRecord, Level
from huizhi.partners.states import PLATFORM_MOVES, PlatformState
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

"""Bases: the twelve kinds of places where the city and a university work together."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from huizhi.partners.models.agreement import Agreement
from huizhi.partners.models.record import CooperationRecord
from huizhi.partners.states import BASE_MOVES, SIGNED_BASES, BaseState
from huizhi.rules.subjects import SubjectKind


class BaseKind(models.TextChoices):
    """The twelve kinds of the province's plan of 19 June 2021; codes as in the catalogue."""

    INTERNSHIP = "internship", _("Internship and training")
    JOBS_AND_STARTUPS = "jobs_and_startups", _("Jobs and start-ups of graduates")
    LABORATORY_EXTENSION = "laboratory_extension", _("Extension of university laboratories")
    TECHNOLOGY_TRANSFER = "technology_transfer", _("Transfer of university technology")
    THINK_TANK = "think_tank", _("Think-tank cooperation")
    STUDENT_SOURCE = "student_source", _("Source of good students")
    NATIONAL_CONDITIONS_EDUCATION = (
        "national_conditions_education",
        _("Revolutionary and national-conditions education"),
    )
    JOINT_TRAINING = "joint_training", _("Joint training of students")
    CADRE_TRAINING = "cadre_training", _("Training of university cadres")
    ALUMNI = "alumni", _("Investment and talent through alumni")
    FARM_PRODUCE = "farm_produce", _("Farm produce for universities")
    SKILLS_AND_SERVICES = "skills_and_services", _("Training in skills and services")


class Base(CooperationRecord):
    """A base with a university, from first talks to running.

    `intern_capacity` is how many interns it can take at once, `interns_this_year` how many it took.
    """

    MOVES = BASE_MOVES
    SUBJECT_KIND = SubjectKind.BASE
    FACT_COLUMNS: ClassVar[dict[str, str]] = {
        "名称": "name",
        "类型": "kind",
        "状态": "state",
        "县区": "county",
        "依托单位": "host",
        "合作高校": "university",
        "签约日期": "signed_on",
        "揭牌日期": "unveiled_on",
        "联合培养协议": "joint_training_agreement",
        "实习容量": "intern_capacity",
        "本年接收实习生": "interns_this_year",
    }
    STATE_DATES: ClassVar[dict[str, str]] = {
        BaseState.SIGNED: "signed_on",
        BaseState.UNVEILED: "unveiled_on",
    }

    kind = models.CharField(_("Kind"), max_length=30, choices=BaseKind.choices, blank=True)
    state = models.CharField(_("State"), max_length=12, choices=BaseState.choices)
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bases",
        verbose_name=_("Agreement"),
    )
    signed_on = models.DateField(_("Signed on"), null=True, blank=True)
    unveiled_on = models.DateField(_("Unveiled on"), null=True, blank=True)
    joint_training_agreement = models.BooleanField(
        _("Joint-training agreement"), null=True, blank=True
    )
    intern_capacity = models.PositiveIntegerField(_("Capacity for interns"), null=True, blank=True)
    interns_this_year = models.PositiveIntegerField(_("Interns this year"), null=True, blank=True)

    class Meta(CooperationRecord.Meta):
        verbose_name = _("Base")
        verbose_name_plural = _("Bases")

    @property
    def is_signed(self) -> bool:
        """Whether it has been signed and still stands. An intention is not signed."""
        return self.state in SIGNED_BASES

    def fact_values(self) -> dict[str, Any]:
        """Return the facts; before a signature its date is known to be absent, as the unveiling's.

        An empty date in a later state is only not known.
        """
        absent: dict[str, Any] = {}
        if self.state in {BaseState.IN_TALKS, BaseState.INTENTION, BaseState.PREPARING}:
            absent = {"签约日期": None, "揭牌日期": None}
        elif self.state == BaseState.SIGNED:
            absent = {"揭牌日期": None}
        return absent | super().fact_values()

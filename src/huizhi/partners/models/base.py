"""Bases: the twelve kinds of places where the city and a university work together."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from huizhi.partners.models.agreement import Agreement
from huizhi.partners.models.base_kind import BaseKind, kinds_known_to_facts
from huizhi.partners.models.record import CooperationRecord
from huizhi.partners.states import BASE_MOVES, SIGNED_BASES, BaseState
from huizhi.rules.subjects import SubjectKind


class Base(CooperationRecord):
    """A base with a university, from first talks to running.

    `intern_capacity` is how many interns it can take at once, `interns_this_year` how many it took.
    `latitude` and `longitude` are of WGS 84 and stay empty where only the county is known.
    """

    MOVES = BASE_MOVES
    SUBJECT_KIND = SubjectKind.BASE
    FACT_COLUMNS: ClassVar[dict[str, str]] = {
        "名称": "name",
        "类型": "kind_id",
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

    kind = models.ForeignKey(
        BaseKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bases",
        verbose_name=_("Kind"),
    )
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
    latitude = models.DecimalField(
        _("Latitude"), max_digits=8, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("Longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )

    class Meta(CooperationRecord.Meta):
        verbose_name = _("Base")
        verbose_name_plural = _("Bases")

    @property
    def is_signed(self) -> bool:
        """Whether it has been signed and still stands. An intention is not signed."""
        return self.state in SIGNED_BASES

    def get_kind_display(self) -> str:
        """Return the name of its kind in the language of the screen; nothing for none."""
        return str(self.kind) if self.kind else ""

    def fact_values(self) -> dict[str, Any]:
        """Return the facts; before a signature its date is known to be absent, as the unveiling's.

        An empty date in a later state is only not known, and so is a kind that the city added
        by itself: the catalogue of facts has no word for it.
        """
        absent: dict[str, Any] = {}
        if self.state in {BaseState.IN_TALKS, BaseState.INTENTION, BaseState.PREPARING}:
            absent = {"签约日期": None, "揭牌日期": None}
        elif self.state == BaseState.SIGNED:
            absent = {"揭牌日期": None}
        values = super().fact_values()
        if self.kind_id not in kinds_known_to_facts():
            values.pop("类型", None)
        return absent | values

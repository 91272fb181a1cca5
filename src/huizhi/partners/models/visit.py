"""Visits: delegations, practice teams, talks; who came, where to, about what."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from huizhi.kernel.models import Region
from huizhi.partners.models.base import Base
from huizhi.partners.models.document import Document
from huizhi.partners.models.part import Part
from huizhi.partners.models.record import Bound, CooperationRecord
from huizhi.partners.states import VISIT_MOVES, VisitState


class Visit(CooperationRecord):
    """A visit of people from universities. `villages` and `topics` hold one item a line.

    `village_count` is how many villages were visited, of which not each need be named.
    `led_by` is a post, never a person's name. `Village` says of each named one its county.
    """

    MOVES = VISIT_MOVES
    STATE_DATES: ClassVar[dict[str, str]] = {
        VisitState.UNDER_WAY: "starts_on",
        VisitState.COMPLETED: "ends_on",
    }

    state = models.CharField(_("State"), max_length=12, choices=VisitState.choices)
    base = models.ForeignKey(
        Base, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("Base")
    )
    starts_on = models.DateField(_("Starts on"), null=True, blank=True)
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    people = models.PositiveIntegerField(_("Head-count"), null=True, blank=True)
    people_bound = models.CharField(
        _("People known"), max_length=10, choices=Bound.choices, default=Bound.EXACT
    )
    led_by = models.CharField(_("Led by (post)"), max_length=80, blank=True)
    village_count = models.PositiveSmallIntegerField(_("Villages"), null=True, blank=True)
    villages = models.TextField(_("Names of villages"), blank=True)
    topics = models.TextField(_("Topics"), blank=True)

    class Meta(CooperationRecord.Meta):
        verbose_name = _("Visit")
        verbose_name_plural = _("Visits")


class Village(Part):
    """A village that a visit went to. The services keep the names in step with `Visit.villages`."""

    OWNER = "visit"

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="visited_villages")
    name = models.CharField(_("Village"), max_length=60)
    county = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("County")
    )

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("Village")
        verbose_name_plural = _("Villages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "name"], name="partners_village_once")
        ]

    def __str__(self) -> str:
        return self.name


class VisitReport(Part):
    """A report that a visit delivered, and what was done with it."""

    OWNER = "visit"

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="reports")
    title = models.CharField(_("Title"), max_length=160)
    delivered_on = models.DateField(_("Delivered on"))
    link = models.URLField(_("Web address"), max_length=300, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("Document")
    )
    used = models.TextField(_("What was done with it"), blank=True)
    synthetic = models.BooleanField(_("Synthetic"), default=False)

    class Meta:
        ordering: ClassVar = ["delivered_on", "id"]
        verbose_name = _("Report delivered")
        verbose_name_plural = _("Reports delivered")

    def __str__(self) -> str:
        return self.title

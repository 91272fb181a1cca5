"""Events: joint conferences, signings, unveilings; when, where, with whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.partners.models.agreement import Agreement
from huizhi.partners.models.base import Base
from huizhi.partners.models.part import RecordKind
from huizhi.partners.models.record import Bound, CooperationRecord
from huizhi.partners.states import EVENT_MOVES, EventState


class EventKind(models.TextChoices):
    """What an event was held for."""

    JOINT_CONFERENCE = "joint_conference", _("Joint conference")
    TALKS = "talks", _("Talks")
    SIGNING = "signing", _("Signing ceremony")
    UNVEILING = "unveiling", _("Unveiling")
    FORUM = "forum", _("Forum or matchmaking meeting")
    OTHER = "other", pgettext_lazy("kind of event", "Other")


class Event(CooperationRecord):
    """An event of the cooperation, and the agreement or base that it was held for."""

    MOVES = EVENT_MOVES
    STATE_DATES: ClassVar[dict[str, str]] = {EventState.HELD: "held_on"}

    kind = models.CharField(_("Kind"), max_length=20, choices=EventKind.choices)
    state = models.CharField(_("State"), max_length=12, choices=EventState.choices)
    held_on = models.DateField(_("Held on"), null=True, blank=True)
    place = models.CharField(_("Place"), max_length=120, blank=True)
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("Agreement"),
    )
    base = models.ForeignKey(
        Base, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("Base")
    )
    people = models.PositiveIntegerField(_("Head-count"), null=True, blank=True)
    people_bound = models.CharField(
        _("People known"), max_length=10, choices=Bound.choices, default=Bound.EXACT
    )

    class Meta(CooperationRecord.Meta):
        verbose_name = _("Event")
        verbose_name_plural = _("Events")


class FollowUp(models.Model):
    """What followed from a visit or an event: an agreement, a base or a project.

    Both ends are a kind and a number, as with what is attached to records.
    """

    origin_kind = models.CharField(max_length=10, choices=RecordKind.choices)
    origin_id = models.BigIntegerField()
    result_kind = models.CharField(max_length=10, choices=RecordKind.choices)
    result_id = models.BigIntegerField()
    note = models.CharField(_("How it followed"), max_length=200, blank=True)
    synthetic = models.BooleanField(_("Synthetic"), default=False)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("What followed")
        verbose_name_plural = _("What followed")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["origin_kind", "origin_id", "result_kind", "result_id"],
                name="partners_follow_up_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["result_kind", "result_id"], name="followup_result")
        ]

    def __str__(self) -> str:
        return f"{self.origin_kind} {self.origin_id} → {self.result_kind} {self.result_id}"

"""Agreements: what was talked over, intended or signed, with whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.partners.models.record import CooperationRecord
from huizhi.partners.states import AGREEMENT_MOVES, SIGNED_AGREEMENTS, AgreementState


class AgreementKind(models.TextChoices):
    """What an agreement is about in form: a frame for much, or one thing."""

    FRAMEWORK = "framework", _("Framework or strategic cooperation")
    PROJECT = "project", _("Single project")
    BASE = "base", _("Founding a base")
    JOINT_TRAINING = "joint_training", _("Joint training")
    TALENT = "talent", _("Talents and experts")
    PLATFORM = "platform", _("Founding a platform or institute")
    OTHER = "other", pgettext_lazy("kind of agreement", "Other")


class Agreement(CooperationRecord):
    """An agreement between the city or a county and universities, institutes or firms.

    `renew_by` is the day until which the parties want to have settled a renewal; `renewed_by` is
    the agreement that goes on where this one ends. Who is party to it as what stands in `Party`.
    """

    MOVES = AGREEMENT_MOVES
    SEARCHED = (*CooperationRecord.SEARCHED, "number")

    kind = models.CharField(_("Kind"), max_length=20, choices=AgreementKind.choices, blank=True)
    number = models.CharField(_("Agreement number"), max_length=60, blank=True)
    state = models.CharField(_("State"), max_length=12, choices=AgreementState.choices)
    topic = models.CharField(_("Topic"), max_length=200, blank=True)
    signed_on = models.DateField(_("Signed on"), null=True, blank=True)
    in_force_from = models.DateField(_("In force from"), null=True, blank=True)
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    renew_by = models.DateField(_("Renewal to be settled by"), null=True, blank=True)
    renewed_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renews",
        verbose_name=_("Renewed by"),
    )

    class Meta(CooperationRecord.Meta):
        verbose_name = _("Agreement")
        verbose_name_plural = _("Agreements")
        constraints: ClassVar = [
            *CooperationRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="partners_agreement_number_once",
                violation_error_message=_("Another agreement has this number."),
            ),
        ]
        indexes: ClassVar = [
            *CooperationRecord.Meta.indexes,
            models.Index(fields=["ends_on"], name="agreement_ends_on"),
        ]

    STATE_DATES: ClassVar[dict[str, str]] = {AgreementState.SIGNED: "signed_on"}

    @property
    def is_signed(self) -> bool:
        """Whether it has been signed and still stands. An intention is not signed."""
        return self.state in SIGNED_AGREEMENTS

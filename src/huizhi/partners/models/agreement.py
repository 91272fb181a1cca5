"""Agreements: what was talked over, intended or signed, with whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from huizhi.partners.models.record import CooperationRecord
from huizhi.partners.states import AGREEMENT_MOVES, SIGNED_AGREEMENTS, AgreementState


class Agreement(CooperationRecord):
    """An agreement between the city or a county and universities, institutes or firms."""

    MOVES = AGREEMENT_MOVES

    state = models.CharField(_("State"), max_length=12, choices=AgreementState.choices)
    topic = models.CharField(_("Topic"), max_length=200, blank=True)
    signed_on = models.DateField(_("Signed on"), null=True, blank=True)
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)

    class Meta(CooperationRecord.Meta):
        verbose_name = _("Agreement")
        verbose_name_plural = _("Agreements")

    STATE_DATES: ClassVar[dict[str, str]] = {AgreementState.SIGNED: "signed_on"}

    @property
    def is_signed(self) -> bool:
        """Whether it has been signed and still stands. An intention is not signed."""
        return self.state in SIGNED_AGREEMENTS

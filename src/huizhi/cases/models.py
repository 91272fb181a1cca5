"""Data of the cases: batches of offers, and one case for each claim key."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huizhi.cases.states import CaseState
from huizhi.entitlements.models import Result, Run
from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import SUBJECT_KINDS, Region, User
from huizhi.kernel.money import MoneyField
from huizhi.ledger.models import Claim, Pool
from huizhi.ledger.services import ClaimKey
from huizhi.rules.subjects import SubjectKind


class OfferBatch(models.Model):
    """The offers that were made of one benefit's results in one run."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="offer_batches")
    benefit = models.CharField(_("Benefit"), max_length=120)
    benefit_name = models.CharField(_("Benefit"), max_length=120)
    benefit_name_en = models.CharField(_("English name"), max_length=160)
    assumption = models.BooleanField(_("Assumption"), default=False)
    made_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("Offered by"))
    made_at = models.DateTimeField(_("Offered"))

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("Batch of offers")
        verbose_name_plural = _("Batches of offers")

    def __str__(self) -> str:
        return f"{self.name} {timezone.localtime(self.made_at):%Y-%m-%d}"

    @property
    def name(self) -> str:
        """The benefit's name in the language of the screen."""
        return self.benefit_name if screen_language() == "zh" else self.benefit_name_en


class Case(models.Model):
    """One claim on its way from offer to payment. The key is unique: nobody is offered it twice."""

    batch = models.ForeignKey(OfferBatch, models.PROTECT, related_name="cases")
    result = models.ForeignKey(Result, models.PROTECT, related_name="+")
    subject_kind = models.CharField(_("Subject"), max_length=20, choices=SUBJECT_KINDS)
    subject_id = models.BigIntegerField()
    subject_name = models.CharField(_("Name"), max_length=200)
    benefit = models.CharField(_("Benefit"), max_length=120)
    period = models.CharField(_("Period"), max_length=10)
    amount = MoneyField(_("Amount (yuan)"))
    county = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name=_("County")
    )
    organisation_id = models.BigIntegerField(null=True)
    state = models.CharField(
        _("State"), max_length=10, choices=CaseState.choices, default=CaseState.OFFERED
    )
    claim = models.OneToOneField(Claim, models.PROTECT, null=True, related_name="case")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("Decided by")
    )
    decided_at = models.DateTimeField(_("Decided"), null=True)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "benefit", "period"],
                name="cases_claim_once",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["benefit", "state"], name="cases_by_state")]
        verbose_name = _("Case")
        verbose_name_plural = _("Cases")

    def __str__(self) -> str:
        return f"{self.subject_name} · {self.batch.name}"

    @property
    def key(self) -> ClaimKey:
        """The claim as the ledger names it."""
        return ClaimKey(SubjectKind(self.subject_kind), self.subject_id, self.benefit, self.period)

    @property
    def pool(self) -> Pool | None:
        """The pool that pays; none before the approval."""
        return self.claim.pool if self.claim else None

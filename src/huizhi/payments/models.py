"""Data of the payments: accounts to pay to, and batches of payments with their bank file."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huizhi.cases.models import Case
from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import SUBJECT_KINDS, User
from huizhi.kernel.money import MoneyField
from huizhi.payments.states import BatchState


class PayeeAccount(models.Model):
    """The bank account of a subject. The number is encrypted; screens show its last four digits."""

    subject_kind = models.CharField(max_length=20, choices=SUBJECT_KINDS)
    subject_id = models.BigIntegerField()
    holder = models.CharField(_("Holder"), max_length=200)
    bank = models.CharField(_("Bank"), max_length=100)
    number_cipher = models.BinaryField(editable=False)
    number_masked = models.CharField(_("Account number"), max_length=30, editable=False)
    synthetic = models.BooleanField(_("Synthetic"), default=False, editable=False)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"], name="payments_one_account"
            )
        ]
        verbose_name = _("Bank account")
        verbose_name_plural = _("Bank accounts")

    def __str__(self) -> str:
        return f"{self.bank} {self.number_masked}"


class PaymentBatch(models.Model):
    """Cases that are paid with one bank file."""

    benefit = models.CharField(_("Benefit"), max_length=120)
    benefit_name = models.CharField(_("Benefit"), max_length=120)
    benefit_name_en = models.CharField(_("English name"), max_length=160)
    state = models.CharField(
        _("State"), max_length=10, choices=BatchState.choices, default=BatchState.PREPARED
    )
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("Prepared by")
    )
    made_at = models.DateTimeField(_("Prepared"))
    paid_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("Confirmed by")
    )
    paid_at = models.DateTimeField(_("Paid"), null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("Batch of payments")
        verbose_name_plural = _("Batches of payments")

    def __str__(self) -> str:
        return gettext("{benefit}, batch {number}").format(benefit=self.name, number=self.pk)

    @property
    def name(self) -> str:
        """The benefit's name in the language of the screen."""
        return self.benefit_name if screen_language() == "zh" else self.benefit_name_en


class Payment(models.Model):
    """One line of a bank file. A case stands in one batch only."""

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="payments")
    case = models.OneToOneField(Case, models.PROTECT, related_name="payment")
    account = models.ForeignKey(PayeeAccount, models.PROTECT, related_name="+")
    amount = MoneyField(_("Amount (yuan)"))

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("Payment")
        verbose_name_plural = _("Payments")

    def __str__(self) -> str:
        return str(self.case)

    @property
    def reference(self) -> str:
        """The number by which the bank and the office speak of this payment."""
        return f"HZ{self.case_id:010d}"

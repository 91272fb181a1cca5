"""Data of the ledger: pools, claims on them, and transfers whose postings sum to zero."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.kernel.languages import shown_name
from huizhi.kernel.models import SUBJECT_KINDS, AuditEntry, Region


class Unit(models.TextChoices):
    """What a pool holds. Postings count fen of money, else whole pieces."""

    MONEY = "money", _("Money")
    POSTS = "posts", _("Posts")
    ROOMS = "rooms", _("Rooms")
    VOUCHERS = "vouchers", _("Vouchers")


class Account(models.TextChoices):
    """The accounts of every pool. Their balances sum to zero at all times."""

    SOURCE = "source", _("Appropriated by")
    AVAILABLE = "available", _("Available")
    RESERVED = "reserved", _("Reserved")
    PAID = "paid", _("Paid")


class TransferKind(models.TextChoices):
    """What a transfer does; each kind moves between the same two accounts."""

    FUND = "fund", _("Appropriation")
    RESERVE = "reserve", _("Reservation")
    RELEASE = "release", _("Release")
    PAY = "pay", _("Payment")


class Pool(models.Model):
    """A sum of money, or a number of posts, rooms or vouchers, set apart for a purpose."""

    code = models.SlugField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    unit = models.CharField(_("Unit"), max_length=10, choices=Unit.choices, default=Unit.MONEY)
    county = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("County")
    )
    source = models.CharField(_("Source"), max_length=200, blank=True)
    statement = models.CharField(_("Statement of the model case"), max_length=5, blank=True)
    synthetic = models.BooleanField(_("Synthetic"), default=False, editable=False)

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("Pool")
        verbose_name_plural = _("Pools")

    def __str__(self) -> str:
        return shown_name(self.name, self.name_en)


class Claim(models.Model):
    """One claim by its key (subject, benefit, period): reserved and paid at most once.

    `benefit` is `pack/benefit`, since two packs may use the same id.
    """

    pool = models.ForeignKey(Pool, models.PROTECT, related_name="claims")
    subject_kind = models.CharField(max_length=20, choices=SUBJECT_KINDS)
    subject_id = models.BigIntegerField()
    benefit = models.CharField(_("Benefit"), max_length=120)
    period = models.CharField(_("Period"), max_length=10)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "benefit", "period"],
                name="ledger_claim_once",
            )
        ]
        verbose_name = _("Claim")
        verbose_name_plural = _("Claims")

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.benefit} {self.period}"


class Transfer(models.Model):
    """A movement between accounts of one pool. Never changed; a mistake is reversed by another."""

    pool = models.ForeignKey(Pool, models.PROTECT, related_name="transfers")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="transfers")
    kind = models.CharField(_("Kind"), max_length=10, choices=TransferKind.choices)
    at = models.DateTimeField(_("Time"))
    entry = models.ForeignKey(AuditEntry, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(kind=TransferKind.PAY), name="ledger_paid_once"
            )
        ]
        verbose_name = _("Transfer")
        verbose_name_plural = _("Transfers")

    def __str__(self) -> str:
        return f"{self.pk} {self.get_kind_display()}"

    @property
    def quantity(self) -> int:
        """How much moved, in fen or pieces."""
        return max(posting.quantity for posting in self.postings.all())


class Posting(models.Model):
    """One side of a transfer: a signed quantity on an account, in fen or in pieces."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="postings")
    pool = models.ForeignKey(Pool, models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="postings")
    account = models.CharField(
        pgettext_lazy("ledger", "Account"), max_length=10, choices=Account.choices
    )
    quantity = models.BigIntegerField(_("Quantity"))

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["pool", "account"], name="ledger_balance")]
        verbose_name = _("Posting")
        verbose_name_plural = _("Postings")

    def __str__(self) -> str:
        return f"{self.account} {self.quantity}"

"""Webhooks: where another system is told of changes, and each message on its way there."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from huizhi.kernel.models import AuditEntry, User


class Webhook(models.Model):
    """A subscription: which actions of the audit log go to which address, as its owner sees them.

    `position` is how far the log has been read for it. `failures` counts what failed in a row: each
    lets it rest for longer, until `rests_until`, and too many pause it. What happens meanwhile is
    sent when it goes on.
    """

    owner = models.ForeignKey(User, models.PROTECT, verbose_name=_("Acts for"), related_name="+")
    label = models.CharField(_("What it is for"), max_length=80)
    url = models.CharField(_("Address"), max_length=400)
    secret = models.BinaryField()
    actions: models.JSONField[Any, Any] = models.JSONField(_("Changes to be told"), default=list)
    active = models.BooleanField(pgettext_lazy("of a webhook", "Active"), default=True)
    position = models.BigIntegerField(_("Read up to"))
    failures = models.PositiveIntegerField(_("Failures in a row"), default=0)
    rests_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(_("Made"))
    deleted_at = models.DateTimeField(_("Deleted"), null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("Webhook")
        verbose_name_plural = _("Webhooks")

    def __str__(self) -> str:
        return self.label

    @property
    def state_words(self) -> str:
        """Its state in words."""
        if self.active:
            return pgettext("of a webhook", "Active")
        return pgettext("of a webhook", "Paused")


class DeliveryState(models.TextChoices):
    """The states of a message."""

    WAITING = "waiting", pgettext_lazy("of a message", "Waiting")
    DELIVERED = "delivered", pgettext_lazy("of a message", "Delivered")
    FAILED = "failed", pgettext_lazy("of a message", "Given up")


class Delivery(models.Model):
    """One entry of the log on its way to one webhook. `due_at` is when it is tried next.

    `subject_id` is the record it tells of: an entry about values of several series makes a message
    for each that the owner may see.
    """

    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries")
    entry = models.ForeignKey(
        AuditEntry, models.PROTECT, related_name="+", verbose_name=_("Audit entry")
    )
    subject_id = models.BigIntegerField()
    state = models.CharField(
        _("State"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    due_at = models.DateTimeField(_("Due"))
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    error = models.CharField(_("Error"), max_length=300, blank=True)
    delivered_at = models.DateTimeField(pgettext_lazy("of a message", "Delivered"), null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("Delivery")
        verbose_name_plural = _("Deliveries")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["webhook", "entry", "subject_id"],
                name="integrations_entry_once_a_webhook",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state="waiting"),
                name="integrations_delivery_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.entry_id}"

"""Implementing plans with their numbered items."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.governance.models.body import Body
from huizhi.governance.models.meeting import Meeting


class Plan(models.Model):
    """An implementing plan: its document number, who carries it, which meeting adopted it."""

    title = models.CharField(_("Title"), max_length=200)
    document_number = models.CharField(
        _("Document number"),
        max_length=40,
        blank=True,
        help_text=_("Such as 同发〔2021〕12号; empty where it is not public."),
    )
    issued_on = models.DateField(_("Issued on"), null=True, blank=True)
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("Carried out by"),
    )
    adopted_by = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("Adopted by the meeting"),
    )
    note = models.TextField(_("Note"), blank=True)
    statement = models.CharField(_("Statement of the model case"), max_length=10, blank=True)
    source = models.CharField(_("Source"), max_length=200)
    synthetic = models.BooleanField(_("Synthetic"), default=False)
    created_at = models.DateTimeField(_("Created"))

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("Implementing plan")
        verbose_name_plural = _("Implementing plans")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document_number"],
                condition=~models.Q(document_number=""),
                name="governance_document_number_once",
                violation_error_message=_("Another plan has this document number."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class PlanItem(models.Model):
    """One numbered item of a plan; tasks carry it out."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items", verbose_name=_("Plan"))
    number = models.PositiveSmallIntegerField(_("Number"))
    text = models.TextField(pgettext_lazy("of a plan", "Item"))

    class Meta:
        ordering: ClassVar = ["plan", "number"]
        verbose_name = _("Item of a plan")
        verbose_name_plural = _("Items of plans")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="governance_item_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

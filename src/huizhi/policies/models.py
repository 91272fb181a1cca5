"""Data of the policies: versions of packs with the text of their files, and drafts of new ones."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import User
from huizhi.policies.states import EDITABLE, DraftState, VersionState
from huizhi.rules.words import Words


class PackVersion(models.Model):
    """One version of a policy pack. Its text never changes once it was put in force.

    `files` maps a path within the pack's folder to the text of that file, so that the version can
    be loaded again without the folder. In force from and to are both inclusive; no last day: open.
    """

    pack_id = models.CharField(_("Pack"), max_length=60)
    version = models.CharField(_("Version"), max_length=30)
    name_zh = models.CharField(_("Name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160)
    region = models.CharField(_("Region"), max_length=6)
    fingerprint = models.CharField(_("Fingerprint"), max_length=64)
    files: models.JSONField[Any, Any] = models.JSONField(_("Files"))
    state = models.CharField(
        _("State"), max_length=12, choices=VersionState.choices, default=VersionState.DRAFT
    )
    in_force_from = models.DateField(_("In force from"), null=True, blank=True)
    in_force_to = models.DateField(_("In force to"), null=True, blank=True)
    stored_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("Stored by")
    )
    stored_at = models.DateTimeField(_("Stored at"))
    enforced_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("Put in force by")
    )
    enforced_at = models.DateTimeField(_("Put in force at"), null=True)

    class Meta:
        ordering: ClassVar = ["pack_id", "-in_force_from", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack_id", "version"], name="policies_version_once"),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT) | Q(in_force_from__isnull=False),
                name="policies_version_dated",
            ),
            models.CheckConstraint(
                condition=Q(in_force_to=None) | Q(in_force_to__gte=F("in_force_from")),
                name="policies_version_forwards",
            ),
        ]
        verbose_name = _("Pack version")
        verbose_name_plural = _("Pack versions")

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def names(self) -> Words:
        """The name in both languages."""
        return Words(self.name_zh, self.name_en)

    @property
    def name(self) -> str:
        """The name in the language of the screen."""
        return self.names.get(screen_language())

    def holds(self, on: dt.date) -> bool:
        """Say whether this version is in force on a day."""
        return (
            self.state == VersionState.IN_FORCE
            and self.in_force_from is not None
            and self.in_force_from <= on
            and (self.in_force_to is None or on <= self.in_force_to)
        )


class PackDraft(models.Model):
    """A next version of a pack as officers work on it: a copy of the files, in force nowhere.

    `authors` are all who changed it; none of them decides on it.
    """

    based_on = models.ForeignKey(
        PackVersion, models.PROTECT, related_name="drafts", verbose_name=_("Based on")
    )
    number = models.CharField(_("New version"), max_length=30)
    files: models.JSONField[Any, Any] = models.JSONField(_("Files"))
    state = models.CharField(
        _("State"), max_length=12, choices=DraftState.choices, default=DraftState.EDITED
    )
    authors: models.ManyToManyField[User, Any] = models.ManyToManyField(
        User, related_name="+", verbose_name=_("Authors")
    )
    changed_at = models.DateTimeField(_("Last changed"))
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("Decided by")
    )
    reason = models.TextField(_("Reason"), blank=True)
    version = models.OneToOneField(
        PackVersion, models.PROTECT, null=True, related_name="+", verbose_name=_("Pack version")
    )

    class Meta:
        ordering: ClassVar = ["-changed_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=DraftState.ACCEPTED, version__isnull=False)
                | (~Q(state=DraftState.ACCEPTED) & Q(version__isnull=True)),
                name="policies_draft_accepted",
            ),
        ]
        verbose_name = _("Draft")
        verbose_name_plural = _("Drafts")

    def __str__(self) -> str:
        return _("{name} {number} (draft)").format(name=self.based_on.name, number=self.number)

    @property
    def is_editable(self) -> bool:
        """Whether its text may change."""
        return self.state in EDITABLE

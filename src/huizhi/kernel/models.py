"""Data of the kernel: users, regions, the audit log, facts, jobs and the index of the search."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huizhi.kernel.languages import shown_name

# The models of lists belong to the kernel's app; they lie with what works on them.
from huizhi.kernel.lists.models import ColumnMemory, ImportRow, ListImport
from huizhi.kernel.roles import Role
from huizhi.rules.subjects import SubjectKind

__all__ = [
    "AuditEntry",
    "ColumnMemory",
    "Fact",
    "ImportRow",
    "Job",
    "JobState",
    "ListImport",
    "Region",
    "User",
]

SYSTEM_USERNAME = "system"
SUBJECT_KINDS = [(kind.value, kind.value) for kind in SubjectKind]


class Region(models.Model):
    """A region of GB/T 2260. Codes that a reform withdrew stay, since ID numbers keep them."""

    code = models.CharField(_("Code"), max_length=6, primary_key=True)
    name = models.CharField(_("Name"), max_length=50)
    name_en = models.CharField(_("English name"), max_length=80)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    in_use = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("Region")
        verbose_name_plural = _("Regions")

    def __str__(self) -> str:
        return shown_name(self.name, self.name_en)


class User(AbstractUser):
    """Somebody who signs in: one role, and the county, organisation or person they stand for.

    The organisation and the person are ids without a foreign key, because their rooms lie above
    the kernel, as the subject of a fact does.
    """

    role = models.CharField(_("Role"), max_length=20, choices=Role.choices, default=Role.TALENT)
    county = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("County")
    )
    organisation_id = models.BigIntegerField(null=True, blank=True)
    person_id = models.BigIntegerField(null=True, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = _("User")  # type: ignore[assignment]
        verbose_name_plural = _("Users")  # type: ignore[assignment]

    def __str__(self) -> str:
        if self.username == SYSTEM_USERNAME:
            return gettext("System")
        return self.first_name or self.username


class AuditEntry(models.Model):
    """One change, in the transaction that made it. Never updated, never deleted (triggers)."""

    position = models.BigAutoField(_("Position"), primary_key=True)
    at = models.DateTimeField(_("Time"))
    actor = models.ForeignKey(User, models.PROTECT, null=True, verbose_name=_("Actor"))
    action = models.CharField(_("Action"), max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    detail: models.JSONField[Any, Any] = models.JSONField(_("Detail"), default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["position"]
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"])]
        verbose_name = _("Audit entry")
        verbose_name_plural = _("Audit log")

    def __str__(self) -> str:
        return f"{self.position} {self.action}"


class Fact(models.Model):
    """What is known of a subject, in two times: when it holds, and when we knew it.

    `value` is JSON of the type that the catalogue gives the fact; null means known to be absent.
    Valid from (inclusive) to (exclusive); null is without limit. Recorded and superseded are
    positions of the audit log: "as known then" is a position.
    """

    subject_kind = models.CharField(max_length=20, choices=SUBJECT_KINDS)
    subject_id = models.BigIntegerField()
    name = models.CharField(_("Fact"), max_length=60)
    value: models.JSONField[Any, Any] = models.JSONField(_("Value"), null=True)
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_to = models.DateField(_("Valid to"), null=True, blank=True)
    recorded = models.ForeignKey(AuditEntry, models.PROTECT, related_name="+")
    superseded = models.ForeignKey(AuditEntry, models.PROTECT, null=True, related_name="+")
    source = models.CharField(_("Source"), max_length=200)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("Confirmed by")
    )
    confirmed_at = models.DateTimeField(_("Confirmed at"), null=True)

    class Meta:
        ordering: ClassVar = ["name", "valid_from"]
        indexes: ClassVar = [
            models.Index(
                fields=["subject_kind", "subject_id", "name"],
                condition=Q(superseded=None),
                name="kernel_fact_current",
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="kernel_fact_subject"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lt=F("valid_to")),
                name="kernel_fact_valid_forwards",
            )
        ]
        verbose_name = _("Fact")
        verbose_name_plural = _("Facts")

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.name}"


class JobState(models.TextChoices):
    """The states of a background job."""

    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Job(models.Model):
    """A piece of work in the background, as a person follows it: title, progress, outcome."""

    kind = models.CharField(max_length=60)
    title = models.CharField(_("Title"), max_length=200)
    state = models.CharField(
        _("State"), max_length=10, choices=JobState.choices, default=JobState.QUEUED
    )
    done = models.BigIntegerField(_("Done"), default=0)
    total = models.BigIntegerField(_("Total"), default=0)
    message = models.CharField(_("Message"), max_length=500, blank=True)
    result: models.JSONField[Any, Any] = models.JSONField(_("Result"), default=dict)
    started_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("Started by"))
    created_at = models.DateTimeField(_("Created"))
    started_at = models.DateTimeField(_("Started"), null=True)
    finished_at = models.DateTimeField(_("Finished"), null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("Job")
        verbose_name_plural = _("Jobs")

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        """Progress from 0 to 100."""
        if self.state == JobState.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0


class CodePointField(models.CharField[str, str]):
    """Text that sorts by code point on every database, so that a range finds a beginning.

    SQLite does so by itself; PostgreSQL would sort by the rules of the server's language.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """Name the collation where the database needs one."""
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}


class SearchToken(models.Model):
    """One piece of a text by which a record is found, see `search`.

    The record is a kind and an id without a foreign key, as the subject of a fact is.
    """

    kind = models.CharField(max_length=20)
    token = CodePointField(max_length=20)
    subject_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("Search token")
        verbose_name_plural = _("Search tokens")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "token", "subject_id"], name="kernel_search_token_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "subject_id"], name="kernel_search_subject")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} {self.token}"

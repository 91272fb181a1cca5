"""Lists on their way in: the file, its rows, and what headings were last taken for."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportState(models.TextChoices):
    """Where an import stands; the moves are in `states`."""

    UPLOADED = "uploaded", _("Uploaded")
    PREVIEWED = "previewed", _("Previewed")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    DISCARDED = "discarded", _("Discarded")


class ListImport(models.Model):
    """A list on its way into a registry. `kind` names its `ListKind`.

    The file is kept encrypted and only as long as it is needed. `columns` says by its heading what
    each column states. `valid_from` is the day from which the list holds, where somebody said so.
    """

    kind = models.CharField(max_length=30)
    file_name = models.CharField(_("File"), max_length=200)
    file_cipher = models.BinaryField(null=True, editable=False)
    file_index = models.CharField(max_length=64, editable=False)
    state = models.CharField(
        _("State"), max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    county = models.ForeignKey(
        "kernel.Region", models.PROTECT, null=True, blank=True, verbose_name=_("County")
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="list_imports",
        verbose_name=_("Uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("Uploaded"))
    applied_at = models.DateTimeField(_("Applied"), null=True)
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    columns: models.JSONField[Any, Any] = models.JSONField(default=dict)
    job = models.ForeignKey("kernel.Job", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["kind", "county"], name="kernel_import_kind")]
        verbose_name = _("Import")
        verbose_name_plural = _("Imports")

    def __str__(self) -> str:
        return self.file_name


class RowOutcome(models.TextChoices):
    """What applying a row of a list does."""

    ADDED = "added", pgettext_lazy("row of a list", "New")
    CHANGED = "changed", pgettext_lazy("row of a list", "Changed")
    SAME = "same", _("Nothing new")
    UNDECIDED = "undecided", _("To be decided")
    LEFT_OUT = "left_out", _("Left out")
    REFUSED = "refused", _("Not imported")


class Decision(models.TextChoices):
    """What a clerk says about a row that may be about something already in the registry."""

    SAME = "same", _("The same")
    ANOTHER = "another", _("Another of that name")
    LEAVE_OUT = "leave_out", _("Leave out")


class ImportRow(models.Model):
    """One row of a list: what it will do, and why not where it is refused.

    Holds no ID number: `problems` and `changes` show it masked. `number` counts as Excel does.
    `subject_id` is what the row is about, `candidates` what it may be about while nobody has
    decided; both are ids without a foreign key, since their rooms lie above the kernel.
    """

    batch = models.ForeignKey(ListImport, models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=100)
    number = models.PositiveIntegerField(_("Row"))
    name = models.CharField(pgettext_lazy("of a record", "Name"), max_length=100, blank=True)
    outcome = models.CharField(_("What happens"), max_length=10, choices=RowOutcome.choices)
    applied = models.BooleanField(default=False)
    subject_id = models.BigIntegerField(null=True)
    candidates: models.JSONField[Any, Any] = models.JSONField(default=list)
    decision = models.CharField(_("Decision"), max_length=15, choices=Decision.choices, blank=True)
    problems: models.JSONField[Any, Any] = models.JSONField(default=list)
    changes: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "sheet", "number"], name="kernel_row_once")
        ]
        indexes: ClassVar = [models.Index(fields=["batch", "outcome"], name="kernel_row_outcome")]
        verbose_name = _("Row")
        verbose_name_plural = _("Rows")

    def __str__(self) -> str:
        return f"{self.batch} {self.number}"


class ColumnMemory(models.Model):
    """What a county's clerks last took a heading of one kind of list for; the city has no code."""

    kind = models.CharField(max_length=30)
    county_code = models.CharField(max_length=6, blank=True)
    heading = models.CharField(max_length=100)
    target = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "county_code", "heading"], name="kernel_heading_once"
            )
        ]
        verbose_name = _("Remembered heading")
        verbose_name_plural = _("Remembered headings")

    def __str__(self) -> str:
        return f"{self.heading} → {self.target}"

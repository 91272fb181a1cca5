"""What hangs on a record: parts of one kind of record, and what may hang on any kind."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from huizhi.partners.models.record import CooperationRecord


class RecordKind(models.TextChoices):
    """The kinds of cooperation records; values are the names of the models."""

    AGREEMENT = "agreement", _("Agreement")
    BASE = "base", _("Base")
    PROJECT = "project", _("Project")
    VISIT = "visit", _("Visit")
    EVENT = "event", _("Event")
    PLATFORM = "platform", _("Platform")


class Part(models.Model):
    """A row of one kind of record: who may change the record may change its parts.

    `OWNER` is the name of the column that points to the record.
    """

    OWNER: ClassVar[str]

    class Meta:
        abstract = True

    @property
    def owner(self) -> CooperationRecord:
        """The record it belongs to."""
        found: CooperationRecord = getattr(self, self.OWNER)
        return found


class Attached(models.Model):
    """A row that hangs on a record of any kind, by kind and number as a fact does.

    Records are never deleted, so that a number cannot come to point to another one.
    """

    record_kind = models.CharField(_("Kind"), max_length=10, choices=RecordKind.choices)
    record_id = models.BigIntegerField()

    class Meta:
        abstract = True
        indexes: ClassVar = [
            models.Index(fields=["record_kind", "record_id"], name="%(class)s_record")
        ]

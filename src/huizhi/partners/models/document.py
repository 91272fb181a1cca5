"""Documents: the files that show what was agreed, signed, reported or advised."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from huizhi.partners.models.part import Attached


class DocumentFormat(models.TextChoices):
    """The formats of files that are taken, told by their content and not by their name."""

    PDF = "pdf", "PDF"
    OFD = "ofd", "OFD"
    DOCX = "docx", "Word (docx)"
    XLSX = "xlsx", "Excel (xlsx)"
    PPTX = "pptx", "PowerPoint (pptx)"
    DOC = "doc", _("Office before 2007")
    PNG = "png", "PNG"
    JPEG = "jpeg", "JPEG"


class Document(Attached):
    """A file of a record. Its content is encrypted; only `documents.read` opens it."""

    title = models.CharField(_("Title"), max_length=160)
    file_name = models.CharField(_("File"), max_length=200)
    format = models.CharField(_("Format"), max_length=5, choices=DocumentFormat.choices)
    size = models.PositiveIntegerField(_("Size (bytes)"))
    content_cipher = models.BinaryField(editable=False)
    content_index = models.CharField(max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Uploaded by")
    )
    uploaded_at = models.DateTimeField(_("Uploaded"))

    class Meta(Attached.Meta):
        ordering: ClassVar = ["-id"]
        verbose_name = _("Document")
        verbose_name_plural = _("Documents")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record_kind", "record_id", "content_index"],
                name="partners_document_once",
            )
        ]

    def __str__(self) -> str:
        return self.title

"""Documents of records: taken, given out and taken back. Their content lies encrypted.

The format is told by the content: a name can say anything. Files with macros are refused.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from pathlib import Path

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from huizhi.kernel import audit, clock, encryption
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.partners import queries
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import CooperationRecord, Document, DocumentFormat

LARGEST_DOCUMENT = 10 * 1024 * 1024
ABOUT = "partners.document"
LONGEST_NAME = 200

_BEGINNINGS = (
    (b"%PDF-", DocumentFormat.PDF),
    (b"\x89PNG\r\n\x1a\n", DocumentFormat.PNG),
    (b"\xff\xd8\xff", DocumentFormat.JPEG),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DocumentFormat.DOC),
)
_MEMBERS = (
    ("OFD.xml", DocumentFormat.OFD),
    ("word/document.xml", DocumentFormat.DOCX),
    ("xl/workbook.xml", DocumentFormat.XLSX),
    ("ppt/presentation.xml", DocumentFormat.PPTX),
)


def attach(
    *, actor: User, record: CooperationRecord, file_name: str, data: bytes, title: str = ""
) -> Document:
    """Keep a file with a record; return it. The same file again is the one that is there.

    Errors: `RightMissing`, `OutOfScope`, `RecordRefused` for a file that is empty, too large or of
    a format that is not taken.
    """
    require(actor, Right.PARTNERS_EDIT)
    require_in_scope(actor, county=record.county_id)
    name = Path(file_name.replace("\\", "/")).name[-LONGEST_NAME:]
    format_ = _format_of(name, data)
    index = encryption.blind_index(hashlib.sha256(data).hexdigest(), about=ABOUT)
    there = queries.documents_of(record).filter(content_index=index).first()
    if there is not None:
        return there
    with transaction.atomic():
        document = Document.objects.create(
            record_kind=record.record_kind,
            record_id=record.pk,
            title=(title.strip() or Path(name).stem)[:160],
            file_name=name,
            format=format_,
            size=len(data),
            content_cipher=encryption.encrypt(base64.b64encode(data).decode(), about=ABOUT),
            content_index=index,
            uploaded_by=actor,
            uploaded_at=clock.now(),
        )
        _log(actor, "attach_document", document)
    return document


def read(*, actor: User, document: Document) -> bytes:
    """Return the content of a document of a record that the user may see, and log the reading.

    Errors: `RightMissing`; `RecordRefused` for a record out of the user's scope.
    """
    require(actor, Right.PARTNERS_VIEW)
    if queries.record_of(actor, document.record_kind, document.record_id) is None:
        raise RecordRefused(_("The document belongs to another record."))
    with transaction.atomic():
        _log(actor, "read_document", document)
    return base64.b64decode(encryption.decrypt(document.content_cipher, about=ABOUT))


def remove(*, actor: User, document: Document) -> None:
    """Delete a document that was uploaded by mistake. Nothing of its content is kept.

    Errors: `RightMissing`, `OutOfScope`, `RecordRefused` where something points to it.
    """
    require(actor, Right.PARTNERS_EDIT)
    record = queries.record_of(actor, document.record_kind, document.record_id)
    require_in_scope(actor, county=record.county_id if record else None)
    try:
        with transaction.atomic():
            _log(actor, "remove_document", document)
            document.delete()
    except ProtectedError as error:
        raise RecordRefused(
            _("“{title}” shows a step, a report or the like, and stays.").format(
                title=document.title
            )
        ) from error


def _format_of(name: str, data: bytes) -> DocumentFormat:
    if not data:
        raise RecordRefused(_("“{name}” is empty.").format(name=name))
    if len(data) > LARGEST_DOCUMENT:
        raise RecordRefused(
            _("“{name}” is larger than {megabytes} MB. Make it smaller or divide it.").format(
                name=name, megabytes=LARGEST_DOCUMENT // 1024 // 1024
            )
        )
    for beginning, format_ in _BEGINNINGS:
        if data.startswith(beginning):
            return format_
    members = _members_of(data)
    if any(member.endswith("vbaProject.bin") for member in members):
        raise RecordRefused(
            _("“{name}” holds macros. Save it without them or as PDF.").format(name=name)
        )
    for member, format_ in _MEMBERS:
        if member in members:
            return format_
    raise RecordRefused(
        _("“{name}” is of a format that is not taken. Upload one of: {formats}.").format(
            name=name, formats="、".join(str(each.label) for each in DocumentFormat)
        )
    )


def _members_of(data: bytes) -> frozenset[str]:
    """Return the names in a zip archive, none where it is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except zipfile.BadZipFile:
        return frozenset()


def _log(actor: User, verb: str, document: Document) -> None:
    audit.append(
        actor=actor,
        action=f"partners.{verb}",
        subject_kind=document.record_kind,
        subject_id=document.record_id,
        detail={
            "document": document.pk,
            "file": document.file_name,
            "format": document.format,
            "bytes": document.size,
        },
    )

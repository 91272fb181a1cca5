"""Documents: what is taken, that it lies encrypted, who reads it, that reading is logged."""

from __future__ import annotations

import io
import zipfile

import pytest

from huizhi.kernel.errors import OutOfScope, RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.partners import documents, services
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import Document
from tests.partners import factories

pytestmark = pytest.mark.django_db


def archive(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return target.getvalue()


def attach(user, record, data, name="文件.pdf"):
    return documents.attach(actor=user, record=record, file_name=name, data=data)


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        (factories.pdf(), "pdf"),
        (b"\x89PNG\r\n\x1a\nx", "png"),
        (b"\xff\xd8\xff\xe0x", "jpeg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x", "doc"),
        (archive("word/document.xml"), "docx"),
        (archive("xl/workbook.xml"), "xlsx"),
        (archive("ppt/presentation.xml"), "pptx"),
        (archive("OFD.xml"), "ofd"),
    ],
)
def test_the_content_tells_the_format_whatever_the_name_says(make_user, data, format_):
    user = make_user()
    assert attach(user, factories.agreement(user), data, "x.exe").format == format_


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "文件"),
        (b"MZ\x90\x00", "PDF"),
        (b"<html><script>", "PDF"),
        (archive("a.txt"), "PDF"),
        (archive("word/document.xml", "word/vbaProject.bin"), "文件"),
        (factories.pdf(b"x" * documents.LARGEST_DOCUMENT), "10"),
    ],
)
def test_what_is_no_document_is_refused(make_user, data, word):
    user = make_user()
    with pytest.raises(RecordRefused, match=word):
        attach(user, factories.agreement(user), data)
    assert not Document.objects.exists()


def test_it_lies_encrypted_and_comes_back_whole(make_user):
    user = make_user()
    record = factories.agreement(user)
    kept = attach(user, record, factories.pdf("秘密".encode()), "C:\\目录\\协议.pdf")
    assert kept.file_name == "协议.pdf"
    assert kept.title == "协议"
    assert "秘密".encode() not in bytes(kept.content_cipher)
    assert b"%PDF" not in bytes(kept.content_cipher)
    assert documents.read(actor=user, document=kept) == factories.pdf("秘密".encode())
    entry = AuditEntry.objects.get(action="partners.read_document")
    assert (entry.actor, entry.subject_kind) == (user, "agreement")
    assert attach(user, record, factories.pdf("秘密".encode())) == kept
    assert Document.objects.count() == 1


def test_right_and_county_for_taking_reading_and_removing(make_user, make_county):
    user, own, other = make_user(), make_county(), make_county("140223", "广灵县", "Guangling")
    record = factories.base(user, county=own)
    kept = attach(user, record, factories.pdf())
    clerk = make_user(Role.COUNTY, county=other)
    with pytest.raises(OutOfScope):
        attach(clerk, record, factories.pdf(b"2"))
    with pytest.raises(RecordRefused):
        documents.read(actor=clerk, document=kept)
    with pytest.raises(OutOfScope):
        documents.remove(actor=clerk, document=kept)
    auditor = make_user(Role.AUDITOR)
    assert documents.read(actor=auditor, document=kept)
    with pytest.raises(RightMissing):
        documents.remove(actor=auditor, document=kept)
    with pytest.raises(RightMissing):
        documents.read(actor=make_user(Role.EMPLOYER), document=kept)
    documents.remove(actor=make_user(Role.COUNTY, county=own), document=kept)
    assert not Document.objects.exists()


def test_what_shows_a_step_stays(make_user):
    user = make_user()
    base = factories.base(user, state="intention")
    kept = attach(user, base, factories.pdf())
    services.move(actor=user, record=base, to="signed", on=base.created_at.date(), document=kept)
    with pytest.raises(RecordRefused):
        documents.remove(actor=user, document=kept)
    assert Document.objects.exists()
    assert not AuditEntry.objects.filter(action="partners.remove_document").exists()

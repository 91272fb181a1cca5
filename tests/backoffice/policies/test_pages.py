"""The screens of the policies: versions, the reader, and what the office can do."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.policies import services
from huizhi.policies.models import PackVersion
from huizhi.policies.states import VersionState
from huizhi.rules.packs.loading import load_pack
from tests.policies.factories import EXAMPLE, changed_pack, make_draft, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, make_user):
    user = make_user()
    client.force_login(user)
    return user


def page(client, name, *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_the_reader_shows_clauses_tables_benefits_and_assumptions(client, office):
    version = make_version(office)
    text = page(client, "packversion:document", version.pk, "living.yaml")
    for part in (
        "示例〔2021〕1号",
        'id="clause-1"',
        "博士每月5000元",
        "生活补贴月标准",
        "not(&quot;博士&quot;, &quot;硕士&quot;)",
        "用人单位.性质 = &quot;企业&quot;",
        "金额为假定",
    ):
        assert part in text


def test_the_reader_shows_what_is_proved_of_a_table(client, office, tmp_path):
    version = make_version(office)
    text = page(client, "packversion:document", version.pk, "living.yaml")
    assert "完整：各栏都有值时，总有规则符合。" in text
    assert "互不重叠：没有取值同时符合两条规则。" in text


def test_the_reader_shows_the_faults_of_a_table_with_examples(client, office, tmp_path):
    rule = """      - {when: ['not("博士", "硕士")'], then: ['0']}\n"""
    draft = make_draft(office, changed_pack(tmp_path, rule, "", "living.yaml"))
    text = page(client, "packversion:document", draft.pk, "living.yaml")
    assert "学位 &quot;学士&quot; 没有规则（如 学位 = 学士）。" in text
    profile = UserProfile.get_for_user(office)
    profile.preferred_language = "en"
    profile.save()
    text = page(client, "packversion:document", draft.pk, "living.yaml")
    assert "No rule for 学位 &quot;学士&quot; (such as 学位 = 学士)." in text
    assert "Not complete: some values meet no rule." in text


def test_a_document_the_version_does_not_have_is_not_found(client, office):
    version = make_version(office)
    address = reverse("packversion:document", args=[version.pk, "pack.yaml"])
    assert client.get(address).status_code == 404


def test_a_version_lists_its_documents_and_findings(client, office):
    text = page(client, "packversion:record", make_draft(office).pk)
    assert "示例办法" in text
    assert reverse("packversion:put_in_force", args=[PackVersion.objects.get().pk]) in text


def test_the_files_of_a_version_are_the_pack_as_it_was_stored(client, office, tmp_path):
    version = make_draft(office)
    answer = client.get(reverse("packversion:files", args=[version.pk]))
    assert answer.headers["Content-Disposition"].endswith('"example-1.zip"')
    ZipFile(BytesIO(answer.content)).extractall(tmp_path)
    assert load_pack(tmp_path).fingerprint == version.fingerprint


def test_a_pack_is_stored_and_put_in_force_on_the_screens(client, office, settings):
    settings.PACKS_DIR = EXAMPLE.parent
    client.post(reverse("packversion:add"), {"name": EXAMPLE.name})
    version = PackVersion.objects.get()
    address = reverse("packversion:put_in_force", args=[version.pk])
    assert page(client, "packversion:put_in_force", version.pk)
    client.post(address, {"from_": "2021-03-01"})
    version.refresh_from_db()
    assert (version.state, version.in_force_from) == (VersionState.IN_FORCE, dt.date(2021, 3, 1))
    client.post(reverse("packversion:withdraw", args=[version.pk]), {"reason": "印制有误"})
    version.refresh_from_db()
    assert version.state == VersionState.WITHDRAWN
    assert AuditEntry.objects.latest("position").detail == {"reason": "印制有误"}


def test_a_pack_with_errors_is_refused_with_its_place(client, office, settings, tmp_path):
    folder = changed_pack(tmp_path, "amount: 生活补贴月标准", "amount: 没有", "living.yaml")
    settings.PACKS_DIR = tmp_path
    response = client.post(reverse("packversion:add"), {"name": folder.name})
    assert response.status_code == 422
    assert "living.yaml:" in response.content.decode()


def test_others_read_and_cannot_enforce(client, make_user):
    version = make_draft(make_user())
    client.force_login(make_user(Role.COUNTY))
    text = page(client, "packversion:record", version.pk)
    assert reverse("packversion:put_in_force", args=[version.pk]) not in text
    for name in ("packversion:put_in_force", "packversion:withdraw"):
        assert client.get(reverse(name, args=[version.pk])).status_code == 403
    assert client.get(reverse("packversion:add")).status_code == 403


def test_the_list_asks_as_many_queries_for_three_rows_as_for_one(client, office, tmp_path):
    def asked():
        client.get(reverse("packversion:index"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("packversion:index"))
        return len(captured)

    make_version(office)
    once = asked()
    for number in (2, 3):
        folder = changed_pack(tmp_path / str(number), 'version: "1"', f'version: "{number}"')
        services.put_in_force(
            version=make_draft(office, folder), from_=dt.date(2021, number, 1), actor=office
        )
    assert asked() == once

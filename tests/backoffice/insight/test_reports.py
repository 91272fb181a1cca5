"""The screens of the monthly reports and their wording."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.insight.models import Report, TextVersion
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from tests.insight.factories import make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(client, office, make_county):
    make_programme(office, make_county)
    client.force_login(office)
    return office


def make(client, **data) -> Report:
    response = client.post(reverse("report:add"), {"month": "2021-07", **data})
    assert response.status_code == 302, response.content.decode()
    return Report.objects.latest("pk")


def test_a_report_is_made_read_taken_and_made_final(client, programme):
    report = make(client)
    page = reverse("report:record", args=[report.pk])
    text = client.get(page).content.decode()
    assert "关于2021年7月省校合作和人才工作情况的报告" in text
    assert "behind=agreement.without-follow-up" in text
    word = client.get(reverse("report:word", args=[report.pk]))
    assert word.content[:2] == b"PK"
    assert ".docx" in word["Content-Disposition"]
    assert client.get(reverse("report:workbook", args=[report.pk])).content[:2] == b"PK"
    assert AuditEntry.objects.filter(action="reports.download").count() == 2
    client.post(reverse("report:make_final", args=[report.pk]))
    report.refresh_from_db()
    assert report.state == "final"
    assert reverse("report:discard", args=[report.pk]) not in client.get(page).content.decode()


def test_a_wrong_month_is_named(client, programme):
    response = client.post(reverse("report:add"), {"month": "July"})
    assert response.status_code == 422
    assert "2021-07" in response.content.decode()
    response = client.post(reverse("report:add"), {"month": "2999-01"})
    assert response.status_code == 422
    assert "2999-01" in response.content.decode()


def test_a_draft_lists_more_and_is_discarded(client, programme):
    report = make(client)
    address = reverse("report:list_more", args=[report.pk])
    client.post(address, {"kind": ["bases_without_kind", "nonsense"], "names": "20"})
    report.refresh_from_db()
    assert (report.further, report.listed) == (["bases_without_kind"], 20)
    response = client.post(reverse("report:discard", args=[report.pk]))
    assert response.url == reverse("report:index")
    assert not Report.objects.exists()


def test_a_thin_report_proposes_what_the_data_hold(client, programme):
    long = "本月各项工作平稳推进。" * 60
    client.post(reverse("report:text", args=["overview"]), {"zh": long, "en": long})
    report = make(client)
    response = client.get(reverse("report:record", args=[report.pk]))
    assert {one.kind for one in response.context["proposals"]} >= {"bases_without_kind"}
    assert 'name="kind" value="bases_without_kind"' in response.content.decode()


def test_a_county_sees_its_own_reports(client, programme, make_user, make_county):
    city = make(client)
    clerk = make_user(Role.COUNTY, county=make_county())
    client.force_login(clerk)
    own = make(client)
    assert own.county_id == "140213"
    assert client.get(reverse("report:index")).context["paginator"].count == 1
    for name in ("record", "word", "workbook"):
        assert client.get(reverse(f"report:{name}", args=[city.pk])).status_code == 404
        assert client.get(reverse(f"report:{name}", args=[own.pk])).status_code == 200
    assert client.post(reverse("report:make_final", args=[city.pk])).status_code == 404
    assert client.get(reverse("report:texts")).status_code == 403


def test_those_who_only_look_have_no_buttons(client, programme, make_user):
    report = make(client)
    client.force_login(make_user(Role.AUDITOR))
    text = client.get(reverse("report:record", args=[report.pk])).content.decode()
    assert reverse("report:make_final", args=[report.pk]) not in text
    assert client.post(reverse("report:make_final", args=[report.pk])).status_code == 403


def test_the_wording_is_previewed_saved_and_reset(client, programme):
    make(client)
    address = reverse("report:text", args=["visits"])
    assert "{来访批次}" in client.get(address).content.decode()
    data = {"zh": "本月来了{来访批次}批。", "en": "{visits} visits."}
    text = client.post(address, {**data, "preview": "1"}).content.decode()
    assert "本月来了1批。" in text
    assert "1 visits." in text
    assert not TextVersion.objects.exists()
    client.post(address, data)
    assert TextVersion.objects.get().number == 1
    client.post(reverse("report:reset_text", args=["visits"]))
    assert TextVersion.objects.count() == 2


def test_an_unknown_placeholder_is_refused_beside_its_field(client, programme):
    address = reverse("report:text", args=["visits"])
    response = client.post(address, {"zh": "来访{来访批词}批", "en": "{visits}"})
    assert response.status_code == 422
    assert "{来访批次}" in str(response.context["form"].errors["zh"])
    assert client.get(reverse("report:text", args=["nowhere"])).status_code == 404
    preview = client.post(address, {"zh": "{来访批次}", "en": "{visits}", "preview": "1"})
    assert "〔来访批次〕" in preview.content.decode()


def test_the_list_takes_the_same_queries_for_one_and_three(client, programme):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("report:index")).status_code == 200
        return len(captured)

    make(client)
    queries()
    first = queries()
    make(client)
    make(client)
    assert queries() == first
    text = b"".join(
        client.get(reverse("report:index"), {"export": "csv"}).streaming_content
    ).decode()
    assert "草稿" in text

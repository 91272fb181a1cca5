"""The screens of the import of any list: the way there, the steps, decisions, who sees what."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from huizhi.kernel.lists.kinds import all_kinds
from huizhi.kernel.lists.models import ListImport
from huizhi.kernel.roles import Role
from huizhi.partners.models import Agreement, Base
from tests.organisations.factories import add
from tests.partners import factories
from tests.people.factories import make_list

pytestmark = pytest.mark.django_db
NAMES = [
    "people",
    "organisation",
    "agreement",
    "base",
    "project",
    "visit",
    "event",
    "platform",
    "obligation",
    "milestone",
    "result",
    "advice",
    "task",
    "problem",
    "meeting",
    "plan",
]
LISTS = {"people": "person", "result": "projectresult"}


@pytest.fixture
def office(client, make_user):
    user = make_user()
    client.force_login(user)
    return user


def preview(client, kind, rows):
    file = SimpleUploadedFile("清单.xlsx", make_list(rows))
    assert client.post(reverse(f"{kind}_import:add"), {"file": file}).status_code == 302
    number = ListImport.objects.latest("pk").pk
    columns = reverse(f"{kind}_import:columns", args=[number])
    form = client.get(columns).context["form"]
    client.post(columns, {field.html_name: field.value() or "" for field in form})
    return reverse(f"{kind}_import:record", args=[number])


def test_every_kind_has_its_screens():
    assert set(NAMES) == set(all_kinds())


@pytest.mark.parametrize("kind", NAMES)
def test_a_list_leads_to_its_import_for_those_who_may(client, make_user, kind):
    address = reverse(f"{kind}_import:add")
    index = reverse(f"{LISTS.get(kind, kind)}:index")
    for role, shown in ((Role.PROGRAMME_OFFICE, True), (Role.DEPARTMENT, False)):
        client.force_login(make_user(role))
        assert (f'href="{address}"' in client.get(index).content.decode()) is shown
        assert client.get(address).status_code == (200 if shown else 403)


@pytest.mark.parametrize("kind", NAMES)
def test_an_empty_list_holds_headings_that_are_understood(client, office, kind):
    response = client.get(reverse(f"{kind}_import:blank"))
    workbook = load_workbook(BytesIO(response.content))
    headings = next(workbook.worksheets[0].values)
    found = [all_kinds()[kind].target_of((heading,)) for heading in headings]
    assert found == list(all_kinds()[kind].labels())
    assert len(list(workbook.worksheets[1].values)) == len(headings) + 1


def test_a_list_of_agreements_goes_in_step_by_step(
    client, office, django_capture_on_commit_callbacks
):
    rows = [["名称", "状态"], ["甲协议", "签约"], ["乙协议", "谈判"]]
    address = preview(client, "agreement", rows)
    text = client.get(address).content.decode()
    assert "甲协议" in text
    assert "谈判" in text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}apply/")
    record = Agreement.objects.get()
    page = client.get(address).content.decode()
    assert reverse("agreement:record", args=[record.pk]) in page
    assert client.get(f"{address}progress/")["HX-Refresh"] == "true"
    workbook = load_workbook(BytesIO(client.post(f"{address}refused/").content))
    assert list(workbook.worksheets[0].values)[1][:2] == ("乙协议", "谈判")
    assert client.get(reverse("agreement_import:index")).status_code == 200


def test_rows_of_records_without_a_page_of_their_own_are_shown_by_name(
    client, office, django_capture_on_commit_callbacks
):
    university = add(office, "甲大学", kind="university")
    agreement = factories.agreement(office, "甲协议", partners=(university,))
    factories.party(office, agreement, university)
    rows = [["义务内容", "协议", "责任方"], ["选派学生", "甲协议", "甲大学"]]
    address = preview(client, "obligation", rows)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}apply/")
    assert agreement.obligations.get().text == "选派学生"
    assert "选派学生" in client.get(address).content.decode()
    assert "选派学生" in client.get(reverse("obligation:index")).content.decode()


def test_which_of_two_records_a_row_means_is_decided_with_a_button(client, office, make_county):
    factories.base(office, "甲基地", county=make_county())
    second = factories.base(office, "甲基地", county=make_county("140215", "云州区", "Yunzhou"))
    address = preview(client, "base", [["名称", "备注"], ["甲基地", "新"]])
    row = ListImport.objects.get().rows.get()
    text = client.get(address).content.decode()
    assert f'name="subject" value="{second.pk}"' in text
    assert "云州区" in text
    decide = f"{address}rows/{row.pk}/decide/"
    client.post(decide, {"decision": "same", "subject": second.pk})
    row.refresh_from_db()
    assert (row.outcome, row.subject_id) == ("changed", second.pk)
    client.post(decide, {"decision": "leave_out"})
    row.refresh_from_db()
    assert row.outcome == "left_out"
    client.post(decide, {"decision": "nonsense"})
    row.refresh_from_db()
    assert row.outcome == "left_out"
    assert Base.objects.exclude(note="").count() == 0


def test_an_import_shows_only_among_those_of_its_kind_and_county(client, make_user, make_county):
    here, there = make_county(), make_county("140215", "云州区", "Yunzhou")
    client.force_login(make_user(Role.COUNTY, county=here))
    address = preview(client, "agreement", [["名称", "状态"], ["甲协议", "签约"]])
    number = ListImport.objects.get().pk
    assert client.get(reverse("base_import:record", args=[number])).status_code == 404
    assert "清单.xlsx" not in client.get(reverse("base_import:index")).content.decode()
    assert "清单.xlsx" in client.get(reverse("agreement_import:index")).content.decode()
    client.force_login(make_user(Role.COUNTY, county=there))
    assert client.get(address).status_code == 404
    assert client.post(f"{address}apply/").status_code == 404


def test_the_page_takes_as_many_queries_for_three_rows_as_for_one(client, office, make_county):
    for county in (make_county(), make_county("140215", "云州区", "Yunzhou")):
        for number in range(4):
            factories.base(office, f"基地{number}", county=county)

    def count(numbers):
        rows = [["名称", "备注"], *([f"基地{number}", "新"] for number in numbers)]
        address = preview(client, "base", rows)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    assert count([0]) == count([1, 2, 3])

"""An import on the screen, from the file to the refused rows."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from huizhi.kernel.lists.models import ImportState, ListImport
from huizhi.kernel.roles import Role
from huizhi.people.models import Person
from tests.people.factories import make_id_number, make_list, make_person

pytestmark = pytest.mark.django_db
IMPORTS = "/office/people_import/"


@pytest.fixture
def office(client, make_user):
    client.force_login(make_user())
    return client


def upload(client, rows, name="名单.xlsx"):
    file = SimpleUploadedFile(name, make_list([["姓名", "身份证号", "出生日期", "学位"], *rows]))
    return client.post(f"{IMPORTS}new/", {"file": file})


def preview(client, rows):
    upload(client, rows)
    number = ListImport.objects.latest("pk").pk
    form = client.get(f"{IMPORTS}{number}/columns/").context["form"]
    data = {field.html_name: field.value() or "" for field in form}
    client.post(f"{IMPORTS}{number}/columns/", data)
    return f"{IMPORTS}{number}/"


def test_a_list_goes_in_step_by_step(office, django_capture_on_commit_callbacks):
    address = preview(
        office,
        [["张三", make_id_number(), "", "博士"], ["李四", "110105194912310021", "", "博士"]],
    )
    page = office.get(address)
    assert page.status_code == 200
    assert "110105194912310021" not in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        office.post(f"{address}apply/")
    assert [person.name for person in Person.objects.all()] == ["张三"]
    assert ListImport.objects.get().state == ImportState.APPLIED
    assert office.get(f"{address}progress/")["HX-Refresh"] == "true"
    refused = office.post(f"{address}refused/")
    rows = list(load_workbook(BytesIO(refused.content)).worksheets[0].values)
    assert rows[1][:2] == ("李四", "110105194912310021")
    assert office.post(f"{address}refused/").status_code == 302
    assert office.get(address).status_code == 200


def test_a_row_is_decided_with_a_button(office, django_capture_on_commit_callbacks):
    person = make_person("张三", facts={"出生日期": dt.date(1990, 5, 1)})
    address = preview(office, [["张三", "", "1990-05-01", "博士"]])
    row = ListImport.objects.get().rows.get()
    assert f"{address}rows/{row.pk}/decide/" in office.get(address).content.decode()
    office.post(f"{address}rows/{row.pk}/decide/", {"decision": "same"})
    with django_capture_on_commit_callbacks(execute=True):
        office.post(f"{address}apply/")
    assert Person.objects.get() == person


def test_an_unreadable_file_is_told_on_the_form(office):
    file = SimpleUploadedFile("名单.xlsx", b"nothing")
    response = office.post(f"{IMPORTS}new/", {"file": file})
    assert response.status_code == 422
    assert not ListImport.objects.exists()


def test_discarding_deletes_the_file(office):
    address = preview(office, [["张三", make_id_number(), "", ""]])
    office.post(f"{address}discard/")
    assert ListImport.objects.get().file_cipher is None
    assert office.get(address).status_code == 200
    assert office.get(f"{address}columns/").status_code == 302


def test_the_file_again_is_announced(office, django_capture_on_commit_callbacks):
    rows = [["张三", make_id_number(), "", ""]]
    data = make_list([["姓名", "身份证号"], *(row[:2] for row in rows)])
    for _time in range(2):
        office.post(f"{IMPORTS}new/", {"file": SimpleUploadedFile("名单.xlsx", data)})
        number = ListImport.objects.latest("pk").pk
        page = office.get(f"{IMPORTS}{number}/columns/")
        form = page.context["form"]
        office.post(
            f"{IMPORTS}{number}/columns/",
            {field.html_name: field.value() or "" for field in form},
        )
        with django_capture_on_commit_callbacks(execute=True):
            office.post(f"{IMPORTS}{number}/apply/")
    assert len(page.context["earlier"]) == 1
    assert Person.objects.count() == 1


def test_imports_of_another_county_are_not_found(client, make_user, make_county):
    here, there = make_county(), make_county("140215", "云州区", "Yunzhou")
    client.force_login(make_user(Role.COUNTY, county=here))
    address = preview(client, [["张三", make_id_number(), "", ""]])
    client.force_login(make_user(Role.COUNTY, county=there))
    assert client.get(address).status_code == 404
    for action in ("apply", "discard", "refused"):
        assert client.post(f"{address}{action}/").status_code == 404


def test_the_page_takes_as_many_queries_for_three_rows_as_for_one(office):
    def count(rows):
        address = preview(office, rows)
        office.get(address)
        with CaptureQueriesContext(connection) as captured:
            office.get(address)
        return len(captured)

    rows = [[f"张{n}", make_id_number(sequence=101 + n), "", "博士"] for n in range(4)]
    assert count(rows[:1]) == count(rows[1:])

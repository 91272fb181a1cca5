"""The screens about people: list, page, entry with duplicates, ID number, confirmation, export."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from huizhi.kernel.models import AuditEntry, Fact
from huizhi.kernel.roles import Role
from huizhi.people.models import Person
from tests.people.factories import make_employer, make_id_number, make_person

pytestmark = pytest.mark.django_db
LIST = "/office/person/"


@pytest.fixture
def office(client, make_user):
    client.force_login(make_user())
    return client


def queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_takes_as_many_queries_for_three_as_for_one(office, make_county):
    make_person("甲", county=make_county(), facts={"用人单位": make_employer().pk, "学位": "博士"})
    office.get(LIST)
    one = queries_of(office, LIST)
    for name in "乙丙":
        make_person(name, county=make_county(), facts={"用人单位": make_employer(f"{name}公司").pk})
    assert queries_of(office, LIST) == one


def test_the_list_filters_by_fact_and_by_what_is_missing(office):
    make_person("甲甲", facts={"学位": "博士", "荣誉": ["国务院特殊津贴"]})
    make_person("乙乙", facts={"学位": "硕士"})
    make_person("丙丙")
    for query, names in {
        "degree=博士": {"甲甲"},
        "honour=国务院特殊津贴": {"甲甲"},
        "missing=学位": {"丙丙"},
        "q=乙": {"乙乙"},
    }.items():
        text = office.get(f"{LIST}?{query}").content.decode()
        assert {name for name in ("甲甲", "乙乙", "丙丙") if name in text} == names


def test_a_clerk_sees_the_people_of_their_county_only(client, make_user, make_county):
    here, there = make_county(), make_county("140215", "云州区", "Yunzhou")
    mine, other = make_person("本县人", county=here), make_person("外县人", county=there)
    client.force_login(make_user(Role.COUNTY, county=here))
    text = client.get(LIST).content.decode()
    assert "本县人" in text
    assert "外县人" not in text
    assert client.get(f"{LIST}{mine.pk}/").status_code == 200
    for path in ("", "edit/", "reveal/", "publication/", "id-number/"):
        assert client.get(f"{LIST}{other.pk}/{path}").status_code == 404


def test_the_export_is_headed_and_logged_and_hides_the_number(office, make_county):
    make_person("甲", county=make_county(), id_number=make_id_number(), facts={"学位": "博士"})
    response = office.get(f"{LIST}?export=xlsx")
    data = b"".join(response.streaming_content) if response.streaming else response.content
    rows = list(load_workbook(BytesIO(data)).worksheets[0].values)
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["学位"] == "博士"
    assert make_id_number() not in str(rows)
    assert AuditEntry.objects.get(action="people.export").detail == {"rows": 1}


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_cell_of_an_export_is_a_formula(office, name):
    make_person(name)
    response = office.get(f"{LIST}?export=csv")
    text = b"".join(part.encode() if isinstance(part, str) else part for part in response)
    assert f"\r\n'{name}," in text.decode()
    response = office.get(f"{LIST}?export=xlsx")
    sheet = load_workbook(BytesIO(b"".join(response))).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == (name, "s")


def test_the_page_shows_source_validity_and_who_confirmed(office, make_county):
    person = make_person(
        "甲", county=make_county(), facts={"学位": "博士"}, valid_from=dt.date(2020, 7, 1)
    )
    text = office.get(f"{LIST}{person.pk}/").content.decode()
    assert "测试" in text
    assert "2020-07-01" in text
    assert "<td>平城区</td>" in text
    office.post(f"{LIST}{person.pk}/confirm/", {"fact": ["学位"]})
    row = Fact.objects.get(name="学位", superseded=None)
    assert row.confirmed_by is not None
    assert str(row.confirmed_by) in office.get(f"{LIST}{person.pk}/").content.decode()


def entry(**given):
    return {"name": "张三", "source": "身份证、毕业证", **given}


def test_an_entry_reads_what_people_write(office, make_county):
    make_county()
    employer = make_employer("大同市第一人民医院", short_name="市一院")
    response = office.post(
        f"{LIST}new/",
        entry(
            id_number=make_id_number(),
            county="平城",
            employer="市一院",
            degree="博士",
            monthly_rent="0.15万元",
            employed_since="2019年7月1日",
            honours="国务院政府特殊津贴",
        ),
    )
    person = Person.objects.get()
    assert response["Location"] == f"{LIST}{person.pk}/"
    assert (person.county_id, person.employer) == ("140213", employer)
    known = dict(Fact.objects.values_list("name", "value"))
    assert known["月租金"] == "1500.00"
    assert known["入职日期"] == "2019-07-01"
    assert known["荣誉"] == ["国务院特殊津贴"]
    assert known["出生日期"] == "1990-05-01"


def test_a_wrong_field_is_told_beside_it(office):
    response = office.post(f"{LIST}new/", entry(employed_since="2019-02-30", id_number="1"))
    assert response.status_code == 422
    assert "2019-02-30" in response.content.decode()
    assert not Person.objects.exists()


def test_a_duplicate_is_warned_about_and_may_be_another_person(office):
    make_person("张三", facts={"出生日期": dt.date(1990, 5, 1)})
    data = entry(birth_date="1990-05-01")
    response = office.post(f"{LIST}new/", data)
    assert response.status_code == 422
    assert 'name="another_person"' in response.content.decode()
    assert Person.objects.count() == 1
    assert office.post(f"{LIST}new/", {**data, "another_person": "on"}).status_code == 302
    assert Person.objects.count() == 2


def test_the_same_id_number_is_refused_even_as_another_person(office):
    make_person("张三", id_number=make_id_number())
    data = entry(name="李四", id_number=make_id_number(), another_person="on")
    assert office.post(f"{LIST}new/", data).status_code == 422
    assert Person.objects.count() == 1


def test_editing_records_only_what_was_changed(office, make_county):
    person = make_person(
        "张三",
        county=make_county(),
        facts={"学位": "硕士", "在岗": True, "荣誉": [], "用人单位": make_employer().pk},
    )
    form = office.get(f"{LIST}{person.pk}/edit/").context["form"]
    data = {field.html_name: field.value() or "" for field in form}
    count = Fact.objects.count()
    same = {key: value for key, value in data.items() if key != "confirmed"}
    office.post(f"{LIST}{person.pk}/edit/", {**same, "source": "毕业证"})
    assert Fact.objects.count() == count
    office.post(f"{LIST}{person.pk}/edit/", {**same, "degree": "博士", "source": "毕业证"})
    row = Fact.objects.get(name="学位", superseded=None)
    assert (row.value, row.source) == ("博士", "毕业证")
    assert Fact.objects.count() == count + 1


def test_the_number_is_shown_once_for_a_reason(office):
    person = make_person("张三", id_number=make_id_number())
    assert make_id_number() not in office.get(f"{LIST}{person.pk}/").content.decode()
    refused = office.post(f"{LIST}{person.pk}/reveal/", {"reason": "x"})
    assert refused.status_code == 422
    shown = office.post(f"{LIST}{person.pk}/reveal/", {"reason": "核对社保缴费"})
    assert make_id_number() in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert make_id_number() not in office.get(f"{LIST}{person.pk}/reveal/").content.decode()


def test_publication_and_number_are_changed_on_their_pages(office):
    person = make_person("张三")
    data = {"not_for_publication": "on", "reason": "本人要求不公开"}
    assert office.post(f"{LIST}{person.pk}/publication/", data).status_code == 302
    assert (
        office.post(f"{LIST}{person.pk}/id-number/", {"id_number": make_id_number()}).status_code
        == 302
    )
    person.refresh_from_db()
    assert person.not_for_publication
    assert person.id_number_index is not None


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DEPARTMENT, Role.OPERATOR])
def test_who_may_not_reveal_or_import_is_told_so(client, make_user, role):
    person = make_person("张三", id_number=make_id_number())
    client.force_login(make_user(role))
    assert client.get(f"{LIST}{person.pk}/reveal/").status_code == 403
    assert client.get(reverse("people_import:add")).status_code == 403

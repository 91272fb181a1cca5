"""The screens of indicator series: lists, one series, values, targets, uploads."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.kernel.roles import Role
from huizhi.partners.models import Indicator, Point, PointUpload, Series
from huizhi.partners.series.points import record_points
from huizhi.partners.series.services import NewTarget, set_targets
from tests.partners import factories as records
from tests.partners.series import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, make_user):
    user = make_user()
    client.force_login(user)
    return user


def page(client, name, *numbers, **query):
    return client.get(reverse(name, args=numbers), query).content.decode()


def test_from_starting_a_series_to_its_standing(client, office):
    project = records.project(office, "屋顶光伏")
    indicator = factories.indicator(office, name="发电量")
    start = {
        "indicator": indicator.pk,
        "granularity": "month",
        "target_per": "month",
        "starts_on": "2021-02-01",
        "source": "演示数据（虚构）",
        "published": "on",
    }
    response = client.post(reverse("project:start_series", args=[project.pk]), start)
    series = Series.objects.get()
    assert response.url == reverse("series:record", args=[series.pk])
    targets = {"lines": "2021-02 100\n2021-03 1.2百\n", "assumed": "on", "source": "假设"}
    client.post(reverse("series:targets", args=[series.pk]), targets)
    assert [target.value for target in series.targets.all()] == [Decimal(100), Decimal(120)]
    value = reverse("series:record_point", args=[series.pk])
    client.post(value, {"period": "2021-02", "value": "90.5", "source": ""})
    refused = client.post(value, {"period": "2021-01", "value": "1"})
    assert refused.status_code == 422
    assert "不在其中" in refused.content.decode()
    text = page(client, "series:record", series.pk)
    assert "落后" in text
    assert "比应完成数少 9.5 千瓦时 (-9.5 %)" in text
    assert "目标（假设）" in text
    assert "5 %" in text
    assert "发电量" in page(client, "project:record", project.pk)


def test_a_value_is_corrected_and_taken_out_with_its_history(client, office):
    series = factories.series(office)
    record_points(actor=office, points=[factories.point(series, value="10")])
    value = reverse("series:record_point", args=[series.pk])
    assert 'value="2021-02"' in client.get(value, {"period": "2021-02"}).content.decode()
    client.post(value, {"period": "2021-02", "value": "12", "source": ""})
    text = page(client, "series:record", series.pk)
    assert "<s>10.0</s>" in text
    point = Point.objects.get(superseded=None)
    client.post(reverse("series:withdraw", args=[series.pk, point.pk]), {"reason": "录错"})
    text = page(client, "series:record", series.pk)
    assert "录错" in text
    assert "尚未录入数值" in text


def test_lines_of_targets_that_cannot_be_read_are_named(client, office):
    series = factories.series(office)
    data = {"lines": "2021-02 100\n二月 5\n2021-03 许多", "source": "计划"}
    response = client.post(reverse("series:targets", args=[series.pk]), data)
    text = response.content.decode()
    assert response.status_code == 422
    assert "第 2 行" in text
    assert "第 3 行" in text
    assert not series.targets.exists()


def test_details_are_changed_and_days_may_not_cut_off_values(client, office):
    series = factories.series(office)
    record_points(actor=office, points=[factories.point(series)])
    edit = reverse("series:edit", args=[series.pk])
    data = {"starts_on": "2021-02-01", "source": "新来源", "note": ""}
    client.post(edit, data)
    series.refresh_from_db()
    assert (series.source, series.published) == ("新来源", False)
    assert client.post(edit, {**data, "starts_on": "2021-03-01"}).status_code == 422


def test_a_base_has_series_too(client, office):
    base = records.base(office)
    factories.series(office, base)
    text = page(client, "base:record", base.pk)
    assert reverse("base:start_series", args=[base.pk]) in text
    assert "试验指标" in text


def test_an_indicator_is_defined_on_the_screen(client, office):
    data = {
        "code": "trees-planted",
        "name": "植树",
        "name_en": "Trees planted",
        "unit": "棵",
        "unit_en": "trees",
        "value_type": "whole",
        "decimals": "0",
        "adds_up": "sum",
        "better": "more",
        "minimum": "0",
        "project_kinds": ["research"],
        "source": "测试",
    }
    assert client.post(reverse("indicator:add"), {**data, "project_kinds": []}).status_code == 422
    client.post(reverse("indicator:add"), data)
    indicator = Indicator.objects.get(code="trees-planted")
    assert indicator.fits(records.project(office))
    text = page(client, "indicator:record", indicator.pk)
    assert "植树" in text
    assert "科研" in text


@pytest.mark.parametrize("kind", ["series", "indicator", "pointupload"])
def test_each_list_takes_the_same_queries_for_one_and_three_and_is_exported(client, office, kind):
    def fill(name):
        series = factories.series(office, records.project(office, name))
        record_points(actor=office, points=[factories.point(series)])
        PointUpload.objects.create(
            file_name=f"{name}.xlsx", uploaded_by=office, uploaded_at=dt.datetime.now(dt.UTC)
        )

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"{kind}:index")).status_code == 200
        return len(captured)

    fill("甲")
    queries()
    first = queries()
    for name in ("乙", "丙"):
        fill(name)
    assert queries() == first
    response = client.get(reverse(f"{kind}:index"), {"export": "csv"})
    heading = b"".join(response.streaming_content).decode().splitlines()[0]
    assert not set("abcdefghij_") & set(heading.lower())


def test_pages_take_the_same_queries_however_many_values_there_are(client, office):
    project = records.project(office)
    series = factories.series(office, project, granularity="day")
    first_day = dt.date(2021, 1, 1)

    def queries(name, number):
        address = reverse(name, args=[number])
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def record(days):
        points = [
            factories.point(series, (first_day + dt.timedelta(days=day)).isoformat())
            for day in days
        ]
        record_points(actor=office, points=points)

    record(range(1))
    before = queries("project:record", project.pk), queries("series:record", series.pk)
    record(range(40))
    assert (queries("project:record", project.pk), queries("series:record", series.pk)) == before


def test_filters_of_the_list(client, office, make_county):
    county = make_county()
    first = factories.series(office, records.project(office, "甲项目", county=county))
    factories.series(office, records.base(office, "乙基地"))
    record_points(actor=office, points=[factories.point(first)])
    target = NewTarget(dt.date(2021, 2, 1), Decimal(20))
    set_targets(actor=office, series=first, targets=[target], source="计划")
    for query in ({"standing": "behind"}, {"of": "project"}, {"county": "140213"}, {"q": "甲项"}):
        text = page(client, "series:index", **query)
        assert "甲项目" in text, query
        assert "乙基地" not in text, query


def test_a_list_is_uploaded_and_its_refused_rows_come_back(client, office):
    project = records.project(office, "屋顶光伏", reference="solar")
    factories.series(office, project, factories.indicator(office, name="发电量"))
    listed = client.get(reverse("pointupload:list"))
    book = openpyxl.load_workbook(BytesIO(listed.content))
    assert next(book.active.iter_rows(min_row=2, values_only=True))[:2] == ("发电量", "solar")
    text = "指标,对象,期间,数值\n发电量,solar,2021-02,5\n发电量,solar,2021-03,很多\n"
    file = SimpleUploadedFile("月报.csv", text.encode())
    response = client.post(reverse("pointupload:add"), {"file": file}, follow=True)
    shown = response.content.decode()
    assert "D 数值" in shown
    upload = PointUpload.objects.get()
    assert (upload.accepted, upload.refused_count) == (1, 1)
    refused = client.get(reverse("pointupload:refused", args=[upload.pk]))
    assert openpyxl.load_workbook(BytesIO(refused.content)).active["D2"].value == "很多"
    bad = SimpleUploadedFile("月报.docx", b"x")
    assert client.post(reverse("pointupload:add"), {"file": bad}).status_code == 422


def test_uploads_are_found_by_whether_rows_were_refused(client, office):
    now = dt.datetime.now(dt.UTC)
    for name, refused in (("好.csv", []), ("差.csv", [{"number": 1}])):
        PointUpload.objects.create(
            file_name=name, uploaded_by=office, uploaded_at=now, refused=refused
        )
    text = page(client, "pointupload:index", refused="yes")
    assert "差.csv" in text
    assert "好.csv" not in text
    assert "差.csv" not in page(client, "pointupload:index", refused="no")


def test_all_values_are_exported_with_words(client, office):
    series = factories.series(office)
    record_points(actor=office, points=[factories.point(series, value="10.5", source="=1+1")])
    response = client.get(reverse("series:export", args=[series.pk]))
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("期间", "千瓦时", "来源", "录入人")
    assert rows[1][:3] == ("2021-02", 10.5, "=1+1")
    assert sheet["C2"].data_type == "s"


def test_a_county_sees_and_changes_its_own_only(client, make_user, make_county):
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    user = make_user()
    here = factories.series(user, records.project(user, "本县项目", county=own))
    there = factories.series(user, records.base(user, "外县基地", county=other))
    record_points(actor=user, points=[factories.point(there), factories.point(here)])
    client.force_login(make_user(Role.COUNTY, county=own))
    text = page(client, "series:index")
    assert "本县项目" in text
    assert "外县基地" not in text
    listed = client.get(reverse("pointupload:list"))
    book = openpyxl.load_workbook(BytesIO(listed.content))
    assert book.active.max_row == 2
    for name in ("record", "edit", "record_point", "targets", "export"):
        assert client.get(reverse(f"series:{name}", args=[here.pk])).status_code == 200, name
        assert client.get(reverse(f"series:{name}", args=[there.pk])).status_code == 404, name
    point = Point.objects.get(series=there)
    address = reverse("series:withdraw", args=[here.pk, point.pk])
    assert client.post(address, {"reason": "x"}).status_code == 404
    # The definition of an indicator is the city's.
    response = client.post(reverse("indicator:add"), {})
    assert response.status_code == 422

"""Lists of points: Excel and CSV, good rows in, bad ones back with row, column and reason."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from huizhi.kernel.errors import RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.partners.models import Point
from huizhi.partners.series import queries
from huizhi.partners.series.errors import SeriesRefused
from huizhi.partners.series.uploads import refused_workbook, upload_points
from tests.partners import factories as records
from tests.partners.series import factories

pytestmark = pytest.mark.django_db

HEADINGS = ["指标", "对象", "期间", "数值", "单位", "来源"]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.fixture
def office(make_user):
    return make_user()


@pytest.fixture
def series(office):
    project = records.project(office, "屋顶光伏", reference="solar")
    return factories.series(office, project, factories.indicator(office, name="发电量"))


def test_good_rows_go_in_and_bad_ones_come_back(office, series):
    data = workbook(
        ["屋顶光伏月报（演示）"],
        HEADINGS,
        ["发电量", "屋顶光伏", dt.date(2021, 2, 1), 100.5, "千瓦时", "月报"],
        ["发电量", "solar", "2021年3月", "1,200千瓦时", None, None],
        ["发电量", "屋顶光伏", "2021.04", "1.2万", "", ""],
        ["发电", "屋顶光伏", "2021-05", 1, "", ""],
        ["发电量", "屋顶光伏", "五月", 1, "", ""],
        ["发电量", "屋顶光伏", "2021-06", "约100", "", ""],
        ["发电量", "屋顶光伏", "2021-06", "", "", ""],
        ["发电量", "屋顶光伏", "2021-07", 1, "吨", ""],
        ["合计", "", "", 5, "", ""],
    )
    upload = upload_points(actor=office, file_name="月报.xlsx", data=data)
    assert (upload.accepted, upload.replaced, upload.unchanged) == (3, 0, 0)
    values = dict(queries.points_of(series).values_list("period", "value"))
    assert values == {
        dt.date(2021, 2, 1): Decimal("100.5"),
        dt.date(2021, 3, 1): Decimal(1200),
        dt.date(2021, 4, 1): Decimal(12000),
    }
    assert Point.objects.get(period=dt.date(2021, 2, 1)).source == "月报"
    assert [(row["number"], row["column"], row["code"]) for row in upload.refused] == [
        (6, "A 指标", "indicator_unknown"),
        (7, "C 期间", "cell_unreadable"),
        (8, "D 数值", "cell_unreadable"),
        (9, "D 数值", "cell_unreadable"),
        (10, "E 单位", "unit_wrong"),
    ]
    assert AuditEntry.objects.get(action="partners.point_upload").detail["refused"] == 5
    again = upload_points(actor=office, file_name="月报.xlsx", data=data)
    assert (again.accepted, again.unchanged, again.refused_count) == (0, 3, 5)


def test_refused_rows_come_back_as_excel_that_can_be_corrected(office, series):
    text = f"{','.join(HEADINGS)}\n发电量,屋顶光伏,2021-13,5,,=1+1\n"
    upload = upload_points(actor=office, file_name="月报.csv", data=text.encode())
    book = openpyxl.load_workbook(BytesIO(refused_workbook(upload)))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][:4] == ("指标", "对象", "期间", "数值")
    assert rows[1][5] == "=1+1"
    assert book.active["F2"].data_type == "s"
    assert book.active["C2"].fill.fgColor.rgb.endswith("F9D6D5")
    assert rows[1][7] == 2
    book.active["C2"].value = "2021-02"
    target = BytesIO()
    book.save(target)
    again = upload_points(actor=office, file_name="改.xlsx", data=target.getvalue())
    assert (again.accepted, again.refused_count) == (1, 0)


def test_csv_in_the_encoding_of_excel(office, series):
    text = "指标,对象,期间,数值,键\n发电量,屋顶光伏,2021-02,8,k1\n发电量,屋顶光伏,2021-02,9,k1\n"
    upload = upload_points(actor=office, file_name="a.csv", data=text.encode("gb18030"))
    assert [row["code"] for row in upload.refused] == ["key_twice", "key_twice"]


def test_money_in_ten_thousands_by_its_heading(office):
    project = records.project(office, "销售项目")
    money = factories.indicator(office, "m", name="收入", value_type="money", decimals=0)
    series = factories.series(office, project, money)
    data = workbook(
        ["指标", "项目", "月份", "数值（万元）"],
        ["收入", "销售项目", "2021-02", 1.5],
        ["收入", "销售项目", "2021-03", "300元"],
    )
    upload = upload_points(actor=office, file_name="a.xlsx", data=data)
    assert upload.refused == []
    assert [point.value for point in queries.points_of(series)] == [
        Decimal(1500000),
        Decimal(30000),
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b"x"),
        ("a.xlsx", b"no workbook"),
        ("a.csv", "姓名,学位\n甲,博士\n".encode()),
        ("a.csv", b""),
    ],
)
def test_files_without_a_table_of_points_are_refused(office, name, data):
    with pytest.raises(SeriesRefused):
        upload_points(actor=office, file_name=name, data=data)


def test_only_who_may_edit_and_each_sees_uploads_of_the_own_county(make_user, make_county, series):
    data = workbook(HEADINGS, ["发电量", "屋顶光伏", "2021-02", 5, "", ""])
    with pytest.raises(RightMissing):
        upload_points(actor=make_user(Role.AUDITOR), file_name="a.xlsx", data=data)
    clerk = make_user(Role.COUNTY, county=make_county())
    upload = upload_points(actor=clerk, file_name="a.xlsx", data=data)
    assert [row["code"] for row in upload.refused] == ["series_unknown"]
    other = make_user(Role.COUNTY, county=make_county("140223", "广灵县", "Guangling"))
    assert list(queries.uploads_for(clerk)) == [upload]
    assert not queries.uploads_for(other)
    assert list(queries.uploads_for(make_user())) == [upload]

"""The Ministry of Education's list of universities: reading it, and entering it twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from huizhi.kernel.errors import OutOfScope, RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.organisations.errors import OrganisationRefused
from huizhi.organisations.models import Organisation
from huizhi.organisations.services import OrganisationDetails, change_organisation
from huizhi.organisations.university_import import import_universities
from huizhi.organisations.university_list import BUILT_IN, read_university_list
from tests.organisations.factories import add

HEADINGS = ["序号", "学校名称", "学校标识码", "主管部门", "所在地", "办学层次", "备注"]
PKU = [1, "北京大学", 4111010001, "教育部", "北京市", "本科", None]
RUC = [2, "中国人民大学", "4111010002", "教育部", "北京市", "本科", None]
DATONG = [1, "山西大同大学", "4114010120", "山西省", "大同市", "本科", None]
NORMAL = [2, "长春师范高等专科学校", "3622000335", "吉林省", "长春市", "专科", None]


@pytest.fixture
def workbook(tmp_path):
    """As the Ministry publishes it: a title and provinces in merged cells, headings, notes."""

    def make(*groups, name="全国高等学校名单.xlsx", end="注：本名单不含港澳台地区高校。") -> Path:
        book = Workbook()
        sheet = book.active
        sheet.append(["全国普通高等学校名单"])
        sheet.merge_cells("A1:G1")
        sheet.append(["（截至2021年9月30日）"])
        sheet.append(HEADINGS)
        for title, rows in groups:
            sheet.append([title])
            sheet.merge_cells(f"A{sheet.max_row}:G{sheet.max_row}")
            for row in rows:
                sheet.append(row)
        sheet.append([end])
        path = tmp_path / name
        book.save(path)
        return path

    return make


def texts(problems):
    return [str(problem) for problem in problems]


def test_the_list_is_read_as_the_ministry_publishes_it(workbook):
    found = read_university_list(
        workbook(
            ("北京市（2所）", [PKU, RUC]), ("山西省(1所)", [DATONG]), ("吉林省（1所）", [NORMAL])
        )
    )
    assert [(row.name, row.code, row.level.value) for row in found.rows] == [
        ("北京大学", "10001", "undergraduate"),
        ("中国人民大学", "10002", "undergraduate"),
        ("山西大同大学", "10120", "undergraduate"),
        ("长春师范高等专科学校", "", "vocational"),
    ]
    assert found.rows[2].seat == "大同市"
    assert found.refused == found.notices == []


def test_a_bad_row_is_refused_with_row_and_column_and_the_good_ones_stay(workbook):
    bad = [
        [1, "甲大学", "10001", "教育部", "北京市", "本科", None],
        [2, "乙大学", "4111110002", "教育部", "北京市", "本科", None],
        [3, "丙大学", "4111010003", "教育部", "北京市", "硕士", None],
        [4, None, "4111010004", "教育部", "北京市", "专科", None],
        [5, "北京大学", "4111010005", "教育部", "北京市", "本科", None],
        [6, "戊大学", "4111010001", "教育部", "北京市", "本科", None],
    ]
    found = read_university_list(workbook(("北京市（7所）", [PKU, *bad])))
    assert [row.name for row in found.rows] == ["北京大学"]
    said = texts(found.refused)
    assert [f"第 {row} 行" in text for row, text in zip((6, 7, 8, 9, 10, 11), said, strict=True)]
    assert "C 学校标识码 列" in said[0]
    assert "10001" in said[0]
    assert "F 办学层次 列" in said[2]
    assert "本科" in said[2]
    assert "B 学校名称 列" in said[3]
    assert all("5" in text for text in said[4:])  # the row of the first


def test_a_province_that_is_not_complete_is_noticed(workbook):
    found = read_university_list(workbook(("北京市（92所）", [PKU]), ("山西省（1所）", [DATONG])))
    assert len(found.notices) == 1
    assert "北京市" in str(found.notices[0])
    assert "92" in str(found.notices[0])


def test_csv_is_read_too_and_headings_may_come_again(tmp_path):
    path = tmp_path / "名单.csv"
    lines = [
        "学校名称,学校标识码,主管部门,所在地,办学层次",
        "北京大学,4111010001,教育部,北京市,本科",
    ]
    path.write_text(
        "\n".join([*lines, lines[0], "清华大学,4111010003,教育部,北京市,本科"]), "gb18030"
    )
    assert [row.name for row in read_university_list(path).rows] == ["北京大学", "清华大学"]


@pytest.mark.parametrize("name", ["名单.csv", "名单.pdf", "没有.xlsx"])
def test_what_is_no_list_is_refused_as_a_whole(tmp_path, name):
    path = tmp_path / name
    if name != "没有.xlsx":
        path.write_text("姓名,年龄\n某,3\n", encoding="utf-8")
    with pytest.raises(OrganisationRefused, match=path.name):
        read_university_list(path)


def test_the_list_that_comes_with_the_system_is_whole():
    found = read_university_list(BUILT_IN)
    assert found.refused == found.notices == []
    assert len(found.rows) == 2756
    assert sum(row.level == "undergraduate" for row in found.rows) == 1270
    assert sum(not row.code for row in found.rows) == 6


def entered():
    return set(Organisation.objects.values_list("name", "ministry_code", "seat", "teaching_level"))


@pytest.mark.django_db
def test_a_second_import_changes_nothing(workbook, make_user, city):
    user = make_user()
    path = workbook(("北京市（1所）", [PKU]), ("其他（2所）", [DATONG, NORMAL]))
    done = import_universities(actor=user, path=path, source="教育部名单")
    assert (done.added, done.changed, done.unchanged) == (3, 0, 0)
    assert entered() == {
        ("北京大学", "10001", "北京市", "undergraduate"),
        ("山西大同大学", "10120", "大同市", "undergraduate"),
        ("长春师范高等专科学校", "", "长春市", "vocational"),
    }
    assert Organisation.objects.get(ministry_code="10120").county == city
    entries = AuditEntry.objects.count()
    done = import_universities(actor=user, path=path, source="教育部名单")
    assert (done.added, done.changed, done.unchanged) == (0, 0, 3)
    assert AuditEntry.objects.count() == entries


@pytest.mark.django_db
def test_one_on_record_gains_its_code_and_one_renamed_keeps_its_former_name(workbook, make_user):
    user = make_user()
    known = add(user, "中国 人民大学", kind="university", short_name="人大", source="报道")
    old = add(user, "大同大学", kind="university", ministry_code="10120")
    details = OrganisationDetails(
        kind="university", name=old.name, ministry_code="10120", name_en="Datong University"
    )
    change_organisation(actor=user, organisation=old, details=details)
    path = workbook(("全部（2所）", [RUC, DATONG]))
    done = import_universities(actor=user, path=path, source="教育部名单")
    assert (done.added, done.changed, done.renamed) == (0, 2, 1)
    known.refresh_from_db()
    old.refresh_from_db()
    assert (known.name, known.ministry_code, known.short_name) == ("中国 人民大学", "10002", "人大")
    assert known.source == "报道"
    assert (old.name, old.name_en) == ("山西大同大学", "Datong University")
    assert [str(name) for name in old.names.all()] == ["大同大学"]


@pytest.mark.django_db
def test_one_name_with_two_codes_is_a_question_for_a_person(workbook, make_user):
    user = make_user()
    add(user, "北京大学", kind="university", ministry_code="10009")
    done = import_universities(
        actor=user, path=workbook(("北京市（1所）", [PKU])), source="教育部名单"
    )
    assert done.added == done.changed == 0
    assert "10009" in str(done.refused[0])


@pytest.mark.django_db
def test_the_list_is_entered_by_the_city_only(workbook, make_user, make_county):
    path = workbook(("北京市（1所）", [PKU]))
    for role, error in ((Role.COUNTY, OutOfScope), (Role.AUDITOR, RightMissing)):
        with pytest.raises(error):
            import_universities(actor=make_user(role, county=make_county()), path=path, source="")
    assert not Organisation.objects.exists()

"""Whole files and folders: what is read, what is refused, and what is said about it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huizhi.rules.fact_tables.problems import InputError, Problem
from huizhi.rules.fact_tables.reading import FactsInput, read_facts
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind, SubjectRef

Rows = list[list[Any]]


def workbook(path: Path, sheets: dict[str, Rows], merged: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in merged:
            sheet.merge_cells(area)
    book.save(path)
    return path


def read(path: Path) -> FactsInput:
    return read_facts(path, load_catalogue())


def people(facts: FactsInput) -> dict[str, dict[str, Any]]:
    return {id_: dict(stated) for id_, stated in facts.population.facts[SubjectKind.PERSON].items()}


def found(facts: FactsInput, code: str) -> list[Problem]:
    return [problem for problem in facts.reports if problem.remark.code == code]


def test_an_untidy_list(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "花名册.xlsx",
        {
            "Sheet1": [
                ["大同市人才花名册"],
                ["填报单位：市委组织部"],
                ["编号", "姓名", "出生年月", "学历学位", None, "购房价格（万元）", "备注"],
                [None, None, None, "学历", "学位", None, None],
                ["P1", "张 三", 1990.5, "硕士研究生", "在职硕士", 80.5, "已核"],
                ["P2", "李四", "1990年5月6日", "本科", "学士", "1,200,000元", None],
                ["合　计", None, None, None, None, 200.5, None],
                ["制表人：某某"],
            ]
        },
        ("A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4"),
    )
    facts = read(path)
    assert people(facts) == {
        "P1": {
            "姓名": "张三",
            "出生日期": dt.date(1990, 5, 1),
            "学历": "硕士研究生",
            "学位": "硕士",
            "学习形式": "非全日制",
            "购房价格": Decimal(805_000),
        },
        "P2": {
            "姓名": "李四",
            "出生日期": dt.date(1990, 5, 6),
            "学历": "大学本科",
            "学位": "学士",
            "购房价格": Decimal(1_200_000),
        },
    }
    assert not facts.refused
    (table,) = facts.tables
    assert (table.rows, table.refused, table.totals) == (2, 0, 1)
    (unclaimed,) = found(facts, "column-unclaimed")
    assert unclaimed.message("zh") == (
        "花名册.xlsx，工作表“Sheet1”，第 4 行，G 备注 列：列“备注”不是任何事实的名称，未读入"
    )
    (assumed,) = found(facts, "date-day-assumed")
    assert (assumed.place.row, assumed.place.column) == (5, "C 出生年月")


def test_a_row_with_a_bad_cell_is_refused_and_the_others_kept(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,name,degree,birth_date\na,甲,硕土,1990.13\nb,乙,master,1990-5-1\n")
    facts = read(path)
    assert list(people(facts)) == ["b"]
    assert facts.refused
    (degree,) = found(facts, "value-unknown-close")
    assert degree.message("en") == (
        "people.csv, row 2, column C degree: “硕土” is not a value of 学位; "
        "did you mean “硕士”? It may be: 博士、硕士、学士"
    )
    assert len(found(facts, "date-impossible")) == 1  # every bad cell of a row is named


def test_encodings_and_separators_of_text_files(tmp_path: Path) -> None:
    text = "编号\t姓名\n１\t张三\n"
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_text(text, encoding=encoding)
        assert people(read(path)) == {"1": {"姓名": "张三"}}


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "facts.parquet"
    columns = {
        "编号": ["a", "b"],
        "出生日期": [dt.date(1990, 5, 1), None],
        "连续社保月数": [60, None],
        "购房价格": [Decimal("1.50"), None],
        "是否租房": [True, None],
        "荣誉": [["三晋学者"], None],
        "任职": [[{"方式": "柔性"}], None],
    }
    pq.write_table(pa.table(columns), path)
    assert people(read(path)) == {
        "a": {
            "出生日期": dt.date(1990, 5, 1),
            "连续社保月数": 60,
            "购房价格": Decimal("1.50"),
            "是否租房": True,
            "荣誉": ["三晋学者"],
            "任职": [{"方式": "柔性"}],
        },
        "b": {},
    }


def test_a_workbook_with_a_table_per_kind(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "facts.xlsx",
        {
            "人员": [
                ["编号", "姓名", "用人单位", "配偶"],
                ["P1", "张三", "O1", "李四"],
                ["P2", "李四", "乙大学", "P1"],
                ["P3", "王五", "O9", "无"],
                ["P4", "赵六", None, None],
            ],
            "organisations": [
                ["id", "名称", "性质"],
                ["O1", "甲公司", "企业"],
                ["O2", "乙大学", "高校"],
            ],
            "任职": [
                ["编号", "用人单位名称", "方式", "起", "止"],
                ["P1", "甲公司", "全职", "2020-01-01", "无"],
                ["P1", "丙所", "柔性", "2021-03-01", None],
                ["P9", "丁所", "柔性", "2021-03-01", None],
            ],
            "说明": [["本表由某某填写"]],
        },
    )
    facts = read(path)
    stated = people(facts)
    assert stated["P1"]["用人单位"] == "O1"
    assert stated["P1"]["配偶"] == "P2"  # by name
    assert stated["P2"]["用人单位"] == "O2"
    assert stated["P3"] == {"姓名": "王五", "配偶": None}  # O9 is not known; no spouse is
    assert stated["P4"] == {"姓名": "赵六"}
    assert stated["P1"]["任职"] == [
        {"用人单位名称": "甲公司", "方式": "全职", "起": dt.date(2020, 1, 1), "止": None},
        {"用人单位名称": "丙所", "方式": "柔性", "起": dt.date(2021, 3, 1)},
    ]
    assert "任职" not in stated["P2"]
    assert [problem.place.row for problem in found(facts, "reference-unknown")] == [4]
    assert [problem.place.sheet for problem in found(facts, "id-unknown")] == ["任职"]
    assert [problem.place.sheet for problem in found(facts, "sheet-unclaimed")] == ["说明"]
    assert set(facts.subjects) == {
        *(SubjectRef(SubjectKind.PERSON, f"P{number}") for number in range(1, 5)),
        *(SubjectRef(SubjectKind.ORGANISATION, f"O{number}") for number in (1, 2)),
    }


def test_a_folder_with_a_file_per_kind(tmp_path: Path) -> None:
    (tmp_path / "人员.csv").write_text("编号,姓名,用人单位\n1,张三,O1\n")
    (tmp_path / "organisation.csv").write_text("编号,名称\nO1,甲公司\n")
    (tmp_path / "~$人员.xlsx").write_text("the lock file of Excel")
    facts = read(tmp_path)
    assert people(facts) == {"1": {"姓名": "张三", "用人单位": "O1"}}
    assert len(facts.subjects) == 2


def test_facts_of_the_employer_in_the_table_of_people(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "编号,用人单位.名称,用人单位.性质,用人单位.县区\n"
        "1,甲公司,企业,140213\n2,甲公司,企业,140214\n3,,高校,\n4,,,\n"
    )
    facts = read(path)
    assert [stated.get("用人单位") for stated in people(facts).values()] == [
        "甲公司",
        "甲公司",
        "3·用人单位",
        None,
    ]
    # Two rows disagree about the county: it counts as not known.
    organisations = facts.population.facts[SubjectKind.ORGANISATION]
    assert organisations == {
        "甲公司": {"名称": "甲公司", "性质": "企业"},
        "3·用人单位": {"性质": "高校"},
    }
    (problem,) = found(facts, "reference-contradicts")
    assert problem.place.row == 3
    assert all(subject.kind is SubjectKind.PERSON for subject in facts.subjects)


def test_ids_that_come_twice_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("编号,姓名\n1,甲\n2,乙\n1,丙\n,丁\n")
    facts = read(path)
    assert people(facts) == {"2": {"姓名": "乙"}}
    assert sorted(problem.place.row or 0 for problem in found(facts, "id-twice")) == [2, 4]
    assert [problem.place.row for problem in found(facts, "id-missing")] == [5]
    assert facts.tables[0].refused == 3


def test_without_ids_the_row_is_the_id(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("姓名,学位\n甲,硕士\n")
    facts = read(path)
    assert list(people(facts)) == ["2"]
    assert len(found(facts, "id-from-row")) == 1


def test_two_columns_of_one_fact(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("编号,学位,最高学位\n1,硕士,博士\n")
    facts = read(path)
    assert people(facts) == {"1": {"学位": "硕士"}}
    assert facts.refused
    assert len(found(facts, "column-twice")) == 1


def test_a_cell_that_contradicts_its_neighbour(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("编号,学位,学习形式\n1,在职硕士,全日制\n2,在职硕士,非全日制\n3,在职硕士,\n")
    facts = read(path)
    assert people(facts) == {id_: {"学位": "硕士", "学习形式": "非全日制"} for id_ in ("2", "3")}
    (problem,) = found(facts, "facts-contradict")
    assert (problem.place.row, problem.place.column) == (2, "C 学习形式")


def test_misspelt_headings_are_reported_with_a_suggestion(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("编号,姓名,连续社保月\n1,甲,60\n")
    (problem,) = found(read(path), "column-unclaimed-close")
    assert problem.remark.parameters["close"] == "连续社保月数"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("no.xlsx", None, "file-missing"),
        ("a.docx", b"PK", "file-kind"),
        ("a.xlsx", b"not a workbook", "file-unreadable"),
        ("a.parquet", b"not parquet", "file-unreadable"),
        ("a.csv", b"\xff\x00\xff\xfe\x81", "file-encoding"),
        ("a.csv", b"", "nothing-to-read"),
        ("a.csv", "甲,乙\n1,2\n".encode(), "heading-none"),
    ],
)
def test_inputs_of_which_nothing_can_be_read(
    tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.problem.remark.code == code
    assert name in caught.value.message("zh")

"""A list of 1,000 people as an office writes it, 50 of its rows wrong in ten ways."""

from __future__ import annotations

import datetime as dt

from tests.people.factories import make_id_number, make_list

EMPLOYER = "大同市第一人民医院"
HEADINGS = [
    "序号",
    "姓名",
    "身份证号码",
    "出生年月日",
    "学位",
    "职称级别",
    "工作单位",
    "入职时间",
    "名下住房套数",
    "所在县区",
]
GOOD_ROWS, BAD_OF_EACH = 950, 5
ID, BIRTH, DEGREE, RANK, EMPLOYER_AT, SINCE, HOMES, COUNTY = range(2, 10)


def good_row(number: int) -> list[object]:
    """Row `number`, counted from 0, of which nothing is wrong."""
    birth = dt.date(1970, 1, 1) + dt.timedelta(days=number)
    return [
        number + 1,
        f"人才{number}",
        make_id_number(birth, 100 + number % 800),
        birth.isoformat(),
        ["博士", "硕士", "在职硕士", "无"][number % 4],
        "副高" if number % 2 else "中级",
        EMPLOYER,
        "2019.7",
        number % 3,
        "平城区",
    ]


def _wrong_check_digit(row: list[object]) -> None:
    text = str(row[ID])
    row[ID] = text[:17] + ("1" if text[17] != "1" else "2")


def _rounded_by_excel(row: list[object]) -> None:
    row[ID] = float(str(row[ID])[:15] + "000")


def _old_form(row: list[object]) -> None:
    text = str(row[ID])
    row[ID] = text[:6] + text[8:17]


def _contradicts_number(row: list[object]) -> None:
    row[BIRTH] = "1969-12-31"


def _unknown_degree(row: list[object]) -> None:
    row[DEGREE] = "博土"


def _impossible_date(row: list[object]) -> None:
    row[SINCE] = "2019-02-30"


def _unknown_employer(row: list[object]) -> None:
    row[EMPLOYER_AT] = "大同市第一人民医圆"


def _not_a_number(row: list[object]) -> None:
    row[HOMES] = "一两套"


def _unknown_county(row: list[object]) -> None:
    row[COUNTY] = "太原市小店区"


def _no_name(row: list[object]) -> None:
    row[1] = "  "


# Ways to spoil a row, with the column that must be named and a word that must stand in the reason.
WAYS = [
    (_wrong_check_digit, "身份证号码", "校验位"),
    (_rounded_by_excel, "身份证号码", "Excel"),
    (_old_form, "身份证号码", "15"),
    (_contradicts_number, "", "出生日期"),
    (_unknown_degree, "学位", "博士"),
    (_impossible_date, "入职时间", "2019-02-30"),
    (_unknown_employer, "工作单位", "大同市第一人民医院"),
    (_not_a_number, "名下住房套数", "一两套"),
    (_unknown_county, "所在县区", "平城区"),
    (_no_name, "", "姓名"),
]


def thousand_rows() -> tuple[bytes, dict[int, tuple[str, str]]]:
    """Return the file, and for each bad row's number the column and the word of its reason."""
    rows: list[list[object]] = [["2021年大同市引进人才信息表"], list(HEADINGS)]
    expected: dict[int, tuple[str, str]] = {}
    for number in range(GOOD_ROWS + BAD_OF_EACH * len(WAYS)):
        row = good_row(number)
        # Every twentieth row is bad, so that bad ones stand among good ones in every chunk.
        if number % 20 == 19:
            spoil, column, word = WAYS[number // 20 % len(WAYS)]
            spoil(row)
            expected[len(rows) + 1] = (column, word)
        rows.append(row)
    rows.append(["合计", "1000人"])
    rows.append(["填表人：王某"])
    return make_list(rows), expected

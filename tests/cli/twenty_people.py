"""Twenty people who do not exist, each a hard case, as an office would list them.

The answers beside each were worked out by hand from the text of the policy, as of 26 July 2021.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import openpyxl

AS_OF = "2021-07-26"


class Unknown(NamedTuple):
    """The answer "not known", with the facts that decide."""

    missing: frozenset[str]


NO = None


def unknown(*facts: str) -> Unknown:
    return Unknown(frozenset(facts))


Answer = str | Unknown | None  # yuan for a yes, NO, or unknown

# A dot is an empty cell, an underscore a blank within one. What is hard about each:
# P01 A doctor in the fourth year; 35 years old on the very day.
# P02 Five years of service are full on the day itself, and the 60 monthly payments are over.
# P03 One day short of five years; 36 years old on the very day.
# P04 Five years and a day; 36 tomorrow.
# P05 The sixtieth month; birth date without a day; a spouse who is not on the list.
# P06 A master of a first-class university whose rank nobody knows and does not matter.
# P07 The 200th university counts, and only for the living allowance.
# P08 The 201st does not: rent instead, in its 24th month.
# P09 The same, one day earlier: the 25th month.
# P10 Whether the university is in the first 200 decides between allowance and rent.
# P11 The university is known to have no rank.
# P12 The degree is missing and decides; rent is out either way, as the university is
#     first-class.
# P13 The degree is missing and decides nothing: recruited flexibly.
# P14 One cell that states two facts: a master's degree, not studied full-time.
# P15 Nobody knows whether at work; the months of the living allowance are over anyway.
# P16 Mode of study and first day at work are missing.
# P17 Two homes.
# P18 Bought on the day itself, with a date that Excel kept as the number 44403.
# P19 Bought on the day after.
# P20 Begins on the last day of the month, which counts as its first; the tuition hangs on a
#     fact.
_PEOPLE = """
id  name  birth      degree   mode   first rank hired post since      rents bought     homes mate
P01 甲一  1986-07-26 博士     全日制 是    无   全职  是   2018-07-01 否    无         0     无
P02 甲_二 1986-07-27 博士     全日制 是    无   全职  √    2016-07-26 否    2019-05-01 1     ·
P03 甲三  1985-07-26 PhD      全日制 是    无   全职  Y    2016-07-27 否    2019-05-01 1     P04
P04 甲四  1985/7/27  博士     全日制 否    无   全职  是   2016/7/25  否    2019.5.1   1     P03
P05 甲五  1985.7     博士     全日制 否    无   全职  是   2016-08-31 否    2019-05-01 1     X9
P06 乙一  ·          硕士     全日制 是    ·    全职  是   2019-03-01 是    无         0     ·
P07 乙二  1990-01-01 硕士     全日制 否    200  全职  是   2019-03-01 是    无         0     无
P08 乙三  1990-01-01 硕士     全日制 否    201  全职  是   2019-08-01 是    无         0     无
P09 乙四  1990-01-01 硕士     全日制 否    201  全职  是   2019-07-31 是    无         0     无
P10 乙五  1990-01-01 硕士     全日制 否    ·    全职  是   2020-09-01 是    无         0     无
P11 乙六  1990-01-01 硕士     全日制 否    无   全职  是   2020-09-01 是    无         0     无
P12 丙一  1990-01-01 ·        全日制 是    50   全职  是   2019-01-01 否    无         0     无
P13 丙二  1990-01-01 —        全日制 是    50   柔性  是   2019-01-01 否    无         0     无
P14 丙三  1990-01-01 在职硕士 ·      是    50   全职  是   2019-01-01 是    2020-01-01 1     无
P15 丙四  1980-01-01 博士     全日制 是    无   全职  ·    2015-01-01 否    2020-01-01 1     无
P16 丙五  1980-01-01 博士     ·      是    无   全职  是   ·          否    2020-01-01 1     无
P17 丁一  1980-01-01 博士     全日制 是    无   全职  是   2010-01-01 否    2019-01-01 2套   无
P18 丁二  1980-01-01 博士     全日制 是    无   全职  是   2010-01-01 否    44403      1     无
P19 丁三  1980-01-01 博士     全日制 是    无   全职  是   2010-01-01 否    2021-07-27 1     无
P20 丁四  1990-01-01 硕士     全日制 ·     120  全职  是   2021/7/31  否    无         0     无
"""

JOBS = [
    ("P01", "甲大学", "全职", "2018-07-01", "无"),
    # Two jobs, one of them flexible.
    ("P02", "甲大学", "全职", "2016-07-26", "无"),
    ("P02", "乙公司", "柔性", "2020-01-01", "无"),
    # Two full-time jobs.
    ("P03", "甲大学", "全职", "2016-07-27", "无"),
    ("P03", "丙公司", "全职", "2020-01-01", None),
    # The second job is full-time or not.
    ("P04", "甲大学", "全职", "2016-07-25", "无"),
    ("P04", "丁公司", None, "2020-01-01", None),
]

# living-allowance, home-purchase, rent-subsidy, tuition
TAIYUAN: dict[str, tuple[Answer, Answer, Answer, Answer]] = {
    "P01": ("5000.00", NO, NO, "30000.00"),
    "P02": (NO, "200000.00", NO, "30000.00"),
    "P03": (NO, NO, NO, "30000.00"),
    "P04": (NO, "200000.00", NO, "30000.00"),
    "P05": ("5000.00", NO, NO, "30000.00"),
    "P06": ("3000.00", NO, NO, "30000.00"),
    "P07": ("3000.00", NO, NO, NO),
    "P08": (NO, NO, "1200.00", NO),
    "P09": (NO, NO, NO, NO),
    "P10": (unknown("毕业院校世界排名"), NO, unknown("毕业院校世界排名"), NO),
    "P11": (NO, NO, "1200.00", NO),
    "P12": (unknown("学位"), NO, NO, unknown("学位")),
    "P13": (NO, NO, NO, NO),
    "P14": (NO, NO, NO, NO),
    "P15": (NO, unknown("在岗"), NO, unknown("在岗")),
    "P16": (
        unknown("学习形式", "入职日期"),
        unknown("学习形式", "入职日期"),
        NO,
        unknown("学习形式"),
    ),
    "P17": (NO, NO, NO, "30000.00"),
    "P18": (NO, "200000.00", NO, "30000.00"),
    "P19": (NO, NO, NO, "30000.00"),
    "P20": ("3000.00", NO, NO, unknown("毕业院校双一流")),
}

# young, single, one-job
HARD_CASES: dict[str, tuple[Answer, Answer, Answer]] = {
    "P01": ("1000.00", "200.55", "300.00"),
    "P02": ("1000.00", unknown("配偶"), "300.00"),
    "P03": (NO, NO, NO),
    "P04": ("1000.00", NO, unknown("任职.方式")),
    "P05": (NO, unknown("配偶"), unknown("任职")),
    "P06": (unknown("出生日期"), unknown("配偶"), unknown("任职")),
    **{f"P{n:02}": ("1000.00", "200.55", unknown("任职")) for n in range(7, 15)},
    **{f"P{n:02}": (NO, "200.55", unknown("任职")) for n in range(15, 20)},
    "P20": ("1000.00", "200.55", unknown("任职")),
}


def write_list(path: Path) -> Path:
    """Write the list as a workbook with titles, merged headings, a total and a signature."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "人员"
    sheet.append(["引进人才花名册（虚构，仅供测试）"])
    sheet.append(["填报单位：某某"])
    upper = "编号 姓名 出生年月 学历学位 · 毕业院校 · 引进方式 是否在岗 入职时间 是否租房 购房日期"
    lower = "· · · 学位 学习形式 双一流 世界排名"
    for line in (f"{upper} 住房套数 配偶", lower):
        sheet.append([_typed(cell) for cell in line.split()])
    for area in ("A1:N1", "D3:E3", "F3:G3", *(f"{column}3:{column}4" for column in "ABCHIJKLMN")):
        sheet.merge_cells(area)
    for line in _PEOPLE.strip().splitlines()[1:]:
        sheet.append([_typed(cell) for cell in line.split()])
    sheet.append(["合　计", None, 20])
    sheet.append(["制表人：某某", None, None, "审核：某某"])
    jobs = book.create_sheet("任职")
    jobs.append(["编号", "用人单位名称", "方式", "起", "止"])
    for job in JOBS:
        jobs.append(job)
    book.save(path)
    return path


def _typed(cell: str) -> str | float | None:
    """Return a cell as Excel holds it: numbers as numbers."""
    if cell == "·":
        return None
    try:
        return float(cell)
    except ValueError:
        return cell.replace("_", " ")

"""A list of people as a county office keeps it: written for people to read, not for machines."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.people.factories import make_id_number

START = "来同工作时间"
"""A heading that no fact claims: the clerk says what it means."""
GRADUATES = ("闻人 静姝", "司徒 望舒")
"""Full-time graduates of 2020 who took up work that year: each is due the job subsidy."""
IN_SERVICE = "皇甫 嵩"
GOOD = (*GRADUATES, IN_SERVICE)
REFUSED = {
    "公孙 大娘": "Excel",
    "端木 赐": "校验位",
    "澹台 灭明": "博士",
    "轩辕 弥明": "2019-02-30",
}
"""Who is refused, with a word of the reason."""


def _graduate(number: int, name: str, birth: dt.date, employer: str) -> list[object]:
    month = f"{birth.year}.{birth.month}"
    studied = ["大学本科", "学士", "全日制", "2020-07-01"]
    told = [make_id_number(birth, 520 + number), month, *studied]
    return [number, name, *told, "2020.8", "是", employer, "平城区", ""]


def rows_of_list(employer: str, *, degree: str = "在职硕士") -> list[list[object]]:
    """Return the rows below the headings: three good ones, four bad ones, a total, a signature."""
    rows = [
        _graduate(1, GRADUATES[0], dt.date(1998, 3, 1), employer),
        _graduate(2, GRADUATES[1], dt.date(1997, 11, 1), employer),
    ]
    in_service = _graduate(3, IN_SERVICE, dt.date(1990, 5, 1), employer)
    in_service[4:7] = ["硕士研究生", degree, ""]
    rows.append(in_service)
    for number, name in enumerate(REFUSED, 4):
        rows.append(_graduate(number, name, dt.date(1995, number, 1), employer))
    rounded, wrong_digit, no_degree, no_day = rows[3:]
    rounded[2] = float(str(rounded[2])[:15] + "000")
    last = str(wrong_digit[2])[-1]
    wrong_digit[2] = str(wrong_digit[2])[:-1] + ("1" if last != "1" else "2")
    no_degree[5] = "博土"
    no_day[8] = "2019-02-30"
    return [*rows, ["合计", "7人"], ["填表人：王某", None, None, "2021年7月20日"]]


def write_list(employer: str, *, degree: str = "在职硕士") -> bytes:
    """Return the list as Excel writes it: title, headings over two lines, rows."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "引进人才"
    sheet.append(["平城区2021年引进人才情况登记表（演示）"])
    sheet.merge_cells("A1:L1")
    sheet.append(["单位（盖章）：平城区人才办"])
    _write_headings(sheet)
    for row in rows_of_list(employer, degree=degree):
        sheet.append(row)
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def _write_headings(sheet: Worksheet) -> None:
    above = ["序号", "姓名", "身份证号码", "出生年月", "学历学位情况", None, None, None]
    sheet.append([*above, START, "是否在岗", "工作单位", "所在县区", "备注"])
    below = ["学历", "学位", "学习形式", "毕业时间"]
    sheet.append([None] * 4 + below)
    sheet.merge_cells("E3:H3")
    for column in "ABCDIJKLM":
        sheet.merge_cells(f"{column}3:{column}4")

"""The rows that did not go in, as an Excel file that can be corrected and uploaded again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from huizhi.kernel.lists.models import ImportRow
from huizhi.kernel.lists.tables import Table

WRONG = PatternFill("solid", fgColor="F9D6D5")
REASON_WIDTH = 70
SHEET_NAME_LENGTH = 31
LARGEST_EXACT = 10**15


def refused_workbook(tables: Sequence[Table], rows: Sequence[ImportRow]) -> bytes:
    """Return an .xlsx with the headings, the given rows as they were, and why each is here.

    Wrong cells are red. Every sheet of the list that has such rows has one here.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for table in tables:
        wanted = {row.number: row for row in rows if row.sheet == table.sheet.name[:100]}
        if wanted:
            name = table.sheet.name[:SHEET_NAME_LENGTH]
            _fill(workbook.create_sheet(name), table, wanted)
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def _fill(sheet: Worksheet, table: Table, wanted: dict[int, ImportRow]) -> None:
    width = len(table.layout.headings)
    for line, heading_row in enumerate(table.layout.header_rows, 1):
        for column, value in enumerate(table.sheet.rows[heading_row][:width], 1):
            _put(sheet, line, column, value).font = Font(bold=True)
    line = len(table.layout.header_rows)
    _put(sheet, line, width + 1, _("Why it was refused")).font = Font(bold=True)
    _put(sheet, line, width + 2, _("Row in the list")).font = Font(bold=True)
    for number, cells in table.rows:
        row = wanted.get(number)
        if row is None:
            continue
        line += 1
        for column, raw in enumerate(cells[:width], 1):
            _put(sheet, line, column, raw)
        for problem in row.problems:
            if problem["grave"] and problem["index"] is not None:
                sheet.cell(line, problem["index"] + 1).fill = WRONG
        reason = _put(sheet, line, width + 1, "\n".join(_reasons(row)))
        reason.alignment = Alignment(wrap_text=True, vertical="top")
        _put(sheet, line, width + 2, number)
    sheet.column_dimensions[get_column_letter(width + 1)].width = REASON_WIDTH
    sheet.freeze_panes = f"A{len(table.layout.header_rows) + 1}"


def _reasons(row: ImportRow) -> list[str]:
    return [
        f"{problem['column']}: {problem['message']}" if problem["column"] else problem["message"]
        for problem in row.problems
        if problem["grave"]
    ]


def _put(sheet: Worksheet, line: int, column: int, value: object) -> Any:
    """Write a cell as text, number or date; a text that starts with = is no formula."""
    cell: Any = sheet.cell(line, column)
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_EXACT:
        value = int(value)
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
        cell.number_format = "@"
    elif isinstance(value, bool | int | float | dt.date | dt.time):
        cell.value = value
    elif value is not None:
        cell.value = str(value)
    return cell

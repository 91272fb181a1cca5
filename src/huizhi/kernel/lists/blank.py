"""An empty list of a kind to be filled in, with a sheet that says what belongs where."""

from __future__ import annotations

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from huizhi.kernel.lists.kinds import ListKind

SHEET_NAME_LENGTH = 31
NARROWEST, NOTE_WIDTH = 12, 80


def blank_workbook(kind: ListKind) -> bytes:
    """Return an .xlsx with the headings of a kind and, on a second sheet, notes on each."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = str(kind.title)[:SHEET_NAME_LENGTH]
    labels, notes = kind.labels(), kind.notes()
    _write(sheet, 1, list(labels.values()), bold=True)
    for column, label in enumerate(labels.values(), 1):
        width = max(NARROWEST, 2 * len(label) + 2)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    told = workbook.create_sheet(_("How to fill it in"))
    _write(told, 1, [_("Column"), _("What belongs there")], bold=True)
    for line, (name, label) in enumerate(labels.items(), 2):
        _write(told, line, [label, notes.get(name, "")])
    told.column_dimensions["A"].width = 2 * NARROWEST
    told.column_dimensions["B"].width = NOTE_WIDTH
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def _write(sheet: Worksheet, line: int, texts: list[str], *, bold: bool = False) -> None:
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(line, column, text)
        cell.font = Font(bold=bold)
        cell.alignment = Alignment(wrap_text=True, vertical="top")

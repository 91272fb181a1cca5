"""The bank file as a workbook and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell

from huizhi.payments.services import BankLine
from huizhi.rules.fact_tables.characters import harmless
from huizhi.rules.money import Money

BOM = "\ufeff"
TEXT = "@"
YUAN = "0.00"


def headings() -> list[str]:
    """Return the headings in the language of the screen."""
    return [
        _("Payment reference"),
        _("Holder"),
        _("Bank"),
        _("Account number"),
        _("Yuan"),
        _("Purpose"),
    ]


def as_xlsx(lines: Sequence[BankLine]) -> bytes:
    """Return a workbook; account numbers are text there, since Excel rounds long numbers."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()

    def text(value: str) -> Cell:
        cell = WriteOnlyCell(sheet, value)
        cell.data_type = "s"
        cell.number_format = TEXT
        return cell

    sheet.append(headings())
    for line in lines:
        amount = WriteOnlyCell(sheet, Money(line.amount_fen).yuan)  # type: ignore[arg-type]
        amount.number_format = YUAN
        texts = [text(t) for t in (line.reference, line.holder, line.bank, line.number)]
        sheet.append([*texts, amount, text(line.purpose)])
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def as_csv(lines: Sequence[BankLine]) -> bytes:
    """Return CSV in UTF-8 with the mark by which Excel knows it."""
    target = StringIO()
    writer = csv.writer(target)
    writer.writerow(headings())
    for line in lines:
        texts = [harmless(t) for t in (line.reference, line.holder, line.bank, line.number)]
        writer.writerow([*texts, f"{Money(line.amount_fen).yuan:.2f}", harmless(line.purpose)])
    return (BOM + target.getvalue()).encode()


FORMATS: dict[str, tuple[Callable[[Sequence[BankLine]], bytes], str]] = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}

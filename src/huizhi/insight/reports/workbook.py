"""A report as an Excel file: its indicators, its problems record by record, its text."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from huizhi.insight.leaders.figure import WAN, Unit, unit_words
from huizhi.insight.models import Report
from huizhi.insight.reports.indicators import INDICATORS
from huizhi.insight.reports.problems import KINDS, Found
from huizhi.insight.reports.rendering import Text
from huizhi.rules.fact_tables.characters import harmless
from huizhi.rules.money import Money


def write_workbook(report: Report, text: Text) -> bytes:
    """Return the file of a report."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _add_sheet(book, _("Main indicators"), _indicators(report), (34, 12, 14, 14, 20))
    _add_sheet(book, _("Problems"), _problems(report), (26, 46, 14, 14, 10, 20))
    _add_sheet(book, _("Body text"), _text(text), (26, 110))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _add_sheet(book: Workbook, title: str, rows: list[list[Any]], widths: tuple[int, ...]) -> None:
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([harmless(value) for value in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row_cells in sheet.iter_rows(min_row=2):
        for cell in row_cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"


def _indicators(report: Report) -> list[list[Any]]:
    headings = [
        _("Indicator"),
        _("Unit"),
        _("This month"),
        _("Last month"),
        _("Same month of last year"),
    ]
    rows: list[list[Any]] = [headings]
    for indicator in INDICATORS:
        counted = report.figures["indicators"][indicator.key]
        shown = [_wan(n) if indicator.unit is Unit.MONEY else n for n in counted]
        rows.append([str(indicator.label), unit_words(indicator.unit), *shown])
    return rows


def _wan(fen: int) -> Decimal:
    return Money(fen).yuan / WAN


def _problems(report: Report) -> list[list[Any]]:
    rows: list[list[Any]] = [
        [_("Problem"), _("Record"), _("County"), _("Day"), _("Count"), _("Amount (yuan)")]
    ]
    for kind in KINDS:
        kept = report.figures["problems"].get(kind.key)
        for item in Found.from_json(kept).items if kept else []:
            rows.append(
                [
                    str(kind.label),
                    item.name,
                    item.county,
                    item.day,
                    item.count or None,
                    Money(item.fen).yuan if item.fen else None,
                ]
            )
    return rows


def _text(text: Text) -> list[list[Any]]:
    rows: list[list[Any]] = [[_("Section"), _("Text")]]
    for section in text.sections:
        rows.extend([section.title, paragraph.text] for paragraph in section.paragraphs)
    return rows

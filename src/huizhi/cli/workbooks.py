"""Large workbooks written row by row.

openpyxl takes two minutes for the results of 100,000 people; a workbook of texts and sums alone
is simple enough to be written as the XML it consists of (ECMA-376, part 1) in a few seconds.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import IO
from xml.sax.saxutils import escape

Cell = str | Decimal | None

ROWS_OF_A_SHEET = 1_048_575  # Excel's limit, less the headings

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_MONEY_STYLE, _HEADING_STYLE = 1, 2
_FONT = '<sz val="11"/><name val="DengXian"/><family val="2"/>'
_XF = '<xf numFmtId="{format}" fontId="{font}" fillId="0" borderId="0" xfId="0"{applied}/>'
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>'
    "<left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3">'
    + _XF.format(format=0, font=0, applied="")
    + _XF.format(format=4, font=0, applied=' applyNumberFormat="1"')
    + _XF.format(format=0, font=1, applied=' applyFont="1"')
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class WorkbookWriter:
    """A workbook under way: rows go to sheet after sheet, each with the headings on top."""

    def __init__(self, path: Path, headings: Sequence[str], widths: Sequence[int]) -> None:
        self._archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._headings = headings
        self._widths = widths
        self._letters = [chr(ord("A") + index) for index in range(len(headings))]
        self._sheets = 0
        self._row = 0
        self._part: IO[bytes] | None = None

    def __enter__(self) -> WorkbookWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end_sheet()
        if kind is None:
            self._finish()
        self._archive.close()

    def append(self, cells: Sequence[Cell]) -> None:
        """Write a row: texts as texts, whatever they look like, and sums as numbers."""
        if self._part is None or self._row > ROWS_OF_A_SHEET:
            self._begin_sheet()
        self._row += 1
        row = self._row
        parts = [
            f'<c r="{letter}{row}" s="{_MONEY_STYLE}"><v>{cell}</v></c>'
            if isinstance(cell, Decimal)
            else f'<c r="{letter}{row}"{_text(cell)}'
            for letter, cell in zip(self._letters, cells, strict=True)
            if cell is not None
        ]
        self._write(f'<row r="{row}">{"".join(parts)}</row>')

    def _begin_sheet(self) -> None:
        self._end_sheet()
        self._sheets += 1
        self._row = 1
        name = f"xl/worksheets/sheet{self._sheets}.xml"
        self._part = self._archive.open(name, "w", force_zip64=True)
        columns = "".join(
            f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
            for number, width in enumerate(self._widths, 1)
        )
        headings = "".join(
            f'<c r="{letter}1" s="{_HEADING_STYLE}"{_text(heading)}'
            for letter, heading in zip(self._letters, self._headings, strict=True)
        )
        self._write(
            f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>"
            f'<row r="1">{headings}</row>'
        )

    def _end_sheet(self) -> None:
        if self._part is not None:
            self._write("</sheetData></worksheet>")
            self._part.close()
            self._part = None

    def _write(self, text: str) -> None:
        assert self._part is not None
        self._part.write(text.encode())

    def _finish(self) -> None:
        """Write the parts that name the sheets. A workbook has one sheet at least."""
        if not self._sheets:
            self._begin_sheet()
            self._end_sheet()
        numbers = range(1, self._sheets + 1)
        sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
        related = "".join(
            f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" '
            f'Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        overrides = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            f'ContentType="{_TYPE}.worksheet+xml"/>'
            for n in numbers
        )
        relationships = f'<Relationships xmlns="{_PACKAGE}/relationships">'
        parts = {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" '
            f'ContentType="{_RELATIONSHIPS_TYPE}"/>{overrides}'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
            "_rels/.rels": f'{relationships}<Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
            f"<sheets>{sheets}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'{relationships}{related}<Relationship Id="styles" '
            f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
            "xl/styles.xml": _STYLES,
        }
        for name, text in parts.items():
            self._archive.writestr(name, _HEAD + text)


@lru_cache(maxsize=65_536)
def _text(text: str) -> str:
    """Return the rest of a cell that holds a text; most texts come again and again."""
    plain = escape(_NOT_IN_XML.sub("", text))
    return f' t="inlineStr"><is><t xml:space="preserve">{plain}</t></is></c>'

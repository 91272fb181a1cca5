"""Raw tables of cells out of Excel, CSV and Parquet files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from huizhi.rules.fact_tables.problems import InputError
from huizhi.rules.fact_tables.workbook_size import MOST_CELLS, is_too_large

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Row = list[object]

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
_TEXTS = frozenset({".csv", ".tsv", ".txt"})
READABLE = _WORKBOOKS | _TEXTS | {".parquet"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of raw cells. `name` is the sheet's, or the file's without its ending.

    Row and column 0 of `rows` are row 1 and column A. An empty cell is "" or None. Merged cells
    all hold the value of their first. `in_workbook` tells whether `file` may hold other sheets.
    """

    file: str
    name: str
    rows: list[Row]
    in_workbook: bool


def read_sheets(path: Path) -> Iterator[Sheet]:
    """Yield the tables of a file, or of the files in a folder. Raises InputError."""
    if path.is_dir():
        for inner in sorted(path.iterdir()):
            # Excel keeps a lock file named ~$… beside an open workbook.
            if inner.suffix.lower() in READABLE and not inner.name.startswith(("~$", ".")):
                yield from read_sheets(inner)
        return
    ending = path.suffix.lower()
    if ending in _WORKBOOKS:
        yield from _workbook(path)
    elif ending in _TEXTS:
        yield Sheet(path.name, path.stem, _text_rows(path), in_workbook=False)
    elif ending == ".parquet":
        yield Sheet(path.name, path.stem, _parquet_rows(path), in_workbook=False)
    else:
        raise InputError(path, "file-kind", text=ending or path.name)


def _workbook(path: Path) -> Iterator[Sheet]:
    # Imported here: commands that read no workbook start without it.
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415

    try:
        if is_too_large(path):
            raise InputError(path, "workbook-too-large", cells=f"{MOST_CELLS:,}")
        workbook = CalamineWorkbook.from_path(path)
        for name in workbook.sheet_names:
            yield Sheet(path.name, name, _filled(workbook.get_sheet_by_name(name)), True)
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        raise InputError(path, "file-unreadable", reason=str(error)) from error


def _filled(sheet: CalamineSheet) -> list[Row]:
    """Return the rows, every cell of a merged range holding the value of the first."""
    rows: list[Row] = sheet.to_python(skip_empty_area=False)
    width = len(rows[0]) if rows else 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top >= len(rows) or left >= width:
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [value] * (min(right + 1, width) - left)
    return rows


def _text_rows(path: Path) -> list[Row]:
    try:
        text = _decoded(path)
    except OSError as error:
        raise InputError(path, "file-unreadable", reason=str(error)) from error
    first_line = text.split("\n", 1)[0]
    delimiter = max(",\t;，", key=first_line.count)
    lines = io.StringIO(text, newline="")
    try:
        return [list(row) for row in csv.reader(lines, delimiter=delimiter, strict=True)]
    except csv.Error as error:
        raise InputError(path, "file-unreadable", reason=str(error)) from error


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="strict")
    # Excel in Chinese saves CSV in GB18030 unless told otherwise.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(path, "file-encoding")


def _parquet_rows(path: Path) -> list[Row]:
    # Imported here: pyarrow alone takes longer to load than most commands run.
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise InputError(path, "file-unreadable", reason=str(error)) from error
    columns = [column.to_pylist() for column in table.columns]
    heading: Row = list(table.column_names)
    return [heading, *(list(row) for row in zip(*columns, strict=True))]

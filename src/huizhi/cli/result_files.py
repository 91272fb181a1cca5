"""Rows of results written to xlsx, csv or parquet: the whole file or nothing of it."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from huizhi.cli.result_rows import HEADINGS, ResultRow, RowWords

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

ENDINGS = (".xlsx", ".csv", ".parquet")
_ROWS_OF_A_SHEET = 1_048_575  # Excel's limit, less the headings
_ROWS_OF_A_GROUP = 100_000
_COLUMN_WIDTHS = {"name": 12, "benefit": 24, "clause": 40, "reason": 60}


def write_results(path: Path, rows: Iterable[ResultRow], words: RowWords) -> None:
    """Write rows to `path`, whose ending chooses the form.

    A file that was there is replaced at the very end, in one step.
    """
    writers = {".xlsx": _write_workbook, ".csv": _write_text, ".parquet": _write_parquet}
    with _replacing(path) as unfinished:
        writers[path.suffix.lower()](unfinished, rows, words)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Yield a file beside `path` that takes its place if nothing goes wrong."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        yield unfinished
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        # mkstemp makes files that only their owner reads; give it what open() would have given.
        mask = os.umask(0)
        os.umask(mask)
        unfinished.chmod(0o666 & ~mask)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _write_text(path: Path, rows: Iterable[ResultRow], words: RowWords) -> None:
    # With a byte order mark, without which Excel takes Chinese for Latin.
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([words.heading(column) for column in HEADINGS])
        for row in rows:
            writer.writerow(map(_harmless, words.cells(row)))


def _harmless(cell: str | Decimal | None) -> str | Decimal | None:
    """Keep a spreadsheet from taking a text for a formula."""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{cell}"
    return cell


def _write_workbook(path: Path, rows: Iterable[ResultRow], words: RowWords) -> None:
    # Imported here: only this form of output needs it.
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    remaining = iter(rows)
    pending = next(remaining, None)
    while True:
        sheet = book.create_sheet()
        sheet.freeze_panes = "A2"
        for index, column in enumerate(HEADINGS):
            letter = chr(ord("A") + index)
            sheet.column_dimensions[letter].width = _COLUMN_WIDTHS.get(column, 14)
        headings = [_text_cell(words.heading(column), sheet) for column in HEADINGS]
        for heading in headings:
            heading.font = Font(bold=True)
        sheet.append(headings)
        written = 0
        while pending is not None and written < _ROWS_OF_A_SHEET:
            sheet.append([_cell(value, sheet) for value in words.cells(pending)])
            pending = next(remaining, None)
            written += 1
        if pending is None:
            break
    book.save(path)


def _cell(
    value: str | Decimal | None, sheet: WriteOnlyWorksheet
) -> str | Decimal | WriteOnlyCell | None:
    if isinstance(value, str) and value.startswith("="):
        return _text_cell(value, sheet)
    return value


def _text_cell(text: str, sheet: WriteOnlyWorksheet) -> WriteOnlyCell:
    """Return a cell that shows a text even where it looks like a formula."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _write_parquet(path: Path, rows: Iterable[ResultRow], words: RowWords) -> None:
    """Write codes, not words: programs read this form."""
    # Imported here: only this form of output needs it, and it is slow to load.
    import pyarrow as pa
    import pyarrow.parquet as pq

    text = pa.string()
    types = dict.fromkeys(ResultRow._fields, text) | {"amount": pa.decimal128(18, 2)}
    names = {"amount": "amount_yuan", "benefit_id": "benefit"}
    schema = pa.schema(
        [(names.get(field, field), type_) for field, type_ in types.items()]
        + [("assumption", pa.bool_())]
    )
    remaining = iter(rows)
    with pq.ParquetWriter(path, schema) as writer:
        while group := list(islice(remaining, _ROWS_OF_A_GROUP)):
            columns = [list(column) for column in zip(*group, strict=True)]
            columns.append([words.is_assumed(row.benefit_id) for row in group])
            arrays = [
                pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))

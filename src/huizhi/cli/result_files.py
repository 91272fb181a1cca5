"""Rows of results written to xlsx, csv or parquet: the whole file or nothing of it."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from huizhi.cli.result_rows import HEADINGS, ResultRow, RowWords
from huizhi.cli.workbooks import WorkbookWriter
from huizhi.rules.fact_tables.characters import harmless

ENDINGS = (".xlsx", ".csv", ".parquet")
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
            writer.writerow(map(harmless, words.cells(row)))


def _write_workbook(path: Path, rows: Iterable[ResultRow], words: RowWords) -> None:
    headings = [words.heading(column) for column in HEADINGS]
    widths = [_COLUMN_WIDTHS.get(column, 14) for column in HEADINGS]
    with WorkbookWriter(path, headings, widths) as book:
        for row in rows:
            book.append(words.cells(row))


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

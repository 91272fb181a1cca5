"""The rows of a list of records read by its columns, and what is wrong with each by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.lists.cells import Cell, typed
from huizhi.kernel.lists.declarations import RecordDeclaration
from huizhi.kernel.lists.errors import NameUnknown
from huizhi.kernel.lists.fields import Sources, cell_of
from huizhi.kernel.lists.kinds import CellProblem, Columns
from huizhi.kernel.lists.rows import COUNTY, ReadCell, RecordRow
from huizhi.kernel.lists.tables import Table, columns_read
from huizhi.kernel.models import User
from huizhi.rules.fact_tables.sheets import Row

FORMULA_MARK = "'"


@dataclass(frozen=True)
class _Column:
    index: int
    label: str
    name: str
    cell: Cell


class RecordReader:
    """Reads the rows of one file, and tells when two of them are about the same record."""

    def __init__(self, kind: RecordDeclaration, columns: Columns, actor: User) -> None:
        self._kind = kind
        self._targets = columns
        self._sources = Sources(actor, kind.lookups)
        self._seen: dict[tuple[str, ...], str] = {}

    def rows(self, tables: Sequence[Table]) -> Iterator[RecordRow]:
        """Yield every row, the bad ones too."""
        rows = [row for table in tables for row in self._rows_of(table)]
        for name in self._own_references():
            self._let_wait(rows, name)
        for row in rows:
            self._refuse_second(row)
            yield row

    def _rows_of(self, table: Table) -> Iterator[RecordRow]:
        columns = self._columns_of(table)
        for number, cells in table.rows:
            row = RecordRow(table.sheet.name, number, name_field=self._kind.name_field)
            self._read(row, columns, cells)
            self._kind.check_cells(row)
            yield row

    def _columns_of(self, table: Table) -> list[_Column]:
        columns = []
        for column in columns_read(table, self._targets):
            one = self._kind.field_named(column.target)
            cell = cell_of(self._kind.model, one, self._sources, scale=column.scale)
            columns.append(_Column(column.index, column.label, one.name, cell))
        return columns

    def _read(self, row: RecordRow, columns: Sequence[_Column], cells: Row) -> None:
        implied: list[tuple[_Column, str, Any]] = []
        for column in columns:
            raw = cells[column.index] if column.index < len(cells) else None
            if raw is None or raw == "":
                continue
            raw = _as_written(raw)
            problems: list[CellProblem] = []
            unknown = False
            try:
                reading = column.cell.read(raw)
            except HuizhiError as error:
                problems.append(CellProblem(str(error), column.label, column.index))
                unknown = isinstance(error, NameUnknown)
            else:
                problems += [
                    CellProblem(text, column.label, column.index, grave=False)
                    for text in reading.warnings
                ]
                if reading.stated:
                    row.values[column.name] = reading.value
                    implied += [(column, name, value) for name, value in reading.implied.items()]
            row.problems += problems
            place = ReadCell(column.label, column.index, raw, tuple(problems), unknown)
            row.cells[column.name] = place
        for column, name, value in implied:
            self._imply(row, column, name, value)

    def _own_references(self) -> list[str]:
        """Return the columns of the list that name one other record of the same model."""
        return [
            one.name
            for one in self._kind.fields
            if one.name in self._targets.values()
            and self._kind.pointed(one.name) is self._kind.model
        ]

    def _let_wait(self, rows: Sequence[RecordRow], name: str) -> None:
        """Let rows wait that name a record which a good row of the list adds: one below another."""
        good: set[str] = set()
        while True:
            more = {self._kind.compared(row.name) for row in rows if not row.refused} - good
            if not more:
                return
            good |= more
            for row in rows:
                place = row.cells.get(name)
                if place and place.unknown and self._kind.compared(typed(place.raw)) in more:
                    row.wait_for(name)

    def _imply(self, row: RecordRow, column: _Column, name: str, value: Any) -> None:
        stated = row.values.setdefault(name, value)
        if stated != value:
            cell = cell_of(self._kind.model, self._kind.field_named(name), self._sources)
            text = _("The cell says that “{fact}” is {implied}, its own column says {stated}.")
            text = text.format(
                fact=self._kind.label(name),
                implied=cell.text(value),
                stated=cell.text(stated),
            )
            row.problems.append(CellProblem(text, column.label, column.index))

    def _refuse_second(self, row: RecordRow) -> None:
        """Refuse a row about a record that an earlier row is about; nobody knows which is right."""
        marks: list[tuple[str, ...]] = [
            (key, str(row.values[key])) for key in self._kind.keys if row.values.get(key)
        ]
        if not marks:
            told = [row.said(name) for name in (COUNTY, *self._kind.told_apart_by)]
            marks = [(self._kind.name_field, self._kind.compared(row.name), *told)]
        place = _("row {number} of “{sheet}”").format(number=row.number, sheet=row.sheet)
        for mark in marks:
            earlier = self._seen.setdefault(mark, place)
            if earlier != place and row.name:
                text = _("The same record stands in {place}. Take one of the rows out.")
                row.problems.append(CellProblem(text.format(place=earlier)))
                return


def _as_written(raw: object) -> object:
    """Return a cell without the mark by which an export keeps a text from being a formula."""
    if isinstance(raw, str) and raw[:1] == FORMULA_MARK and raw[1:2] in ("=", "+", "-", "@"):
        return raw[1:]
    return raw

"""The rows of a list of records read by its columns, and what is wrong with each by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.lists.cells import Cell
from huizhi.kernel.lists.fields import Field, Sources, cell_of, label_of
from huizhi.kernel.lists.kinds import CellProblem, Columns, ReadRow
from huizhi.kernel.lists.tables import Table, heading_text
from huizhi.kernel.models import User
from huizhi.rules.fact_tables.headings import scale_of
from huizhi.rules.fact_tables.layout import column_letter
from huizhi.rules.fact_tables.sheets import Row

if TYPE_CHECKING:
    from huizhi.kernel.lists.records import RecordKind

NAME, COUNTY = "name", "county"
FORMULA_MARK = "'"


@dataclass(frozen=True)
class ReadCell:
    """A cell of a row: where it stands, what is written in it, and what was wrong or to say."""

    label: str
    index: int
    raw: object
    problems: tuple[CellProblem, ...] = ()


@dataclass
class RecordRow(ReadRow):
    """One row of a list of records. `values` are by the names of fields."""

    cells: dict[str, ReadCell] = field(default_factory=dict)


@dataclass(frozen=True)
class _Column:
    index: int
    label: str
    field: Field
    cell: Cell


class RecordReader:
    """Reads the rows of one file, and tells when two of them are about the same record."""

    def __init__(self, kind: RecordKind, columns: Columns, actor: User) -> None:
        self._kind = kind
        self._targets = columns
        self._sources = Sources(actor, kind.lookups)
        self._seen: dict[tuple[str, ...], str] = {}

    def rows(self, tables: Sequence[Table]) -> Iterator[RecordRow]:
        """Yield every row, the bad ones too."""
        for table in tables:
            columns = self._columns_of(table)
            for number, cells in table.rows:
                row = RecordRow(table.sheet.name, number)
                self._read(row, columns, cells)
                self._refuse_second(row)
                yield row

    def _columns_of(self, table: Table) -> list[_Column]:
        columns: list[_Column] = []
        taken: set[str] = set()
        for index, heading in enumerate(table.layout.headings):
            target = self._targets.get(heading_text(heading), "") if heading else ""
            if not target or target in taken:
                continue
            taken.add(target)
            one = self._kind.field_named(target)
            cell = cell_of(self._kind.model, one, self._sources, scale=scale_of(heading))
            columns.append(_Column(index, f"{column_letter(index)} {heading[-1]}", one, cell))
        return columns

    def _read(self, row: RecordRow, columns: Sequence[_Column], cells: Row) -> None:
        implied: list[tuple[_Column, str, Any]] = []
        for column in columns:
            raw = cells[column.index] if column.index < len(cells) else None
            if raw is None or raw == "":
                continue
            raw = _as_written(raw)
            problems: list[CellProblem] = []
            try:
                reading = column.cell.read(raw)
            except HuizhiError as error:
                problems.append(CellProblem(str(error), column.label, column.index))
            else:
                problems += [
                    CellProblem(text, column.label, column.index, grave=False)
                    for text in reading.warnings
                ]
                if reading.stated:
                    row.values[column.field.name] = reading.value
                    implied += [(column, name, value) for name, value in reading.implied.items()]
            row.problems += problems
            place = ReadCell(column.label, column.index, raw, tuple(problems))
            row.cells[column.field.name] = place
        for column, name, value in implied:
            self._imply(row, column, name, value)

    def _imply(self, row: RecordRow, column: _Column, name: str, value: Any) -> None:
        stated = row.values.setdefault(name, value)
        if stated != value:
            other = self._kind.field_named(name)
            cell = cell_of(self._kind.model, other, self._sources)
            text = _("The cell says that “{fact}” is {implied}, its own column says {stated}.")
            text = text.format(
                fact=label_of(self._kind.model, other),
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
            told = [str(row.values.get(name)) for name in (COUNTY, *self._kind.told_apart_by)]
            marks = [(NAME, self._kind.compared(row.name), *told)]
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

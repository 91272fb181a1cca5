"""The rows of a list read by its columns: what each states, and what is wrong with it by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huizhi.kernel import clock
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.lists.kinds import CellProblem, Columns, ReadRow
from huizhi.kernel.lists.tables import ReadColumn, Table, columns_read
from huizhi.people.errors import IdNumberRefused
from huizhi.people.fact_cells import FactCells
from huizhi.people.id_numbers import IdNumber, read_id_number
from huizhi.people.imports.columns import ID_NUMBER, importable_facts
from huizhi.people.services import BIRTH_DATE, NAME, check_against_number
from huizhi.rules.fact_tables.characters import says_nothing, squeeze
from huizhi.rules.fact_tables.sheets import Row


@dataclass
class PersonRow(ReadRow):
    """One row of a list of people. `values` are by the names of facts, the name included."""

    id_number: IdNumber | None = None

    @property
    def name(self) -> str:
        """The person's name, as far as it could be read."""
        return str(self.values.get(NAME) or "")

    @property
    def birth_date(self) -> dt.date | None:
        """The birth date, stated or from the ID number."""
        if self.id_number is not None:
            return self.id_number.birth_date
        return self.values.get(BIRTH_DATE)


class RowReader:
    """Reads the rows of one file, and tells when two of them are about the same person."""

    def __init__(self, columns: Columns) -> None:
        self._targets = columns
        self._cells = FactCells()
        self._numbers: dict[str, str] = {}
        self._people: dict[tuple[str, dt.date], str] = {}

    def rows(self, tables: Sequence[Table]) -> Iterator[PersonRow]:
        """Yield every row, the bad ones too."""
        for table in tables:
            columns = columns_read(table, self._targets)
            for number, cells in table.rows:
                row = PersonRow(table.sheet.name, number)
                self._read(row, columns, cells)
                self._check(row)
                yield row

    def _read(self, row: PersonRow, columns: Sequence[ReadColumn], cells: Row) -> None:
        implied: list[tuple[ReadColumn, str, Any]] = []
        for column in columns:
            raw = cells[column.index] if column.index < len(cells) else None
            if raw is None or raw == "":
                continue
            try:
                if column.target == ID_NUMBER:
                    row.id_number = _id_number(raw)
                    continue
                fact = importable_facts()[column.target]
                reading = self._cells.read(fact, raw, scale=column.scale)
            except HuizhiError as error:
                row.problems.append(CellProblem(str(error), column.label, column.index))
                continue
            row.problems += [
                CellProblem(text, column.label, column.index, grave=False)
                for text in reading.warnings
            ]
            if reading.stated:
                row.values[fact.name] = reading.value
                implied += [(column, name, value) for name, value in reading.implied.items()]
        for column, name, value in implied:
            _imply(row, column, name, value)

    def _check(self, row: PersonRow) -> None:
        if not row.name and not row.refused:
            row.problems.append(CellProblem(_("“{fact}” is missing.").format(fact=NAME)))
        if row.id_number is not None:
            try:
                check_against_number(row.id_number, row.values)
            except IdNumberRefused as error:
                row.problems.append(CellProblem(str(error)))
        birth_date = row.birth_date
        if birth_date is None and not row.refused:
            text = _(
                "Give the ID number or the birth date: by the name alone nobody can tell who it is."
            )
            row.problems.append(CellProblem(text))
        elif birth_date is not None and birth_date > clock.today():
            row.problems.append(CellProblem(_("The birth date lies in the future.")))
        if not row.refused:
            self._refuse_second(row)

    def _refuse_second(self, row: PersonRow) -> None:
        """Refuse a row about somebody an earlier row is about; nobody knows which is right."""
        place = _("row {number} of “{sheet}”").format(number=row.number, sheet=row.sheet)
        if row.id_number is not None:
            earlier = self._numbers.setdefault(row.id_number.index, place)
            text = _("The same ID number stands in {place}.")
        elif row.birth_date is not None:
            earlier = self._people.setdefault((row.name, row.birth_date), place)
            text = _(
                "The same name and birth date stand in {place}. If these are two people, give "
                "their ID numbers."
            )
        if earlier != place:
            row.problems.append(CellProblem(text.format(place=earlier)))


def _id_number(raw: object) -> IdNumber | None:
    if isinstance(raw, str) and says_nothing(squeeze(raw)):
        return None
    return read_id_number(raw)


def _imply(row: PersonRow, column: ReadColumn, name: str, value: Any) -> None:
    stated = row.values.setdefault(name, value)
    if stated != value:
        text = _("The cell says that “{fact}” is {implied}, its own column says {stated}.")
        row.problems.append(
            CellProblem(
                text.format(fact=name, implied=value, stated=stated), column.label, column.index
            )
        )

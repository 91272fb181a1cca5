"""The rules of a table as a grid of fields: read from a form, changed by a button, shown again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from huizhi.policies.draft_checks import TableCheck
from huizhi.rules.findings import Finding
from huizhi.rules.packs.editing import ANY, Row
from huizhi.rules.packs.model import PolicyTable
from huizhi.rules.words import Language

NARROWEST, WIDEST = 8, 34
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")


@dataclass(frozen=True)
class Cell:
    """A field of the grid with what is wrong in it."""

    text: str
    label: str
    spot: tuple[int, int]
    is_result: bool
    findings: tuple[Finding, ...]

    @property
    def id(self) -> str:
        """The row and the column, as ids of the page name them."""
        return "-".join(map(str, self.spot))

    @property
    def size(self) -> int:
        """How many characters wide the field is; a Chinese one counts twice."""
        width = sum(1 if character.isascii() else 2 for character in self.text)
        return min(max(width, NARROWEST), WIDEST)


@dataclass(frozen=True)
class Line:
    """A row of the grid."""

    row: Row
    number: int
    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...]


def posted_rows(table: PolicyTable, data: QueryDict) -> list[Row]:
    """Return the rows of a posted grid; an empty test means any value."""
    tests = len(table.inputs)
    width = tests + len(table.outputs)
    cells = [text.strip() for text in data.getlist("cell")]
    origins, clauses, notes = (data.getlist(name) for name in ("origin", "clause", "note"))
    rows = []
    for number, (origin, clause, note) in enumerate(zip(origins, clauses, notes, strict=False)):
        own = cells[number * width : (number + 1) * width]
        own += [""] * (width - len(own))
        known = origin.isdecimal() and int(origin) < len(table.rules)
        when = tuple(text or ANY for text in own[:tests])
        origin_number = int(origin) if known else None
        rows.append(Row(when, tuple(own[tests:]), clause, note.strip(), origin_number))
    return rows or [empty_row(table)]


def empty_row(table: PolicyTable) -> Row:
    """Return a new rule that any value meets and that has no result yet."""
    return Row((ANY,) * len(table.inputs), ("",) * len(table.outputs), table.clause)


def after_button(table: PolicyTable, rows: list[Row], button: str, data: QueryDict) -> list[Row]:
    """Return the rows after a button: `add:2` below row 2, `remove:2`, `up:2`, `down:2`, `paste`.

    Rows count from 0. Any other button changes nothing.
    """
    what, _colon, number = button.partition(":")
    if what == "paste":
        return pasted(table, rows, data.get("at", ""), data.get("paste", ""))
    if not number.isdecimal() or int(number) >= len(rows):
        return rows
    at = int(number)
    if what == "add":
        return [*rows[: at + 1], empty_row(table), *rows[at + 1 :]]
    if what == "remove":
        return [*rows[:at], *rows[at + 1 :]] or [empty_row(table)]
    other = at + {"up": -1, "down": 1}.get(what, 0)
    if 0 <= other < len(rows):
        rows = list(rows)
        rows[at], rows[other] = rows[other], rows[at]
    return rows


def pasted(table: PolicyTable, rows: list[Row], at: str, text: str) -> list[Row]:
    """Return the rows with a block of cells, as Excel copies them, put in from `row-column` on.

    Rows that are not there yet are added; columns beyond the last result are left out.
    """
    first, _dash, column = at.partition("-")
    if not (first.isdecimal() and column.isdecimal() and int(first) <= len(rows)):
        return rows
    rows = list(rows)
    for number, line in enumerate(text.replace("\r\n", "\n").rstrip("\n").split("\n"), int(first)):
        if number == len(rows):
            rows.append(empty_row(table))
        rows[number] = _filled(table, rows[number], int(column), line.split("\t"))
    return rows


def _filled(table: PolicyTable, row: Row, column: int, texts: Sequence[str]) -> Row:
    cells, tests = list(row.cells), len(row.when)
    for place, text in enumerate(texts[: max(len(cells) - column, 0)], column):
        cells[place] = text.strip()
        if place < tests:
            cells[place] = cells[place] or ANY
        elif table.outputs[place - tests].type == "number" and _THOUSANDS.fullmatch(cells[place]):
            cells[place] = cells[place].replace(",", "")
    return replace(row, when=tuple(cells[:tests]), then=tuple(cells[tests:]))


def lines_of(
    table: PolicyTable, rows: Sequence[Row], check: TableCheck, language: Language
) -> list[Line]:
    """Return the rows as they are shown."""
    labels = [entry.label.get(language) for entry in table.inputs]
    labels += [output.title.get(language) for output in table.outputs]
    return [
        Line(
            row=row,
            number=number,
            cells=tuple(_cells(row, number, labels, check.cells)),
            findings=check.rules.get(number, ()),
        )
        for number, row in enumerate(rows)
    ]


def _cells(
    row: Row,
    number: int,
    labels: Sequence[str],
    findings: Mapping[tuple[int, int], tuple[Finding, ...]],
) -> Iterator[Cell]:
    for column, (text, label) in enumerate(zip(row.cells, labels, strict=True)):
        spot = number, column
        yield Cell(text, label, spot, column >= len(row.when), findings.get(spot, ()))

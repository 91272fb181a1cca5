"""The rows of one sheet, read by the facts that claim its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huizhi.rules.fact_tables.cells import CellReader, Parsed
from huizhi.rules.fact_tables.characters import says_nothing, squeeze, tidy
from huizhi.rules.fact_tables.headings import Claim, HeadingIndex, is_id_heading
from huizhi.rules.fact_tables.layout import Heading, Layout, column_letter, find_table
from huizhi.rules.fact_tables.numbers import float_as_typed
from huizhi.rules.fact_tables.problems import CellError, Place, Problem, Remark, Severity
from huizhi.rules.fact_tables.sheets import Row, Sheet
from huizhi.rules.subjects import SubjectKind

# A column holds few different cells (degrees, employers) or all different ones (names): what has
# been read is kept up to this many.
_CELLS_KEPT = 4096


@dataclass(slots=True)
class Column:
    """A claimed column: where it is, how its heading reads, and how its cells are read."""

    index: int
    label: str
    claim: Claim
    reader: CellReader
    _kept: dict[tuple[type, object], Parsed] = field(default_factory=dict)

    def read(self, raw: object) -> Parsed:
        """Return what a cell of the column states; raises CellError."""
        key = (type(raw), raw)
        try:
            kept = self._kept.get(key)
        except TypeError:  # a list or a struct of Parquet
            return self.reader.read(raw)
        if kept is None:
            kept = self.reader.read(raw)
            if len(self._kept) < _CELLS_KEPT:
                self._kept[key] = kept
        return kept


@dataclass(slots=True)
class RowRead:
    """One row: its number as Excel shows it, its id, and what it states.

    `through` holds facts of subjects the row refers to, by the name of the reference, each with
    the column it came from.
    """

    number: int
    id: str
    facts: dict[str, Any]
    through: dict[str, list[tuple[str, object, Column]]]


class SheetReader:
    """Reads the rows of one sheet and reports what is wrong with them.

    `problems` fills up while `rows()` is consumed; `refused` counts the rows that were not read.
    """

    def __init__(
        self, sheet: Sheet, layout: Layout, columns: Sequence[Column], id_column: int | None
    ) -> None:
        self.sheet = sheet
        self.layout = layout
        self.columns = columns
        self.problems: list[Problem] = []
        self.refused = 0
        self._id_column = id_column
        # Implied facts come second: a column of its own is what they are compared with.
        self._labels = {c.claim.fact.name: c.label for c in columns if c.claim.through is None}

    def rows(self) -> Iterator[RowRead]:
        """Yield the rows that could be read; the others are in `problems`."""
        for index in self.layout.body:
            row = self.sheet.rows[index]
            id_ = self._id_of(row, index)
            read = None if id_ is None else self._row(row, index, id_)
            if read is None:
                self.refused += 1
            else:
                yield read

    @property
    def has_ids(self) -> bool:
        """Whether a column holds ids; otherwise the number of the row is the id."""
        return self._id_column is not None

    def report(
        self, severity: Severity, remark: Remark, row: int | None = None, column: str | None = None
    ) -> None:
        """Add a problem of this sheet; `row` as Excel shows it."""
        self.problems.append(Problem(self.place(row, column), severity, remark))

    def place(self, row: int | None = None, column: str | None = None) -> Place:
        """Return a place on this sheet."""
        sheet = self.sheet.name if self.sheet.in_workbook else None
        return Place(self.sheet.file, sheet, row, column)

    def _id_of(self, row: Row, index: int) -> str | None:
        if self._id_column is None:
            return str(index + 1)
        raw = _cell(row, self._id_column)
        text = str(float_as_typed(raw)) if isinstance(raw, float) else tidy(str(raw or ""))
        if says_nothing(squeeze(text)):
            heading = self.layout.headings[self._id_column][-1]
            self.report(Severity.ERROR, Remark("id-missing", {"heading": heading}), index + 1)
            return None
        return text

    def _row(self, row: Row, index: int, id_: str) -> RowRead | None:
        read = RowRead(index + 1, id_, {}, {})
        implied: list[tuple[Column, Mapping[str, object]]] = []
        sound = True
        width = len(row)
        for column in self.columns:
            raw = row[column.index] if column.index < width else None
            if raw is None or raw == "":
                continue
            try:
                parsed = column.read(raw)
            except CellError as error:
                self.report(Severity.ERROR, error.remark, index + 1, column.label)
                sound = False
                continue
            for remark in parsed.warnings:
                self.report(Severity.WARNING, remark, index + 1, column.label)
            if parsed.stated:
                _put(read, column, parsed.value)
                if parsed.implied:
                    implied.append((column, parsed.implied))
        for column, facts in implied:
            sound = self._imply(read, column, facts) and sound
        return read if sound else None

    def _imply(self, read: RowRead, column: Column, facts: Mapping[str, object]) -> bool:
        sound = True
        for name, value in facts.items():
            if read.facts.setdefault(name, value) != value:
                parameters = {
                    "heading": column.claim.fact.name,
                    "fact": name,
                    "implied": str(value),
                    "stated": str(read.facts[name]),
                }
                where = self._labels.get(name, column.label)
                remark = Remark("facts-contradict", parameters)
                self.report(Severity.ERROR, remark, read.number, where)
                sound = False
        return sound


def open_sheet(sheet: Sheet, kind: SubjectKind, index: HeadingIndex) -> SheetReader | None:
    """Find the table on a sheet and who claims its columns; None where no row is a heading.

    Every column that no fact claims is among the reader's problems.
    """

    def claim_or_id(heading: Heading) -> bool:
        return index.claim(heading) is not None or is_id_heading(heading, kind)

    def claim_of(heading: Heading) -> tuple[Claim, CellReader] | None:
        claim = index.claim(heading)
        return None if claim is None else (claim, CellReader(claim.fact, scale=claim.scale))

    layout = find_table(sheet.rows, recognised=claim_or_id)
    if layout is None:
        return None
    reader = _reader(sheet, layout, kind, claim_of, index.close_to)
    for column in reader.columns:
        if column.claim.fact.derive is not None:
            remark = Remark("column-derived", {"heading": column.claim.fact.name})
            reader.report(Severity.NOTICE, remark, column=column.label)
    return reader


def open_record_sheet(sheet: Sheet, kind: SubjectKind, records: CellReader) -> SheetReader | None:
    """Find the table on a sheet whose rows are records of a list, such as 任职."""

    def claim_of(heading: Heading) -> tuple[Claim, CellReader] | None:
        member = records.member(heading[-1])
        return None if member is None else (Claim(member.fact), member)

    def recognised(heading: Heading) -> bool:
        return claim_of(heading) is not None or is_id_heading(heading, kind)

    layout = find_table(sheet.rows, recognised=recognised)
    if layout is None:
        return None
    return _reader(sheet, layout, kind, claim_of, lambda heading: None)


def _reader(
    sheet: Sheet,
    layout: Layout,
    kind: SubjectKind,
    claim_of: Callable[[Heading], tuple[Claim, CellReader] | None],
    close_to: Callable[[Heading], str | None],
) -> SheetReader:
    columns: list[Column] = []
    claimed: dict[tuple[str | None, str], str] = {}
    remarks: list[tuple[Severity, Remark, str]] = []
    id_column: int | None = None
    for index, heading in enumerate(layout.headings):
        label = " ".join((column_letter(index), *heading[-1:]))
        if not heading:
            if any(_cell(sheet.rows[row], index) not in ("", None) for row in layout.body):
                remarks.append((Severity.WARNING, Remark("column-headless"), label))
        elif id_column is None and is_id_heading(heading, kind):
            id_column = index
        elif (found := claim_of(heading)) is None:
            remarks.append((Severity.WARNING, _unclaimed(heading, close_to(heading)), label))
        else:
            claim, reader = found
            key = (claim.through.name if claim.through else None, claim.fact.name)
            if key in claimed:
                parameters = {"heading": heading[-1], "other": claimed[key], "fact": key[1]}
                remarks.append((Severity.ERROR, Remark("column-twice", parameters), label))
                continue
            claimed[key] = heading[-1]
            columns.append(Column(index, label, claim, reader))
    result = SheetReader(sheet, layout, columns, id_column)
    for severity, remark, label in remarks:
        result.report(severity, remark, layout.header_rows[-1] + 1, label)
    return result


def _unclaimed(heading: Heading, close: str | None) -> Remark:
    text = "/".join(heading)
    if close is None:
        return Remark("column-unclaimed", {"heading": text})
    return Remark("column-unclaimed-close", {"heading": text, "close": close})


def _put(read: RowRead, column: Column, value: object) -> None:
    claim = column.claim
    if claim.through is None:
        read.facts[claim.fact.name] = value
    else:
        read.through.setdefault(claim.through.name, []).append((claim.fact.name, value, column))


def _cell(row: Row, index: int) -> object:
    return row[index] if index < len(row) else None

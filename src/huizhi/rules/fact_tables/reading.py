"""FACTS: a table of people, or a workbook or folder with a table for each kind of subject."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huizhi.rules.fact_tables.cells import CellReader
from huizhi.rules.fact_tables.headings import HeadingIndex, spelled_like
from huizhi.rules.fact_tables.joining import Joined
from huizhi.rules.fact_tables.problems import InputError, Place, Problem, Remark, Severity
from huizhi.rules.fact_tables.rows import SheetReader, open_record_sheet, open_sheet
from huizhi.rules.fact_tables.sheets import Sheet, read_sheets
from huizhi.rules.facts.model import Catalogue, Fact
from huizhi.rules.facts.population import Population
from huizhi.rules.subjects import SubjectKind, SubjectRef


@dataclass(frozen=True, slots=True)
class TableRead:
    """How the reading of one table went. `kind` is the kind of subject of its rows."""

    file: str
    sheet: str
    kind: SubjectKind
    rows: int
    refused: int
    totals: int


@dataclass(frozen=True, slots=True)
class FactsInput:
    """What FACTS states.

    `subjects` are those that have a row of their own; the population also holds those that are
    only referred to. `reports` are in the order of the input.
    """

    population: Population
    subjects: tuple[SubjectRef, ...]
    reports: tuple[Problem, ...]
    tables: tuple[TableRead, ...]

    @property
    def refused(self) -> bool:
        """Whether anything was refused: a row, or a second column of one fact."""
        return any(problem.severity is Severity.ERROR for problem in self.reports)


def read_facts(path: Path, catalogue: Catalogue) -> FactsInput:
    """Read FACTS.

    A sheet or file goes by its name: the table of a kind (人员, people, person), or a fact that
    is a list of records (任职), whose rows name their subject by id. A lone table with another
    name is one of people. Raises InputError where nothing can be read.
    """
    if not path.exists():
        raise InputError(path, "file-missing")
    sheets = [sheet for sheet in read_sheets(path) if any(map(any, sheet.rows))]
    names = _TableNames(catalogue)
    tables: list[tuple[SubjectKind, SheetReader]] = []
    records: list[tuple[SubjectKind, Fact, SheetReader]] = []
    reports: list[Problem] = []
    for sheet in sheets:
        kind, fact = names.find(sheet, alone=len(sheets) == 1, path=path)
        if kind is None:
            remark = Remark("sheet-unclaimed", {"name": sheet.name, "values": names.shown})
            reports.append(_of_sheet(sheet, remark, Severity.WARNING))
            continue
        reader = (
            open_sheet(sheet, kind, HeadingIndex(catalogue, kind))
            if fact is None
            else open_record_sheet(sheet, kind, CellReader(fact))
        )
        if reader is None:
            reports.append(_of_sheet(sheet, Remark("heading-none"), Severity.ERROR))
        elif fact is None:
            tables.append((kind, reader))
        else:
            records.append((kind, fact, reader))
    if not tables:
        headless = any(report.remark.code == "heading-none" for report in reports)
        raise InputError(
            path, "heading-none" if headless else "nothing-to-read", values=names.shown
        )
    return _joined(catalogue, tables, records, reports)


def _joined(
    catalogue: Catalogue,
    tables: list[tuple[SubjectKind, SheetReader]],
    records: list[tuple[SubjectKind, Fact, SheetReader]],
    reports: list[Problem],
) -> FactsInput:
    joined = Joined(catalogue)
    for kind, reader in tables:
        if not reader.has_ids:
            reader.report(Severity.NOTICE, Remark("id-from-row"))
        joined.add(kind, reader)
    for kind, fact, reader in records:
        _add_records(joined, kind, fact, reader)
    joined.resolve()
    facts: dict[SubjectKind, dict[str, dict[str, Any]]] = {
        kind: {id_: read.facts for id_, (read, _) in rows.items()}
        for kind, rows in joined.rows.items()
    }
    subjects = tuple(SubjectRef(kind, id_) for kind, rows in facts.items() for id_ in rows)
    for kind, mentioned in joined.mentioned.items():
        facts[kind] = mentioned | facts.get(kind, {})
    readers = [*tables, *((kind, reader) for kind, _, reader in records)]
    for _, reader in readers:
        reports += reader.problems
    read = tuple(
        TableRead(
            reader.sheet.file,
            reader.sheet.name,
            kind,
            len(reader.layout.body) - reader.refused,
            reader.refused,
            len(reader.layout.totals),
        )
        for kind, reader in readers
    )
    return FactsInput(Population(facts), subjects, tuple(reports), read)


def _add_records(joined: Joined, kind: SubjectKind, fact: Fact, reader: SheetReader) -> None:
    """Give each subject the records of its rows. One without rows is not known to have none."""
    owners = joined.rows.get(kind, {})
    table = joined.catalogue.kinds[kind].table.zh
    for read in reader.rows():
        owner = owners.get(read.id)
        if owner is None:
            remark = Remark("id-unknown", {"text": read.id, "table": table})
            reader.report(Severity.ERROR, remark, read.number)
            reader.refused += 1
        else:
            owner[0].facts.setdefault(fact.name, []).append(read.facts)


class _TableNames:
    """The names under which sheets and files are known."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._kinds: dict[str, SubjectKind] = {}
        self._records: dict[str, tuple[SubjectKind, Fact]] = {}
        for kind, facts in catalogue.kinds.items():
            own = {facts.table.zh, facts.table.en, kind.value}
            self._kinds.update({spelled_like(name): kind for name in own})
            for fact in facts.facts.values():
                if fact.type.element is not None and fact.type.element.name == "record":
                    for name in (fact.name, fact.english):
                        for full in (name, *(f"{table}.{name}" for table in own)):
                            self._records.setdefault(spelled_like(full), (kind, fact))
        self.shown = "、".join(facts.table.zh for facts in catalogue.kinds.values())

    def find(
        self, sheet: Sheet, *, alone: bool, path: Path
    ) -> tuple[SubjectKind | None, Fact | None]:
        """Return the kind whose table a sheet is, and the fact where its rows are records."""
        names = [spelled_like(sheet.name)]
        if alone:
            names.append(spelled_like(path.stem))
        for name in names:
            if name in self._kinds:
                return self._kinds[name], None
            if name in self._records:
                return self._records[name]
        return (SubjectKind.PERSON if alone else None), None


def _of_sheet(sheet: Sheet, remark: Remark, severity: Severity) -> Problem:
    return Problem(Place(sheet.file, sheet.name if sheet.in_workbook else None), severity, remark)

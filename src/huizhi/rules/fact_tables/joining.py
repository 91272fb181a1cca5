"""Tables joined: references to ids or names, and facts stated through a reference."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from huizhi.rules.fact_tables.problems import Problem, Remark, Severity
from huizhi.rules.fact_tables.rows import RowRead, SheetReader
from huizhi.rules.facts.model import Catalogue
from huizhi.rules.subjects import NAMES, SubjectKind


@dataclass(slots=True)
class Joined:
    """The rows of all tables by kind and id, as they come together."""

    catalogue: Catalogue
    rows: dict[SubjectKind, dict[str, tuple[RowRead, SheetReader]]] = field(default_factory=dict)
    # Subjects that are only referred to: no table states them.
    mentioned: dict[SubjectKind, dict[str, dict[str, Any]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    _stated_at: dict[tuple[SubjectKind, str, str], str] = field(default_factory=dict)
    _contradicted: set[tuple[SubjectKind, str, str]] = field(default_factory=set)

    def add(self, kind: SubjectKind, reader: SheetReader) -> None:
        """Take in the rows of a table. An id that comes twice is refused both times."""
        rows = self.rows.setdefault(kind, {})
        twice: set[str] = set()
        for read in reader.rows():
            if read.id in rows:
                twice.add(read.id)
                _report_twice(read, reader, rows[read.id])
                reader.refused += 1
            else:
                rows[read.id] = (read, reader)
        for id_ in twice:
            rows.pop(id_)[1].refused += 1

    def resolve(self) -> None:
        """Turn references into ids; a name will do where the other table has it once."""
        for kind, rows in list(self.rows.items()):
            references = self.catalogue.kinds[kind].references
            by_name = {pointed: self._ids_by_name(pointed) for pointed in references.values()}
            for read, reader in rows.values():
                for name, pointed in references.items():
                    if name in read.facts or name in read.through:
                        self._resolve_one(read, reader, name, pointed, by_name[pointed])
        for kind, id_, fact in self._contradicted:
            self.mentioned[kind][id_].pop(fact, None)

    def _resolve_one(
        self,
        read: RowRead,
        reader: SheetReader,
        name: str,
        pointed: SubjectKind,
        by_name: dict[str, list[str]],
    ) -> None:
        through = read.through.get(name, ())
        stated = read.facts.get(name)
        if name not in read.facts:
            # Named in a column such as 用人单位.名称, or not named at all.
            names = [value for fact, value, _ in through if fact in NAMES]
            stated = names[0] if names else f"{read.id}·{name}"
        if stated is None:
            return
        if isinstance(stated, list):
            found = [self._find(read, reader, str(one), pointed, by_name) for one in stated]
            read.facts[name] = [one for one in found if one is not None]
            return
        id_ = self._find(read, reader, str(stated), pointed, by_name)
        if id_ is None:
            del read.facts[name]
            return
        read.facts[name] = id_
        for fact, value, column in through:
            self._state(read, reader, (pointed, id_, fact), value, column.label)

    def _find(
        self,
        read: RowRead,
        reader: SheetReader,
        text: str,
        pointed: SubjectKind,
        by_name: dict[str, list[str]],
    ) -> str | None:
        table = self.rows.get(pointed)
        if table is None:
            self.mentioned[pointed].setdefault(text, {})
            return text
        if text in table:
            return text
        named = by_name.get(text, [])
        if len(named) == 1:
            return named[0]
        parameters = {"text": text, "table": self.catalogue.kinds[pointed].table.zh}
        code = "reference-unclear" if named else "reference-unknown"
        reader.report(Severity.WARNING, Remark(code, parameters), read.number)
        return None

    def _ids_by_name(self, kind: SubjectKind) -> dict[str, list[str]]:
        ids: dict[str, list[str]] = defaultdict(list)
        for id_, (read, _) in self.rows.get(kind, {}).items():
            for fact in NAMES:
                if isinstance(name := read.facts.get(fact), str):
                    ids[name].append(id_)
        return ids

    def _state(
        self,
        read: RowRead,
        reader: SheetReader,
        key: tuple[SubjectKind, str, str],
        value: object,
        label: str,
    ) -> None:
        kind, id_, fact = key
        row = self.rows.get(kind, {}).get(id_)
        facts = row[0].facts if row is not None else self.mentioned[kind].setdefault(id_, {})
        before = facts.setdefault(fact, value)
        here = reader.place(read.number, label).text()
        other = self._stated_at.setdefault(
            key, row[1].place(row[0].number).text() if row is not None else here
        )
        if before == value:
            return
        if row is None:
            # Two rows disagree and neither is the authority: nobody is paid on either.
            self._contradicted.add(key)
        parameters = {
            "text": id_,
            "fact": fact,
            "stated": str(value),
            "before": str(before),
            "other": other,
        }
        reader.report(
            Severity.ERROR, Remark("reference-contradicts", parameters), read.number, label
        )


def _report_twice(read: RowRead, reader: SheetReader, first: tuple[RowRead, SheetReader]) -> None:
    before, before_reader = first
    for number, other, where in (
        (read.number, before.number, reader),
        (before.number, read.number, before_reader),
    ):
        remark = Remark("id-twice", {"text": read.id, "other": str(other)})
        if not any(_same(problem, number, remark) for problem in where.problems[-2:]):
            where.report(Severity.ERROR, remark, number)


def _same(problem: Problem, number: int, remark: Remark) -> bool:
    return problem.place.row == number and problem.remark == remark

"""What applying a row of a list of records would do: add, change, nothing, refuse, or ask.

A cell that says what the exports write for the record changes nothing, however else it might be
read: an export that comes back changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from huizhi.kernel.errors import HuizhiError, OutOfScope
from huizhi.kernel.lists.cells import Cell, typed
from huizhi.kernel.lists.declarations import RecordDeclaration
from huizhi.kernel.lists.fields import LANGUAGES, Field, Sources, bound_of, cell_of, column_of
from huizhi.kernel.lists.intake import Intake
from huizhi.kernel.lists.kinds import CellProblem, Decided, Decisions, RowPlan
from huizhi.kernel.lists.models import Decision, RowOutcome
from huizhi.kernel.lists.rows import COUNTY, ReadCell, RecordRow
from huizhi.kernel.models import User
from huizhi.kernel.scope import scope_of


@dataclass
class RecordPlan(RowPlan):
    """A row with what applying it does; `values` are those that are new or differ."""

    row: RecordRow
    record: Any = None
    values: dict[str, Any] = field(default_factory=dict)


class RecordPlanner:
    """Plans rows of one list for one user. A row is planned anew when it is applied."""

    def __init__(self, kind: RecordDeclaration, intake: Intake) -> None:
        self._kind = kind
        self._intake = intake
        self._county = scope_of(intake.actor).county
        self._sources = Sources(intake.actor, kind.lookups)
        self._cells: dict[str, Cell] = {}

    def plan(self, rows: Sequence[RecordRow], decisions: Decisions) -> list[RecordPlan]:
        """Return a plan for each row, with few queries for all of them."""
        registry = _Registry(self._kind, self._intake.actor, rows)
        return [self._plan(row, registry, decisions.get(row.key)) for row in rows]

    def apply(self, plans: Sequence[RecordPlan]) -> None:
        """Add and change records; what a service refuses after all goes back to the clerk."""
        for plan in plans:
            if plan.outcome not in (RowOutcome.ADDED, RowOutcome.CHANGED):
                continue
            if plan.row.waits:
                # The row that it waited for did not go in.
                for place in plan.row.awaited.values():
                    plan.refuse(" ".join(problem.message for problem in place.problems))
                continue
            try:
                with transaction.atomic():
                    if plan.outcome == RowOutcome.ADDED:
                        record = self._kind.add(self._intake, plan.row, plan.values)
                        plan.subject_id = record.pk
                    else:
                        self._kind.change(self._intake, plan.row, plan.values, plan.record)
            except HuizhiError as error:
                plan.refuse(str(error))

    def _plan(self, row: RecordRow, registry: _Registry, decided: Decided | None) -> RecordPlan:
        if not row.name:
            return self._refused(row, self._missing(self._kind.name_field))
        if against := registry.against(row):
            return self._refused(row, against)
        alike = registry.alike(row)
        candidates = [record.pk for record in alike]
        if decided is not None and decided.decision == Decision.LEAVE_OUT:
            return RecordPlan(
                row, RowOutcome.LEFT_OUT, None, candidates, problems=list(row.problems)
            )
        if decided is not None and decided.decision == Decision.ANOTHER:
            alike = []
        elif decided is not None:
            alike = [record for record in alike if record.pk == decided.subject_id]
        if len(alike) > 1:
            text = _(
                "Several records have this name. Say which of them the row is about, or give its "
                "reference."
            )
            return RecordPlan(
                row,
                RowOutcome.UNDECIDED,
                candidates=candidates,
                problems=[*row.problems, CellProblem(text)],
            )
        plan = self._change(row, alike[0]) if alike else self._add(row)
        plan.candidates = candidates
        return plan

    def _add(self, row: RecordRow) -> RecordPlan:
        values = dict(row.values)
        if self._county is not None and self._kind.has_field(COUNTY):
            values.setdefault(COUNTY, self._county)
        problems = [*row.problems, *self._pass_over(row, values)]
        plan = RecordPlan(row, RowOutcome.ADDED, values=values, problems=problems)
        for one in self._kind.fields:
            given = values.get(one.name)
            if one.required and given in (None, "") and not self._is_wrong(row, one.name):
                plan.problems.append(CellProblem(self._missing(one.name)))
        plan.problems += self._problems_of_references(row, values, None)
        plan.changes = [
            self._told(name, value)
            for name, value in values.items()
            if name != self._kind.name_field
        ]
        plan.changes += self._awaited(row, None)
        return self._checked(plan)

    def _change(self, row: RecordRow, record: Any) -> RecordPlan:
        known = {
            name
            for name, place in row.cells.items()
            if self._says_what_is_known(record, name, place)
        }
        forgiven = [problem for name in known for problem in row.cells[name].problems]
        problems = [problem for problem in row.problems if problem not in forgiven]
        values = {
            name: value
            for name, value in row.values.items()
            if name not in known and not _equal(self._kind.current_value(record, name), value)
        }
        problems += self._pass_over(row, values)
        self._loosen_bounds(row, values, record)
        problems += self._problems_of_references(row, values, record)
        plan = RecordPlan(
            row,
            RowOutcome.CHANGED if values or row.waits else RowOutcome.SAME,
            record.pk,
            problems=problems,
            record=record,
            values=values,
        )
        plan.changes = [
            self._told(name, value, before=self._before(record, name))
            for name, value in values.items()
        ]
        plan.changes += self._awaited(row, record)
        return self._checked(plan)

    def _told(self, name: str, value: Any, *, before: str = "") -> dict[str, str]:
        """Return what the preview says of a column."""
        return {
            "fact": self._kind.label(name),
            "before": before,
            "after": self._cell(name).text(value),
        }

    def _awaited(self, row: RecordRow, record: Any) -> list[dict[str, str]]:
        """Return what the preview says of the records that another row adds."""
        return [
            {
                "fact": self._kind.label(name),
                "before": self._before(record, name) if record is not None else "",
                "after": typed(place.raw),
            }
            for name, place in row.awaited.items()
        ]

    def _pass_over(self, row: RecordRow, values: dict[str, Any]) -> list[CellProblem]:
        """Take out what only explains a column that stays as it is; return a note on each."""
        notes = []
        for one in self._kind.fields:
            if one.explains and one.explains not in values and values.pop(one.name, None):
                text = _("This counts only where “{fact}” is new or changes, and is passed over.")
                said = text.format(fact=self._kind.label(one.explains))
                place = row.cells[one.name]
                notes.append(CellProblem(said, place.label, place.index, grave=False))
        return notes

    def _loosen_bounds(self, row: RecordRow, values: dict[str, Any], record: Any) -> None:
        """Let a number that was known as a bound, and is now given anew, be exact."""
        for name in list(values):
            bound = bound_of(self._kind.model, self._kind.field_named(name))
            if bound and self._kind.has_field(bound) and bound not in row.values:
                exact = column_of(self._kind.model, self._kind.field_named(bound)).default
                if self._kind.current_value(record, bound) != exact:
                    values[bound] = exact

    def _checked(self, plan: RecordPlan) -> RecordPlan:
        """Return the plan, refused where a cell, the scope or the services stand against it."""
        refused = any(one.grave for one in plan.problems)
        # A row that waits is checked when what it waits for is there.
        if not refused and not plan.row.waits and plan.outcome != RowOutcome.SAME:
            try:
                self._check_county(plan)
                self._kind.check(self._intake, plan.row, plan.values, plan.record)
            except HuizhiError as error:
                plan.problems.append(CellProblem(str(error)))
        if any(one.grave for one in plan.problems):
            plan.outcome, plan.changes = RowOutcome.REFUSED, []
        return plan

    def _check_county(self, plan: RecordPlan) -> None:
        if self._county is None:
            return
        if self._kind.counties(self._intake, plan.values, plan.record) != {self._county}:
            raise OutOfScope(_("This record belongs to another county than yours."))

    def _problems_of_references(
        self, row: RecordRow, values: Mapping[str, Any], record: Any
    ) -> Iterable[CellProblem]:
        """Refuse new references to records that the user may not see."""
        for name, value in values.items():
            pointed = self._kind.pointed(name)
            if pointed is None or value is None:
                continue
            names = self._sources.names(pointed)
            before = self._kind.current_value(record, name) if record is not None else ()
            known = set(before) if isinstance(before, tuple) else {before}
            keys = value if isinstance(value, tuple) else (value,)
            for key in keys:
                if key not in known and not names.holds(key):
                    place = row.cells[name]
                    text = _("“{name}” belongs to another county than yours.")
                    yield CellProblem(text.format(name=names.shown(key)), place.label, place.index)

    def _says_what_is_known(self, record: Any, name: str, place: ReadCell) -> bool:
        if not isinstance(place.raw, str):
            return False
        words, one = place.raw.split(), self._kind.field_named(name)
        # The export may have been made in the other language.
        for language in LANGUAGES.values():
            with override(language):
                written = written_value(record, one)
                if written is not None and words == str(written).split():
                    return True
        return False

    def _is_wrong(self, row: RecordRow, name: str) -> bool:
        place = row.cells.get(name)
        return place is not None and any(one.grave for one in place.problems)

    def _before(self, record: Any, name: str) -> str:
        if self._kind.pointed(name) is not None:
            return str(written_value(record, self._kind.field_named(name)) or "")
        return self._cell(name).text(self._kind.current_value(record, name))

    def _cell(self, name: str) -> Cell:
        if name not in self._cells:
            one = self._kind.field_named(name)
            self._cells[name] = cell_of(self._kind.model, one, self._sources)
        return self._cells[name]

    def _missing(self, name: str) -> str:
        return _("“{fact}” is missing.").format(fact=self._kind.label(name))

    def _refused(self, row: RecordRow, text: str) -> RecordPlan:
        return RecordPlan(row, RowOutcome.REFUSED, problems=[*row.problems, CellProblem(text)])


class _Registry:
    """The records that some rows may be about."""

    def __init__(self, kind: RecordDeclaration, actor: User, rows: Sequence[RecordRow]) -> None:
        self._kind = kind
        self._by_name: dict[str, list[Any]] = {}
        self._by_key: dict[tuple[str, str], Any] = {}
        self._held = self._all_held(rows)
        for record in kind.rows_for(actor).filter(kind.wanted(rows)).order_by("pk").distinct():
            name = kind.compared(getattr(record, kind.name_column))
            self._by_name.setdefault(name, []).append(record)
            for key in kind.keys:
                if value := getattr(record, key):
                    self._by_key[key, value] = record

    def against(self, row: RecordRow) -> str:
        """Return what the keys of a row say against it, empty where nothing."""
        found = {}
        for key in self._kind.keys:
            value = str(row.values.get(key) or "")
            record = self._by_key.get((key, value))
            if record is not None:
                found[record.pk] = record
            elif (key, value) in self._held:
                text = _("“{value}” is that of a record in another county or of another office.")
                return text.format(value=value)
        if len(found) > 1:
            names = "、".join(str(record) for record in found.values())
            return _("The codes of this row are those of several records: {names}.").format(
                names=names
            )
        return ""

    def alike(self, row: RecordRow) -> list[Any]:
        """Return the records that a row may be about: one, where it is certain."""
        for key in self._kind.keys:
            found = self._by_key.get((key, row.values.get(key, "")))
            if found is not None:
                return [found]
        named = [
            record
            for record in self._by_name.get(self._kind.compared(row.name), ())
            # Two different references are two records.
            if not any(row.values.get(key) and getattr(record, key) for key in self._kind.keys)
        ]
        alike = self._of_county(named, row) if self._kind.has_field(COUNTY) else named
        for name in self._kind.told_apart_by:
            value = row.values.get(name)
            held = [(record, self._kind.current_value(record, name)) for record in alike]
            alike = [record for record, own in held if own == value] or [
                record
                for record, own in held
                if own is None or (value is None and name not in row.awaited)
            ]
        return alike

    def _of_county(self, named: list[Any], row: RecordRow) -> list[Any]:
        county = row.values.get(COUNTY)
        here = [record for record in named if record.county_id == county]
        # A row that names no county may mean a record of any.
        return here if here or county is not None else named

    def _all_held(self, rows: Sequence[RecordRow]) -> set[tuple[str, str]]:
        """Return the keys of the rows that any record has, the user's or not."""
        held: set[tuple[str, str]] = set()
        for key in self._kind.keys:
            given = {row.values[key] for row in rows if row.values.get(key)}
            found = self._kind.model._default_manager.filter(**{f"{key}__in": given})
            held |= {(key, value) for value in found.values_list(key, flat=True)}
        return held


def written_value(record: Any, one: Field) -> Any:
    """Return what the exports write for a record."""
    value = record
    for part in one.written.split("."):
        value = value.get(part) if isinstance(value, Mapping) else getattr(value, part, None)
        value = value() if callable(value) else value
    return value


def _equal(before: Any, after: Any) -> bool:
    if isinstance(after, tuple):
        return set(before) == set(after)
    return bool(before == after)

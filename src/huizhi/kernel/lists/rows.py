"""A row of a list of records as it was read: what stands where, and what was wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from huizhi.kernel.lists.kinds import CellProblem, ReadRow

NAME, COUNTY, SOURCE = "name", "county", "source"


@dataclass(frozen=True)
class ReadCell:
    """A cell of a row: where it stands, what is written in it, and what was wrong or to say.

    `unknown` says that it names a record that is not there.
    """

    label: str
    index: int
    raw: object
    problems: tuple[CellProblem, ...] = ()
    unknown: bool = False


@dataclass
class RecordRow(ReadRow):
    """One row of a list of records. `values` are by the names of fields.

    `name_field` is the field that says what the row is about. `awaited` are the cells that name a
    record which another row of the list adds, by the names of their fields.
    """

    name_field: str = NAME
    cells: dict[str, ReadCell] = field(default_factory=dict)
    awaited: dict[str, ReadCell] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the row is about, as far as it could be read."""
        return str(self.values.get(self.name_field) or "")

    @property
    def waits(self) -> bool:
        """Whether a record that it names is still to be added."""
        return bool(self.awaited)

    def wait_for(self, name: str) -> None:
        """Let the row wait until the record that the cell of a field names is there."""
        place = self.awaited[name] = self.cells.pop(name)
        self.problems = [problem for problem in self.problems if problem not in place.problems]

    def said(self, name: str) -> str:
        """Return what the row says of a field, to compare it with what other rows say."""
        awaited = self.awaited.get(name)
        return str(self.values.get(name) if awaited is None else awaited.raw)

    def refuse_cell(self, name: str, message: str) -> None:
        """Say what is wrong with the cell of a field."""
        place = self.cells[name]
        problem = CellProblem(message, place.label, place.index)
        self.problems.append(problem)
        self.cells[name] = replace(place, problems=(*place.problems, problem))

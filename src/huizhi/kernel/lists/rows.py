"""A row of a list of records as it was read: what stands where, and what was wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from huizhi.kernel.lists.kinds import CellProblem, ReadRow

NAME, COUNTY = "name", "county"


@dataclass(frozen=True)
class ReadCell:
    """A cell of a row: where it stands, what is written in it, and what was wrong or to say."""

    label: str
    index: int
    raw: object
    problems: tuple[CellProblem, ...] = ()


@dataclass
class RecordRow(ReadRow):
    """One row of a list of records. `values` are by the names of fields.

    `name_field` is the field that says what the row is about.
    """

    name_field: str = NAME
    cells: dict[str, ReadCell] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the row is about, as far as it could be read."""
        return str(self.values.get(self.name_field) or "")

    def refuse_cell(self, name: str, message: str) -> None:
        """Say what is wrong with the cell of a field."""
        place = self.cells[name]
        problem = CellProblem(message, place.label, place.index)
        self.problems.append(problem)
        self.cells[name] = replace(place, problems=(*place.problems, problem))

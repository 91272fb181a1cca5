"""The facts of an organisation, base, project or platform as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from huizhi.kernel import facts
from huizhi.kernel.fact_values import from_json
from huizhi.kernel.models import Fact
from huizhi.people.queries import subject_names
from huizhi.people.wording import fact_label, fact_text
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind


@dataclass(frozen=True)
class FactRow:
    """A recorded fact in words. `row` carries source, validity and the log entry that made it."""

    label: str
    text: str
    row: Fact

    @property
    def in_force(self) -> bool:
        """Whether it is known now; false for one that was superseded."""
        return self.row.superseded_id is None


def fact_rows(*, kind: SubjectKind, subject_id: int) -> list[FactRow]:
    """Return all facts ever recorded of a subject, in the catalogue's order, newest first."""
    catalogue = load_catalogue().kinds[kind]
    rows = [
        row
        for row in facts.history(kind=kind, subject_id=subject_id)
        if row.name in catalogue.facts
    ]
    wanted: dict[SubjectKind, set[int]] = {}
    for row in rows:
        of = catalogue.references.get(row.name)
        if of is not None and row.value is not None:
            wanted.setdefault(of, set()).add(row.value)
    names = {of: subject_names(of, numbers) for of, numbers in wanted.items()}
    order = {name: place for place, name in enumerate(catalogue.facts)}
    found = []
    for row in sorted(rows, key=lambda row: order[row.name]):
        fact = catalogue.facts[row.name]
        of = fact.type.kind
        text = fact_text(fact, from_json(fact, row.value), names.get(of) if of else None)
        found.append(FactRow(fact_label(fact), text, row))
    return found

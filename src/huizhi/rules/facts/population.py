"""Subjects with the facts that are stated about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from huizhi.rules.subjects import SubjectKind, SubjectRef

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Population:
    """Stated facts by kind and id; a reference is the id of the other subject.

    Values are str, bool, int, Decimal, datetime.date, lists of them, and dicts for records, keyed
    by the Chinese names of the catalogue. None is "known to be absent"; a fact that nobody knows
    has no key.
    """

    facts: Mapping[SubjectKind, Mapping[str, Facts]] = field(default_factory=dict)

    def find(self, kind: SubjectKind, id: str) -> Facts | None:
        """Return what is stated about a subject, or None where nobody knows it."""
        return self.facts.get(kind, {}).get(id)

    def subjects(self, kind: SubjectKind) -> Iterator[SubjectRef]:
        """Yield every subject of a kind, in the order given."""
        for id in self.facts.get(kind, {}):
            yield SubjectRef(kind, id)

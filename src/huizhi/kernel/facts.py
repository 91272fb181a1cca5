"""The one door to facts: recording, replacing, and reading as of a date and as known then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from huizhi.kernel import audit, clock
from huizhi.kernel.models import AuditEntry, Fact, User
from huizhi.rules.subjects import SubjectKind


@dataclass(frozen=True)
class StatedFact:
    """A fact somebody states. `value` is JSON as the catalogue's type is stored; None: absent."""

    kind: SubjectKind
    subject_id: int
    name: str
    value: Any
    source: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    confirmed_by: User | None = field(default=None, compare=False)


def record(*, actor: User, stated: Sequence[StatedFact], action: str = "facts.record") -> int:
    """Record facts of one transaction; return how many were new.

    A fact that says what is already known changes nothing, unless it confirms what nobody has
    confirmed. One that says something else for a time that overlaps a known one supersedes it, and
    the parts of the old validity that it leaves over are recorded anew. One audit entry is written
    for each subject.
    """
    current = _current_by_key(stated)
    new = _new_among(stated, current)
    if not new:
        return 0
    by_subject: dict[tuple[str, int], list[StatedFact]] = {}
    for fact in new:
        by_subject.setdefault((fact.kind.value, fact.subject_id), []).append(fact)
    changes = [
        audit.Change(action, kind, str(number), {"facts": [f.name for f in facts]})
        for (kind, number), facts in by_subject.items()
    ]
    entries = dict(zip(by_subject, audit.append_many(actor=actor, changes=changes), strict=True))
    rows: list[Fact] = []
    for fact in new:
        entry = entries[fact.kind.value, fact.subject_id]
        rows += _supersede(fact, current.get(_key(fact), ()), entry)
        rows.append(_row(fact, entry))
    Fact.objects.bulk_create(rows, batch_size=2000)
    return len(new)


def find_new(*, stated: Sequence[StatedFact]) -> list[StatedFact]:
    """Return the facts that `record` would record now, in order, without recording any."""
    return _new_among(stated, _current_by_key(stated))


def known(
    *, on: dt.date, position: int | None = None, kind: SubjectKind | None = None
) -> QuerySet[Fact]:
    """Return the facts valid on a date, as known at a position of the log (None: as known now)."""
    rows = Fact.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gt=on)
    )
    if kind is not None:
        rows = rows.filter(subject_kind=kind)
    if position is None:
        return rows.filter(superseded=None)
    return rows.filter(
        Q(superseded=None) | Q(superseded_id__gt=position), recorded_id__lte=position
    )


def history(*, kind: SubjectKind, subject_id: int) -> QuerySet[Fact]:
    """Return every fact ever recorded of a subject, newest first, with who said so."""
    rows = Fact.objects.filter(subject_kind=kind, subject_id=subject_id)
    return rows.select_related("recorded", "superseded", "confirmed_by").order_by(
        "name", "-recorded_id"
    )


_Key = tuple[str, int, str]


def _key(fact: StatedFact | Fact) -> _Key:
    kind = fact.kind.value if isinstance(fact, StatedFact) else fact.subject_kind
    return kind, fact.subject_id, fact.name


def _current_by_key(stated: Iterable[StatedFact]) -> dict[_Key, list[Fact]]:
    ids: dict[str, set[int]] = {}
    for fact in stated:
        ids.setdefault(fact.kind.value, set()).add(fact.subject_id)
    found: dict[_Key, list[Fact]] = {}
    for kind, numbers in ids.items():
        ordered = sorted(numbers)
        for first in range(0, len(ordered), 500):
            rows = Fact.objects.filter(
                subject_kind=kind, subject_id__in=ordered[first : first + 500], superseded=None
            )
            for row in rows:
                found.setdefault(_key(row), []).append(row)
    return found


def _new_among(
    stated: Iterable[StatedFact], current: Mapping[_Key, Sequence[Fact]]
) -> list[StatedFact]:
    return [fact for fact in stated if not _is_known(fact, current.get(_key(fact), ()))]


def _is_known(fact: StatedFact, rows: Sequence[Fact]) -> bool:
    """Say whether a current row already states this value for at least this time."""
    return any(
        row.value == fact.value
        and (fact.confirmed_by is None or row.confirmed_by_id is not None)
        and _starts_no_later(row.valid_from, fact.valid_from)
        and _ends_no_earlier(row.valid_to, fact.valid_to)
        for row in rows
    )


def _starts_no_later(first: dt.date | None, second: dt.date | None) -> bool:
    return first is None or (second is not None and first <= second)


def _ends_no_earlier(first: dt.date | None, second: dt.date | None) -> bool:
    return first is None or (second is not None and first >= second)


def _overlaps(row: Fact, fact: StatedFact) -> bool:
    starts_in_time = (
        row.valid_to is None or fact.valid_from is None or fact.valid_from < row.valid_to
    )
    ends_in_time = fact.valid_to is None or row.valid_from is None or row.valid_from < fact.valid_to
    return starts_in_time and ends_in_time


def _supersede(fact: StatedFact, rows: Sequence[Fact], entry: AuditEntry) -> list[Fact]:
    """Close the rows that the new fact overlaps; return what of their validity is left over."""
    left: list[Fact] = []
    for row in rows:
        if not _overlaps(row, fact):
            continue
        Fact.objects.filter(pk=row.pk).update(superseded=entry)
        if not _starts_no_later(fact.valid_from, row.valid_from):
            left.append(_copy(row, entry, row.valid_from, fact.valid_from))
        if not _ends_no_earlier(fact.valid_to, row.valid_to):
            left.append(_copy(row, entry, fact.valid_to, row.valid_to))
    return left


def _copy(row: Fact, entry: AuditEntry, start: dt.date | None, end: dt.date | None) -> Fact:
    return Fact(
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        name=row.name,
        value=row.value,
        valid_from=start,
        valid_to=end,
        recorded=entry,
        source=row.source,
        confirmed_by_id=row.confirmed_by_id,
        confirmed_at=row.confirmed_at,
    )


def _row(fact: StatedFact, entry: AuditEntry) -> Fact:
    return Fact(
        subject_kind=fact.kind.value,
        subject_id=fact.subject_id,
        name=fact.name,
        value=fact.value,
        valid_from=fact.valid_from,
        valid_to=fact.valid_to,
        recorded=entry,
        source=fact.source[:200],
        confirmed_by=fact.confirmed_by,
        confirmed_at=clock.now() if fact.confirmed_by else None,
    )

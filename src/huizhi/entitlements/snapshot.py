"""Snapshots: the facts a run is made from, as known at a position of the log, in Parquet.

One row per fact: kind and id of the subject, name, value as JSON, and the number of the record it
came from. Facts are never updated, so a lost snapshot can be taken again and is the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from huizhi.entitlements.errors import SnapshotChanged
from huizhi.entitlements.models import Run
from huizhi.kernel import facts
from huizhi.kernel.fact_values import from_json
from huizhi.rules.facts.model import REFERENCE_DEPTH, Catalogue, Fact, FactType
from huizhi.rules.facts.population import Population
from huizhi.rules.subjects import SubjectKind, SubjectRef

ROWS_AT_ONCE = 20_000
SUBJECTS_AT_ONCE = 500
SCHEMA = pa.schema(
    [
        ("kind", pa.dictionary(pa.int8(), pa.string())),
        ("id", pa.int64()),
        ("name", pa.dictionary(pa.int16(), pa.string())),
        ("value", pa.string()),
        ("record", pa.int64()),
    ]
)

# One thread: the web server's threads share few cores. Nothing is fetched from outside.
DUCKDB = {"threads": 1, "autoinstall_known_extensions": False, "autoload_known_extensions": False}
_FACTS_OF_SUBJECTS = """
    SELECT kind, id, name, value, record FROM read_parquet($1)
    WHERE (kind, id) IN (SELECT unnest($2), unnest($3))
"""

Row = tuple[str, int, str, str, int]
_Found = tuple[SubjectKind, str, str, str, int]


@dataclass(frozen=True)
class Snapshot:
    """Facts read back. `records` gives the number of the record each value came from."""

    population: Population
    records: Mapping[tuple[SubjectKind, str, str], int] = field(default_factory=dict)


def take(*, run: Run, beat: Callable[[], object] = lambda: None) -> str:
    """Write the snapshot of a run, whole or not at all; return the fingerprint of its facts.

    `beat` is called after each part written. The file is readable by its owner only.
    """
    path = run.snapshot_path
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = draft_path(run)
    digest = hashlib.sha256()
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file, pq.ParquetWriter(file, SCHEMA) as writer:
            for rows in _parts(run.as_of, run.log_position):
                for row in rows:
                    digest.update("\t".join(map(str, row[:4])).encode() + b"\n")
                columns = list(zip(*rows, strict=True))
                arrays = [
                    pa.array(column, kind.type)
                    for column, kind in zip(columns, SCHEMA, strict=True)
                ]
                writer.write_batch(pa.record_batch(arrays, schema=SCHEMA))
                beat()
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return digest.hexdigest()


def draft_path(run: Run) -> Path:
    """Return where the snapshot grows until it is whole."""
    return run.snapshot_path.with_suffix(f".{run.attempt or 'again'}.draft")


def remove(run: Run) -> None:
    """Remove the files of a run that came to nothing."""
    for path in (run.snapshot_path, draft_path(run)):
        path.unlink(missing_ok=True)


def read(*, run: Run, catalogue: Catalogue) -> Population:
    """Return every subject of a run's snapshot; facts the catalogue does not know are left out."""
    return _population(_rows_of_file(run.snapshot_path), catalogue)


def read_known(*, on: dt.date, position: int, catalogue: Catalogue) -> Population:
    """Return every subject by the facts known at a position of the log and valid on a day."""
    parts = _parts(on, position)
    return _population((row[:4] for part in parts for row in part), catalogue)


def read_subject(*, run: Run, catalogue: Catalogue, subject: SubjectRef) -> Snapshot:
    """Return one subject of a run's snapshot and those it refers to.

    A snapshot that is gone is taken again. Errors: `SnapshotChanged` when it then differs.
    """
    if not run.snapshot_path.exists():
        retake(run)
    path = run.snapshot_path
    return _gather(lambda waiting: _rows_of(path, waiting), catalogue, subject)


def read_now(*, on: dt.date, catalogue: Catalogue, subject: SubjectRef) -> Snapshot:
    """Return one subject and those it refers to by the facts known now and valid on a day."""
    return _gather(lambda waiting: _known_rows(on, waiting), catalogue, subject)


def retake(run: Run) -> None:
    """Take the snapshot of a complete run again from the facts as they were known then."""
    if take(run=run) != run.snapshot_fingerprint:
        run.snapshot_path.unlink()
        raise SnapshotChanged(
            _(
                "The facts known at position {position} of the log are no longer those that run"
                " {run} was made from. Check the audit log, then start a new run."
            ).format(position=run.log_position, run=run.pk)
        )


def _population(rows: Iterable[tuple[str, int, str, str]], catalogue: Catalogue) -> Population:
    """Return subjects from rows of kind, id, name and value."""
    found: dict[SubjectKind, dict[str, dict[str, Any]]] = {}
    decode = _Decoder(catalogue)
    for kind_name, number, name, value in rows:
        kind = SubjectKind(kind_name)
        stated = found.setdefault(kind, {}).setdefault(str(number), {})
        with suppress(_UnknownFact):
            stated[name] = decode(kind, name, value)
    return Population(found)


def _rows_of_file(path: Path) -> Iterator[tuple[str, int, str, str]]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROWS_AT_ONCE, columns=["kind", "id", "name", "value"]):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _gather(
    rows_of: Callable[[set[SubjectRef]], Iterable[_Found]],
    catalogue: Catalogue,
    subject: SubjectRef,
) -> Snapshot:
    """Return a subject and those it refers to, as deep as references lead."""
    decode = _Decoder(catalogue)
    found: dict[SubjectKind, dict[str, dict[str, Any]]] = {}
    records: dict[tuple[SubjectKind, str, str], int] = {}
    waiting = {subject}
    for _depth in range(REFERENCE_DEPTH + 1):
        for kind, name, number, value, record in rows_of(waiting):
            with suppress(_UnknownFact):
                stated = found.setdefault(kind, {}).setdefault(number, {})
                stated[name] = decode(kind, name, value)
                records[kind, number, name] = record
        waiting = {
            ref for ref in _references(found, catalogue) if ref.id not in found.get(ref.kind, {})
        }
        if not waiting:
            break
    return Snapshot(Population(found), records)


class _UnknownFact(Exception):
    """A recorded fact that neither the catalogue nor the pack names."""


class _Decoder:
    """Turns JSON of the store into values of a population, once per distinct text."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._decoded: dict[tuple[SubjectKind, str, str], Any] = {}

    def __call__(self, kind: SubjectKind, name: str, value: str) -> Any:
        key = (kind, name, value)
        if key not in self._decoded:
            fact = self._catalogue.fact(kind, name)
            if fact is None:
                raise _UnknownFact(name)
            stored = from_json(fact, json.loads(value))
            self._decoded[key] = _with_text_ids(fact, fact.type, stored)
        return self._decoded[key]


def _with_text_ids(fact: Fact, type_: FactType, value: Any) -> Any:
    """Return the value with references as text: the rules name subjects by text."""
    if value is None:
        return None
    if type_.element is not None:
        return [_with_text_ids(fact, type_.element, item) for item in value]
    if type_.name == "reference":
        return str(value)
    return value


def _parts(on: dt.date, position: int | None) -> Iterator[list[Row]]:
    """Yield the facts known at a position and valid on a day, in one fixed order.

    Each part is a query of its own: a read held open would keep SQLite from writing in between.
    """
    known = facts.known(on=on, position=position)
    for kind in SubjectKind:
        bounds = known.filter(subject_kind=kind).aggregate(
            first=Min("subject_id"), last=Max("subject_id")
        )
        if bounds["first"] is None:
            continue
        for start in range(bounds["first"], bounds["last"] + 1, SUBJECTS_AT_ONCE):
            end = start + SUBJECTS_AT_ONCE - 1
            rows = known.filter(subject_kind=kind, subject_id__range=(start, end)).order_by()
            found = rows.values_list("subject_kind", "subject_id", "name", "value", "pk")
            part = [(*row[:3], _canonical(row[3]), row[4]) for row in found]
            if part:
                yield sorted(part, key=lambda row: row[:3])


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _known_rows(on: dt.date, subjects: Iterable[SubjectRef]) -> Iterator[_Found]:
    """Yield kind, name, id, value and record of every fact of some subjects, as known now."""
    numbers: dict[SubjectKind, list[int]] = {}
    for ref in subjects:
        if ref.id.isdecimal():
            numbers.setdefault(ref.kind, []).append(int(ref.id))
    for kind, wanted in numbers.items():
        rows = facts.known(on=on, kind=kind).filter(subject_id__in=wanted)
        for number, name, value, record in rows.values_list("subject_id", "name", "value", "pk"):
            yield kind, name, str(number), _canonical(value), record


def _rows_of(path: Path, subjects: Iterable[SubjectRef]) -> Iterator[_Found]:
    """Yield kind, name, id, value and record of every fact of some subjects.

    DuckDB reads the parts of the file that hold these subjects, not the file.
    """
    wanted = sorted((ref.kind.value, int(ref.id)) for ref in subjects if ref.id.isdecimal())
    if not wanted:
        return
    kinds, numbers = (list(column) for column in zip(*wanted, strict=True))
    with duckdb.connect(config=DUCKDB) as database:
        rows = database.execute(_FACTS_OF_SUBJECTS, [str(path), kinds, numbers]).fetchall()
    for kind, number, name, value, record in rows:
        yield SubjectKind(kind), name, str(number), value, record


def _references(
    found: Mapping[SubjectKind, Mapping[str, Mapping[str, Any]]], catalogue: Catalogue
) -> Iterator[SubjectRef]:
    """Yield the subjects that the facts found so far refer to."""
    for kind, subjects in found.items():
        references = catalogue.kinds[kind].references
        for stated in subjects.values():
            for name, target in references.items():
                if isinstance(stated.get(name), str):
                    yield SubjectRef(target, stated[name])

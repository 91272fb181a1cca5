"""Making a run: snapshot of the facts, every subject evaluated, results written in parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from huizhi.entitlements import lifecycle, snapshot, writing
from huizhi.entitlements.models import Run
from huizhi.entitlements.writing import Marks
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.models import Region
from huizhi.policies.queries import parsed
from huizhi.rules.evaluation.evaluator import Evaluator
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.model import Catalogue
from huizhi.rules.facts.population import Population
from huizhi.rules.packs.model import Pack
from huizhi.rules.subjects import SubjectKind, SubjectRef

Progress = Callable[[int, int], None]

NAMES = {SubjectKind.PERSON: "姓名"}
OTHER_NAME = "名称"
COUNTY = "县区"
TIER = "人才层次"
UNNAMED = "—"


def carry_out(*, run_id: int, progress: Progress | None = None) -> Run:
    """Make a queued run and return it complete.

    Whatever goes wrong on the way, nothing of the run stays but its record with the reason; the
    error is raised again. `progress` is told (subjects done, subjects).
    """
    lifecycle.sweep()
    run = lifecycle.begin(run_id)
    try:
        fingerprint = snapshot.take(run=run, beat=lambda: lifecycle.beat(run))
        subjects = _evaluate(run, progress or (lambda done, total: None))
        return lifecycle.complete(run, subjects=subjects, snapshot_fingerprint=fingerprint)
    except BaseException as error:
        said = isinstance(error, HuizhiError)
        text = str(error) if said else _("Unexpected error: {error}").format(error=repr(error))
        lifecycle.give_up(run, message=text)
        raise


def catalogue_for(pack: Pack) -> Catalogue:
    """Return the facts that a pack's policies may name."""
    return pack.catalogue(load_catalogue())


def _evaluate(run: Run, progress: Progress) -> int:
    """Evaluate every subject that a benefit is for and write the results; return how many."""
    pack = parsed(run.pack_version)
    catalogue = catalogue_for(pack)
    evaluator = Evaluator(pack, catalogue, run.as_of)
    population = snapshot.read(run=run, catalogue=catalogue)
    subjects = subjects_of([pack], population, run.as_of)
    marker = Marker(population, catalogue)
    rows: list[writing.Row] = []
    for done, subject in enumerate(subjects, 1):
        marks = marker.marks_of(subject)
        for answer in evaluator.evaluate(population, subject):
            rows.append(writing.row_of(run, answer, marks))
        if len(rows) >= lifecycle.ROWS_A_TRANSACTION:
            writing.write(run, rows)
            rows = []
            progress(done, len(subjects))
    writing.write(run, rows)
    progress(len(subjects), len(subjects))
    return len(subjects)


def subjects_of(packs: Iterable[Pack], population: Population, on: dt.date) -> list[SubjectRef]:
    """Return the subjects that a benefit of some packs is for on a day."""
    kinds = {benefit.subject for pack in packs for _document, benefit in pack.benefits(on)}
    return [ref for kind in SubjectKind if kind in kinds for ref in population.subjects(kind)]


class Marker:
    """Finds names, tiers, counties and organisations of subjects in a population."""

    def __init__(self, population: Population, catalogue: Catalogue) -> None:
        self._population = population
        self._catalogue = catalogue
        self._regions = set(Region.objects.values_list("code", flat=True))

    def marks_of(self, subject: SubjectRef) -> Marks:
        """Return the marks of a subject; a county that no region has is left open."""
        stated = self._population.find(subject.kind, subject.id) or {}
        county = stated.get(COUNTY)
        return Marks(
            name=str(stated.get(NAMES.get(subject.kind, OTHER_NAME)) or UNNAMED)[:200],
            tier=str(stated.get(TIER) or "")[:20],
            county_id=county if county in self._regions else None,
            organisation_id=next(self._organisations(subject, stated), None),
        )

    def _organisations(self, subject: SubjectRef, stated: Mapping[str, Any]) -> Iterator[int]:
        """Yield the organisations a subject belongs to, in the order of the catalogue."""
        if subject.kind is SubjectKind.ORGANISATION:
            yield int(subject.id)
        for name, kind in self._catalogue.kinds[subject.kind].references.items():
            if kind is SubjectKind.ORGANISATION and stated.get(name):
                yield int(stated[name])

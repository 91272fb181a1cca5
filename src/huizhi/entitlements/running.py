"""Making a run: snapshot of the facts, every subject evaluated, results written in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.entitlements import lifecycle, snapshot
from huizhi.entitlements.models import MissingFact, Result, Run
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.models import Region
from huizhi.policies.queries import parsed
from huizhi.rules.evaluation.evaluator import Evaluator
from huizhi.rules.evaluation.results import Result as Answer
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.model import Catalogue
from huizhi.rules.facts.population import Population
from huizhi.rules.packs.model import Pack
from huizhi.rules.subjects import SubjectKind, SubjectRef

Progress = Callable[[int, int], None]

REASON_KEYS = ("reason", "reason_name", "unit", "not_evaluated")
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
    kinds = {benefit.subject for _document, benefit in pack.benefits(run.as_of)}
    subjects = [ref for kind in SubjectKind if kind in kinds for ref in population.subjects(kind)]
    marker = _Marker(population, catalogue)
    rows: list[Result] = []
    for done, subject in enumerate(subjects, 1):
        marks = marker.marks_of(subject)
        rows += (_row(run, answer, marks) for answer in evaluator.evaluate(population, subject))
        if len(rows) >= lifecycle.ROWS_A_TRANSACTION:
            _write(run, rows)
            rows = []
            progress(done, len(subjects))
    _write(run, rows)
    progress(len(subjects), len(subjects))
    return len(subjects)


def _write(run: Run, rows: list[Result]) -> None:
    """Write results with the facts they lack, unless another process has the run."""
    with transaction.atomic():
        lifecycle.beat(run)
        made = Result.objects.bulk_create(rows)
        MissingFact.objects.bulk_create(
            [
                MissingFact(result=row, name=name, alone=len(row.missing) == 1)
                for row in made
                for name in row.missing
            ]
        )


@dataclass(frozen=True)
class _Marks:
    """What of a subject goes with each of its results."""

    name: str
    tier: str
    county_id: str | None
    organisation_id: int | None


class _Marker:
    """Finds names, tiers, counties and organisations of subjects in a population."""

    def __init__(self, population: Population, catalogue: Catalogue) -> None:
        self._population = population
        self._catalogue = catalogue
        self._regions = set(Region.objects.values_list("code", flat=True))

    def marks_of(self, subject: SubjectRef) -> _Marks:
        """Return the marks of a subject; a county that no region has is left open."""
        stated = self._population.find(subject.kind, subject.id) or {}
        county = stated.get(COUNTY)
        return _Marks(
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


def _row(run: Run, answer: Answer, marks: _Marks) -> Result:
    data = answer.to_json()
    return Result(
        run=run,
        subject_kind=answer.subject.kind.value,
        subject_id=int(answer.subject.id),
        subject_name=marks.name,
        benefit=answer.benefit_id,
        period=answer.period,
        outcome=answer.outcome.value,
        amount=answer.amount,
        gross=answer.gross,
        potential=answer.potential,
        quantity=answer.quantity,
        adjustments=data["adjustments"],
        missing=data["missing"],
        reason={key: data[key] for key in REASON_KEYS},
        clause=answer.clause,
        tier=marks.tier,
        county_id=marks.county_id,
        organisation_id=marks.organisation_id,
    )

"""Making a comparison: both sides claim by claim, what differs written in parts.

Runs are read side by side, some hundred subjects at a time. A trial evaluates a draft and the
version it is based on over the same facts; of the answers, only those that differ are kept.
A subject has one claim to a benefit on a day: the claims of two months are the same claim, in the
period of each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from huizhi.entitlements import snapshot
from huizhi.entitlements.errors import ComparisonGivenUp
from huizhi.entitlements.lifecycle import ROWS_A_TRANSACTION
from huizhi.entitlements.models import Change, Comparison, ComparisonTotal, Difference, Result, Run
from huizhi.entitlements.running import Marker, Progress, catalogue_for, subjects_of
from huizhi.entitlements.writing import Marks
from huizhi.kernel import audit, clock
from huizhi.kernel.models import JobState
from huizhi.policies import queries as policies
from huizhi.policies.services import load
from huizhi.rules.evaluation.evaluator import Evaluator
from huizhi.rules.evaluation.results import Outcome
from huizhi.rules.evaluation.results import Result as Answer
from huizhi.rules.facts.model import Catalogue
from huizhi.rules.facts.population import Population
from huizhi.rules.money import ZERO, Money
from huizhi.rules.packs.model import Pack
from huizhi.rules.packs.reading import fingerprint_of
from huizhi.rules.subjects import SubjectKind, SubjectRef

SUBJECTS_AT_ONCE = 500

Key = tuple[str, int, str]
"""Kind and number of the subject, id of the benefit."""


@dataclass(frozen=True)
class Claim:
    """One side of a claim. `answer` is the answer, or the number of the result that holds it."""

    period: str
    outcome: Outcome
    amount: Money | None
    quantity: Decimal | None
    marks: Marks
    answer: Answer | int

    @property
    def due(self) -> Money:
        """What is due: nothing while the answer is unknown."""
        return self.amount if self.outcome is Outcome.YES and self.amount else ZERO


@dataclass(frozen=True)
class Pair:
    """A claim on both sides; None where a side does not have it."""

    key: Key
    before: Claim | None
    after: Claim | None

    @property
    def newest(self) -> Claim:
        """The side after, or before for a claim that is no more."""
        side = self.after or self.before
        assert side is not None  # a pair has a side
        return side

    @property
    def gain(self) -> Money:
        """What is due after less what was due before."""
        before, after = (side.due if side else ZERO for side in (self.before, self.after))
        return after - before

    def change(self) -> Change | None:
        """Return how the claim differs, None where it does not."""
        before, after = (side.outcome if side else Outcome.NO for side in (self.before, self.after))
        if before is after:
            return self._change_of_amount() if after is Outcome.YES else None
        if after is Outcome.YES:
            return Change.GAINED
        if after is Outcome.UNKNOWN:
            return Change.OPENED
        return Change.LOST if before is Outcome.YES else Change.RULED_OUT

    def _change_of_amount(self) -> Change | None:
        """Return whether more or less is due of a claim that both sides entitle to."""
        assert self.before is not None
        assert self.after is not None
        old, new = (
            (side.due.fen, side.quantity or Decimal(0)) for side in (self.before, self.after)
        )
        if old == new:
            return None
        return Change.MORE if new > old else Change.LESS


Part = tuple[int, int, list[Pair]]
"""Subjects done, subjects in all, and the claims of those done since the last part."""

_Totals = dict[tuple[str, str | None], ComparisonTotal]


def carry_out(*, comparison_id: int, progress: Progress) -> Comparison:
    """Make a comparison and return it complete; `progress` is told (subjects done, subjects).

    Whatever goes wrong on the way, nothing of it stays but its record; the error is raised again.
    """
    sweep()
    comparison = Comparison.objects.select_related("draft", "before", "after").get(pk=comparison_id)
    totals: _Totals = {}
    try:
        parts = _of_trial(comparison) if comparison.draft else _of_runs(comparison)
        for done, total, pairs in parts:
            _count(comparison, totals, pairs)
            _write(comparison, pairs)
            progress(done, total)
        return _complete(comparison, list(totals.values()))
    except BaseException:
        _remove_rows(comparison)
        raise


def sweep() -> None:
    """Remove what comparisons left behind whose process died."""
    for comparison in Comparison.objects.filter(finished_at=None, job__state=JobState.FAILED):
        _remove_rows(comparison)


def _of_runs(comparison: Comparison) -> Iterator[Part]:
    """Yield the claims of two runs, and set the names of their benefits."""
    runs = [run for run in (comparison.before, comparison.after) if run is not None]
    comparison.names = _names((policies.parsed(run.pack_version), run.as_of) for run in runs)
    total, done = max(run.subjects for run in runs), 0
    for kind in SubjectKind:
        for first, last in _ranges(kind, runs):
            sides = [_claims(run, kind, first, last) for run in runs]
            done += len({key[:2] for side in sides for key in side})
            yield min(done, total), total, _pairs(*sides)


def _ranges(kind: SubjectKind, runs: Sequence[Run]) -> Iterator[tuple[int, int]]:
    """Yield ranges of ids, both ends in, that together hold every subject of a kind."""
    rows = Result.objects.filter(run__in=runs, subject_kind=kind).order_by()
    bounds = rows.aggregate(first=Min("subject_id"), last=Max("subject_id"))
    if bounds["first"] is not None:
        for first in range(bounds["first"], bounds["last"] + 1, SUBJECTS_AT_ONCE):
            yield first, first + SUBJECTS_AT_ONCE - 1


def _claims(run: Run, kind: SubjectKind, first: int, last: int) -> dict[Key, Claim]:
    """Return the claims of a run about the subjects of a kind in a range of ids."""
    rows = Result.objects.filter(run=run, subject_kind=kind, subject_id__range=(first, last))
    found = rows.order_by("subject_id", "pk").values_list(
        *("subject_kind", "subject_id", "benefit", "period", "outcome", "amount", "quantity"),
        *("subject_name", "tier", "county_id", "organisation_id", "pk"),
    )
    return {
        row[:3]: Claim(row[3], Outcome(row[4]), row[5], row[6], Marks(*row[7:11]), row[11])
        for row in found
    }


@dataclass(frozen=True)
class _Side:
    """One pack of a trial: what answers, over which subjects."""

    evaluator: Evaluator
    population: Population
    marker: Marker

    def claims(self, subjects: Sequence[SubjectRef]) -> dict[Key, Claim]:
        """Evaluate some subjects."""
        found: dict[Key, Claim] = {}
        for subject in subjects:
            marks = self.marker.marks_of(subject)
            for answer in self.evaluator.evaluate(self.population, subject):
                found[subject.kind.value, int(subject.id), answer.benefit_id] = Claim(
                    answer.period, answer.outcome, answer.amount, answer.quantity, marks, answer
                )
        return found


def _of_trial(comparison: Comparison) -> Iterator[Part]:
    """Yield the claims under a version and under the draft that is to follow it.

    Both are evaluated over the facts known now. Errors: `PackRefused` for a draft with errors.
    """
    draft, on, position = comparison.draft, comparison.as_of, audit.last_position()
    assert draft is not None
    packs = [policies.parsed(draft.based_on), load(draft.files)]
    comparison.draft_fingerprint = fingerprint_of(draft.files)
    comparison.log_position = position
    comparison.names = _names((pack, on) for pack in packs)
    sides = _sides(packs, on, position)
    subjects = subjects_of(packs, sides[-1].population, on)
    for start in range(0, len(subjects), SUBJECTS_AT_ONCE):
        part = subjects[start : start + SUBJECTS_AT_ONCE]
        yield start + len(part), len(subjects), _pairs(*(side.claims(part) for side in sides))


def _sides(packs: Sequence[Pack], on: dt.date, position: int) -> list[_Side]:
    """Return packs with the facts they may name, as known at a position and valid on a day.

    Facts are read once where the packs may name the same, as they mostly do.
    """
    sides: list[_Side] = []
    read: list[tuple[Catalogue, Population]] = []
    for pack in packs:
        catalogue = catalogue_for(pack)
        population = next((known for of, known in read if of == catalogue), None)
        if population is None:
            population = snapshot.read_known(on=on, position=position, catalogue=catalogue)
            read.append((catalogue, population))
        evaluator = Evaluator(pack, catalogue, on)
        sides.append(_Side(evaluator, population, Marker(population, catalogue)))
    return sides


def _names(packs: Iterable[tuple[Pack, dt.date]]) -> list[tuple[str, dict[str, str]]]:
    """Return id and names of the benefits that hold on the day of each pack."""
    names: dict[str, dict[str, str]] = {}
    for pack, on in packs:
        names |= {benefit.id: benefit.name._asdict() for _document, benefit in pack.benefits(on)}
    return list(names.items())


def _pairs(before: Mapping[Key, Claim], after: Mapping[Key, Claim]) -> list[Pair]:
    keys = dict.fromkeys((*after, *before))
    return [Pair(key, before.get(key), after.get(key)) for key in keys]


def _count(comparison: Comparison, totals: _Totals, pairs: Sequence[Pair]) -> None:
    """Add claims to the totals of their benefit and county."""
    for pair in pairs:
        key = (pair.key[2], pair.newest.marks.county_id)
        if key not in totals:
            totals[key] = _nothing(comparison, *key)
        total = totals[key]
        if pair.before is not None and pair.before.outcome is Outcome.YES:
            total.entitled_before += 1
            total.due_before += pair.before.due
        if pair.after is not None and pair.after.outcome is Outcome.YES:
            total.entitled_after += 1
            total.due_after += pair.after.due


def _nothing(comparison: Comparison, benefit: str, county: str | None) -> ComparisonTotal:
    return ComparisonTotal(
        comparison=comparison,
        benefit=benefit,
        county_id=county,
        due_before=ZERO,
        due_after=ZERO,
    )


def _write(comparison: Comparison, pairs: Sequence[Pair]) -> None:
    """Write the claims that differ."""
    changed = [(pair, change) for pair in pairs if (change := pair.change()) is not None]
    for start in range(0, len(changed), ROWS_A_TRANSACTION):
        part = changed[start : start + ROWS_A_TRANSACTION]
        answers = _stored_answers(pair for pair, _change in part)
        rows = [_row(comparison, pair, change, answers) for pair, change in part]
        with transaction.atomic():
            Difference.objects.bulk_create(rows)


def _row(
    comparison: Comparison, pair: Pair, change: Change, answers: Mapping[int, Answer]
) -> Difference:
    before, after = (
        None if side is None else _json(side.answer, answers) for side in (pair.before, pair.after)
    )
    kind, number, benefit = pair.key
    marks = pair.newest.marks
    return Difference(
        comparison=comparison,
        subject_kind=kind,
        subject_id=number,
        subject_name=marks.name,
        benefit=benefit,
        period=pair.newest.period,
        change=change,
        answer_before=before,
        answer_after=after,
        gain=pair.gain,
        tier=marks.tier,
        county_id=marks.county_id,
        organisation_id=marks.organisation_id,
    )


def _json(answer: Answer | int, stored: Mapping[int, Answer]) -> dict[str, Any]:
    return (stored[answer] if isinstance(answer, int) else answer).to_json()


def _stored_answers(pairs: Iterable[Pair]) -> dict[int, Answer]:
    """Return the answers of claims that are results of runs, by the number of the result."""
    sides = [side.answer for pair in pairs for side in (pair.before, pair.after) if side]
    numbers = [answer for answer in sides if isinstance(answer, int)]
    return {row.pk: row.answer for row in Result.objects.filter(pk__in=numbers)}


def _complete(comparison: Comparison, totals: Sequence[ComparisonTotal]) -> Comparison:
    """Show the differences, with the totals.

    Errors: `ComparisonGivenUp` when the job has failed meanwhile: `sweep` may have taken rows away.
    """
    with transaction.atomic():
        if Comparison.objects.filter(pk=comparison.pk, job__state=JobState.FAILED).exists():
            raise ComparisonGivenUp(_("The comparison was given up meanwhile. Start it again."))
        ComparisonTotal.objects.bulk_create(totals)
        comparison.finished_at = clock.now()
        comparison.save()
    return comparison


def _remove_rows(comparison: Comparison) -> None:
    """Remove what was written, in short transactions."""
    written = Difference.objects.filter(comparison=comparison).order_by("pk")
    while numbers := list(written.values_list("pk", flat=True)[:ROWS_A_TRANSACTION]):
        Difference.objects.filter(comparison=comparison, pk__lte=numbers[-1]).delete()

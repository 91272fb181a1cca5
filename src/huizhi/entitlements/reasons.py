"""Why a result is what it is: evaluated again from its snapshot, with the source of each value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from huizhi.entitlements import snapshot
from huizhi.entitlements.models import Result, Run
from huizhi.entitlements.running import catalogue_for
from huizhi.entitlements.snapshot import Snapshot
from huizhi.kernel.models import Fact as Record
from huizhi.policies.queries import parsed
from huizhi.rules.evaluation.evaluator import Evaluator
from huizhi.rules.evaluation.reasons import Reason, Seen
from huizhi.rules.facts.model import Catalogue, Fact
from huizhi.rules.packs.model import Pack
from huizhi.rules.subjects import SubjectKind, SubjectRef

Holder = tuple[SubjectRef, Fact]


@dataclass(frozen=True)
class SourcedFact:
    """A fact the reason looked at. `record` says who stated it, None for derived and missing ones.

    `seen` holds the value as a FEEL literal; `derive` how the fact follows from others.
    """

    seen: Seen
    record: Record | None
    derive: str | None

    @property
    def is_missing(self) -> bool:
        """Whether nobody knows the value."""
        return self.seen.value is None


@dataclass(frozen=True)
class Explanation:
    """The reason behind a result, and every fact it looked at by name, in order of use."""

    reason: Reason
    facts: Mapping[str, SourcedFact]
    agrees: bool


def explain(result: Result) -> Explanation:
    """Return the reason of a result of a complete run.

    `agrees` is false when the evaluation now gives another answer than the run did, which means
    that the program changed since. Errors: `SnapshotChanged`.
    """
    run = result.run
    pack = parsed(run.pack_version)
    catalogue = catalogue_for(pack)
    found = snapshot.read_subject(run=run, catalogue=catalogue, subject=result.subject)
    explanation = _explanation(pack, run.as_of, found, result.subject, result.benefit)
    given, now = result.answer, explanation.reason.result
    return replace(explanation, agrees=(now.outcome, now.amount) == (given.outcome, given.amount))


def explain_now(*, pack: Pack, on: dt.date, subject: SubjectRef, benefit: str) -> Explanation:
    """Return why a pack, such as that of a draft, answers so by the facts known now.

    Errors: `UnknownSubjectError` where nothing is known of the subject on the day,
    `UnknownBenefitError` for a benefit that it does not have then.
    """
    found = snapshot.read_now(on=on, catalogue=catalogue_for(pack), subject=subject)
    return _explanation(pack, on, found, subject, benefit)


def _explanation(
    pack: Pack, on: dt.date, found: Snapshot, subject: SubjectRef, benefit: str
) -> Explanation:
    catalogue = catalogue_for(pack)
    reason = Evaluator(pack, catalogue, on).explain(found.population, subject, benefit)
    facts = _sourced(_all_seen(reason), found, catalogue, subject)
    return Explanation(reason=reason, facts=facts, agrees=True)


def _all_seen(reason: Reason) -> dict[str, Seen]:
    texts = [condition.reason for condition in reason.conditions]
    if reason.window is not None:
        texts.append(reason.window.start)
    texts.append(reason.amount)
    texts += [name.reason for name in reason.names]
    texts += [step.limit for step in reason.steps if step.limit is not None]
    return {seen.name: seen for text in texts for seen in text.facts}


def _sourced(
    seen: Mapping[str, Seen], found: Snapshot, catalogue: Catalogue, subject: SubjectRef
) -> dict[str, SourcedFact]:
    holders = {name: _holder(name, found, catalogue, subject) for name in seen}
    numbers = {
        name: found.records.get((*holder[0], holder[1].name))
        for name, holder in holders.items()
        if holder is not None
    }
    wanted = [number for number in numbers.values() if number is not None]
    records = Record.objects.select_related("confirmed_by", "recorded").in_bulk(wanted)
    sourced = {}
    for name, one in seen.items():
        holder, record = holders[name], records.get(numbers.get(name) or 0)
        derive = holder[1].derive if holder is not None and record is None else None
        sourced[name] = SourcedFact(one, record, derive)
    return sourced


def _holder(path: str, found: Snapshot, catalogue: Catalogue, subject: SubjectRef) -> Holder | None:
    """Return whose fact a path such as `用人单位.性质` is; None for what is no fact, as 基准日."""
    holder: Holder | None = None
    for fact in _along(path, catalogue, subject.kind):
        if holder is not None:
            stated = found.population.find(*holder[0]) or {}
            target = stated.get(holder[1].name)
            if not isinstance(target, str) or holder[1].type.kind is None:
                return None
            subject = SubjectRef(holder[1].type.kind, target)
        holder = (subject, fact)
    return holder


def _along(path: str, catalogue: Catalogue, kind: SubjectKind) -> Iterator[Fact]:
    """Yield the facts that the parts of a path name, as long as they lead to other subjects."""
    for part in path.split("."):
        fact = catalogue.fact(kind, part)
        if fact is None:
            return
        yield fact
        if fact.type.kind is None:
            return
        kind = fact.type.kind


def benefits_of_subject(result: Result) -> Iterator[Result]:
    """Yield the other answers that the same run gave about the subject of a result."""
    run: Run = result.run
    rows = Result.objects.filter(
        run=run, subject_kind=result.subject_kind, subject_id=result.subject_id
    ).exclude(pk=result.pk)
    for row in rows.order_by("pk"):
        row.run = run
        yield row

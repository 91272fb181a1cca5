"""What reads runs: results within a user's scope, totals, missing facts by what they unlock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from huizhi.entitlements.models import MissingFact, Result, Run
from huizhi.entitlements.states import RunState
from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right, scope_of
from huizhi.policies import queries as policies
from huizhi.policies.queries import BenefitOf
from huizhi.rules.evaluation.results import Outcome
from huizhi.rules.money import ZERO, Money
from huizhi.rules.subjects import SubjectKind

_YES = Q(outcome=Outcome.YES)
_UNKNOWN = Q(outcome=Outcome.UNKNOWN)


@dataclass(frozen=True)
class Total:
    """Figures of one group of results: claims by outcome, what is due, what could be at best.

    `key` is the benefit's id, the tier or the county's code; `name` what a screen calls it.
    """

    key: str
    name: str
    entitled: int
    not_entitled: int
    not_known: int
    due: Money
    potential: Money
    quantity: Decimal | None = None
    unit: str = ""
    assumption: str = ""


@dataclass(frozen=True)
class MissingTotal:
    """A fact nobody knows of some kind of subject: claims and subjects it decides, money at stake.

    `potential` is what those claims could come to at best; `alone` counts the claims that lack
    nothing else, `potential_alone` their part of the money.
    """

    kind: SubjectKind
    name: str
    claims: int
    subjects: int
    potential: Money
    alone: int
    potential_alone: Money


def runs_for(user: User) -> QuerySet[Run]:
    """Return the runs a user may see. What a run found is limited in `results_for`."""
    rows = Run.objects.select_related("pack_version", "started_by", "job").defer(
        "pack_version__files"
    )
    return rows if has_right(user, Right.RUNS_VIEW) else rows.none()


def latest_complete(pack_id: str | None = None) -> Run | None:
    """Return the newest complete run, of one pack or of any."""
    rows = Run.objects.filter(state=RunState.COMPLETE).select_related("pack_version")
    if pack_id is not None:
        rows = rows.filter(pack_version__pack_id=pack_id)
    return rows.order_by("-finished_at", "-pk").first()


def complete_runs_for(user: User) -> QuerySet[Run]:
    """Return the complete runs a user may see, the newest first."""
    return runs_for(user).filter(state=RunState.COMPLETE).order_by("-finished_at", "-pk")


def run_before(run: Run) -> Run | None:
    """Return the complete run of the same pack that was made last before another."""
    rows = Run.objects.filter(
        state=RunState.COMPLETE, pack_version__pack_id=run.pack_version.pack_id
    )
    rows = rows.select_related("pack_version").defer("pack_version__files")
    return rows.filter(pk__lt=run.pk).order_by("-pk").first()


def results_of(run: Run) -> QuerySet[Result]:
    """Return the results of a run, none until it is complete. For code that acts city-wide."""
    return _shown().filter(run=run)


def results_for(user: User, run: Run | None = None) -> QuerySet[Result]:
    """Return the results within the user's scope, of a complete run or of every one.

    A talent sees their own; a user of an organisation those of its people and its own.
    """
    scope = scope_of(user)
    rows = _shown() if run is None else results_of(run)
    if scope.person_id is not None:
        rows = rows.filter(subject_kind=SubjectKind.PERSON)
    return scope.limit(rows, county="county", organisation="organisation_id", person="subject_id")


def _shown() -> QuerySet[Result]:
    rows = Result.objects.filter(run__state=RunState.COMPLETE)
    return rows.select_related("county", "run__pack_version").defer("run__pack_version__files")


def lacking(rows: QuerySet[Result], fact: str) -> QuerySet[Result]:
    """Return the results that a missing fact decides."""
    return rows.filter(Exists(MissingFact.objects.filter(result=OuterRef("pk"), name=fact)))


def lacking_one(rows: QuerySet[Result]) -> QuerySet[Result]:
    """Return the results that lack a single fact."""
    return rows.filter(Exists(MissingFact.objects.filter(result=OuterRef("pk"), alone=True)))


def benefits_of(run: Run) -> Mapping[str, BenefitOf]:
    """Return the benefits of a run by id, in the order of its pack."""
    return policies.benefits(run.pack_version, run.as_of)


def outcomes_of(rows: QuerySet[Result]) -> dict[Outcome, int]:
    """Return how many results have each outcome, entitled first."""
    counted = dict(rows.order_by().values_list("outcome").annotate(count=Count("pk")))
    return {outcome: counted.get(outcome.value, 0) for outcome in Outcome}


def due_of(rows: QuerySet[Result]) -> Money:
    """Return what is due over results."""
    total: Money | None = rows.order_by().filter(_YES).aggregate(due=Sum("amount"))["due"]
    return total or ZERO


def totals_by_benefit(run: Run, rows: QuerySet[Result] | None = None) -> list[Total]:
    """Return the totals of each benefit of a run, in the order of its pack.

    `rows` limits them, e.g. to a user's scope. Benefits that nobody has a result for are there too.
    """
    benefits = benefits_of(run)
    found = _totals(results_of(run) if rows is None else rows, "benefit")
    language = screen_language()
    return [
        _total(
            key,
            of.name,
            found.get(key, {}),
            unit=of.benefit.unit.get(language) if of.benefit.unit else "",
            assumption=of.assumption,
        )
        for key, of in benefits.items()
    ]


def totals_by_tier(rows: QuerySet[Result]) -> list[Total]:
    """Return the totals of persons by tier; the key is empty for those without one."""
    found = _totals(rows.filter(subject_kind=SubjectKind.PERSON), "tier")
    tiers = sorted(found, key=lambda tier: (not tier, tier or ""))
    return [_total(tier or "", tier or "", found[tier]) for tier in tiers]


def totals_by_county(rows: QuerySet[Result]) -> list[Total]:
    """Return the totals by county code; the key is empty for those without one."""
    found = _totals(rows, "county", "county__name", "county__name_en")
    chinese = screen_language() == "zh"
    name = "county__name" if chinese else "county__name_en"
    return [
        _total(code or "", found[code].get(name) or "", found[code])
        for code in sorted(found, key=lambda code: (not code, code))
    ]


def missing_facts(rows: QuerySet[Result]) -> list[MissingTotal]:
    """Return the facts that decide unknown results, the one with most money at stake first."""
    alone = Q(alone=True)
    figures = (
        MissingFact.objects.filter(result__in=rows.filter(_UNKNOWN).order_by())
        .values("name", "result__subject_kind")
        .annotate(
            claims=Count("pk"),
            subjects=Count("result__subject_id", distinct=True),
            potential=Sum("result__potential"),
            alone_claims=Count("pk", filter=alone),
            alone_potential=Sum("result__potential", filter=alone),
        )
    )
    totals = [
        MissingTotal(
            kind=SubjectKind(row["result__subject_kind"]),
            name=row["name"],
            claims=row["claims"],
            subjects=row["subjects"],
            potential=row["potential"] or ZERO,
            alone=row["alone_claims"],
            potential_alone=row["alone_potential"] or ZERO,
        )
        for row in figures
    ]
    return sorted(totals, key=lambda one: (-one.potential.fen, -one.subjects, one.name, one.kind))


def _totals(rows: QuerySet[Result], *keys: str) -> dict[str | None, Mapping[str, Any]]:
    figures = (
        rows.order_by()
        .values(*keys)
        .annotate(
            entitled=Count("pk", filter=_YES),
            not_entitled=Count("pk", filter=Q(outcome=Outcome.NO)),
            not_known=Count("pk", filter=_UNKNOWN),
            due=Sum("amount", filter=_YES),
            possible=Sum("potential", filter=_UNKNOWN),
            quantities=Sum("quantity", filter=_YES),
        )
    )
    return {row[keys[0]]: row for row in figures}


def _total(
    key: str, name: str, row: Mapping[str, Any], *, unit: str = "", assumption: str = ""
) -> Total:
    return Total(
        key=key,
        name=name,
        entitled=row.get("entitled", 0),
        not_entitled=row.get("not_entitled", 0),
        not_known=row.get("not_known", 0),
        due=row.get("due") or ZERO,
        potential=row.get("possible") or ZERO,
        quantity=row.get("quantities"),
        unit=unit,
        assumption=assumption,
    )

"""What reads cases, within a user's scope."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Concat

from huizhi.cases.models import Case, OfferBatch
from huizhi.cases.states import CaseState
from huizhi.entitlements.models import Result, Run
from huizhi.entitlements.queries import benefits_of, results_of
from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import AuditEntry, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right, scope_of
from huizhi.policies.queries import BenefitOf
from huizhi.rules.evaluation.results import Outcome
from huizhi.rules.money import ZERO, Money
from huizhi.rules.subjects import SubjectKind


@dataclass(frozen=True)
class Offerable:
    """What a run found due of one benefit, and what of it was not offered yet."""

    benefit: BenefitOf
    entitled: int
    due: Money
    left: int
    left_due: Money

    @property
    def offered(self) -> int:
        """How many of those entitled were offered it before, in this run or another."""
        return self.entitled - self.left


def cases_for(user: User) -> QuerySet[Case]:
    """Return the cases a user may see."""
    if not has_right(user, Right.CASES_VIEW):
        return Case.objects.none()
    rows = Case.objects.select_related("batch__made_by", "county", "decided_by", "claim__pool")
    return scope_of(user).limit(
        rows, county="county", organisation="organisation_id", person="subject_id"
    )


def own_cases(user: User) -> dict[tuple[str, str], Case]:
    """Return the cases about the person a user stands for, by benefit (`pack/benefit`) and period.

    A talent needs no right for them; nobody else has any.
    """
    person = scope_of(user).person_id
    if person is None:
        return {}
    rows = Case.objects.filter(subject_kind=SubjectKind.PERSON, subject_id=person)
    return {(case.benefit, case.period): case for case in rows.select_related("batch")}


def batches_for(user: User) -> QuerySet[OfferBatch]:
    """Return the batches of offers with their number of cases and their money in fen."""
    if not has_right(user, Right.CASES_VIEW):
        return OfferBatch.objects.none()
    rows = OfferBatch.objects.select_related("run", "made_by").filter(
        cases__in=cases_for(user).values("pk")
    )
    return rows.annotate(count=Count("cases"), fen=Sum("cases__amount")).distinct()


def payable(user: User, benefit: str) -> QuerySet[Case]:
    """Return the approved cases of a benefit (`pack/benefit`) that no bank file holds yet."""
    return cases_for(user).filter(benefit=benefit, state=CaseState.APPROVED).order_by("pk")


def offered_benefits(user: User) -> dict[str, str]:
    """Return the names of the benefits that were offered, by key (`pack/benefit`)."""
    if not has_right(user, Right.CASES_VIEW):
        return {}
    name = "benefit_name" if screen_language() == "zh" else "benefit_name_en"
    return dict(OfferBatch.objects.order_by("pk").values_list("benefit", name).distinct())


def offerable(user: User, run: Run) -> list[Offerable]:
    """Return the benefits of a complete run that can be offered, in the order of its pack."""
    if not has_right(user, Right.CASES_OFFER):
        return []
    taken = Case.objects.filter(
        subject_kind=OuterRef("subject_kind"),
        subject_id=OuterRef("subject_id"),
        period=OuterRef("period"),
        benefit=Concat(Value(benefit_key(run, "")), OuterRef("benefit")),
    )
    left = Q(taken=False)
    figures = {
        row["benefit"]: row
        for row in entitled(run)
        .annotate(taken=Exists(taken))
        .order_by()
        .values("benefit")
        .annotate(
            entitled=Count("pk"),
            due=Sum("amount"),
            left=Count("pk", filter=left),
            left_due=Sum("amount", filter=left),
        )
    }
    return [
        Offerable(
            benefit=of,
            entitled=figures[key]["entitled"],
            due=figures[key]["due"],
            left=figures[key]["left"],
            left_due=figures[key]["left_due"] or ZERO,
        )
        for key, of in benefits_of(run).items()
        if key in figures
    ]


def entitled(run: Run) -> QuerySet[Result]:
    """Return the results of a run that an offer of money can be made of."""
    return results_of(run).filter(outcome=Outcome.YES, amount__gt=0)


def benefit_key(run: Run, benefit: str) -> str:
    """Return `pack/benefit`, by which claims are keyed."""
    return f"{run.pack_version.pack_id}/{benefit}"


def history(case: Case) -> QuerySet[AuditEntry]:
    """Return what happened to a case, oldest first."""
    rows = AuditEntry.objects.filter(subject_kind="case", subject_id=str(case.pk))
    return rows.select_related("actor").order_by("position")

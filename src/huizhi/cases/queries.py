"""What reads cases, within a user's scope."""

from __future__ import annotations

from django.db.models import Count, QuerySet, Sum

from huizhi.cases.models import Case, OfferBatch
from huizhi.cases.states import CaseState
from huizhi.kernel.models import AuditEntry, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right, scope_of


def cases_for(user: User) -> QuerySet[Case]:
    """Return the cases a user may see."""
    if not has_right(user, Right.CASES_VIEW):
        return Case.objects.none()
    rows = Case.objects.select_related("batch__made_by", "county", "decided_by", "claim__pool")
    return scope_of(user).limit(
        rows, county="county", organisation="organisation_id", person="subject_id"
    )


def batches_for(user: User) -> QuerySet[OfferBatch]:
    """Return the batches of offers with their number of cases and their money in fen."""
    if not has_right(user, Right.CASES_VIEW):
        return OfferBatch.objects.none()
    rows = OfferBatch.objects.select_related("run", "made_by").filter(
        cases__in=cases_for(user).values("pk")
    )
    return rows.annotate(count=Count("cases"), fen=Sum("cases__amount")).distinct()


def payable(user: User, benefit: str) -> QuerySet[Case]:
    """Return the approved cases of a benefit (`pack/benefit`) that are not paid yet."""
    return cases_for(user).filter(benefit=benefit, state=CaseState.APPROVED).order_by("pk")


def history(case: Case) -> QuerySet[AuditEntry]:
    """Return what happened to a case, oldest first."""
    rows = AuditEntry.objects.filter(subject_kind="case", subject_id=str(case.pk))
    return rows.select_related("actor").order_by("position")

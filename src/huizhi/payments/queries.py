"""What reads payments."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from huizhi.cases.models import Case
from huizhi.cases.queries import cases_for
from huizhi.cases.states import CaseState
from huizhi.kernel.models import AuditEntry, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.payments.models import PayeeAccount, Payment, PaymentBatch
from huizhi.rules.money import ZERO, Money


@dataclass(frozen=True)
class Readiness:
    """What waits for payment of one benefit: cases with a bank account, and cases without."""

    benefit: str
    ready: int
    due: Money
    lacking: int
    due_lacking: Money


def readiness(user: User) -> list[Readiness]:
    """Return what waits for payment, by benefit (`pack/benefit`), within the user's scope."""
    if not has_right(user, Right.PAYMENTS_VIEW):
        return []
    has, lacks = Q(has_account=True), Q(has_account=False)
    figures = (
        _waiting(user)
        .order_by()
        .values("benefit")
        .annotate(
            ready=Count("pk", filter=has),
            due=Sum("amount", filter=has),
            lacking=Count("pk", filter=lacks),
            due_lacking=Sum("amount", filter=lacks),
        )
    )
    return [
        Readiness(
            benefit=row["benefit"],
            ready=row["ready"],
            due=row["due"] or ZERO,
            lacking=row["lacking"],
            due_lacking=row["due_lacking"] or ZERO,
        )
        for row in figures.order_by("benefit")
    ]


def lacking_account(user: User, benefit: str) -> QuerySet[Case]:
    """Return the approved cases of a benefit whose subject has no bank account."""
    if not has_right(user, Right.PAYMENTS_VIEW):
        return Case.objects.none()
    return _waiting(user).filter(Q(has_account=False), benefit=benefit).order_by("pk")


def history(batch: PaymentBatch) -> QuerySet[AuditEntry]:
    """Return what happened to a batch, oldest first: also each time its file was taken."""
    rows = AuditEntry.objects.filter(subject_kind="payment_batch", subject_id=str(batch.pk))
    return rows.select_related("actor").order_by("position")


def _waiting(user: User) -> QuerySet[Case]:
    account = PayeeAccount.objects.filter(
        subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id")
    )
    return cases_for(user).filter(state=CaseState.APPROVED).annotate(has_account=Exists(account))


def batches_for(user: User) -> QuerySet[PaymentBatch]:
    """Return the batches with their number of payments and their money in fen."""
    if not has_right(user, Right.PAYMENTS_VIEW):
        return PaymentBatch.objects.none()
    rows = PaymentBatch.objects.select_related("made_by", "paid_by")
    return rows.annotate(count=Count("payments"), fen=Sum("payments__amount"))


def payments_for(user: User, batch: PaymentBatch) -> QuerySet[Payment]:
    """Return the payments of a batch within the user's scope."""
    if not has_right(user, Right.PAYMENTS_VIEW):
        return Payment.objects.none()
    rows = Payment.objects.filter(batch=batch, case__in=cases_for(user).values("pk"))
    return rows.select_related("case__batch", "case__county", "account")

"""What reads payments."""

from __future__ import annotations

from django.db.models import Count, QuerySet, Sum

from huizhi.cases.queries import cases_for
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.payments.models import Payment, PaymentBatch


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

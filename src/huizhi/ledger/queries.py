"""What reads the ledger."""

from __future__ import annotations

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right, scope_of
from huizhi.ledger.models import Account, Claim, Pool, Posting, Transfer, Unit


def pools_for(user: User) -> QuerySet[Pool]:
    """Return the pools a user may see, each with its balances `available`, `reserved`, `paid`."""
    if not has_right(user, Right.LEDGER_VIEW):
        return Pool.objects.none()
    rows = Pool.objects.select_related("county").annotate(
        **{account: _balance(account) for account in Account if account != Account.SOURCE}
    )
    return scope_of(user).limit(rows, county="county", organisation="", person="")


def money_pools_for(user: User) -> QuerySet[Pool]:
    """Return the pools of money a user may see; claims of money are paid from these alone."""
    return pools_for(user).filter(unit=Unit.MONEY)


def held_by(claim: Claim) -> dict[str, int]:
    """Return what a claim holds on each account that it ever touched, in fen or pieces."""
    rows = claim.postings.order_by().values("account").annotate(total=Sum("quantity"))
    return {row["account"]: row["total"] for row in rows}


def transfers_of(pool: Pool) -> QuerySet[Transfer]:
    """Return the transfers of a pool, newest first, with their postings."""
    return pool.transfers.select_related("claim", "entry__actor").prefetch_related("postings")


def total_paid(benefit: str) -> int:
    """Return how many fen have been paid for a benefit (`pack/benefit`)."""
    rows = Posting.objects.filter(account=Account.PAID, claim__benefit=benefit)
    return rows.aggregate(total=Sum("quantity"))["total"] or 0


def _balance(account: str) -> Coalesce:
    sums = (
        Posting.objects.filter(pool=OuterRef("pk"), account=account)
        .order_by()
        .values("pool")
        .annotate(total=Sum("quantity"))
        .values("total")
    )
    return Coalesce(Subquery(sums), 0, output_field=BigIntegerField())

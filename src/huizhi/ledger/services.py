"""What moves money, posts, rooms and vouchers. Every movement is a transfer that sums to zero.

The services take whole units: fen of money, else pieces. They lock the pool first, then the claim,
so that two officers cannot spend the same yuan; they belong into the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from huizhi.kernel import audit, clock
from huizhi.kernel.models import AuditEntry, Region, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require
from huizhi.ledger.errors import AmountWrong, ClaimTaken, NotEnough, NothingReserved
from huizhi.ledger.models import Account, Claim, Pool, Posting, Transfer, TransferKind, Unit
from huizhi.rules.money import Money
from huizhi.rules.subjects import SubjectKind

MOVES: dict[TransferKind, tuple[Account, Account]] = {
    TransferKind.FUND: (Account.SOURCE, Account.AVAILABLE),
    TransferKind.RESERVE: (Account.AVAILABLE, Account.RESERVED),
    TransferKind.RELEASE: (Account.RESERVED, Account.AVAILABLE),
    TransferKind.PAY: (Account.RESERVED, Account.PAID),
}


@dataclass(frozen=True)
class ClaimKey:
    """A claim as every room names it. `benefit` is `pack/benefit`."""

    subject_kind: SubjectKind
    subject_id: int
    benefit: str
    period: str


def open_pool(
    *,
    actor: User,
    code: str,
    name: str,
    name_en: str = "",
    unit: Unit = Unit.MONEY,
    county: Region | None = None,
    source: str = "",
    statement: str = "",
    synthetic: bool = False,
) -> Pool:
    """Open an empty pool."""
    require(actor, Right.LEDGER_FUND)
    with transaction.atomic():
        pool = Pool.objects.create(
            code=code,
            name=name,
            name_en=name_en,
            unit=unit,
            county=county,
            source=source,
            statement=statement,
            synthetic=synthetic,
        )
        audit.append(
            actor=actor,
            action="ledger.open",
            subject_kind="pool",
            subject_id=pool.pk,
            detail={"code": code},
        )
    return pool


def fund(*, actor: User, pool: Pool, quantity: int, reason: str) -> Transfer:
    """Add to what the pool has available. Errors: `AmountWrong`."""
    require(actor, Right.LEDGER_FUND)
    with transaction.atomic():
        _lock(pool)
        entry = audit.append(
            actor=actor,
            action="ledger.fund",
            subject_kind="pool",
            subject_id=pool.pk,
            detail={"quantity": quantity, "reason": reason},
        )
        return _move(pool, TransferKind.FUND, quantity, entry=entry)


def reserve(*, pool: Pool, key: ClaimKey, quantity: int, entry: AuditEntry) -> Claim:
    """Set something aside for a claim. `entry` is the caller's audit entry.

    Errors: `NotEnough`, `ClaimTaken`, `AmountWrong`.
    """
    _require_transaction()
    _lock(pool)
    claim = _claim(pool, key)
    if balance(pool, Account.AVAILABLE) < quantity:
        raise NotEnough(
            _("“{pool}” has {left} left, which does not cover {wanted}. Add to it first.").format(
                pool=pool,
                left=shown(pool, balance(pool, Account.AVAILABLE)),
                wanted=shown(pool, quantity),
            )
        )
    _move(pool, TransferKind.RESERVE, quantity, claim=claim, entry=entry)
    return claim


def pay(*, claim: Claim, entry: AuditEntry) -> Transfer:
    """Turn what is reserved for a claim into a payment. Errors: `NothingReserved`."""
    return _end_reservation(claim, TransferKind.PAY, entry)


def release(*, claim: Claim, entry: AuditEntry) -> Transfer:
    """Give back what is reserved for a claim. Errors: `NothingReserved`."""
    return _end_reservation(claim, TransferKind.RELEASE, entry)


def balance(pool: Pool, account: Account) -> int:
    """Return the balance of an account in fen or pieces."""
    rows = Posting.objects.filter(pool=pool, account=account)
    return rows.aggregate(total=Sum("quantity"))["total"] or 0


def shown(pool: Pool, quantity: int) -> str:
    """Return a quantity in words: yuan for money, else pieces."""
    if pool.unit == Unit.MONEY:
        return _("{amount} yuan").format(amount=f"{Money(quantity).yuan:,.2f}")
    return f"{quantity:,} {pool.get_unit_display()}"


def _end_reservation(claim: Claim, kind: TransferKind, entry: AuditEntry) -> Transfer:
    _require_transaction()
    _lock(claim.pool)
    reserved = _held(claim, Account.RESERVED)
    if reserved <= 0:
        raise NothingReserved(_("Nothing is reserved for this claim: {claim}").format(claim=claim))
    return _move(claim.pool, kind, reserved, claim=claim, entry=entry)


def _claim(pool: Pool, key: ClaimKey) -> Claim:
    """Return the claim of a key, made if need be, that nothing is reserved or paid for yet."""
    claim, _made = Claim.objects.get_or_create(
        subject_kind=key.subject_kind,
        subject_id=key.subject_id,
        benefit=key.benefit,
        period=key.period,
        defaults={"pool": pool},
    )
    if _held(claim, Account.RESERVED) or _held(claim, Account.PAID):
        raise ClaimTaken(_("This claim is reserved or paid already: {claim}").format(claim=claim))
    if claim.pool_id != pool.pk:
        claim.pool = pool
        claim.save(update_fields=["pool"])
    return claim


def _held(claim: Claim, account: Account) -> int:
    rows = claim.postings.filter(account=account)
    return rows.aggregate(total=Sum("quantity"))["total"] or 0


def _move(
    pool: Pool,
    kind: TransferKind,
    quantity: int,
    *,
    entry: AuditEntry,
    claim: Claim | None = None,
) -> Transfer:
    if quantity <= 0:
        raise AmountWrong(_("A transfer needs more than nothing, not {n}.").format(n=quantity))
    giving, taking = MOVES[kind]
    try:
        with transaction.atomic():
            transfer = Transfer.objects.create(
                pool=pool, claim=claim, kind=kind, at=clock.now(), entry=entry
            )
    except IntegrityError as error:
        raise ClaimTaken(_("This claim is paid already: {claim}").format(claim=claim)) from error
    Posting.objects.bulk_create(_sides(transfer, [(giving, -quantity), (taking, quantity)]))
    return transfer


def _sides(transfer: Transfer, sides: Sequence[tuple[Account, int]]) -> list[Posting]:
    if sum(quantity for _account, quantity in sides):
        raise AmountWrong(_("The two sides of a transfer must sum to zero."))
    return [
        Posting(
            transfer=transfer,
            pool_id=transfer.pool_id,
            claim_id=transfer.claim_id,
            account=account,
            quantity=quantity,
        )
        for account, quantity in sides
    ]


def _lock(pool: Pool) -> None:
    Pool.objects.select_for_update().get(pk=pool.pk)


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("The ledger works in its caller's transaction")

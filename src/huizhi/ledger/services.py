"""What moves money, posts, rooms and vouchers. Every movement is a transfer that sums to zero.

The services take whole units: fen of money, else pieces. They lock the pool, after the log, so that
two officers cannot spend the same yuan; they belong into the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from huizhi.kernel import audit, clock
from huizhi.kernel.models import AuditEntry, Region, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require
from huizhi.kernel.wording import yuan
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
        # The log before the pool, as when cases are approved: else two officers could each hold
        # one and wait for the other for ever.
        entry = audit.append(
            actor=actor,
            action="ledger.fund",
            subject_kind="pool",
            subject_id=pool.pk,
            detail={"quantity": quantity, "reason": reason},
        )
        _lock(pool)
        return _move_many(TransferKind.FUND, [_Movement(pool, quantity, entry)])[0]


@dataclass(frozen=True)
class Reservation:
    """What to set aside for a claim, in fen or pieces; `entry` is the caller's audit entry."""

    key: ClaimKey
    quantity: int
    entry: AuditEntry


def reserve(*, pool: Pool, reservation: Reservation) -> Claim:
    """Set something aside for one claim. Errors as `reserve_many`."""
    return reserve_many(pool=pool, reservations=[reservation])[0]


def reserve_many(*, pool: Pool, reservations: Sequence[Reservation]) -> list[Claim]:
    """Set something aside for each claim, all or none, and return the claims in order.

    Errors: `NotEnough` for the pool, `ClaimTaken` for a claim reserved or paid already,
    `AmountWrong` for a quantity that is not positive.
    """
    _require_transaction()
    _lock(pool)
    wanted = sum(reservation.quantity for reservation in reservations)
    left = balance(pool, Account.AVAILABLE)
    if left < wanted:
        raise NotEnough(
            _("“{pool}” has {left} left, which does not cover {wanted}. Add to it first.").format(
                pool=pool, left=shown(pool, left), wanted=shown(pool, wanted)
            )
        )
    claims = _claims(pool, [reservation.key for reservation in reservations])
    _move_many(
        TransferKind.RESERVE,
        [
            _Movement(pool, reservation.quantity, reservation.entry, claim)
            for claim, reservation in zip(claims, reservations, strict=True)
        ],
    )
    return claims


def pay_many(*, claims: Sequence[tuple[Claim, AuditEntry]]) -> None:
    """Turn what is reserved for each claim into a payment. Errors: `NothingReserved`."""
    _end_reservations(claims, TransferKind.PAY)


def release(*, claim: Claim, entry: AuditEntry) -> None:
    """Give back what is reserved for a claim. Errors: `NothingReserved`."""
    _end_reservations([(claim, entry)], TransferKind.RELEASE)


def balance(pool: Pool, account: Account) -> int:
    """Return the balance of an account in fen or pieces."""
    rows = Posting.objects.filter(pool=pool, account=account)
    return rows.aggregate(total=Sum("quantity"))["total"] or 0


def shown(pool: Pool, quantity: int) -> str:
    """Return a quantity in words: yuan for money, else pieces."""
    if pool.unit == Unit.MONEY:
        return yuan(Money(quantity))
    return f"{quantity:,} {pool.get_unit_display()}"


@dataclass(frozen=True)
class _Movement:
    pool: Pool
    quantity: int
    entry: AuditEntry
    claim: Claim | None = None


def _end_reservations(claims: Sequence[tuple[Claim, AuditEntry]], kind: TransferKind) -> None:
    _require_transaction()
    for pool in sorted({claim.pool for claim, _entry in claims}, key=lambda pool: pool.pk):
        _lock(pool)
    reserved = _held([claim for claim, _entry in claims], [Account.RESERVED])
    for claim, _entry in claims:
        if reserved.get(claim.pk, 0) <= 0:
            raise NothingReserved(
                _("Nothing is reserved for this claim: {claim}").format(claim=claim)
            )
    _move_many(
        kind, [_Movement(claim.pool, reserved[claim.pk], entry, claim) for claim, entry in claims]
    )


def _claims(pool: Pool, keys: Sequence[ClaimKey]) -> list[Claim]:
    """Return the claims of the keys, made if need be; nothing is reserved or paid for any yet."""
    Claim.objects.bulk_create(
        (
            Claim(
                pool=pool,
                subject_kind=key.subject_kind,
                subject_id=key.subject_id,
                benefit=key.benefit,
                period=key.period,
            )
            for key in keys
        ),
        ignore_conflicts=True,
        batch_size=500,
    )
    rows = Claim.objects.filter(
        benefit__in={key.benefit for key in keys},
        period__in={key.period for key in keys},
        subject_id__in={key.subject_id for key in keys},
    )
    found = {
        ClaimKey(SubjectKind(row.subject_kind), row.subject_id, row.benefit, row.period): row
        for row in rows
    }
    claims = [found[key] for key in keys]
    held = _held(claims, [Account.RESERVED, Account.PAID])
    for claim in claims:
        if held.get(claim.pk):
            raise ClaimTaken(
                _("This claim is reserved or paid already: {claim}").format(claim=claim)
            )
    Claim.objects.filter(pk__in=[c.pk for c in claims]).exclude(pool=pool).update(pool=pool)
    return claims


def _held(claims: Sequence[Claim], accounts: Sequence[Account]) -> dict[int, int]:
    """Return what the claims hold on the accounts together, by the claim's primary key."""
    rows = Posting.objects.filter(
        claim__in=[claim.pk for claim in claims], account__in=accounts
    ).values("claim")
    return {row["claim"]: row["held"] for row in rows.annotate(held=Sum("quantity")).order_by()}


def _move_many(kind: TransferKind, movements: Sequence[_Movement]) -> list[Transfer]:
    for movement in movements:
        if movement.quantity <= 0:
            raise AmountWrong(
                _("A transfer needs more than nothing, not {n}.").format(n=movement.quantity)
            )
    at = clock.now()
    transfers = Transfer.objects.bulk_create(
        Transfer(pool=movement.pool, claim=movement.claim, kind=kind, at=at, entry=movement.entry)
        for movement in movements
    )
    giving, taking = MOVES[kind]
    Posting.objects.bulk_create(
        Posting(
            transfer=transfer,
            pool_id=transfer.pool_id,
            claim_id=transfer.claim_id,
            account=account,
            quantity=sign * movement.quantity,
        )
        for transfer, movement in zip(transfers, movements, strict=True)
        for account, sign in ((giving, -1), (taking, 1))
    )
    return transfers


def _lock(pool: Pool) -> None:
    Pool.objects.select_for_update().get(pk=pool.pk)


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("The ledger works in its caller's transaction")

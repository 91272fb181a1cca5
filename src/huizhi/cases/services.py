"""What moves cases. The only door to `Case.state`.

A claim that was offered once is never offered again, whichever run finds it. Approval needs a
second officer and reserves the money in the same transaction; payment is told by `payments`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.cases.errors import NoMoneyPool, NothingToOffer, SameOfficer
from huizhi.cases.models import Case, OfferBatch
from huizhi.cases.queries import benefit_key, entitled
from huizhi.cases.states import CaseState, require_move
from huizhi.entitlements.models import Result, Run
from huizhi.entitlements.queries import benefits_of
from huizhi.kernel import audit, clock
from huizhi.kernel.models import AuditEntry, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.ledger import services as ledger
from huizhi.ledger.models import Pool, Unit

ROWS_PER_TRANSACTION = 300


@dataclass(frozen=True)
class Offered:
    """What came of making offers: the batch, and how many claims had been offered before."""

    batch: OfferBatch
    made: int
    skipped: int


def make_offers(*, actor: User, run: Run, benefit: str) -> Offered:
    """Offer a benefit to all whom a complete run found entitled and who were not offered it yet.

    Errors: `NothingToOffer`, also for a run that is not complete.
    """
    require(actor, Right.CASES_OFFER)
    results = list(entitled(run).filter(benefit=benefit).order_by("pk"))
    key = benefit_key(run, benefit)
    taken = set(
        Case.objects.filter(benefit=key).values_list("subject_kind", "subject_id", "period")
    )
    new = [r for r in results if (r.subject_kind, r.subject_id, r.period) not in taken]
    if not new:
        raise NothingToOffer(
            _("Nobody is left to offer “{benefit}” to: {count} were offered it before.").format(
                benefit=benefits_of(run)[benefit].name, count=len(results)
            )
        )
    batch = _open_batch(actor, run, benefit, key)
    made = 0
    for chunk in _chunks(new):
        with transaction.atomic():
            made += _offer(actor, batch, chunk)
    return Offered(batch, made, len(results) - made)


def approve(*, case: Case, officer: User, pool: Pool) -> Case:
    """Approve one offer. Errors as `approve_many`."""
    return approve_many(cases=[case], officer=officer, pool=pool)[0]


def approve_many(*, cases: Sequence[Case], officer: User, pool: Pool) -> list[Case]:
    """Approve offers, all or none, and reserve their money in the pool. For some hundreds at most.

    Errors: `SameOfficer`, `NoMoneyPool`, `IllegalMove`, and the ledger's `NotEnough` and
    `ClaimTaken`.
    """
    require(officer, Right.CASES_APPROVE)
    if pool.unit != Unit.MONEY:
        raise NoMoneyPool(_("“{pool}” holds no money. Choose a pool of money.").format(pool=pool))
    with transaction.atomic():
        rows = _locked(cases)
        for case in rows:
            _require_within(officer, case)
            if case.batch.made_by_id == officer.pk:
                raise SameOfficer(_("You made this offer, so somebody else has to approve it."))
        entries = _move(rows, CaseState.APPROVED, officer, {"pool": pool.code})
        reservations = [
            ledger.Reservation(case.key, case.amount.fen, entry)
            for case, entry in zip(rows, entries, strict=True)
        ]
        claims = ledger.reserve_many(pool=pool, reservations=reservations)
        for case, claim in zip(rows, claims, strict=True):
            case.claim = claim
        Case.objects.bulk_update(rows, ["claim"])
    return rows


def withdraw(*, case: Case, officer: User, reason: str) -> Case:
    """Take an offer or an approval back; what was reserved is released. Errors: `IllegalMove`."""
    require(officer, Right.CASES_APPROVE)
    with transaction.atomic():
        (case,) = _locked([case])
        _require_within(officer, case)
        reserved = case.state == CaseState.APPROVED
        case.reason = reason[:300]
        case.save(update_fields=["reason"])
        (entry,) = _move([case], CaseState.WITHDRAWN, officer, {"reason": reason})
        if reserved and case.claim is not None:
            ledger.release(claim=case.claim, entry=entry)
    return case


def begin_payment_many(*, cases: Sequence[Case], officer: User) -> list[Case]:
    """Say that approved cases stand in a bank file, all or none. Called by payments.

    Errors: `IllegalMove`.
    """
    require(officer, Right.PAYMENTS_PAY)
    with transaction.atomic():
        rows = _locked(cases)
        for case in rows:
            _require_within(officer, case)
        _move(rows, CaseState.PAYING, officer, {})
    return rows


def mark_paid_many(*, cases: Sequence[Case], officer: User) -> list[Case]:
    """Pay cases of a bank file in the ledger, all or none. Called by payments.

    Errors: `IllegalMove`.
    """
    require(officer, Right.PAYMENTS_PAY)
    with transaction.atomic():
        rows = _locked(cases)
        entries = _move(rows, CaseState.PAID, officer, {})
        pairs = zip(rows, entries, strict=True)
        ledger.pay_many(claims=[(case.claim, entry) for case, entry in pairs if case.claim])
    return rows


def _open_batch(actor: User, run: Run, benefit: str, key: str) -> OfferBatch:
    of = benefits_of(run)[benefit]
    with transaction.atomic():
        batch = OfferBatch.objects.create(
            run=run,
            benefit=key,
            benefit_name=of.benefit.name.zh,
            benefit_name_en=of.benefit.name.en,
            assumption=bool(of.assumption),
            made_by=actor,
            made_at=clock.now(),
        )
        audit.append(
            actor=actor,
            action="cases.batch",
            subject_kind="offer_batch",
            subject_id=batch.pk,
            detail={"benefit": key, "run": run.pk},
        )
    return batch


def _offer(actor: User, batch: OfferBatch, results: Sequence[Result]) -> int:
    """Make the cases and return how many; what another officer offers meanwhile is left out."""
    Case.objects.bulk_create(
        (
            Case(
                batch=batch,
                result=result,
                subject_kind=result.subject_kind,
                subject_id=result.subject_id,
                subject_name=result.subject_name,
                benefit=batch.benefit,
                period=result.period,
                amount=result.amount,
                county_id=result.county_id,
                organisation_id=result.organisation_id,
            )
            for result in results
        ),
        ignore_conflicts=True,
    )
    made = Case.objects.filter(batch=batch, result__in=results).order_by("pk")
    changes = [
        audit.Change("cases.offer", "case", str(pk)) for pk in made.values_list("pk", flat=True)
    ]
    audit.append_many(actor=actor, changes=changes)
    return len(changes)


def _chunks(results: Sequence[Result]) -> Iterator[Sequence[Result]]:
    for first in range(0, len(results), ROWS_PER_TRANSACTION):
        yield results[first : first + ROWS_PER_TRANSACTION]


def _locked(cases: Sequence[Case]) -> list[Case]:
    """Lock the cases in the order of their numbers and return them as they are now."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("batch", "claim__pool")
    return list(rows.filter(pk__in=[case.pk for case in cases]).order_by("pk"))


def _require_within(officer: User, case: Case) -> None:
    require_in_scope(officer, county=case.county_id, organisation_id=case.organisation_id)


def _move(
    cases: Sequence[Case], wanted: CaseState, officer: User, detail: dict[str, object]
) -> list[AuditEntry]:
    """Guard, change and log one step of locked cases; return an entry for each."""
    at = clock.now()
    for case in cases:
        require_move(case.state, wanted)
        case.state, case.decided_by, case.decided_at = wanted, officer, at
    locked = Case.objects.filter(pk__in=[case.pk for case in cases])
    locked.update(state=wanted, decided_by=officer, decided_at=at)
    changes = [
        audit.Change(
            f"cases.{wanted}", "case", str(case.pk), {"amount_fen": case.amount.fen, **detail}
        )
        for case in cases
    ]
    return audit.append_many(actor=officer, changes=changes)

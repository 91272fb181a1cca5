"""What pays: accounts, batches, and the bank's confirmation. The ledger is moved through cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.cases import services as cases
from huizhi.cases.models import Case
from huizhi.cases.queries import payable
from huizhi.cases.states import CaseState
from huizhi.kernel import audit, clock
from huizhi.kernel.encryption import decrypt, encrypt
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require
from huizhi.payments.errors import AccountNumberWrong, AlreadyPaid, NothingToPay
from huizhi.payments.models import PayeeAccount, Payment, PaymentBatch
from huizhi.payments.states import BatchState, require_move
from huizhi.rules.subjects import SubjectKind

NUMBER = "payments.account"
CASES_PER_TRANSACTION = 200


@dataclass(frozen=True)
class NewAccount:
    """An account to pay a subject's claims to."""

    kind: SubjectKind
    subject_id: int
    holder: str
    bank: str
    number: str
    synthetic: bool = False


@dataclass(frozen=True)
class BankLine:
    """A line of the bank file. The account number is in full: the file goes to the bank alone."""

    reference: str
    holder: str
    bank: str
    number: str
    amount_fen: int
    purpose: str


def keep_accounts(*, actor: User, accounts: Sequence[NewAccount]) -> list[PayeeAccount]:
    """Keep the accounts of subjects that have none yet. Errors: `AccountNumberWrong`."""
    require(actor, Right.PAYMENTS_PAY)
    rows = {(row.subject_kind, row.subject_id): row for row in map(_account, accounts)}
    with transaction.atomic():
        kept = _accounts_of(number for _kind, number in rows)
        new = [row for key, row in rows.items() if key not in kept]
        changes = [
            audit.Change("payments.account", row.subject_kind, str(row.subject_id)) for row in new
        ]
        audit.append_many(actor=actor, changes=changes)
        return PayeeAccount.objects.bulk_create(new, batch_size=500)


def prepare_batch(*, actor: User, benefit: str) -> PaymentBatch:
    """Put every approved case of a benefit (`pack/benefit`) that has an account into a new batch.

    Errors: `NothingToPay`.
    """
    require(actor, Right.PAYMENTS_PAY)
    with transaction.atomic():
        rows = list(payable(actor, benefit).select_for_update(of=("self",)))
        accounts = _accounts_of(case.subject_id for case in rows)
        ready = [case for case in rows if (case.subject_kind, case.subject_id) in accounts]
        if not ready:
            raise NothingToPay(
                _("No approved case is ready: {count} lack a bank account. Enter it first.").format(
                    count=len(rows)
                )
            )
        batch = PaymentBatch.objects.create(
            benefit=benefit,
            benefit_name=ready[0].batch.benefit_name,
            benefit_name_en=ready[0].batch.benefit_name_en,
            made_by=actor,
            made_at=clock.now(),
        )
        Payment.objects.bulk_create(
            Payment(
                batch=batch,
                case=case,
                account=accounts[case.subject_kind, case.subject_id],
                amount=case.amount,
            )
            for case in ready
        )
        cases.begin_payment_many(cases=ready, officer=actor)
        audit.append(
            actor=actor,
            action="payments.prepare",
            subject_kind="payment_batch",
            subject_id=batch.pk,
            detail={"benefit": benefit, "payments": len(ready)},
        )
    return batch


def bank_file(*, actor: User, batch: PaymentBatch) -> list[BankLine]:
    """Return the lines of a batch's bank file, with account numbers in full; the read is logged.

    Errors: `AlreadyPaid`.
    """
    require(actor, Right.PAYMENTS_PAY)
    if batch.state == BatchState.PAID:
        raise AlreadyPaid(
            _("The bank has paid this batch. Its file is not handed out again: nobody pays twice.")
        )
    rows = batch.payments.select_related("account", "case__batch")
    with transaction.atomic():
        audit.append(
            actor=actor,
            action="payments.bank_file",
            subject_kind="payment_batch",
            subject_id=batch.pk,
        )
        return [
            BankLine(
                reference=payment.reference,
                holder=payment.account.holder,
                bank=payment.account.bank,
                number=decrypt(payment.account.number_cipher, about=NUMBER),
                amount_fen=payment.amount.fen,
                purpose=f"{batch.benefit_name} {payment.case.period}",
            )
            for payment in rows
        ]


def confirm_paid(*, actor: User, batch: PaymentBatch) -> PaymentBatch:
    """Record that the bank has paid: every case of the batch is paid in the ledger, once.

    Interrupted, it can be called again: cases that are paid already are passed over, and the
    batch is marked as paid last. Errors: `IllegalMove`.
    """
    require(actor, Right.PAYMENTS_PAY)
    require_move(batch.state, BatchState.PAID)
    while chunk := _unpaid(batch):
        cases.mark_paid_many(cases=chunk, officer=actor)
    with transaction.atomic():
        batch = PaymentBatch.objects.select_for_update().get(pk=batch.pk)
        require_move(batch.state, BatchState.PAID)
        batch.state = BatchState.PAID
        batch.paid_by = actor
        batch.paid_at = clock.now()
        batch.save(update_fields=["state", "paid_by", "paid_at"])
        audit.append(
            actor=actor,
            action="payments.paid",
            subject_kind="payment_batch",
            subject_id=batch.pk,
        )
    return batch


def _unpaid(batch: PaymentBatch) -> list[Case]:
    rows = Case.objects.filter(payment__batch=batch, state=CaseState.PAYING)
    return list(rows.order_by("pk")[:CASES_PER_TRANSACTION])


def _accounts_of(numbers: Iterable[int]) -> dict[tuple[str, int], PayeeAccount]:
    """Return the accounts of subjects with these numbers, of whatever kind, by (kind, number)."""
    found: dict[tuple[str, int], PayeeAccount] = {}
    ordered = sorted(set(numbers))
    for first in range(0, len(ordered), 500):
        for account in PayeeAccount.objects.filter(subject_id__in=ordered[first : first + 500]):
            found[account.subject_kind, account.subject_id] = account
    return found


def _account(account: NewAccount) -> PayeeAccount:
    number = re.sub(r"\s", "", account.number)
    if not re.fullmatch(r"[0-9]{9,30}", number):
        raise AccountNumberWrong(
            _("A bank account number has 9 to 30 digits; that of {holder} does not.").format(
                holder=account.holder
            )
        )
    return PayeeAccount(
        subject_kind=account.kind,
        subject_id=account.subject_id,
        holder=account.holder,
        bank=account.bank,
        number_cipher=encrypt(number, about=NUMBER),
        number_masked=f"**** {number[-4:]}",
        synthetic=account.synthetic,
    )

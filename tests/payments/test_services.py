"""Payments: accounts kept secret, one line per case, paid once even when interrupted."""

from __future__ import annotations

import pytest

from huizhi.cases import services as cases
from huizhi.cases.models import Case
from huizhi.cases.states import CaseState
from huizhi.kernel.encryption import decrypt
from huizhi.kernel.errors import IllegalMove, RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.ledger.models import Account, Transfer, TransferKind
from huizhi.ledger.services import balance
from huizhi.payments import queries, services
from huizhi.payments.errors import AccountNumberWrong, AlreadyPaid, NothingToPay
from huizhi.payments.models import PayeeAccount, Payment, PaymentBatch
from huizhi.payments.services import NewAccount
from huizhi.payments.states import BatchState
from huizhi.rules.subjects import SubjectKind
from tests.cases.factories import ALLOWANCE, make_cases, make_pool

pytestmark = pytest.mark.django_db

NUMBER = "6222000012345678901"


def keep_account(officer, number=1, account=NUMBER, holder="王博"):
    new = NewAccount(SubjectKind.PERSON, number, holder, "工商银行", account, synthetic=True)
    return services.keep_accounts(actor=officer, accounts=[new])


@pytest.fixture
def pool(office):
    return make_pool(office)


@pytest.fixture
def approved(office, second, pool):
    rows = make_cases(office)
    return cases.approve_many(cases=rows, officer=second, pool=pool)


@pytest.fixture
def batch(approved, second):
    """A batch with the two allowances."""
    keep_account(second, 1)
    keep_account(second, 2, "6222000012345670000", "李硕")
    return services.prepare_batch(actor=second, benefit=ALLOWANCE)


def states():
    return dict(Case.objects.values_list("subject_name", "state"))


def test_an_account_number_is_encrypted_and_masked(second):
    keep_account(second, account="6222 0000 1234 5678 901")
    kept = PayeeAccount.objects.get()
    assert NUMBER.encode() not in bytes(kept.number_cipher)
    assert decrypt(kept.number_cipher, about=services.NUMBER) == NUMBER
    assert kept.number_masked == "**** 8901"
    for entry in AuditEntry.objects.all():
        assert NUMBER not in str(entry.detail)


@pytest.mark.parametrize(
    "number", ["", "12345678", "6222-0000-1234", "六二二二零零零零零", "1" * 31]
)
def test_a_wrong_account_number_is_refused(second, number):
    with pytest.raises(AccountNumberWrong, match="王博"):
        keep_account(second, account=number)
    assert not PayeeAccount.objects.exists()


def test_who_lacks_an_account_stays_out_of_the_batch(approved, second):
    keep_account(second)
    (allowance,) = [row for row in queries.readiness(second) if row.benefit == ALLOWANCE]
    assert (allowance.ready, allowance.due.fen) == (1, 5_000_00)
    assert (allowance.lacking, allowance.due_lacking.fen) == (1, 3_000_00)
    lacking = queries.lacking_account(second, ALLOWANCE)
    assert [case.subject_name for case in lacking] == ["李硕"]
    batch = services.prepare_batch(actor=second, benefit=ALLOWANCE)
    assert [payment.case.subject_name for payment in batch.payments.all()] == ["王博"]
    assert states() == {"王博": "paying", "李硕": "approved", "某企业": "approved"}


def test_an_account_belongs_to_a_kind_of_subject(approved, second):
    new = NewAccount(SubjectKind.ORGANISATION, 1, "王博", "工商银行", NUMBER)
    services.keep_accounts(actor=second, accounts=[new])
    with pytest.raises(NothingToPay, match="2"):
        services.prepare_batch(actor=second, benefit=ALLOWANCE)
    assert not PaymentBatch.objects.exists()


def test_a_case_stands_in_one_batch_only(batch, second):
    with pytest.raises(NothingToPay):
        services.prepare_batch(actor=second, benefit=ALLOWANCE)
    assert Payment.objects.count() == 2


def test_the_bank_file_holds_full_numbers_and_taking_it_is_logged(batch, second):
    lines = services.bank_file(actor=second, batch=batch)
    assert [(line.holder, line.number, line.amount_fen) for line in lines] == [
        ("王博", NUMBER, 5_000_00),
        ("李硕", "6222000012345670000", 3_000_00),
    ]
    assert len({line.reference for line in lines}) == 2
    told = [entry.action for entry in queries.history(batch)]
    assert told == ["payments.prepare", "payments.bank_file"]


def test_confirming_pays_each_case_once(batch, second, pool):
    services.confirm_paid(actor=second, batch=batch)
    batch.refresh_from_db()
    assert (batch.state, batch.paid_by) == (BatchState.PAID, second)
    assert states() == {"王博": "paid", "李硕": "paid", "某企业": "approved"}
    assert balance(pool, Account.PAID) == 8_000_00
    assert balance(pool, Account.RESERVED) == 100_000_00
    with pytest.raises(IllegalMove):
        services.confirm_paid(actor=second, batch=batch)
    assert balance(pool, Account.PAID) == 8_000_00


def test_the_file_of_a_paid_batch_is_not_handed_out_again(batch, second):
    batch = services.confirm_paid(actor=second, batch=batch)
    with pytest.raises(AlreadyPaid):
        services.bank_file(actor=second, batch=batch)


def test_an_interrupted_confirmation_goes_on(batch, second, pool, monkeypatch):
    monkeypatch.setattr(services, "CASES_PER_TRANSACTION", 1)
    pay, calls = cases.mark_paid_many, []

    def break_at_the_second(**arguments):
        calls.append(arguments)
        if len(calls) == 2:
            raise ConnectionError("the power is out")
        return pay(**arguments)

    monkeypatch.setattr(cases, "mark_paid_many", break_at_the_second)
    with pytest.raises(ConnectionError):
        services.confirm_paid(actor=second, batch=batch)
    batch.refresh_from_db()
    assert batch.state == BatchState.PREPARED
    assert sorted(states().values()) == ["approved", "paid", "paying"]
    services.confirm_paid(actor=second, batch=batch)
    assert sorted(states().values()) == ["approved", "paid", "paid"]
    assert balance(pool, Account.PAID) == 8_000_00
    assert Transfer.objects.filter(kind=TransferKind.PAY).count() == 2


def test_what_is_being_paid_is_not_withdrawn(batch, second):
    payment = batch.payments.first()
    with pytest.raises(IllegalMove):
        cases.withdraw(case=payment.case, officer=second, reason="太迟了")
    assert Case.objects.get(pk=payment.case_id).state == CaseState.PAYING


def test_what_was_withdrawn_is_not_paid(approved, second):
    keep_account(second, 1)
    keep_account(second, 2, holder="李硕")
    cases.withdraw(case=approved[0], officer=second, reason="放弃")
    batch = services.prepare_batch(actor=second, benefit=ALLOWANCE)
    assert [payment.case.subject_name for payment in batch.payments.all()] == ["李硕"]


def test_rights(batch, make_user):
    auditor, clerk = make_user(Role.AUDITOR), make_user(Role.COUNTY)
    for step in (
        lambda: keep_account(auditor, 3),
        lambda: services.prepare_batch(actor=auditor, benefit=ALLOWANCE),
        lambda: services.bank_file(actor=auditor, batch=batch),
        lambda: services.confirm_paid(actor=auditor, batch=batch),
    ):
        with pytest.raises(RightMissing):
            step()
    assert queries.batches_for(auditor).get().count == 2
    assert queries.payments_for(auditor, batch).count() == 2
    assert not queries.batches_for(clerk).exists()
    assert not queries.payments_for(clerk, batch).exists()
    assert queries.readiness(clerk) == []

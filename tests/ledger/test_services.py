"""The ledger: double entry, nothing spent twice, balances that always sum to zero."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huizhi.kernel import audit
from huizhi.kernel.errors import RightMissing
from huizhi.kernel.models import User
from huizhi.kernel.roles import Role
from huizhi.ledger import services
from huizhi.ledger.errors import AmountWrong, ClaimTaken, NotEnough, NothingReserved
from huizhi.ledger.models import Account, Claim, Pool, Posting, Transfer, TransferKind
from huizhi.ledger.services import ClaimKey, Reservation
from huizhi.rules.subjects import SubjectKind

pytestmark = pytest.mark.django_db


def key(number=1, period="2021"):
    return ClaimKey(SubjectKind.PERSON, number, "datong/sanjin-allowance", period)


def reserve(pool, quantity, entry, number=1):
    reservation = Reservation(key(number), quantity, entry)
    return services.reserve(pool=pool, reservation=reservation)


@pytest.fixture
def officer(make_user):
    return make_user()


@pytest.fixture
def pool(officer):
    made = services.open_pool(actor=officer, code="talent-2021", name="人才专项资金")
    services.fund(actor=officer, pool=made, quantity=100_000_00, reason="年度预算")
    return made


@pytest.fixture
def entry(officer):
    return audit.append(actor=officer, action="case.approve", subject_kind="case", subject_id=1)


def balances(pool):
    return [services.balance(pool, account) for account in Account]


def test_reserving_and_paying_moves_the_money_through_the_accounts(pool, entry):
    claim = reserve(pool, 12_000_00, entry)
    assert balances(pool) == [-100_000_00, 88_000_00, 12_000_00, 0]
    services.pay_many(claims=[(claim, entry)])
    assert balances(pool) == [-100_000_00, 88_000_00, 0, 12_000_00]


def test_releasing_gives_it_back_and_the_claim_can_be_reserved_again(pool, entry):
    claim = reserve(pool, 12_000_00, entry)
    services.release(claim=claim, entry=entry)
    assert services.balance(pool, Account.AVAILABLE) == 100_000_00
    assert reserve(pool, 1, entry) == claim


def test_a_claim_is_reserved_once(pool, entry):
    reserve(pool, 1, entry)
    with pytest.raises(ClaimTaken):
        reserve(pool, 1, entry)
    assert services.balance(pool, Account.RESERVED) == 1


def test_a_claim_is_paid_once_even_past_the_service(pool, entry):
    claim = reserve(pool, 5, entry)
    services.pay_many(claims=[(claim, entry)])
    with pytest.raises(NothingReserved):
        services.pay_many(claims=[(claim, entry)])
    with pytest.raises(ClaimTaken):
        reserve(pool, 5, entry)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.create(
            pool=pool, claim=claim, kind=TransferKind.PAY, at=entry.at, entry=entry
        )


def test_no_more_than_is_there(pool, entry):
    with pytest.raises(NotEnough, match=r"100,000\.00"):
        reserve(pool, 100_000_01, entry)
    assert not Transfer.objects.filter(kind=TransferKind.RESERVE).exists()


@pytest.mark.parametrize("quantity", [0, -1])
def test_nothing_and_less_is_refused(pool, officer, quantity):
    with pytest.raises(AmountWrong):
        services.fund(actor=officer, pool=pool, quantity=quantity, reason="")


def test_a_reservation_needs_its_callers_transaction(pool, entry, monkeypatch):
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)
    with pytest.raises(transaction.TransactionManagementError):
        reserve(pool, 1, entry)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["fund", "reserve", "pay", "release"]),
        st.integers(1, 4),
        st.integers(1, 500),
    ),
    max_size=12,
)


class AnyOrder(TestCase):
    """Whatever officers try, in whatever order: zero sums, no overdraft, no second payment."""

    @given(STEPS)
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def test_invariants_hold(self, steps):
        user = User.objects.create(username="officer", role=Role.PROGRAMME_OFFICE)
        pool = services.open_pool(actor=user, code="pool", name="资金")
        entry = audit.append(actor=user, action="x", subject_kind="x", subject_id=1)
        for step, number, quantity in steps:
            try:
                self.take(step, user, pool, number, quantity, entry)
            except (NotEnough, ClaimTaken, NothingReserved, Claim.DoesNotExist):
                continue
        assert sum(balances(pool)) == 0
        assert all(services.balance(pool, a) >= 0 for a in Account if a != Account.SOURCE)
        sums = Posting.objects.values("transfer").annotate(total=Sum("quantity"))
        assert all(row["total"] == 0 for row in sums)
        paid = Transfer.objects.filter(kind=TransferKind.PAY).values_list("claim", flat=True)
        assert len(paid) == len(set(paid))

    def take(self, step, user, pool, number, quantity, entry):
        if step == "fund":
            services.fund(actor=user, pool=pool, quantity=quantity, reason="")
        elif step == "reserve":
            reserve(pool, quantity, entry, number)
        else:
            claim = Claim.objects.get(subject_id=number)
            if step == "pay":
                services.pay_many(claims=[(claim, entry)])
            else:
                services.release(claim=claim, entry=entry)


def test_pools_are_made_by_those_who_may(make_user):
    with pytest.raises(RightMissing):
        services.open_pool(actor=make_user(Role.AUDITOR), code="x", name="x")
    assert not Pool.objects.exists()

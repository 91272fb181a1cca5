"""Two officers at once: no yuan is reserved twice, and neither waits for the other for ever."""

from __future__ import annotations

import pytest

from huizhi.cases import services
from huizhi.cases.models import Case
from huizhi.cases.states import CaseState
from huizhi.kernel import audit
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.roles import Role
from huizhi.ledger.errors import NotEnough
from huizhi.ledger.models import Account, Posting
from huizhi.ledger.services import balance, fund
from tests.cases.factories import make_cases, make_pool
from tests.kernel.at_once import at_once, on_postgresql

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def third(make_user):
    return make_user(Role.DEPARTMENT)


def test_two_cases_and_money_for_one(office, second, third):
    """5,000 and 3,000 yuan are asked for at once from 7,000."""
    first, other, _award = make_cases(office)
    pool = make_pool(office, 7_000)
    raised = at_once(
        lambda: services.approve(case=first, officer=second, pool=pool),
        lambda: services.approve(case=other, officer=third, pool=pool),
    )
    assert sorted(type(error) for error in raised if error) == [NotEnough]
    approved = Case.objects.get(state=CaseState.APPROVED)
    assert balance(pool, Account.RESERVED) == approved.amount.fen
    assert balance(pool, Account.AVAILABLE) == 7_000_00 - approved.amount.fen
    assert audit.find_first_break() is None


def test_one_case_approved_by_two_is_reserved_once(office, second, third):
    case, *_others = make_cases(office)
    pool = make_pool(office, 200_000)
    raised = at_once(
        *(
            lambda officer=officer: services.approve(case=case, officer=officer, pool=pool)
            for officer in (second, third)
        )
    )
    assert [isinstance(error, HuizhiError) for error in raised if error] == [True]
    assert balance(pool, Account.RESERVED) == case.amount.fen
    assert Posting.objects.filter(account=Account.RESERVED).count() == 1


def test_a_pool_is_added_to_while_cases_are_approved(office, second):
    pool = make_pool(office, 200_000)
    cases = make_cases(office)

    def approve():
        for case in cases:
            services.approve(case=case, officer=second, pool=pool)

    def add():
        for _time in range(20):
            fund(actor=office, pool=pool, quantity=1_00, reason="追加预算")

    assert at_once(approve, add) == [None, None]
    assert balance(pool, Account.SOURCE) == -200_020_00

"""Offers and decisions: one offer per claim, four eyes, money reserved and released with them."""

from __future__ import annotations

import pytest

from huizhi.cases import queries, services
from huizhi.cases.errors import NoMoneyPool, NothingToOffer, SameOfficer
from huizhi.cases.models import Case, OfferBatch
from huizhi.cases.states import CaseState
from huizhi.entitlements.models import Run
from huizhi.entitlements.states import RunState
from huizhi.kernel.errors import IllegalMove, OutOfScope, RightMissing
from huizhi.kernel.models import AuditEntry, Region
from huizhi.kernel.roles import RIGHTS, Right, Role
from huizhi.ledger.errors import NotEnough
from huizhi.ledger.models import Account, Claim, Unit
from huizhi.ledger.queries import held_by
from huizhi.ledger.services import balance, open_pool
from tests.cases.factories import ALLOWANCE, make_cases, make_offers, make_pool
from tests.entitlements.factories import make_run

pytestmark = pytest.mark.django_db


def approve(case, officer, pool):
    return services.approve(case=case, officer=officer, pool=pool)


def withdraw(case, officer, reason="与本人确认，放弃"):
    return services.withdraw(case=case, officer=officer, reason=reason)


def states():
    return list(Case.objects.order_by("pk").values_list("state", flat=True))


def test_offers_are_made_of_those_entitled_to_money_only(office):
    offered = make_offers(office)
    rows = Case.objects.order_by("pk").values_list("subject_name", "benefit", "amount", "state")
    assert [(name, key, amount.fen, state) for name, key, amount, state in rows] == [
        ("王博", ALLOWANCE, 5_000_00, "offered"),
        ("李硕", ALLOWANCE, 3_000_00, "offered"),
    ]
    assert (offered.made, offered.skipped) == (2, 0)
    assert AuditEntry.objects.filter(action="cases.offer").count() == 2


def test_a_benefit_without_money_is_not_offered(office):
    with pytest.raises(NothingToOffer):
        make_offers(office, "housing")
    assert not OfferBatch.objects.exists()


def test_money_is_not_reserved_in_a_pool_of_posts(office, second):
    posts = open_pool(actor=office, code="posts", name="编制周转池", unit=Unit.POSTS)
    with pytest.raises(NoMoneyPool, match="编制周转池"):
        approve(make_cases(office)[0], second, posts)
    assert set(states()) == {CaseState.OFFERED}


def test_another_run_offers_nobody_the_same_again(office):
    make_offers(office)
    with pytest.raises(NothingToOffer, match="2"):
        make_offers(office, run=make_run(office))
    assert Case.objects.count() == 2
    assert OfferBatch.objects.count() == 1


def test_another_run_offers_to_those_who_are_new(office):
    make_offers(office)
    Case.objects.filter(subject_name="李硕").delete()
    offered = make_offers(office, run=make_run(office))
    assert (offered.made, offered.skipped) == (1, 1)
    assert offered.batch.cases.get().subject_name == "李硕"


def test_what_two_officers_offer_at_once_becomes_one_case_each(office, monkeypatch):
    """The second officer looked before the first had written: nothing seemed to be taken."""
    first = make_offers(office)
    results = list(queries.entitled(first.batch.run).filter(benefit="living-allowance"))
    before = AuditEntry.objects.count()
    assert services._offer(office, first.batch, results) == 2
    other = OfferBatch.objects.get()
    other.pk = None
    other.save()
    assert services._offer(office, other, results) == 0
    assert Case.objects.count() == 2
    assert AuditEntry.objects.count() == before + 2


def test_an_incomplete_run_offers_nothing(office):
    run = make_run(office)
    Run.objects.filter(pk=run.pk).update(state=RunState.RUNNING)
    with pytest.raises(NothingToOffer):
        make_offers(office, run=run)


def test_offerable_counts_what_is_left(office):
    run = make_run(office)
    allowance, award = queries.offerable(office, run)
    assert (allowance.benefit.id, allowance.entitled, allowance.due.fen) == (
        "living-allowance",
        2,
        8_000_00,
    )
    assert (allowance.left, allowance.left_due.fen, allowance.offered) == (2, 8_000_00, 0)
    assert award.benefit.assumption
    make_offers(office, run=run)
    allowance, award = queries.offerable(office, make_run(office))
    assert (allowance.left, allowance.left_due.fen, allowance.offered) == (0, 0, 2)
    assert (award.left, award.left_due.fen) == (1, 100_000_00)


def test_a_second_officer_approves_and_the_money_is_reserved(office, second):
    case, *_others = make_cases(office)
    pool = make_pool(office)
    approved = approve(case, second, pool)
    assert (approved.state, approved.decided_by) == (CaseState.APPROVED, second)
    assert balance(pool, Account.RESERVED) == 5_000_00
    assert held_by(approved.claim) == {"reserved": 5_000_00, "available": -5_000_00}
    assert approved.pool == pool


def test_who_offered_may_not_approve(office):
    case, *_others = make_cases(office)
    pool = make_pool(office)
    with pytest.raises(SameOfficer):
        approve(case, office, pool)
    case.refresh_from_db()
    assert (case.state, case.claim) == (CaseState.OFFERED, None)
    assert balance(pool, Account.RESERVED) == 0


def test_several_are_approved_together_or_not_at_all(office, second):
    cases = make_cases(office)
    pool = make_pool(office, yuan=107_999)  # 5,000 + 3,000 + 100,000 is one yuan more
    with pytest.raises(NotEnough):
        services.approve_many(cases=cases, officer=second, pool=pool)
    assert states() == ["offered"] * 3
    assert not Claim.objects.exists()
    services.approve_many(cases=cases, officer=second, pool=make_pool(office, 108_000, "more"))
    assert states() == ["approved"] * 3


def test_an_approved_case_is_not_approved_again(office, second):
    case, *_others = make_cases(office)
    pool = make_pool(office)
    approve(case, second, pool)
    with pytest.raises(IllegalMove):
        approve(case, second, pool)
    assert balance(pool, Account.RESERVED) == 5_000_00


def test_withdrawing_releases_what_was_reserved_and_keeps_the_reason(office, second):
    case, *_others = make_cases(office)
    pool = make_pool(office)
    approve(case, second, pool)
    taken_back = withdraw(case, second)
    assert (taken_back.state, taken_back.reason) == (CaseState.WITHDRAWN, "与本人确认，放弃")
    assert balance(pool, Account.RESERVED) == 0
    assert balance(pool, Account.AVAILABLE) == 1_000_000_00
    with pytest.raises(IllegalMove):
        approve(case, second, pool)


def test_an_offer_is_withdrawn_without_touching_the_ledger(office, second):
    case, *_others = make_cases(office)
    assert withdraw(case, second).state == CaseState.WITHDRAWN
    assert not Claim.objects.exists()


def test_what_stands_in_a_bank_file_is_not_withdrawn(office, second):
    case, *_others = make_cases(office)
    pool = make_pool(office)
    approve(case, second, pool)
    services.begin_payment_many(cases=[case], officer=second)
    with pytest.raises(IllegalMove):
        withdraw(case, second)
    case.refresh_from_db()
    assert case.reason == ""
    assert balance(pool, Account.RESERVED) == 5_000_00


def test_what_is_not_approved_is_not_paid(office, second):
    case, *_others = make_cases(office)
    for step in (services.begin_payment_many, services.mark_paid_many):
        with pytest.raises(IllegalMove):
            step(cases=[case], officer=second)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.COUNTY, Role.TALENT])
def test_rights(office, make_user, role):
    case, *_others = make_cases(office)
    user = make_user(role)
    pool = make_pool(office)
    for step in (
        lambda: make_offers(user),
        lambda: approve(case, user, pool),
        lambda: withdraw(case, user),
        lambda: services.mark_paid_many(cases=[case], officer=user),
    ):
        with pytest.raises(RightMissing):
            step()
    assert states() == ["offered"] * 3


def test_a_county_sees_its_own_cases_and_decides_no_others(office, make_user, monkeypatch):
    wang, li, _firm = make_cases(office)
    clerk = make_user(Role.COUNTY, county=Region.objects.get(pk="140221"))
    assert list(queries.cases_for(clerk)) == [li]
    assert [batch.count for batch in queries.batches_for(clerk)] == [1]
    monkeypatch.setitem(RIGHTS, Role.COUNTY, RIGHTS[Role.COUNTY] | {Right.CASES_APPROVE})
    pool = make_pool(office)
    with pytest.raises(OutOfScope):
        approve(wang, clerk, pool)
    with pytest.raises(OutOfScope):
        withdraw(wang, clerk)
    assert approve(li, clerk, pool).state == CaseState.APPROVED


def test_the_history_tells_who_did_what(office, second):
    case, *_others = make_cases(office)
    approve(case, second, make_pool(office))
    withdraw(case, second)
    told = [(entry.action, entry.actor) for entry in queries.history(case)]
    assert told == [
        ("cases.offer", office),
        ("cases.approved", second),
        ("cases.withdrawn", second),
    ]

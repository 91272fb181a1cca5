"""The table of legal moves, and cases under whatever officers try in whatever order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huizhi.cases import services
from huizhi.cases.errors import SameOfficer
from huizhi.cases.models import Case, OfferBatch
from huizhi.cases.states import MOVES, CaseState, require_move
from huizhi.entitlements.models import Result, Run
from huizhi.kernel import clock
from huizhi.kernel.errors import IllegalMove
from huizhi.kernel.models import AuditEntry, User
from huizhi.kernel.roles import Role
from huizhi.ledger.errors import NotEnough
from huizhi.ledger.models import Account, Transfer, TransferKind
from huizhi.ledger.services import balance, fund, open_pool
from huizhi.policies.models import PackVersion


def test_what_is_paid_or_withdrawn_stays_so():
    for state in (CaseState.PAID, CaseState.WITHDRAWN):
        for wanted in CaseState:
            with pytest.raises(IllegalMove, match=str(state.label)):
                require_move(state, wanted)


def test_every_state_is_reached_and_none_leads_to_itself():
    assert set(MOVES) == set(CaseState)
    assert set.union(*map(set, MOVES.values())) == set(CaseState) - {CaseState.OFFERED}
    assert all(state not in moves for state, moves in MOVES.items())


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["approve", "withdraw", "begin", "pay", "offerer approves", "fund"]),
        st.lists(st.integers(0, 2), min_size=1, max_size=3, unique=True),
    ),
    max_size=14,
)


class AnyOrder(TestCase):
    """No step outside the table, no money without a case, nothing paid twice."""

    def setUp(self):
        self.offerer = User.objects.create(username="offerer", role=Role.PROGRAMME_OFFICE)
        self.approver = User.objects.create(username="approver", role=Role.DEPARTMENT)
        self.pool = open_pool(actor=self.offerer, code="pool", name="资金")
        now = clock.now()
        version = PackVersion.objects.create(
            pack_id="x",
            version="1",
            fingerprint="0",
            files={},
            stored_by=self.offerer,
            stored_at=now,
        )
        run = Run.objects.create(
            as_of=now.date(), pack_version=version, started_by=self.offerer, created_at=now
        )
        batch = OfferBatch.objects.create(
            run=run, benefit="x/y", benefit_name="津贴", made_by=self.offerer, made_at=now
        )
        for number in range(3):
            result = Result.objects.create(
                run=run,
                subject_kind="person",
                subject_id=number,
                subject_name="某人",
                benefit="y",
                period="once",
                outcome="yes",
                amount=100,
            )
            Case.objects.create(
                batch=batch,
                result=result,
                subject_kind="person",
                subject_id=number,
                subject_name="某人",
                benefit="x/y",
                period="once",
                amount=100,
            )

    @given(STEPS)
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    def test_invariants_hold(self, steps):
        cases = list(Case.objects.order_by("pk"))
        for step, numbers in steps:
            before = {case.pk: case.state for case in Case.objects.all()}
            try:
                self.take(step, [cases[number] for number in numbers])
            except (IllegalMove, NotEnough, SameOfficer):
                assert before == {case.pk: case.state for case in Case.objects.all()}
            self.check(before)

    def take(self, step, cases):
        officer = self.approver
        match step:
            case "approve":
                services.approve_many(cases=cases, officer=officer, pool=self.pool)
            case "offerer approves":
                services.approve_many(cases=cases, officer=self.offerer, pool=self.pool)
            case "withdraw":
                services.withdraw(case=cases[0], officer=officer, reason="测试")
            case "begin":
                services.begin_payment_many(cases=cases, officer=officer)
            case "pay":
                services.mark_paid_many(cases=cases, officer=officer)
            case "fund":
                fund(actor=self.offerer, pool=self.pool, quantity=150, reason="测试")

    def check(self, before):
        after = list(Case.objects.all())
        for case in after:
            was = CaseState(before[case.pk])
            assert case.state == was or case.state in MOVES[was]
        held = [case for case in after if case.state in (CaseState.APPROVED, CaseState.PAYING)]
        paid = [case for case in after if case.state == CaseState.PAID]
        assert balance(self.pool, Account.RESERVED) == 100 * len(held)
        assert balance(self.pool, Account.PAID) == 100 * len(paid)
        assert balance(self.pool, Account.AVAILABLE) >= 0
        assert Transfer.objects.filter(kind=TransferKind.PAY).count() == len(paid)
        assert AuditEntry.objects.filter(action="cases.paid").count() == len(paid)
        assert not any(case.decided_by_id == self.offerer.pk for case in after)

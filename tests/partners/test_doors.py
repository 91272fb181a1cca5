"""Steps, obligations, advice, what followed: each with one door and what it refuses."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.kernel import clock
from huizhi.kernel.errors import IllegalMove, OutOfScope, RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.partners import advice, documents, follow_ups, obligations, parts, queries, services
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import FollowUp, Obligation, Step
from huizhi.partners.states import OBLIGATION_MOVES, ObligationState
from tests.organisations.factories import add
from tests.partners import factories

pytestmark = pytest.mark.django_db

DAY = dt.date


@pytest.fixture
def owed(make_user, make_county):
    """An obligation of a university in an agreement of a county, and who may settle it."""
    user = make_user()
    university = add(user, "甲大学", kind="university")
    agreement = factories.agreement(user, partners=(university,), county=make_county())
    party = factories.party(user, agreement, university)
    return user, factories.obligation(user, party, due_on=DAY(2021, 7, 1))


def test_each_move_leaves_a_step_with_what_shows_it(make_user):
    user = make_user()
    base = factories.base(user, state="intention")
    paper = documents.attach(actor=user, record=base, file_name="协议.pdf", data=factories.pdf())
    base = services.move(
        actor=user,
        record=base,
        to="signed",
        on=DAY(2021, 6, 1),
        reason="签约仪式",
        document=paper,
    )
    services.move(actor=user, record=base, to="unveiled", on=DAY(2021, 7, 10))
    steps = list(queries.steps_of(base))
    assert [(step.state, step.happened_on) for step in steps] == [
        ("intention", None),
        ("signed", DAY(2021, 6, 1)),
        ("unveiled", DAY(2021, 7, 10)),
    ]
    assert [step.evidence for step in steps] == ["测试", "签约仪式", ""]
    assert steps[1].document == paper
    assert steps[1].entered_by == user


def test_the_first_step_has_the_day_that_is_known(make_user):
    base = factories.base(make_user(), state="unveiled", unveiled_on=DAY(2021, 7, 10))
    assert queries.last_step(base).happened_on == DAY(2021, 7, 10)


def test_steps_run_forwards_and_not_into_the_future(make_user):
    user = make_user()
    base = factories.base(user, state="signed", signed_on=DAY(2021, 6, 1))
    with pytest.raises(RecordRefused, match="2021-06-01"):
        services.move(actor=user, record=base, to="unveiled", on=DAY(2021, 5, 31))
    tomorrow = clock.today() + dt.timedelta(days=1)
    with pytest.raises(RecordRefused, match=tomorrow.isoformat()):
        services.move(actor=user, record=base, to="unveiled", on=tomorrow)
    assert Step.objects.count() == 1


def test_an_agreement_is_not_signed_with_nobody(make_user):
    user = make_user()
    agreement = factories.agreement(user, state="intention")
    with pytest.raises(RecordRefused):
        services.move(actor=user, record=agreement, to="signed", on=DAY(2021, 7, 1))
    agreement.partners.add(add(user, "甲大学", kind="university"))
    signed = services.move(actor=user, record=agreement, to="signed", on=DAY(2021, 7, 1))
    assert (signed.state, signed.signed_on) == ("signed", DAY(2021, 7, 1))


def test_an_obligation_is_settled_with_evidence_and_opened_again(owed):
    user, owing = owed
    assert owing.state == "overdue"
    with pytest.raises(RecordRefused):
        obligations.settle(
            actor=user, obligation=owing, to="fulfilled", on=DAY(2021, 7, 9), evidence=" "
        )
    done = obligations.settle(
        actor=user, obligation=owing, to="fulfilled", on=DAY(2021, 7, 9), evidence="验收单"
    )
    assert (done.state, done.settled_on) == ("fulfilled", DAY(2021, 7, 9))
    with pytest.raises(IllegalMove):
        obligations.settle(
            actor=user, obligation=owing, to="waived", on=DAY(2021, 7, 9), evidence="免除"
        )
    with pytest.raises(RecordRefused):
        parts.remove_part(actor=user, part=done)
    again = obligations.settle(
        actor=user, obligation=owing, to="open", on=DAY(2021, 7, 10), evidence="验收有误"
    )
    assert again.state == "overdue"
    entries = AuditEntry.objects.filter(action="partners.settle_obligation")
    assert [entry.detail["to"] for entry in entries] == ["fulfilled", "open"]


def test_an_obligation_is_settled_by_those_of_the_county(owed, make_user, make_county):
    _user, owing = owed
    stranger = make_user(Role.COUNTY, county=make_county("140223", "广灵县", "Guangling"))
    given_ = {"obligation": owing, "to": "waived", "on": DAY(2021, 7, 9), "evidence": "免除"}
    with pytest.raises(OutOfScope):
        obligations.settle(actor=stranger, **given_)
    with pytest.raises(RightMissing):
        obligations.settle(actor=make_user(Role.DEPARTMENT), **given_)
    assert Obligation.objects.get().waived_on is None


DAYS = st.one_of(st.none(), st.dates(DAY(2020, 1, 1), DAY(2022, 12, 31)))


@given(due=DAYS, fulfilled=DAYS, waived=DAYS, on=st.dates(DAY(2020, 1, 1), DAY(2022, 12, 31)))
def test_an_obligation_is_in_one_state_and_a_move_leads_out_of_it(due, fulfilled, waived, on):
    owing = Obligation(due_on=due, fulfilled_on=fulfilled, waived_on=waived)
    state = owing.state_on(on)
    assert (state == ObligationState.OVERDUE) == (
        fulfilled is None and waived is None and due is not None and due < on
    )
    assert state not in OBLIGATION_MOVES[state]
    assert OBLIGATION_MOVES[state]


def test_advice_is_answered_once_for_good(make_user):
    user = make_user()
    given_ = factories.advice(user, factories.platform(user, kind="think_tank"))
    with pytest.raises(RecordRefused, match="2021-06-01"):
        advice.answer(actor=user, advice=given_, to="adopted", on=DAY(2021, 5, 1), note="采纳")
    with pytest.raises(RecordRefused):
        advice.answer(actor=user, advice=given_, to="adopted", on=DAY(2021, 7, 1), note="")
    advice.answer(
        actor=user, advice=given_, to="under_study", on=DAY(2021, 7, 1), note="送有关部门"
    )
    done = advice.answer(
        actor=user, advice=given_, to="adopted", on=DAY(2021, 8, 1), note="写入规划"
    )
    assert (done.state, done.answered_on, done.answer) == ("adopted", DAY(2021, 8, 1), "写入规划")
    with pytest.raises(IllegalMove):
        advice.answer(actor=user, advice=given_, to="rejected", on=DAY(2021, 9, 1), note="否")
    with pytest.raises(RecordRefused):
        parts.remove_part(actor=user, part=done)
    with pytest.raises(RightMissing):
        advice.answer(
            actor=make_user(Role.AUDITOR), advice=given_, to="adopted", on=DAY(2021, 9, 1), note="x"
        )


def test_what_followed_shows_on_both_sides(make_user, make_county):
    user, own = make_user(), make_county()
    visit, event = factories.visit(user, county=own), factories.event(user, county=own)
    agreement, base = factories.agreement(user, county=own), factories.base(user, county=own)
    follow_ups.link(actor=user, origin=visit, result=agreement, note="座谈后签约")
    link = follow_ups.link(actor=user, origin=event, result=base)
    follow_ups.link(actor=user, origin=event, result=agreement)
    assert [record for _row, record in queries.what_followed(user, event)] == [base, agreement]
    assert [record for _row, record in queries.what_led_to(user, agreement)] == [visit, event]
    with pytest.raises(RecordRefused):
        follow_ups.link(actor=user, origin=event, result=base)
    with pytest.raises(RecordRefused):
        follow_ups.link(actor=user, origin=base, result=event)
    follow_ups.unlink(actor=user, link=link)
    assert queries.what_led_to(user, base) == []


def test_what_followed_stays_within_the_county(make_user, make_county):
    user, own, other = make_user(), make_county(), make_county("140223", "广灵县", "Guangling")
    clerk = make_user(Role.COUNTY, county=own)
    here, there = factories.visit(user, county=own), factories.visit(user, "外", county=other)
    foreign = factories.base(user, county=other)
    with pytest.raises(OutOfScope):
        follow_ups.link(actor=clerk, origin=here, result=foreign)
    with pytest.raises(OutOfScope):
        follow_ups.link(actor=clerk, origin=there, result=foreign)
    link = follow_ups.link(actor=user, origin=here, result=foreign)
    assert queries.what_followed(clerk, here) == []
    assert FollowUp.objects.get() == link

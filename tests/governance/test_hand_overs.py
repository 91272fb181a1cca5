"""A leaving clerk's open tasks and seats go to somebody else: all of them, or none."""

from __future__ import annotations

import pytest

from huizhi.governance import queries
from huizhi.governance.errors import GovernanceRefused, WorkHasChanged
from huizhi.governance.models import HandOver
from huizhi.governance.services.hand_overs import hand_over, work_of
from huizhi.governance.services.tasks import move_task
from huizhi.kernel.errors import RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from tests.governance import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(make_user):
    return make_user()


@pytest.fixture
def leaver(make_user):
    return make_user(Role.DEPARTMENT)


@pytest.fixture
def heir(make_user):
    return make_user(Role.DEPARTMENT)


def test_tasks_and_seats_go_over_and_a_record_stays(office, leaver, heir):
    owned = factories.task(office, "主办", owner=leaver)
    shared = factories.task(office, "两人", owner=leaver, deputy=heir)
    helped = factories.task(office, "协办", owner=office, deputy=leaver)
    own = factories.task(office, "接手人主办", owner=heir, deputy=leaver)
    done = factories.task(office, "办结", owner=leaver)
    move_task(actor=leaver, task=done, to="done", text="已办")
    seat = factories.seat(office, factories.body(office), holder=leaver)
    work = work_of(leaver)
    assert len(work) == 5
    record = hand_over(actor=office, leaver=leaver, heir=heir, reason="调离", seen=work.fingerprint)
    for task in (owned, shared, helped, own, done, seat):
        task.refresh_from_db()
    assert (owned.owner, owned.deputy) == (heir, None)
    assert (shared.owner, shared.deputy) == (heir, None)
    assert (helped.owner, helped.deputy) == (office, heir)
    assert (own.owner, own.deputy) == (heir, None)
    assert done.owner == leaver
    assert seat.holder == heir
    assert len(work_of(leaver)) == 0
    assert record.count == 5
    assert {item["as"] for item in record.items} == {"owner", "deputy", "seat"}
    entry = queries.history("task", owned.pk).last()
    assert entry.action == "governance.task.hand_over"
    assert (entry.detail["from"], entry.detail["to"]) == (str(leaver), str(heir))
    assert AuditEntry.objects.filter(action="governance.handover.make").count() == 1


def test_what_was_not_seen_does_not_go_over(office, leaver, heir):
    factories.task(office, "看到的", owner=leaver)
    seen = work_of(leaver).fingerprint
    factories.task(office, "后来的", owner=leaver)
    with pytest.raises(WorkHasChanged):
        hand_over(actor=office, leaver=leaver, heir=heir, reason="调离", seen=seen)
    assert len(work_of(leaver)) == 2
    assert not HandOver.objects.exists()


def test_all_or_nothing(office, make_user, make_county, heir):
    county = make_county()
    clerk = make_user(Role.COUNTY, county=county)
    other = make_user(Role.COUNTY, county=make_county("140223", "广灵县", "Guangling"))
    factories.task(office, "县区任务", owner=clerk, county=county)
    seen = work_of(clerk).fingerprint
    cases = [(other, "县区任务"), (make_user(Role.AUDITOR), "县区任务"), (clerk, "接手|take")]
    for user, said in cases:
        with pytest.raises(GovernanceRefused, match=said):
            hand_over(actor=office, leaver=clerk, heir=user, reason="调离", seen=seen)
    with pytest.raises(GovernanceRefused):
        hand_over(actor=office, leaver=clerk, heir=heir, reason=" ", seen=seen)
    with pytest.raises(RightMissing):
        hand_over(actor=heir, leaver=clerk, heir=heir, reason="调离", seen=seen)
    assert len(work_of(clerk)) == 1
    nothing = work_of(heir).fingerprint
    with pytest.raises(GovernanceRefused):
        hand_over(actor=office, leaver=heir, heir=office, reason="调离", seen=nothing)


def test_users_who_left_work_behind_are_found(office, leaver, heir):
    factories.task(office, owner=leaver)
    factories.seat(office, factories.body(office), holder=heir)
    assert list(queries.users_gone_with_work()) == []
    for user in (leaver, heir):
        user.is_active = False
        user.save()
    assert set(queries.users_gone_with_work()) == {leaver, heir}

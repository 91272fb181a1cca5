"""Approving many cases in the background."""

from __future__ import annotations

import pytest

from huizhi.cases import services, tasks
from huizhi.cases.models import Case
from huizhi.kernel.errors import RightMissing
from huizhi.kernel.models import Job, JobState
from huizhi.kernel.roles import Role
from huizhi.ledger.errors import NotEnough
from huizhi.ledger.models import Account
from huizhi.ledger.services import balance
from tests.cases.factories import make_cases, make_pool

pytestmark = pytest.mark.django_db


@pytest.fixture
def start(django_capture_on_commit_callbacks):
    def start(officer, cases, pool):
        numbers = [case.pk for case in cases]
        with django_capture_on_commit_callbacks(execute=True):
            job = tasks.start_approving(
                actor=officer, cases=numbers, pool=pool, address="/office/case/"
            )
        return Job.objects.get(pk=job.pk)

    return start


@pytest.mark.parametrize("size", [1, 2, 100])
def test_all_are_approved_whatever_the_size_of_a_transaction(
    office, second, start, size, monkeypatch
):
    monkeypatch.setattr(tasks, "CASES_PER_TRANSACTION", size)
    pool = make_pool(office)
    job = start(second, make_cases(office), pool)
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert job.result == {"address": "/office/case/", "approved": 3}
    assert balance(pool, Account.RESERVED) == 108_000_00


def test_what_was_decided_meanwhile_is_passed_over(office, second, start):
    wang, *others = make_cases(office)
    services.withdraw(case=wang, officer=second, reason="放弃")
    job = start(second, [wang, *others], make_pool(office))
    assert job.result["approved"] == 2
    assert sorted(Case.objects.values_list("state", flat=True)) == [
        "approved",
        "approved",
        "withdrawn",
    ]


def test_a_pool_that_does_not_cover_all_approves_none(office, second, start):
    cases = make_cases(office)
    with pytest.raises(NotEnough):
        start(second, cases, make_pool(office, yuan=107_999))
    assert not Job.objects.filter(kind=tasks.approve_cases.name).exists()
    assert set(Case.objects.values_list("state", flat=True)) == {"offered"}


def test_a_refusal_stands_on_the_job(office, start):
    job = start(office, make_cases(office), make_pool(office))
    assert job.state == JobState.FAILED
    assert job.message
    assert set(Case.objects.values_list("state", flat=True)) == {"offered"}


def test_who_may_not_approve_starts_nothing(office, make_user, start):
    with pytest.raises(RightMissing):
        start(make_user(Role.AUDITOR), make_cases(office), make_pool(office))

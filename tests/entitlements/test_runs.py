"""A run from start to end: results as worked out by hand, totals, scope."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction

from huizhi.entitlements import queries, services
from huizhi.entitlements.errors import RunRefused
from huizhi.entitlements.models import Result, Run
from huizhi.entitlements.states import RunState
from huizhi.kernel import facts
from huizhi.kernel.errors import IllegalMove, RightMissing
from huizhi.kernel.facts import StatedFact
from huizhi.kernel.models import AuditEntry, Job, JobState, Region
from huizhi.kernel.roles import Role
from huizhi.rules.money import Money
from huizhi.rules.subjects import SubjectKind
from tests.entitlements.factories import AS_OF, make_run
from tests.policies.factories import make_version

pytestmark = pytest.mark.django_db


def yuan(amount: int) -> Money:
    return Money(amount * 100)


def answers(run):
    return {
        (row.subject_name, row.benefit): (row.outcome, row.amount, row.potential)
        for row in queries.results_of(run)
    }


def test_results_are_those_worked_out_by_hand(office):
    run = make_run(office)
    zero, none = Money(0), None
    assert answers(run) == {
        ("王博", "living-allowance"): ("yes", yuan(5000), none),
        ("李硕", "living-allowance"): ("yes", yuan(3000), none),
        ("张学", "living-allowance"): ("no", zero, none),
        ("赵未", "living-allowance"): ("unknown", none, yuan(5000)),
        ("孙无", "living-allowance"): ("unknown", none, yuan(5000)),
        ("王博", "housing"): ("yes", none, none),
        ("李硕", "housing"): ("no", none, none),
        ("张学", "housing"): ("no", none, none),
        ("赵未", "housing"): ("unknown", none, none),
        ("孙无", "housing"): ("yes", none, none),
        ("某企业", "award"): ("yes", yuan(100_000), none),
        ("某单位", "award"): ("unknown", none, yuan(100_000)),
    }
    assert (run.subjects, run.entitled, run.not_entitled, run.not_known) == (7, 5, 3, 4)
    assert run.due == yuan(108_000)
    assert run.state == RunState.COMPLETE


def test_a_result_carries_its_claim_and_marks(office):
    row = queries.results_of(make_run(office)).get(subject_name="李硕", benefit="living-allowance")
    assert (row.subject_kind, row.subject_id, row.period) == ("person", 2, "2021-07")
    assert (row.county_id, row.organisation_id, row.tier) == ("140221", 91, "B")
    assert row.clause == "living#1"
    assert row.summary == "符合条件，3,000.00 元"
    assert row.benefit_name == "生活补贴"
    flat = queries.results_of(row.run).get(subject_name="王博", benefit="housing")
    assert flat.summary == "符合条件，1 套"


def test_missing_facts_are_ranked_by_the_money_at_stake(office):
    run = make_run(office)
    found = [
        (m.kind.value, m.name, m.claims, m.subjects, m.potential, m.alone, m.potential_alone)
        for m in queries.missing_facts(queries.results_of(run))
    ]
    assert found == [
        ("organisation", "性质", 1, 1, yuan(100_000), 1, yuan(100_000)),
        ("person", "学位", 2, 1, yuan(5000), 2, yuan(5000)),
        ("person", "用人单位", 1, 1, yuan(5000), 1, yuan(5000)),
    ]
    lacking = queries.lacking(queries.results_of(run), "学位")
    assert set(lacking.values_list("subject_name", "benefit")) == {
        ("赵未", "living-allowance"),
        ("赵未", "housing"),
    }


def test_totals_by_benefit_are_in_the_order_of_the_pack(office):
    found = [
        (t.name, t.entitled, t.not_known, t.due, t.potential, t.quantity, t.unit, t.assumption)
        for t in queries.totals_by_benefit(make_run(office))
    ]
    assert found == [
        ("生活补贴", 2, 2, yuan(8000), yuan(10_000), None, "", ""),
        ("周转房", 2, 1, Money(0), Money(0), Decimal(2), "套", ""),
        ("企业奖励", 1, 1, yuan(100_000), yuan(100_000), None, "", "金额为假定"),
    ]


def test_totals_by_tier_and_county_count_each_claim_once(office):
    rows = queries.results_of(make_run(office))
    tiers = [(t.key, t.entitled, t.due) for t in queries.totals_by_tier(rows)]
    assert tiers == [("A", 2, yuan(5000)), ("B", 1, yuan(3000)), ("", 1, Money(0))]
    counties = [(t.key, t.name, t.entitled, t.due) for t in queries.totals_by_county(rows)]
    assert counties == [
        ("140213", "平城区", 3, yuan(105_000)),
        ("140221", "阳高县", 1, yuan(3000)),
        ("", "", 1, Money(0)),
    ]


@pytest.mark.parametrize(
    ("role", "marks", "names"),
    [
        (Role.AUDITOR, {}, {"王博", "李硕", "张学", "赵未", "孙无", "某企业", "某单位"}),
        (Role.COUNTY, {"county": "140221"}, {"李硕", "赵未"}),
        (Role.COUNTY, {}, set()),
        (Role.EMPLOYER, {"organisation_id": 91}, {"王博", "李硕", "张学", "赵未", "某企业"}),
        (Role.TALENT, {"person_id": 2}, {"李硕"}),
        (Role.TALENT, {"person_id": 91}, set()),
    ],
)
def test_everybody_sees_the_results_of_their_scope_only(office, make_user, role, marks, names):
    run = make_run(office)
    county = marks.pop("county", None)
    user = make_user(role, county=Region.objects.get(pk=county) if county else None, **marks)
    found = queries.results_for(user, run)
    assert set(found.values_list("subject_name", flat=True)) == names


def test_a_later_fact_does_not_change_a_run_and_shows_in_the_next(office):
    first = make_run(office)
    with transaction.atomic():
        facts.record(
            actor=office, stated=[StatedFact(SubjectKind.PERSON, 4, "学位", "硕士", "学信网核验")]
        )
    second = make_run(office)
    assert answers(first)["赵未", "living-allowance"] == ("unknown", None, yuan(5000))
    assert answers(second)["赵未", "living-allowance"] == ("yes", yuan(3000), None)
    assert first.log_position < second.log_position
    assert first.snapshot_fingerprint != second.snapshot_fingerprint


def test_a_run_takes_facts_as_they_hold_on_its_date(office):
    with transaction.atomic():
        fact = StatedFact(SubjectKind.PERSON, 4, "学位", "博士", "x", dt.date(2021, 8, 1))
        facts.record(actor=office, stated=[fact])
    assert answers(make_run(office))["赵未", "housing"][0] == "unknown"
    later = make_run(office, as_of=dt.date(2021, 8, 1))
    assert answers(later)["赵未", "housing"][0] == "yes"


def test_a_run_is_on_the_log_with_what_it_was_made_from(office):
    run = make_run(office)
    entry = AuditEntry.objects.get(action="entitlements.complete")
    assert entry.detail["snapshot"] == run.snapshot_fingerprint
    assert entry.detail["pack"] == run.pack_version.fingerprint
    assert entry.detail["due_fen"] == 10_800_000


def test_progress_ends_at_the_number_of_subjects(office):
    told = []
    services.run_now(
        actor=office,
        as_of=AS_OF,
        pack_version=make_version(office),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told[-1] == (7, 7)


def test_a_pack_that_is_not_in_force_on_the_date_is_refused(office):
    version = make_version(office)
    with pytest.raises(RunRefused, match="2020-12-31"):
        services.run_now(actor=office, as_of=dt.date(2020, 12, 31), pack_version=version)
    assert not Run.objects.exists()


def test_only_the_programme_office_starts_runs(office, make_user):
    version = make_version(office)
    for role in (Role.DEPARTMENT, Role.COUNTY, Role.AUDITOR, Role.OPERATOR):
        with pytest.raises(RightMissing):
            services.start_run(actor=make_user(role), as_of=AS_OF, pack_version=version)


def test_the_worker_makes_a_queued_run(office, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = services.start_run(actor=office, as_of=AS_OF, pack_version=make_version(office))
        assert run.state == RunState.QUEUED
        assert not queries.results_of(run).exists()
    run.refresh_from_db()
    job = Job.objects.get()
    assert (run.state, run.job, job.state) == (RunState.COMPLETE, job, JobState.DONE)
    assert (job.done, job.total, job.result["run"]) == (7, 7, run.pk)


def test_a_complete_run_cannot_be_started_again(office):
    with pytest.raises(IllegalMove):
        services.start_again(run=make_run(office), actor=office)


def test_the_newest_complete_run_is_the_latest(office):
    assert queries.latest_complete() is None
    make_run(office)
    second = make_run(office)
    assert queries.latest_complete() == second
    assert queries.latest_complete("example") == second
    assert queries.latest_complete("another") is None
    assert Result.objects.filter(run=second).count() == 12

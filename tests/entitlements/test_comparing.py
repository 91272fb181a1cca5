"""Comparisons: two runs, a trial of a draft; what differs, in sum and claim by claim, by scope."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import transaction

from huizhi.entitlements import comparing, differences, services, snapshot
from huizhi.entitlements.comparing import Claim, Pair
from huizhi.entitlements.errors import ComparisonRefused
from huizhi.entitlements.models import Change, Comparison, ComparisonTotal, Difference, Run
from huizhi.entitlements.writing import Marks
from huizhi.kernel import facts
from huizhi.kernel.errors import RightMissing
from huizhi.kernel.facts import StatedFact
from huizhi.kernel.models import AuditEntry, Job, JobState, Region
from huizhi.kernel.roles import Role
from huizhi.policies import drafting, queries
from huizhi.policies import services as policies
from huizhi.policies.models import PackDraft
from huizhi.rules.evaluation.results import Outcome
from huizhi.rules.money import ZERO, Money
from huizhi.rules.packs.editing import rows_of
from huizhi.rules.packs.reading import fingerprint_of
from huizhi.rules.subjects import SubjectKind
from tests.entitlements.factories import AS_OF, make_run
from tests.policies.factories import make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    def done(make, **arguments) -> Comparison:
        with django_capture_on_commit_callbacks(execute=True):
            comparison = make(**arguments)
        comparison.refresh_from_db()
        return comparison

    return done


def draft_with(office, *amounts: str) -> PackDraft:
    """Return a draft whose table gives other amounts to doctors, masters, others."""
    version = make_version(office)
    draft = drafting.start_draft(version=version, number="2", actor=office)
    pack, _found = queries.checked(draft.files)
    table = pack.documents[0].tables[0]
    rows = [
        replace(row, then=(amount,)) for row, amount in zip(rows_of(table), amounts, strict=True)
    ]
    return drafting.change_table(
        draft=draft,
        file="living.yaml",
        table=table,
        rows=rows,
        seen=fingerprint_of(draft.files),
        actor=office,
    )


def state_degree(office, number: int, degree: str) -> None:
    stated = StatedFact(SubjectKind.PERSON, number, "学位", degree, "学位证书", confirmed_by=office)
    with transaction.atomic():
        facts.record(actor=office, stated=[stated])


def found(comparison) -> dict[tuple[str, str], str]:
    rows = Difference.objects.filter(comparison=comparison)
    return {(row.subject_name, row.benefit): row.change for row in rows}


def test_a_trial_finds_everyone_whom_a_draft_affects(office, at_once):
    draft = draft_with(office, "6000", "2500", "800")
    comparison = at_once(services.try_draft, draft=draft, as_of=AS_OF, actor=office)
    assert comparison.is_complete
    assert found(comparison) == {
        ("王博", "living-allowance"): Change.MORE,
        ("李硕", "living-allowance"): Change.LESS,
        ("张学", "living-allowance"): Change.GAINED,
    }
    one = Difference.objects.get(comparison=comparison, subject_name="张学")
    assert (one.amount_before, one.amount_after, one.gain) == (ZERO, Money(800_00), Money(800_00))
    assert one.county_id == "140213"
    assert "800.00" in one.after
    assert one.before != one.after
    assert not Run.objects.exists()
    assert comparison.log_position is not None
    assert differences.is_of_this_text(comparison, draft)


def test_the_totals_are_those_of_all_claims(office, at_once):
    draft = draft_with(office, "6000", "2500", "800")
    comparison = at_once(services.try_draft, draft=draft, as_of=AS_OF, actor=office)
    by_benefit = {row.benefit: row for row in differences.by_benefit(office, comparison)}
    allowance = by_benefit["living-allowance"]
    assert (allowance.entitled_before, allowance.entitled_after) == (2, 3)
    assert (allowance.due_before, allowance.due_after) == (Money(8000_00), Money(9300_00))
    assert allowance.gain == Money(1300_00)
    assert allowance.claims == 3
    award = by_benefit["award"]
    assert (award.due_before, award.due_after, award.claims) == (
        *(Money(100_000_00), Money(100_000_00)),
        0,
    )


def test_a_trial_reads_the_facts_once_for_both_sides(office, at_once, monkeypatch):
    read = []
    known = snapshot.read_known
    monkeypatch.setattr(
        snapshot, "read_known", lambda **asked: read.append(asked["on"]) or known(**asked)
    )
    draft = draft_with(office, "6000", "2500", "800")
    at_once(services.try_draft, draft=draft, as_of=AS_OF, actor=office)
    assert read == [AS_OF]


def test_a_trial_of_an_unchanged_draft_finds_nothing(office, at_once):
    draft = drafting.start_draft(version=make_version(office), number="2", actor=office)
    comparison = at_once(services.try_draft, draft=draft, as_of=AS_OF, actor=office)
    assert comparison.is_complete
    assert found(comparison) == {}


def test_a_trial_and_the_runs_after_it_agree(office, at_once):
    """What a trial foretells is what two runs, before and after, differ in."""
    draft = draft_with(office, "6000", "2500", "800")
    before = make_run(office, version=draft.based_on)
    foretold = at_once(services.try_draft, draft=draft, as_of=AS_OF, actor=office)
    stored = policies.store_files(files=draft.files, actor=office)
    next_version = policies.put_in_force(version=stored, from_=AS_OF, actor=office)
    after = make_run(office, version=next_version)
    comparison = at_once(services.compare_runs, before=before, after=after, actor=office)
    assert found(comparison) == found(foretold)
    answers = [
        list(
            Difference.objects.filter(comparison=one)
            .order_by("subject_kind", "subject_id", "benefit")
            .values_list("subject_id", "answer_before", "answer_after", "gain")
        )
        for one in (comparison, foretold)
    ]
    assert answers[0] == answers[1]


def test_two_runs_differ_where_a_fact_came_in(office, at_once):
    before = make_run(office)
    state_degree(office, 4, "博士")
    state_degree(office, 2, "学士")
    after = make_run(office)
    comparison = at_once(services.compare_runs, before=before, after=after, actor=office)
    assert found(comparison) == {
        ("赵未", "living-allowance"): Change.GAINED,
        ("赵未", "housing"): Change.GAINED,
        ("李硕", "living-allowance"): Change.LOST,
    }
    backwards = at_once(services.compare_runs, before=after, after=before, actor=office)
    assert found(backwards) == {
        ("赵未", "living-allowance"): Change.OPENED,
        ("赵未", "housing"): Change.OPENED,
        ("李硕", "living-allowance"): Change.GAINED,
    }
    opened = Difference.objects.filter(comparison=backwards, change=Change.OPENED)
    assert {row.gain for row in opened} == {Money(-5000_00), ZERO}


def test_a_claim_of_next_month_is_the_same_claim(office, at_once):
    before = make_run(office)
    after = make_run(office, as_of=AS_OF + dt.timedelta(30))
    comparison = at_once(services.compare_runs, before=before, after=after, actor=office)
    allowances = [run.results.filter(benefit="living-allowance").first() for run in (before, after)]
    assert [one.period for one in allowances] == ["2021-07", "2021-08"]
    assert found(comparison) == {}


def test_the_same_two_runs_are_compared_once(office, at_once):
    before, after = make_run(office), make_run(office)
    one = at_once(services.compare_runs, before=before, after=after, actor=office)
    again = at_once(services.compare_runs, before=before, after=after, actor=office)
    assert one == again
    Job.objects.filter(pk=one.job_id).update(state=JobState.FAILED)
    assert at_once(services.compare_runs, before=before, after=after, actor=office) != one


def test_only_complete_and_different_runs_are_compared(office):
    run, other = make_run(office), make_run(office)
    with pytest.raises(ComparisonRefused):
        services.compare_runs(before=run, after=run, actor=office)
    other.state = "failed"
    with pytest.raises(ComparisonRefused):
        services.compare_runs(before=run, after=other, actor=office)


def test_a_draft_with_errors_is_not_tried(office):
    draft = draft_with(office, "6000 +", "2500", "0")
    with pytest.raises(ComparisonRefused):
        services.try_draft(draft=draft, as_of=AS_OF, actor=office)
    assert not Comparison.objects.exists()


def test_who_may_not_start_runs_tries_no_draft(office, make_user):
    draft = draft_with(office, "6000", "3000", "0")
    with pytest.raises(RightMissing):
        services.try_draft(draft=draft, as_of=AS_OF, actor=make_user(Role.AUDITOR))


def test_a_county_sees_its_own_differences_and_sums(office, make_user, at_once):
    draft = draft_with(office, "6000", "2500", "800")
    comparison = at_once(services.try_draft, draft=draft, as_of=AS_OF, actor=office)
    clerk = make_user(Role.COUNTY, county=Region.objects.get(pk="140221"))
    rows = differences.differences_for(clerk, comparison)
    assert {row.subject_name for row in rows} == {"李硕"}
    (allowance, *_others) = differences.by_benefit(clerk, comparison)
    assert (allowance.due_before, allowance.due_after) == (Money(3000_00), Money(2500_00))
    employer = make_user(Role.EMPLOYER)
    assert not differences.differences_for(employer, comparison).exists()
    assert not differences.comparisons_for(employer).exists()


def test_what_fails_leaves_no_difference(office, at_once, monkeypatch):
    draft = draft_with(office, "6000", "2500", "800")

    def fail(*arguments: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(comparing, "_complete", fail)
    comparison = at_once(services.try_draft, draft=draft, as_of=AS_OF, actor=office)
    assert comparison.job.state == JobState.FAILED
    assert not comparison.is_complete
    assert not Difference.objects.exists()
    assert not ComparisonTotal.objects.exists()


def test_what_was_given_up_meanwhile_is_not_shown(office, at_once, monkeypatch):
    """A worker that outlived its server must not complete what the next one took to be dead."""
    carry_out = comparing.carry_out

    def given_up(*, comparison_id, progress):
        def fail(done, total):
            Job.objects.filter(pk=Comparison.objects.get(pk=comparison_id).job_id).update(
                state=JobState.FAILED
            )

        return carry_out(comparison_id=comparison_id, progress=fail)

    monkeypatch.setattr(comparing, "carry_out", given_up)
    draft = draft_with(office, "6000", "2500", "800")
    comparison = at_once(services.try_draft, draft=draft, as_of=AS_OF, actor=office)
    assert not comparison.is_complete
    assert comparison.job.state == JobState.FAILED
    assert not Difference.objects.exists()
    assert not ComparisonTotal.objects.exists()


def test_what_a_dead_worker_left_is_swept_before_the_next(office, at_once):
    draft = draft_with(office, "6000", "2500", "800")
    dead = at_once(services.try_draft, draft=draft, as_of=AS_OF, actor=office)
    Comparison.objects.filter(pk=dead.pk).update(finished_at=None)
    assert not differences.differences_for(office).exists()
    Job.objects.filter(pk=dead.job_id).update(state=JobState.FAILED)
    made = at_once(services.try_draft, draft=draft, as_of=AS_OF, actor=office)
    assert {row.comparison_id for row in Difference.objects.all()} == {made.pk}


def test_the_log_says_who_compared_what(office, at_once):
    draft = draft_with(office, "6000", "2500", "800")
    at_once(services.try_draft, draft=draft, as_of=AS_OF, actor=office)
    entry = AuditEntry.objects.get(action="entitlements.compare")
    assert (entry.actor, entry.detail["draft"]) == (office, draft.pk)


def side(outcome: Outcome | None, fen: int) -> Claim | None:
    marks = Marks("", "", None, None)
    return outcome and Claim("once", outcome, Money(fen), None, marks, answer=0)


SIDES = [side(outcome, fen) for outcome in (None, *Outcome) for fen in (0, 1, 2)]
OPPOSITE = {
    Change.MORE: {Change.LESS},
    Change.LESS: {Change.MORE},
    Change.GAINED: {Change.LOST, Change.OPENED},
    Change.LOST: {Change.GAINED},
    Change.OPENED: {Change.GAINED, Change.RULED_OUT},
    Change.RULED_OUT: {Change.OPENED},
    None: {None},
}


@pytest.mark.parametrize("before", SIDES)
@pytest.mark.parametrize("after", SIDES)
def test_what_changes_one_way_changes_back_the_other(before, after):
    key = ("person", 1, "award")
    there, back = Pair(key, before, after), Pair(key, after, before)
    assert back.change() in OPPOSITE[there.change()]
    assert there.gain == Money(-back.gain.fen)
    if there.change() is None:
        assert there.gain == ZERO

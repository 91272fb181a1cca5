"""A run that dies half-way leaves nothing, and can be started again."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.entitlements import lifecycle, queries, services, snapshot, writing
from huizhi.entitlements.errors import RunTakenOver
from huizhi.entitlements.models import MissingFact, Result, Run
from huizhi.entitlements.states import RunState
from huizhi.kernel import clock
from huizhi.kernel.errors import IllegalMove
from huizhi.kernel.models import JobState
from tests.entitlements.factories import AS_OF, make_run
from tests.policies.factories import make_version

pytestmark = pytest.mark.django_db


class PulledPlug(Exception):
    """What the tests raise in the middle of a run."""


@pytest.fixture
def small_parts(monkeypatch):
    """Write results two at a time, so that a run has many middles."""
    monkeypatch.setattr(lifecycle, "ROWS_A_TRANSACTION", 2)


def fail_after(monkeypatch, parts):
    """Let the run write some parts, then raise."""
    write = writing.write
    written = []

    def failing(run, rows):
        if len(written) == parts:
            raise PulledPlug
        written.append(rows)
        write(run, rows)

    monkeypatch.setattr(writing, "write", failing)


@pytest.mark.parametrize("parts", [0, 1, 3])
def test_a_run_that_fails_half_way_leaves_nothing(
    office, monkeypatch, small_parts, snapshot_folder, parts
):
    fail_after(monkeypatch, parts)
    with pytest.raises(PulledPlug):
        make_run(office)
    run = Run.objects.get()
    assert run.state == RunState.FAILED
    assert "PulledPlug" in run.message
    assert not Result.objects.exists()
    assert not MissingFact.objects.exists()
    assert list(snapshot_folder.iterdir()) == []
    assert queries.latest_complete() is None


def test_a_failed_run_can_be_started_again(
    office, monkeypatch, small_parts, django_capture_on_commit_callbacks
):
    with monkeypatch.context() as patch:
        fail_after(patch, 2)
        with pytest.raises(PulledPlug):
            make_run(office)
    with django_capture_on_commit_callbacks(execute=True):
        services.start_again(run=Run.objects.get(), actor=office)
    run = Run.objects.get()
    assert (run.state, run.message, run.entitled) == (RunState.COMPLETE, "", 5)
    assert queries.results_of(run).count() == 12


def test_nothing_is_seen_while_a_run_is_under_way(office, monkeypatch, small_parts):
    seen = []
    write = writing.write

    def looking(run, rows):
        write(run, rows)
        seen.append((Result.objects.count(), queries.results_for(office).count()))

    monkeypatch.setattr(writing, "write", looking)
    make_run(office)
    assert len(seen) >= 5
    assert all(visible == 0 for _written, visible in seen)
    assert queries.results_for(office).count() == 12


def dead_run(office, **fields):
    """A run as a killed process leaves it: running, with results, a snapshot and a draft."""
    run = make_run(office)
    snapshot.draft_path(run).write_bytes(b"half")
    Run.objects.filter(pk=run.pk).update(state=RunState.RUNNING, finished_at=None, **fields)
    run.refresh_from_db()
    return run


def test_the_next_run_clears_away_one_whose_process_died(office, snapshot_folder):
    silent = clock.now() - lifecycle.DEAD_AFTER - dt.timedelta(seconds=1)
    dead = dead_run(office, heartbeat=silent)
    alive = make_run(office)
    dead.refresh_from_db()
    assert dead.state == RunState.FAILED
    assert set(Result.objects.values_list("run", flat=True)) == {alive.pk}
    assert list(snapshot_folder.iterdir()) == [alive.snapshot_path]


def test_a_run_whose_job_was_interrupted_is_dead_at_once(office):
    run = services.start_run(actor=office, as_of=AS_OF, pack_version=make_version(office))
    lifecycle.begin(run.pk)
    assert lifecycle.sweep() == 0
    run.job.state = JobState.FAILED
    run.job.save()
    assert lifecycle.sweep() == 1
    run.refresh_from_db()
    assert run.state == RunState.FAILED


def test_a_run_that_is_alive_is_left_alone(office):
    run = dead_run(office, heartbeat=clock.now())
    make_run(office)
    run.refresh_from_db()
    assert run.state == RunState.RUNNING
    assert Result.objects.filter(run=run).count() == 12


def test_a_process_that_lost_its_run_can_write_no_more(office):
    run = dead_run(office, heartbeat=clock.now() - dt.timedelta(hours=1))
    lifecycle.sweep()
    row = (run.pk, "person", 1, "王博", "x", "once", "no")
    with pytest.raises(RunTakenOver):
        writing.write(run, [row])
    with pytest.raises(RunTakenOver):
        lifecycle.complete(run, subjects=7, snapshot_fingerprint="x")
    assert not Result.objects.exists()


def test_a_run_is_begun_once(office):
    run = services.start_run(actor=office, as_of=AS_OF, pack_version=make_version(office))
    lifecycle.begin(run.pk)
    with pytest.raises(IllegalMove):
        lifecycle.begin(run.pk)

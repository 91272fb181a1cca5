"""The one door to a run's state. Nobody sees a result before `complete`, nor after `give_up`.

A process that works on a run holds it by a token. One that died leaves its token and a heartbeat
that stops; `sweep` finds such runs and removes what they wrote.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from huizhi.entitlements import snapshot
from huizhi.entitlements.errors import RunTakenOver
from huizhi.entitlements.models import MissingFact, Result, Run
from huizhi.entitlements.states import RunState, require_move
from huizhi.kernel import audit, clock
from huizhi.kernel.models import JobState
from huizhi.rules.evaluation.results import Outcome
from huizhi.rules.money import ZERO

DEAD_AFTER = dt.timedelta(minutes=5)
ROWS_A_TRANSACTION = 1000


def begin(run_id: int) -> Run:
    """Take a queued run in hand: fix its position of the log and become the one who writes it.

    Errors: `IllegalMove` when the run is not queued.
    """
    with transaction.atomic():
        run = (
            Run.objects.select_for_update(of=("self",))
            .select_related("pack_version", "started_by")
            .get(pk=run_id)
        )
        require_move(run.state, RunState.RUNNING)
        run.state = RunState.RUNNING
        run.attempt = uuid.uuid4().hex
        run.heartbeat = clock.now()
        run.log_position = audit.last_position()
        run.message = ""
        run.save()
    return run


def beat(run: Run) -> None:
    """Say that the run is alive. Errors: `RunTakenOver` when it is no longer this process's."""
    held = Run.objects.filter(pk=run.pk, state=RunState.RUNNING, attempt=run.attempt)
    if not held.update(heartbeat=clock.now()):
        raise RunTakenOver(
            _("Run {number} was given up or started again elsewhere.").format(number=run.pk)
        )


def complete(run: Run, *, subjects: int, snapshot_fingerprint: str) -> Run:
    """Show the results: count them, mark the run complete and write the log, all at once."""
    yes, no, unknown = (Q(outcome=outcome) for outcome in Outcome)
    with transaction.atomic():
        beat(run)
        counted = Result.objects.filter(run=run).aggregate(
            entitled=Count("pk", filter=yes),
            not_entitled=Count("pk", filter=no),
            not_known=Count("pk", filter=unknown),
            due=Sum("amount", filter=yes),
        )
        run.refresh_from_db()
        require_move(run.state, RunState.COMPLETE)
        run.state = RunState.COMPLETE
        run.subjects = subjects
        run.snapshot_fingerprint = snapshot_fingerprint
        run.entitled = counted["entitled"]
        run.not_entitled = counted["not_entitled"]
        run.not_known = counted["not_known"]
        run.due = counted["due"] or ZERO
        run.finished_at = clock.now()
        run.save()
        audit.append(
            actor=run.started_by,
            action="entitlements.complete",
            subject_kind="run",
            subject_id=run.pk,
            detail={
                "as_of": run.as_of.isoformat(),
                "pack": run.pack_version.fingerprint,
                "log_position": run.log_position,
                "snapshot": snapshot_fingerprint,
                "entitled": run.entitled,
                "due_fen": run.due.fen,
            },
        )
    return run


def give_up(run: Run, *, message: str) -> None:
    """Mark a run as failed and remove what it wrote. Does nothing if another process has it."""
    with transaction.atomic():
        held = Run.objects.filter(pk=run.pk, state=RunState.RUNNING, attempt=run.attempt)
        if not held.update(state=RunState.FAILED, message=message[:500], finished_at=clock.now()):
            return
        audit.append(
            actor=run.started_by,
            action="entitlements.fail",
            subject_kind="run",
            subject_id=run.pk,
            detail={"message": message[:500]},
        )
    _remove_rows(run)


def queue_again(run: Run) -> Run:
    """Put a failed run back in the queue; what it may have left is removed first."""
    require_move(run.state, RunState.QUEUED)
    _remove_rows(run)
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=run.pk)
        require_move(run.state, RunState.QUEUED)
        run.state = RunState.QUEUED
        run.finished_at = None
        run.message = ""
        run.save()
    return run


def sweep() -> int:
    """Fail the runs whose process died, remove what they wrote; return how many there were.

    A process is dead when its job is known to have failed or its heartbeat stopped long ago.
    """
    silent = Q(heartbeat__lt=clock.now() - DEAD_AFTER) | Q(job__state=JobState.FAILED)
    dead = list(Run.objects.filter(silent, state=RunState.RUNNING).select_related("started_by"))
    for run in dead:
        give_up(run, message=_("The process that made this run died. Nothing of it was kept."))
    for run in Run.objects.filter(state=RunState.FAILED, results__isnull=False).distinct():
        _remove_rows(run)
    never = Run.objects.filter(state=RunState.QUEUED, job__state=JobState.FAILED)
    lost = never.update(
        state=RunState.FAILED,
        message=_("The worker stopped before the run began."),
        finished_at=clock.now(),
    )
    return len(dead) + lost


def _remove_rows(run: Run) -> None:
    """Remove results and files of a run that came to nothing, in short transactions."""
    written = Result.objects.filter(run=run).order_by("pk").values_list("pk", flat=True)
    while numbers := list(written[:ROWS_A_TRANSACTION]):
        with transaction.atomic():
            MissingFact.objects.filter(
                result__run=run, result__pk__range=(numbers[0], numbers[-1])
            ).delete()
            Result.objects.filter(run=run, pk__range=(numbers[0], numbers[-1])).delete()
    snapshot.remove(run)

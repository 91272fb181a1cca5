"""Background jobs: started by a person, run by the worker, followed on the screen."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_tasks.base import Task

from huizhi.kernel import clock
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.models import Job, JobState, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right, scope_of

SECONDS_BETWEEN_WRITES = 0.4

logger = logging.getLogger(__name__)


def start(*, task: Task[..., Any], actor: User, title: str, arguments: dict[str, Any]) -> Job:
    """Record a job and hand it to the worker once the transaction is committed.

    The task is called with `job_id` and the arguments, which must be plain JSON.
    """
    job = Job.objects.create(
        kind=task.name, title=title[:200], started_by=actor, created_at=clock.now()
    )
    transaction.on_commit(lambda: task.enqueue(job_id=job.pk, **arguments))
    return job


def jobs_for(user: User) -> QuerySet[Job]:
    """Return the jobs a user may follow: their own, with `jobs.view` those of their scope.

    A title may name a file, so that a county's clerks see the jobs of their county only.
    """
    rows = Job.objects.select_related("started_by")
    if not has_right(user, Right.JOBS_VIEW):
        return rows.filter(started_by=user)
    return scope_of(user).limit(
        rows,
        county="started_by__county",
        organisation="started_by__organisation_id",
        person="started_by__person_id",
    )


class Progress:
    """Tells the job how far it is, writing at most every 0.4 s."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id
        self._written = 0.0

    def report(self, done: int, total: int) -> None:
        """Say that `done` of `total` steps are done."""
        if done < total and time.monotonic() - self._written < SECONDS_BETWEEN_WRITES:
            return
        self._written = time.monotonic()
        Job.objects.filter(pk=self.job_id).update(done=done, total=total)

    def finish_with(self, result: dict[str, Any]) -> None:
        """Keep what the job made, e.g. the id of a run, for the screen to link to."""
        Job.objects.filter(pk=self.job_id).update(result=result)


@contextmanager
def running(job_id: int) -> Iterator[Progress]:
    """Mark the job as running, then as done, or as failed with a reason a person can read."""
    Job.objects.filter(pk=job_id).update(
        state=JobState.RUNNING, started_at=clock.now(), message="", done=0
    )
    try:
        yield Progress(job_id)
    except Exception as error:
        said = isinstance(error, HuizhiError)
        if not said:
            logger.exception("Job %s failed", job_id)
        text = str(error) if said else _("Unexpected error: {error}").format(error=repr(error))
        _close(job_id, JobState.FAILED, text)
        if not said:
            raise
    else:
        _close(job_id, JobState.DONE, "")


def fail_interrupted() -> int:
    """Mark jobs that a dead worker left behind as failed; return how many. Run at start-up."""
    text = _("The worker stopped before the job was done. Nothing half-done was kept: start again.")
    left = Job.objects.filter(state=JobState.RUNNING)
    return left.update(state=JobState.FAILED, message=text, finished_at=clock.now())


def _close(job_id: int, state: JobState, message: str) -> None:
    Job.objects.filter(pk=job_id).update(
        state=state, message=message[:500], finished_at=clock.now()
    )

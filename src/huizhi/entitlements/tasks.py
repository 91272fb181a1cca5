"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from huizhi.entitlements import comparing
from huizhi.entitlements.running import carry_out
from huizhi.kernel import jobs


@task()
def make_run(*, job_id: int, run_id: int) -> None:
    """Make a queued run, with progress on its job."""
    with jobs.running(job_id) as progress:
        run = carry_out(run_id=run_id, progress=progress.report)
        progress.finish_with({"run": run.pk, "due_fen": run.due.fen, "entitled": run.entitled})


@task()
def make_comparison(*, job_id: int, comparison_id: int) -> None:
    """Make a queued comparison, with progress on its job."""
    with jobs.running(job_id) as progress:
        comparison = comparing.carry_out(comparison_id=comparison_id, progress=progress.report)
        progress.finish_with({"comparison": comparison.pk})

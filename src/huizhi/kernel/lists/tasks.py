"""Applying a list in the background."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from huizhi.kernel import jobs
from huizhi.kernel.lists import services
from huizhi.kernel.lists.models import ListImport
from huizhi.kernel.models import Job, User


def start_applying(*, actor: User, batch: ListImport) -> Job:
    """Hand an import to the worker. Errors: `IllegalMove`, `ImportRefused`, `OutOfScope`."""
    with transaction.atomic():
        job = jobs.start(
            task=apply_list,
            actor=actor,
            title=_("Import of “{file}”").format(file=batch.file_name),
            arguments={"batch_id": batch.pk},
        )
        services.begin(actor=actor, batch=batch, job=job)
    return job


@task()  # type: ignore[untyped-decorator]
def apply_list(job_id: int, batch_id: int) -> None:
    """Apply an import in the name of whoever started the job."""
    with jobs.running(job_id) as progress:
        batch = ListImport.objects.get(pk=batch_id)
        actor = Job.objects.get(pk=job_id).started_by
        counts = services.apply(actor=actor, batch=batch, report=progress.report)
        progress.finish_with({"counts": counts})

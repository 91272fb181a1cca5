"""Lists of people become lists of a kind: what is kept of them moves to the kernel's tables.

Rows keep their numbers, since jobs and the audit log name them.
"""

from __future__ import annotations

from django.core.management.color import no_style
from django.db import migrations
from django.utils import timezone
from django.utils.translation import gettext as _

KIND = "people"
ROWS_AT_ONCE = 500
DECISIONS = {"": "", "same_person": "same", "another_person": "another", "leave_out": "leave_out"}
OF_IMPORT = (
    "id",
    "file_name",
    "file_cipher",
    "file_index",
    "state",
    "county_id",
    "uploaded_by_id",
    "uploaded_at",
    "applied_at",
    "valid_from",
    "columns",
    "job_id",
)
OF_ROW = (
    "id",
    "batch_id",
    "sheet",
    "number",
    "name",
    "outcome",
    "applied",
    "problems",
    "changes",
)


def move(apps, schema_editor):
    """Copy imports, rows and remembered headings, and let the new tables count on from there."""
    old, new = apps.get_app_config("people"), apps.get_app_config("kernel")
    imports, rows = new.get_model("ListImport"), new.get_model("ImportRow")
    headings = new.get_model("ColumnMemory")
    copy(
        old.get_model("PeopleImport"),
        imports,
        lambda one: {"kind": KIND, **{name: getattr(one, name) for name in OF_IMPORT}},
    )
    copy(old.get_model("ImportRow"), rows, row_values)
    copy(
        old.get_model("ColumnMemory"),
        headings,
        lambda one: {
            "kind": KIND,
            "county_code": one.county_code,
            "heading": one.heading,
            "target": one.target,
        },
    )
    end_waiting_jobs(new.get_model("Job"), imports)
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [imports, rows]):
            cursor.execute(statement)


def row_values(one):
    """Return a row's values; whom it may be about was one person only."""
    values = {name: getattr(one, name) for name in OF_ROW}
    undecided = one.person_id is not None and (one.decision or one.outcome == "undecided")
    return {
        **values,
        "subject_id": one.person_id,
        "candidates": [one.person_id] if undecided else [],
        "decision": DECISIONS[one.decision],
    }


def copy(source, target, values):
    """Copy rows some hundreds at a time."""
    waiting = []
    for one in source.objects.order_by("pk").iterator(chunk_size=ROWS_AT_ONCE):
        waiting.append(target(**values(one)))
        if len(waiting) == ROWS_AT_ONCE:
            target.objects.bulk_create(waiting)
            waiting = []
    target.objects.bulk_create(waiting)


def end_waiting_jobs(jobs, imports):
    """Let imports whose job can no longer run be applied anew: its task went with this change."""
    numbers = imports.objects.filter(state="applying").values_list("job_id", flat=True)
    jobs.objects.filter(pk__in=list(numbers), state__in=["queued", "running"]).update(
        state="failed",
        message=_(
            "The worker stopped before the job was done. Nothing half-done was kept: start again."
        ),
        finished_at=timezone.now(),
    )


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0001_initial"),
        ("kernel", "0004_lists"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]

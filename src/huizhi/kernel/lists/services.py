"""The steps of an import. Each checks right and scope; the kind of list plans and applies rows."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel import audit, clock, encryption
from huizhi.kernel.lists import columns as column_choice
from huizhi.kernel.lists.errors import ImportRefused
from huizhi.kernel.lists.kinds import (
    IGNORED,
    Columns,
    Decided,
    ListKind,
    Planner,
    ReadRow,
    RowKey,
    RowPlan,
    kind_named,
    to_row,
)
from huizhi.kernel.lists.models import Decision, ImportRow, ImportState, ListImport, RowOutcome
from huizhi.kernel.lists.queries import outcome_counts
from huizhi.kernel.lists.refused import refused_workbook
from huizhi.kernel.lists.states import move
from huizhi.kernel.lists.tables import Table, read_tables
from huizhi.kernel.models import Job, JobState, User
from huizhi.kernel.scope import require, require_in_scope

# Named when people were the only list; another name would shut the files that are kept.
ABOUT_FILE = "people.import_file"
SUBJECT = "list_import"
DAYS_KEPT = 30
ROWS_PER_TRANSACTION = 200
TO_APPLY = (RowOutcome.ADDED, RowOutcome.CHANGED)
GIVEN_BACK = (RowOutcome.REFUSED, RowOutcome.UNDECIDED)

_FILE_GONE = gettext_lazy("The file of this import was deleted. Upload it again.")

Report = Callable[[int, int], None]


def upload(*, actor: User, kind: ListKind, file_name: str, data: bytes) -> ListImport:
    """Keep a list, encrypted, once it is known to hold a table of its kind.

    Errors: `RightMissing`, `ImportRefused` with what would be right.
    """
    require(actor, kind.right)
    delete_old_files()
    tables = _tables_of(kind, file_name, data)
    index = encryption.blind_index(hashlib.sha256(data).hexdigest(), about=ABOUT_FILE)
    with transaction.atomic():
        batch = ListImport.objects.create(
            kind=kind.name,
            file_name=file_name[:200],
            file_cipher=encryption.encrypt(base64.b64encode(data).decode(), about=ABOUT_FILE),
            file_index=index,
            county=actor.county,
            uploaded_by=actor,
            uploaded_at=clock.now(),
        )
        rows = sum(len(table.layout.body) for table in tables)
        _log(actor, batch, "upload", {"file": batch.file_name, "rows": rows})
    return batch


def tables_of(batch: ListImport) -> list[Table]:
    """Return the tables in an import's file. Errors: `ImportRefused` once it was deleted."""
    return _tables_of(kind_named(batch.kind), batch.file_name, _file_of(batch))


def columns_of(batch: ListImport, *, county_code: str) -> list[column_choice.ColumnFound]:
    """Return the columns of an import's file with what each may state. Errors: `ImportRefused`."""
    return column_choice.find_columns(
        kind_named(batch.kind), tables_of(batch), county_code=county_code
    )


def preview(
    *, actor: User, batch: ListImport, columns: Columns, valid_from: dt.date | None = None
) -> None:
    """Say which column states what, and work out what each row would do.

    Errors: `ImportRefused` where a target is unknown, taken twice, or the kind needs another.
    """
    kind = _require_batch(actor, batch)
    _check_columns(kind, columns)
    move(batch, ImportState.PREVIEWED)
    tables = tables_of(batch)
    decisions = _decisions(batch)
    planner = _planner(kind, actor, batch, valid_from)
    rows = list(kind.read(tables, columns, actor=actor))
    plans = [plan for chunk in _in_chunks(rows) for plan in planner.plan(chunk, decisions)]
    with transaction.atomic():
        batch.columns = dict(columns)
        batch.valid_from = valid_from
        batch.save(update_fields=["state", "columns", "valid_from"])
        batch.rows.all().delete()
        previewed = [to_row(kind, plan, batch.pk) for plan in plans]
        for row in previewed:
            decided = decisions.get((row.sheet, row.number))
            row.decision = decided.decision if decided else ""
        ImportRow.objects.bulk_create(previewed, batch_size=500)
        column_choice.remember(kind, columns, county_code=actor.county_id or "")


def decide(
    *, actor: User, row: ImportRow, decision: Decision, subject_id: int | None = None
) -> None:
    """Say whether a row is about a record in the registry, and which; plan it anew.

    Without `subject_id` it is the first that the row may be about. Errors: `ImportRefused`.
    """
    batch = row.batch
    kind = _require_batch(actor, batch)
    if row.applied or not (row.decision or row.outcome == RowOutcome.UNDECIDED):
        raise ImportRefused(_("There is nothing to decide about this row."))
    if subject_id is not None and subject_id not in row.candidates:
        raise ImportRefused(_("Choose one of the answers."))
    if decision == Decision.SAME and subject_id is None:
        subject_id = row.candidates[0]
    decided = Decided(decision.value, subject_id if decision == Decision.SAME else None)
    read = [
        found
        for found in kind.read(tables_of(batch), batch.columns, actor=actor)
        if found.key == (row.sheet, row.number)
    ]
    planner = _planner(kind, actor, batch, batch.valid_from)
    planned = to_row(kind, planner.plan(read, {read[0].key: decided})[0], batch.pk)
    row.decision = decision
    row.outcome, row.subject_id = planned.outcome, planned.subject_id
    row.problems, row.changes = planned.problems, planned.changes
    row.save(update_fields=["decision", "outcome", "subject_id", "problems", "changes"])


def begin(*, actor: User, batch: ListImport, job: Job) -> None:
    """Mark an import as being applied by a job. Errors: `IllegalMove`, `ImportRefused`."""
    _require_batch(actor, batch)
    if batch.file_cipher is None:
        raise ImportRefused(_FILE_GONE)
    if batch.job is not None and batch.job.state in (JobState.QUEUED, JobState.RUNNING):
        raise ImportRefused(_("This import is being applied already."))
    move(batch, ImportState.APPLYING)
    batch.job = job
    batch.save(update_fields=["state", "job"])


def apply(*, actor: User, batch: ListImport, report: Report) -> dict[str, int]:
    """Apply the rows that are not applied yet, some hundreds in a transaction; return the counts.

    Can be called again after an interruption: rows applied stay applied, and what is known
    already changes nothing.
    """
    kind = _require_batch(actor, batch)
    if batch.state != ImportState.APPLYING:
        move(batch, ImportState.APPLYING)
        batch.save(update_fields=["state"])
    waiting = {
        (row.sheet, row.number): row
        for row in batch.rows.filter(applied=False, outcome__in=TO_APPLY)
    }
    decisions = _decisions(batch)
    tables = tables_of(batch)
    total = len(waiting)
    while waiting:
        read = kind.read(tables, batch.columns, actor=actor)
        rows = [row for row in read if row.key in waiting]
        if not rows:
            break
        # What waits for another row is read anew once that one is in.
        ready = [row for row in rows if not row.waits] or rows
        planner = _planner(kind, actor, batch, batch.valid_from)
        for chunk in _in_chunks(ready):
            with transaction.atomic():
                plans = planner.plan(chunk, decisions)
                planner.apply(plans)
                _keep_outcomes(kind, plans, waiting)
            for row in chunk:
                del waiting[row.key]
            report(total - len(waiting), total)
    with transaction.atomic():
        move(batch, ImportState.APPLIED)
        batch.applied_at = clock.now()
        batch.save(update_fields=["state", "applied_at"])
        counts = outcome_counts(batch)
        _log(actor, batch, "apply", {"file": batch.file_name, **counts})
    if not batch.rows.filter(outcome__in=GIVEN_BACK).exists():
        _delete_file(batch)
    return counts


def take_refused(*, actor: User, batch: ListImport) -> bytes:
    """Return the rows that did not go in as an Excel file, the reasons beside them.

    Once the import is applied its file is deleted with this. Errors: `ImportRefused`.
    """
    _require_batch(actor, batch)
    rows = list(batch.rows.filter(outcome__in=GIVEN_BACK))
    if not rows:
        raise ImportRefused(_("No row was refused."))
    workbook = refused_workbook(tables_of(batch), rows)
    with transaction.atomic():
        _log(actor, batch, "take_refused", {"rows": len(rows)})
        undecided = any(row.outcome == RowOutcome.UNDECIDED for row in rows)
        if batch.state == ImportState.APPLIED and not undecided:
            _delete_file(batch)
    return workbook


def discard(*, actor: User, batch: ListImport) -> None:
    """Give an import up: its file and its rows are deleted. Errors: `IllegalMove`."""
    _require_batch(actor, batch)
    with transaction.atomic():
        move(batch, ImportState.DISCARDED)
        batch.rows.all().delete()
        batch.file_cipher = None
        batch.save(update_fields=["state", "file_cipher"])
        _log(actor, batch, "discard", {"file": batch.file_name})


def delete_old_files() -> int:
    """Delete the files that nobody needed for `DAYS_KEPT` days; return how many."""
    before = clock.now() - timedelta(days=DAYS_KEPT)
    old = ListImport.objects.filter(uploaded_at__lt=before, file_cipher__isnull=False)
    return old.exclude(state=ImportState.APPLYING).update(file_cipher=None)


def _keep_outcomes(
    kind: ListKind, plans: Sequence[RowPlan], waiting: Mapping[RowKey, ImportRow]
) -> None:
    rows = []
    for plan in plans:
        row = waiting[plan.row.key]
        planned = to_row(kind, plan, row.batch_id)
        row.outcome, row.subject_id = planned.outcome, planned.subject_id
        row.problems, row.changes = planned.problems, planned.changes
        row.applied = plan.outcome in TO_APPLY
        rows.append(row)
    ImportRow.objects.bulk_update(
        rows, ["outcome", "subject_id", "problems", "changes", "applied"], batch_size=100
    )


def _in_chunks(rows: Sequence[ReadRow]) -> Iterator[Sequence[ReadRow]]:
    """Yield the rows in as many as one transaction may hold."""
    for first in range(0, len(rows), ROWS_PER_TRANSACTION):
        yield rows[first : first + ROWS_PER_TRANSACTION]


def _tables_of(kind: ListKind, file_name: str, data: bytes) -> list[Table]:
    return read_tables(
        file_name=file_name,
        data=data,
        recognised=lambda heading: kind.target_of(heading) != IGNORED,
        examples=kind.examples,
    )


def _file_of(batch: ListImport) -> bytes:
    if batch.file_cipher is None:
        raise ImportRefused(_FILE_GONE)
    return base64.b64decode(encryption.decrypt(bytes(batch.file_cipher), about=ABOUT_FILE))


def _delete_file(batch: ListImport) -> None:
    batch.file_cipher = None
    batch.save(update_fields=["file_cipher"])


def _planner(kind: ListKind, actor: User, batch: ListImport, valid_from: dt.date | None) -> Planner:
    return kind.planner(actor=actor, source=batch.file_name, valid_from=valid_from)


def _decisions(batch: ListImport) -> dict[RowKey, Decided]:
    rows = batch.rows.exclude(decision="")
    return {(row.sheet, row.number): Decided(row.decision, row.subject_id) for row in rows}


def _check_columns(kind: ListKind, columns: Columns) -> None:
    targets = [target for target in columns.values() if target != IGNORED]
    labels = kind.labels()
    for target in targets:
        if target not in labels:
            raise ImportRefused(_("No column can state “{target}”.").format(target=target))
        if targets.count(target) > 1:
            raise ImportRefused(
                _("Two columns state “{target}”. Ignore one of them.").format(target=labels[target])
            )
    kind.check_targets(targets)


def _require_batch(actor: User, batch: ListImport) -> ListKind:
    kind = kind_named(batch.kind)
    require(actor, kind.right)
    require_in_scope(actor, county=batch.county_id)
    return kind


def _log(actor: User, batch: ListImport, step: str, detail: dict[str, object]) -> None:
    audit.append(
        actor=actor,
        action=f"lists.{step}",
        subject_kind=SUBJECT,
        subject_id=batch.pk,
        detail={"kind": batch.kind, **detail},
    )

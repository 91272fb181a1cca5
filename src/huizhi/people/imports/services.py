"""The steps of an import. Each checks right and scope; `apply` goes through `people.services`."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel import audit, clock, encryption
from huizhi.kernel.models import Job, JobState, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.people import privacy, services
from huizhi.people.errors import ImportRefused
from huizhi.people.imports import columns as column_choice
from huizhi.people.imports.columns import ID_NUMBER, IGNORED, Columns
from huizhi.people.imports.planning import Planner, RowKey, RowPlan
from huizhi.people.imports.reading import RowReader
from huizhi.people.imports.refused import refused_workbook
from huizhi.people.imports.states import move
from huizhi.people.imports.tables import Table, read_tables
from huizhi.people.models import Decision, ImportRow, ImportState, PeopleImport, RowOutcome
from huizhi.people.services import NAME, in_chunks

ABOUT_FILE = "people.import_file"
SUBJECT = "people_import"
DAYS_KEPT = 30
TO_APPLY = (RowOutcome.ADDED, RowOutcome.CHANGED)
GIVEN_BACK = (RowOutcome.REFUSED, RowOutcome.UNDECIDED)

_FILE_GONE = gettext_lazy("The file of this import was deleted. Upload it again.")

Report = Callable[[int, int], None]


def upload(*, actor: User, file_name: str, data: bytes) -> PeopleImport:
    """Keep a list, encrypted, once it is known to hold a table of people.

    Errors: `ImportRefused` with what would be right.
    """
    require(actor, Right.PEOPLE_IMPORT)
    delete_old_files()
    tables = _tables_of(file_name, data)
    index = encryption.blind_index(hashlib.sha256(data).hexdigest(), about=ABOUT_FILE)
    with transaction.atomic():
        batch = PeopleImport.objects.create(
            file_name=file_name[:200],
            file_cipher=encryption.encrypt(base64.b64encode(data).decode(), about=ABOUT_FILE),
            file_index=index,
            county=actor.county,
            uploaded_by=actor,
            uploaded_at=clock.now(),
        )
        rows = sum(len(table.layout.body) for table in tables)
        _log(actor, batch, "people.import_upload", {"file": batch.file_name, "rows": rows})
    return batch


def tables_of(batch: PeopleImport) -> list[Table]:
    """Return the tables in an import's file. Errors: `ImportRefused` once it was deleted."""
    return _tables_of(batch.file_name, _file_of(batch))


def earlier_imports(batch: PeopleImport) -> list[PeopleImport]:
    """Return the applied imports of the very same file."""
    rows = PeopleImport.objects.filter(file_index=batch.file_index, state=ImportState.APPLIED)
    return list(rows.exclude(pk=batch.pk).defer("file_cipher"))


def preview(
    *, actor: User, batch: PeopleImport, columns: Columns, valid_from: dt.date | None = None
) -> None:
    """Say which column states what, and work out what each row would do.

    Errors: `ImportRefused` where a target is unknown, taken twice, or no column holds the name.
    """
    _require_batch(actor, batch)
    _check_columns(columns)
    move(batch, ImportState.PREVIEWED)
    tables = tables_of(batch)
    decisions = _decisions(batch)
    planner = _planner(actor, batch, valid_from)
    rows = list(RowReader(columns).rows(tables))
    plans = [plan for chunk in in_chunks(rows) for plan in planner.plan(chunk, decisions)]
    with transaction.atomic():
        batch.columns = dict(columns)
        batch.valid_from = valid_from
        batch.save(update_fields=["state", "columns", "valid_from"])
        batch.rows.all().delete()
        previewed = [plan.to_row(batch.pk) for plan in plans]
        for row in previewed:
            row.decision = decisions.get((row.sheet, row.number), "")
        ImportRow.objects.bulk_create(previewed, batch_size=500)
        column_choice.remember(columns, county_code=actor.county_id or "")


def decide(*, actor: User, row: ImportRow, decision: Decision) -> None:
    """Say whether a row is about somebody who is in the registry already; plan it anew."""
    batch = row.batch
    _require_batch(actor, batch)
    if row.applied or not (row.decision or row.outcome == RowOutcome.UNDECIDED):
        raise ImportRefused(_("There is nothing to decide about this row."))
    wanted = {(row.sheet, row.number): decision.value}
    read = [
        found
        for found in RowReader(batch.columns).rows(tables_of(batch))
        if (found.sheet[:100], found.number) == (row.sheet, row.number)
    ]
    plan = _planner(actor, batch, batch.valid_from).plan(read, wanted)[0]
    planned = plan.to_row(batch.pk)
    row.decision = decision
    row.outcome, row.person = planned.outcome, planned.person
    row.problems, row.changes = planned.problems, planned.changes
    row.save(update_fields=["decision", "outcome", "person", "problems", "changes"])


def begin(*, actor: User, batch: PeopleImport, job: Job) -> None:
    """Mark an import as being applied by a job. Errors: `IllegalMove`, `ImportRefused`."""
    _require_batch(actor, batch)
    if batch.file_cipher is None:
        raise ImportRefused(_FILE_GONE)
    if batch.job is not None and batch.job.state in (JobState.QUEUED, JobState.RUNNING):
        raise ImportRefused(_("This import is being applied already."))
    move(batch, ImportState.APPLYING)
    batch.job = job
    batch.save(update_fields=["state", "job"])


def apply(*, actor: User, batch: PeopleImport, report: Report) -> dict[str, int]:
    """Apply the rows that are not applied yet, some hundreds in a transaction; return the counts.

    Can be called again after an interruption: rows applied stay applied, and a fact that is known
    already changes nothing.
    """
    _require_batch(actor, batch)
    if batch.state != ImportState.APPLYING:
        move(batch, ImportState.APPLYING)
        batch.save(update_fields=["state"])
    waiting = {
        (row.sheet, row.number): row
        for row in batch.rows.filter(applied=False, outcome__in=TO_APPLY)
    }
    decisions = _decisions(batch)
    planner = _planner(actor, batch, batch.valid_from)
    rows = [
        row
        for row in RowReader(batch.columns).rows(tables_of(batch))
        if (row.sheet[:100], row.number) in waiting
    ]
    done = 0
    for chunk in in_chunks(rows):
        with transaction.atomic():
            _apply_chunk(actor, planner.plan(chunk, decisions), waiting)
        done += len(chunk)
        report(done, len(rows))
    with transaction.atomic():
        move(batch, ImportState.APPLIED)
        batch.applied_at = clock.now()
        batch.save(update_fields=["state", "applied_at"])
        counts = outcome_counts(batch)
        _log(actor, batch, "people.import_apply", {"file": batch.file_name, **counts})
    if not batch.rows.filter(outcome__in=GIVEN_BACK).exists():
        _delete_file(batch)
    return counts


def take_refused(*, actor: User, batch: PeopleImport) -> bytes:
    """Return the rows that did not go in as an Excel file, the reasons beside them.

    Once the import is applied its file is deleted with this. Errors: `ImportRefused`.
    """
    _require_batch(actor, batch)
    rows = list(batch.rows.filter(outcome__in=GIVEN_BACK))
    if not rows:
        raise ImportRefused(_("No row was refused."))
    workbook = refused_workbook(tables_of(batch), rows)
    with transaction.atomic():
        _log(actor, batch, "people.import_take_refused", {"rows": len(rows)})
        undecided = any(row.outcome == RowOutcome.UNDECIDED for row in rows)
        if batch.state == ImportState.APPLIED and not undecided:
            _delete_file(batch)
    return workbook


def discard(*, actor: User, batch: PeopleImport) -> None:
    """Give an import up: its file and its rows are deleted. Errors: `IllegalMove`."""
    _require_batch(actor, batch)
    with transaction.atomic():
        move(batch, ImportState.DISCARDED)
        batch.rows.all().delete()
        batch.file_cipher = None
        batch.save(update_fields=["state", "file_cipher"])
        _log(actor, batch, "people.import_discard", {"file": batch.file_name})


def delete_old_files() -> int:
    """Delete the files that nobody needed for `DAYS_KEPT` days; return how many."""
    before = clock.now() - timedelta(days=DAYS_KEPT)
    old = PeopleImport.objects.filter(uploaded_at__lt=before, file_cipher__isnull=False)
    return old.exclude(state=ImportState.APPLYING).update(file_cipher=None)


def outcome_counts(batch: PeopleImport) -> dict[str, int]:
    """Return the number of rows by outcome, zeros included."""
    found = dict(batch.rows.order_by().values_list("outcome").annotate(Count("pk")))
    return {outcome.value: found.get(outcome.value, 0) for outcome in RowOutcome}


def _apply_chunk(
    actor: User, plans: Sequence[RowPlan], waiting: Mapping[RowKey, ImportRow]
) -> None:
    added = [plan for plan in plans if plan.entry is not None]
    entries = [plan.entry for plan in added if plan.entry is not None]
    people = services.add_people(actor=actor, entries=entries) if entries else []
    for plan, person in zip(added, people, strict=True):
        plan.person = person
    changes = [plan.change for plan in plans if plan.change is not None]
    if changes:
        services.change_people(actor=actor, changes=changes)
    for plan in plans:
        if plan.gives_number and plan.person is not None and plan.row.id_number is not None:
            privacy.set_id_number(
                actor=actor, person=plan.person, id_number=plan.row.id_number.text, reason=""
            )
    rows = []
    for plan in plans:
        row = waiting[plan.row.sheet[:100], plan.row.number]
        planned = plan.to_row(row.batch_id)
        row.outcome, row.person = planned.outcome, planned.person
        row.problems, row.changes = planned.problems, planned.changes
        row.applied = plan.outcome in TO_APPLY
        rows.append(row)
    ImportRow.objects.bulk_update(
        rows, ["outcome", "person", "problems", "changes", "applied"], batch_size=100
    )


def _tables_of(file_name: str, data: bytes) -> list[Table]:
    return read_tables(file_name=file_name, data=data, recognised=column_choice.is_recognised)


def _file_of(batch: PeopleImport) -> bytes:
    if batch.file_cipher is None:
        raise ImportRefused(_FILE_GONE)
    return base64.b64decode(encryption.decrypt(bytes(batch.file_cipher), about=ABOUT_FILE))


def _delete_file(batch: PeopleImport) -> None:
    batch.file_cipher = None
    batch.save(update_fields=["file_cipher"])


def _planner(actor: User, batch: PeopleImport, valid_from: dt.date | None) -> Planner:
    return Planner(actor=actor, source=batch.file_name, valid_from=valid_from)


def _decisions(batch: PeopleImport) -> dict[RowKey, str]:
    rows = batch.rows.exclude(decision="")
    return {(row.sheet, row.number): row.decision for row in rows}


def _check_columns(columns: Columns) -> None:
    targets = [target for target in columns.values() if target != IGNORED]
    known = {ID_NUMBER, *column_choice.importable_facts()}
    for target in targets:
        if target not in known:
            raise ImportRefused(_("No column can state “{target}”.").format(target=target))
        if targets.count(target) > 1:
            label = _("ID number") if target == ID_NUMBER else target
            raise ImportRefused(
                _("Two columns state “{target}”. Ignore one of them.").format(target=label)
            )
    if NAME not in targets:
        raise ImportRefused(_("Say which column holds the name."))


def _require_batch(actor: User, batch: PeopleImport) -> None:
    require(actor, Right.PEOPLE_IMPORT)
    require_in_scope(actor, county=batch.county_id)


def _log(actor: User, batch: PeopleImport, action: str, detail: dict[str, object]) -> None:
    audit.append(
        actor=actor, action=action, subject_kind=SUBJECT, subject_id=batch.pk, detail=detail
    )

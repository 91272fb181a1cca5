"""One public record: its fields line by line, and the records that hang on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huizhi.partners import queries
from huizhi.partners.models import Agreement, Base, CooperationRecord, Event, Project, Visit
from huizhi.portal.records.cells import Cell, bounded_cell, money_cell, name_of
from huizhi.portal.records.progress import Table, progress_tables
from huizhi.portal.records.tables import HOST, REPORTS, TABLES, Column, RecordTable


@dataclass(frozen=True)
class Line:
    """A label and its words, which may be links."""

    label: str | Promise
    text: str = ""
    cells: tuple[Cell, ...] = ()


LED_BY = Column(_("Led by (post)"), lambda row: Cell(row.led_by))
MORE: dict[str, tuple[Column, ...]] = {
    "visit": (
        LED_BY,
        Column(_("Names of villages"), lambda row: [Cell(v) for v in row.villages.splitlines()]),
    ),
    "project": (
        Column(
            _("Floor area"),
            lambda row: Cell("" if row.floor_area is None else f"{row.floor_area:,} m²"),
        ),
        Column(_("Partners in all"), lambda row: Cell(str(row.partner_count or ""))),
    ),
    "event": (
        HOST,
        Column(_("Head-count"), lambda row: bounded_cell(row.people, row.people_bound)),
    ),
    "platform": (
        Column(_("Academicians"), lambda row: Cell(str(row.academicians or ""))),
        Column(_("Leading experts"), lambda row: Cell(str(row.experts or ""))),
        Column(_("Recognised on"), lambda row: Cell(str(row.recognised_on or ""))),
    ),
}
FUNDING = RecordTable(
    _("Money by source"),
    tuple,  # type: ignore[arg-type]
    (
        Column(_("Source of money"), lambda row: Cell(row.get_source_display())),
        Column(_("Payer"), lambda row: Cell(name_of(row.payer) if row.payer else "")),
        Column(_("Purpose"), lambda row: Cell(row.purpose)),
        Column(_("Amount"), lambda row: money_cell(row.amount), numeric=True),
    ),
)


def record_lines(record: CooperationRecord) -> list[Line]:
    """Return the public fields of a record that say something, in the order of its table."""
    kind = str(record._meta.model_name)
    columns = (*TABLES[f"{kind}s"].columns[1:], *MORE.get(kind, ()))
    lines = []
    for column in columns:
        cells = column.cells(record)
        pieces = tuple(cells if isinstance(cells, list) else [cells])
        if any(piece.text for piece in pieces):
            lines.append(Line(column.heading, cells=pieces))
    if record.statement:
        address = f"{reverse('portal:home')}#{record.statement}"
        cell = Cell(record.statement, address)
        lines.append(Line(_("Statement of the model case"), cells=(cell,)))
    return [*lines, Line(_("Source"), record.source)]


def related_tables(record: CooperationRecord) -> list[Table]:
    """Return the tables of what hangs on a record: an agreement's bases, a visit's reports."""
    found: list[tuple[RecordTable, Any]] = []
    if isinstance(record, Agreement):
        found.append((TABLES["bases"], queries.public_bases().filter(agreement=record)))
        found.append((TABLES["projects"], queries.public_projects().filter(agreement=record)))
        found.append((TABLES["events"], queries.public_events().filter(agreement=record)))
    if isinstance(record, Base):
        found.append((TABLES["visits"], queries.public_visits().filter(base=record)))
        found.append((TABLES["events"], queries.public_events().filter(base=record)))
    if isinstance(record, Visit):
        found.append((REPORTS, queries.public_reports().filter(visit=record)))
    if isinstance(record, Visit | Event) and record.base_id:
        found.append((TABLES["bases"], queries.public_bases().filter(pk=record.base_id)))
    if isinstance(record, Base | Project | Event) and record.agreement_id:
        agreements = queries.public_agreements().filter(pk=record.agreement_id)
        found.append((TABLES["agreements"], agreements))
    if isinstance(record, Project):
        found.append((FUNDING, record.fundings.all()))
    tables = [
        (table.title, table, table.cells(rows)) for table, some in found if (rows := list(some))
    ]
    return tables + progress_tables(record) if isinstance(record, Base | Project) else tables

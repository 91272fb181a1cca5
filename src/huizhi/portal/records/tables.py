"""The public table of each kind of record: its columns, its rows, its filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.organisations.models import Organisation, OrganisationKind
from huizhi.partners import queries
from huizhi.partners.models import (
    Agreement,
    Base,
    CooperationRecord,
    Event,
    Platform,
    Project,
    Visit,
)
from huizhi.portal.records.cells import (
    Cell,
    bounded_cell,
    county_cell,
    date_cell,
    money_cell,
    name_cell,
    organisation_cell,
    partner_cells,
    report_cell,
    state_cell,
)

Cells = Cell | list[Cell]


@dataclass(frozen=True)
class Column:
    """A heading and what stands below it."""

    heading: str | Promise
    cells: Callable[[Any], Cells]
    numeric: bool = False


@dataclass(frozen=True)
class RecordTable:
    """A public table. `filters` are the columns a visitor may filter by."""

    title: str | Promise
    rows: Callable[[], QuerySet[Any]]
    columns: tuple[Column, ...]
    filters: tuple[str, ...] = ()

    def cells(self, rows: Iterable[Any]) -> list[list[tuple[Column, list[Cell]]]]:
        """Return the cells of the rows, each cell as a list of pieces."""
        return [[(column, _pieces(column.cells(row))) for column in self.columns] for row in rows]


def _pieces(cells: Cells) -> list[Cell]:
    return cells if isinstance(cells, list) else [cells]


NAME = Column(pgettext_lazy("of a record", "Name"), name_cell)
PARTNERS = Column(_("Partners"), partner_cells)
COUNTY = Column(_("County"), county_cell)
STATE = Column(_("State"), state_cell)
KIND = Column(_("Kind"), lambda row: Cell(row.get_kind_display()))
HOST = Column(_("Host"), lambda row: organisation_cell(row.host) if row.host else Cell(""))

TABLES: dict[str, RecordTable] = {
    "agreements": RecordTable(
        _("Agreements"),
        queries.public_agreements,
        (
            NAME,
            PARTNERS,
            Column(_("Topic"), lambda row: Cell(row.topic)),
            STATE,
            Column(_("Signed on"), lambda row: date_cell(row.signed_on)),
            COUNTY,
        ),
        ("state", "county"),
    ),
    "bases": RecordTable(
        _("Bases"),
        queries.public_bases,
        (
            NAME,
            KIND,
            STATE,
            PARTNERS,
            HOST,
            Column(_("Unveiled on"), lambda row: date_cell(row.unveiled_on)),
            COUNTY,
        ),
        ("kind", "state", "county"),
    ),
    "projects": RecordTable(
        _("Projects"),
        queries.public_projects,
        (
            NAME,
            KIND,
            STATE,
            PARTNERS,
            Column(_("Money"), lambda row: money_cell(row.total_funding), numeric=True),
            Column(_("Head-count"), lambda row: bounded_cell(row.people, row.people_bound), True),
            COUNTY,
        ),
        ("kind", "state", "county"),
    ),
    "visits": RecordTable(
        _("Visits"),
        queries.public_visits,
        (
            NAME,
            PARTNERS,
            Column(_("Head-count"), lambda row: bounded_cell(row.people, row.people_bound), True),
            Column(_("Villages"), lambda row: Cell(str(row.village_count or "")), numeric=True),
            Column(_("Topics"), lambda row: [Cell(line) for line in row.topics.splitlines()]),
            STATE,
            COUNTY,
        ),
        ("state", "county"),
    ),
    "events": RecordTable(
        _("Events"),
        queries.public_events,
        (
            NAME,
            KIND,
            PARTNERS,
            Column(_("Held on"), lambda row: date_cell(row.held_on)),
            Column(pgettext_lazy("of an event", "Place"), lambda row: Cell(row.place)),
            STATE,
            COUNTY,
        ),
        ("kind", "state", "county"),
    ),
    "platforms": RecordTable(
        _("Platforms"),
        queries.public_platforms,
        (
            NAME,
            KIND,
            Column(_("Level"), lambda row: Cell(row.get_level_display())),
            HOST,
            STATE,
            COUNTY,
        ),
        ("kind", "level", "state", "county"),
    ),
}

MODELS: dict[str, type[CooperationRecord]] = {
    "agreements": Agreement,
    "bases": Base,
    "projects": Project,
    "visits": Visit,
    "events": Event,
    "platforms": Platform,
}

REPORTS = RecordTable(
    _("Reports delivered"),
    queries.public_reports,
    (
        Column(_("Title"), report_cell),
        Column(_("Visit"), lambda row: name_cell(row.visit)),
        Column(_("Delivered on"), lambda row: date_cell(row.delivered_on)),
    ),
)


def partner_organisations() -> QuerySet[Organisation]:
    """Return the universities and institutes with which the city works."""
    kinds = [OrganisationKind.UNIVERSITY, OrganisationKind.COLLEGE, OrganisationKind.INSTITUTE]
    return Organisation.objects.filter(kind__in=kinds).select_related("county", "parent")


def double_first_class(organisation: Organisation) -> str:
    """Return yes or no for a university; nothing for what can be none of them."""
    if organisation.kind != OrganisationKind.UNIVERSITY:
        return str(_("Yes")) if organisation.double_first_class else ""
    return str(_("Yes") if organisation.double_first_class else _("No"))


ORGANISATIONS = RecordTable(
    _("Universities and institutes"),
    partner_organisations,
    (
        Column(pgettext_lazy("of a record", "Name"), organisation_cell),
        Column(_("Kind"), lambda row: Cell(row.get_kind_display())),
        Column(
            _("Double First-Class university"),
            lambda row: Cell(double_first_class(row)),
        ),
        Column(_("Code of the university"), lambda row: Cell(row.ministry_code)),
        Column(_("County"), county_cell),
    ),
    ("kind",),
)

LISTS: dict[str, RecordTable] = {**TABLES, "reports": REPORTS, "organisations": ORGANISATIONS}
"""The tables that have a page of their own, by the word in its address."""

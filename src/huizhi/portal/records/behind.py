"""What stands behind a figure of the article: records, kinds of bases, people, or payments.

Names of people appear only for facts that the catalogue allows to be published, and never of those
who are not for publication; otherwise the list is heads by county.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huizhi.kernel.models import Region
from huizhi.ledger.models import Account, Posting
from huizhi.organisations.queries import clusters_in_use
from huizhi.partners.queries import base_kind_names, public_bases
from huizhi.partners.states import BaseState
from huizhi.people.models import Person
from huizhi.people.queries import publishable
from huizhi.portal.model_case.article import Figure
from huizhi.portal.model_case.counters import list_kind, people_behind, records_behind
from huizhi.portal.records.cells import Cell, county_cell, money_cell, name_of
from huizhi.portal.records.tables import TABLES, Column, RecordTable
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.money import Money
from huizhi.rules.subjects import SubjectKind


@dataclass(frozen=True)
class Listing:
    """A table and its rows; `withheld` people are counted but not named."""

    table: RecordTable
    rows: Any
    withheld: int = 0


@dataclass(frozen=True)
class Row:
    """A line of figures: what it is about, heads, and a sum where money is meant."""

    name: str
    heads: int
    total: Money | None = None
    address: str = ""


def _none() -> Any:
    return ()


PEOPLE = RecordTable(
    _("Head-count"),
    _none,
    (
        Column(_("Name"), lambda row: Cell(row.name, badge="synthetic" if row.synthetic else "")),
        Column(_("Employer"), lambda row: Cell(name_of(row.employer) if row.employer else "")),
        Column(_("County"), county_cell),
    ),
)
HEADS = RecordTable(
    _("People by county"),
    _none,
    (
        Column(_("County"), lambda row: Cell(row.name)),
        Column(_("Head-count"), lambda row: Cell(f"{row.heads:,}"), numeric=True),
    ),
)
PAYMENTS = RecordTable(
    _("Payments by county"),
    _none,
    (
        Column(_("County"), lambda row: Cell(row.name)),
        Column(_("Claims paid"), lambda row: Cell(f"{row.heads:,}"), numeric=True),
        Column(_("Money"), lambda row: money_cell(row.total), numeric=True),
    ),
)
BASE_KINDS = RecordTable(
    _("The twelve kinds of bases"),
    _none,
    (
        Column(_("Kind"), lambda row: Cell(row.name, row.address)),
        Column(_("Bases"), lambda row: Cell(f"{row.heads:,}"), numeric=True),
    ),
)
CLUSTERS = RecordTable(
    _("Industry clusters"),
    _none,
    (
        Column(_("Industry cluster"), lambda row: Cell(name_of(row))),
        Column(_("Source"), lambda row: Cell(row.source)),
    ),
)


def behind_figure(figure: Figure) -> Listing | None:
    """Return what stands behind a figure, None where it is not yet in the records."""
    if figure.counter is None:
        return None
    kind = list_kind(figure.counter, figure.arguments)
    match kind:
        case "people":
            return _people(figure.arguments)
        case "payments":
            return Listing(PAYMENTS, _paid_by_county(figure.arguments["benefit"]))
        case "base-kinds":
            return Listing(BASE_KINDS, base_kind_rows())
        case "clusters":
            return Listing(CLUSTERS, clusters_in_use())
    return Listing(TABLES[kind], records_behind(**figure.arguments))


def base_kind_rows() -> list[Row]:
    """Return each kind in use with how many bases of it are published and not ended."""
    counts = Counter(public_bases().exclude(state=BaseState.ENDED).values_list("kind", flat=True))
    address = reverse("portal:records_bases")
    return [
        Row(name, counts[code], address=f"{address}?kind={code}")
        for code, name in base_kind_names().items()
    ]


def _people(arguments: Mapping[str, Any]) -> Listing:
    people = people_behind(**arguments)
    fact = load_catalogue().fact(SubjectKind.PERSON, arguments["fact"])
    if fact is not None and fact.publish:
        shown = publishable(people).order_by("name", "pk")
        return Listing(PEOPLE, shown, people.count() - shown.count())
    heads: Counter[str | None] = Counter(people.values_list("county_id", flat=True))
    return Listing(HEADS, _by_county(heads, {}))


def _paid_by_county(benefit: str) -> list[Row]:
    paid = Posting.objects.filter(
        account=Account.PAID, claim__benefit=benefit, claim__subject_kind=SubjectKind.PERSON
    ).values_list("claim_id", "claim__subject_id", "quantity")
    rows = list(paid)
    counties = dict(Person.objects.values_list("pk", "county_id")) if rows else {}
    heads: Counter[str | None] = Counter()
    fen: Counter[str | None] = Counter()
    for county, _claim in {(counties.get(person), claim) for claim, person, _fen in rows}:
        heads[county] += 1
    for _claim, person, quantity in rows:
        fen[counties.get(person)] += quantity
    return _by_county(heads, fen)


def _by_county(heads: Mapping[str | None, int], fen: Mapping[str | None, int]) -> list[Row]:
    names = {region.code: name_of(region) for region in Region.objects.all()}
    return [
        Row(
            names.get(county, str(_("Not known"))) if county else str(_("Not known")),
            count,
            Money(fen[county]) if county in fen else None,
        )
        for county, count in sorted(heads.items(), key=lambda pair: (pair[0] is None, pair[0]))
    ]

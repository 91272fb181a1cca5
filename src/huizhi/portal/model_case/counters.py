"""Counters: how many, or how much, the records hold of what a figure of the article states.

Each counter takes the arguments that the article's file gives and returns a `Count`; the rows
behind it are what the public list of the figure shows. Of the cooperation only published records
are counted; of people all, while a list leaves out the names of those not for publication.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.db.models import QuerySet

from huizhi.ledger.models import Account, Posting
from huizhi.ledger.queries import total_paid
from huizhi.organisations.queries import clusters_in_use
from huizhi.partners import queries as partners
from huizhi.partners.models import Bound
from huizhi.people.models import Person
from huizhi.people.queries import having_fact
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.money import Money
from huizhi.rules.subjects import SubjectKind

FILTERS = frozenset({"statement", "reference", "kind", "level", "state"})
SUMS = frozenset(
    {
        "people",
        "village_count",
        "partner_count",
        "floor_area",
        "academicians",
        "experts",
        "total_funding",
    }
)
RECORDS: dict[str, Callable[[], QuerySet[Any]]] = {
    "agreements": partners.public_agreements,
    "bases": partners.public_bases,
    "projects": partners.public_projects,
    "visits": partners.public_visits,
    "events": partners.public_events,
    "platforms": partners.public_platforms,
}
ListKind = Literal[
    "agreements",
    "bases",
    "projects",
    "visits",
    "events",
    "platforms",
    "base-kinds",
    "clusters",
    "people",
    "payments",
]


@dataclass(frozen=True)
class Count:
    """What a counter found: None where there is nothing to count yet. Money is in yuan.

    `bound` says how exactly the records themselves know it, `synthetic` that some of what was
    counted is made up for a demonstration.
    """

    value: Decimal | None
    bound: str = Bound.EXACT
    synthetic: bool = False


def number_of(*, records: str, **filters: Any) -> Count:
    """Count published records with these columns."""
    rows = records_behind(records=records, **filters)
    return Count(Decimal(rows.count()), synthetic=rows.filter(synthetic=True).exists())


def sum_of(*, records: str, column: str, **filters: Any) -> Count:
    """Sum a column of published records; None where none of them knows it."""
    if column not in SUMS:
        raise ValueError(f"{column!r} cannot be summed; one of {sorted(SUMS)} can")
    rows = list(records_behind(records=records, **filters))
    known = [row for row in rows if getattr(row, column) is not None]
    if not known:
        return Count(None)
    bounds = {getattr(row, f"{column}_bound", Bound.EXACT) for row in known}
    total = sum((_plain(getattr(row, column)) for row in known), Decimal(0))
    bound = bounds.pop() if len(bounds) == 1 else Bound.ABOUT
    return Count(total, bound, any(row.synthetic for row in known))


def base_kinds() -> Count:
    """Count the kinds of bases that the registry keeps."""
    return Count(Decimal(len(partners.base_kind_names())))


def clusters() -> Count:
    """Count the industry clusters in use; None where there are none."""
    return Count(Decimal(clusters_in_use().count()) or None)


def people_having(*, fact: str, value: Any = None) -> Count:
    """Count the people of whom a fact has this value; without one, any value but "none"."""
    people = people_behind(fact=fact, value=value)
    return Count(Decimal(people.count()), synthetic=people.filter(synthetic=True).exists())


def paid(*, benefit: str) -> Count:
    """Return what has been paid for a benefit (`pack/benefit`); None where nothing has been."""
    fen = total_paid(benefit)
    made_up = Posting.objects.filter(
        account=Account.PAID, claim__benefit=benefit, pool__synthetic=True
    )
    return Count(Money(fen).yuan if fen else None, synthetic=made_up.exists())


COUNTERS: dict[str, Callable[..., Count]] = {
    "number_of": number_of,
    "sum_of": sum_of,
    "base_kinds": base_kinds,
    "clusters": clusters,
    "people_having": people_having,
    "paid": paid,
}


def records_behind(*, records: str, column: str = "", **filters: Any) -> QuerySet[Any]:
    """Return the published records with these columns; a list of values means any of them."""
    unknown = set(filters) - FILTERS
    if unknown:
        raise ValueError(f"records are not filtered by {sorted(unknown)}")
    lookups = {
        f"{name}__in" if isinstance(value, list) else name: value for name, value in filters.items()
    }
    return RECORDS[records]().filter(**lookups)


def people_behind(*, fact: str, value: Any = None) -> QuerySet[Person]:
    """Return the people of whom a fact has this value, in whatever wording the catalogue knows."""
    people = Person.objects.select_related("county", "employer")
    entry = load_catalogue().fact(SubjectKind.PERSON, fact)
    if entry is None:
        raise ValueError(f"there is no fact {fact!r} about a person")
    if value is not None:
        return having_fact(people, fact, value)
    some = people.none()
    for allowed in entry.allowed:
        some |= having_fact(people, fact, allowed)
    return some


def list_kind(counter: str, arguments: Mapping[str, Any]) -> ListKind:
    """Return which public list stands behind a counter."""
    match counter:
        case "people_having":
            return "people"
        case "paid":
            return "payments"
        case "base_kinds":
            return "base-kinds"
        case "clusters":
            return "clusters"
    return arguments["records"]


def _plain(value: int | Money) -> Decimal:
    return value.yuan if isinstance(value, Money) else Decimal(value)

"""How a list is narrowed and walked through: filters by column, a search, pages by number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise

from huizhi.api.fields import is_coded
from huizhi.api.kinds import Kind
from huizhi.api.types import LARGEST_ID, one_of, text, typed_number
from huizhi.kernel import search

MOST_ROWS = 200
USUAL_ROWS = 50
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Filter:
    """A parameter that narrows a list: its name, type, label, and the look-up behind it."""

    name: str
    type: Any
    label: str | Promise
    lookup: str


def filters_of(kind: Kind) -> list[Filter]:
    """Return the filters of a kind."""
    return [_filter(kind.model._meta.get_field(name)) for name in kind.filters]


def parameters_of(kind: Kind) -> dict[str, tuple[Any, Any]]:
    """Return the parameters of a kind's list as pydantic takes them."""
    return {
        **{one.name: (one.type, None) for one in filters_of(kind)},
        "q": (text(LONGEST_SEARCH), None),
        "after": (typed_number(0, LARGEST_ID), 0),
        "limit": (typed_number(1, MOST_ROWS), USUAL_ROWS),
    }


def page_of(
    kind: Kind, rows: QuerySet[Any], wanted: Any, show: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """Return one page of the rows that are wanted, in the order of their numbers.

    The order never changes, so that a walk through the pages with `after` meets each record once,
    whatever is added meanwhile.
    """
    for one in filters_of(kind):
        value = getattr(wanted, one.name)
        if value is not None:
            rows = rows.filter(**{one.lookup: value})
    if wanted.q:
        rows = rows.filter(pk__in=search.matching(kind=kind.name, text=wanted.q))
    found = list(rows.filter(pk__gt=wanted.after).order_by("pk")[: wanted.limit + 1])
    items, more = found[: wanted.limit], len(found) > wanted.limit
    return {
        "items": [show(record) for record in items],
        "total": rows.count(),
        "next_after": items[-1].pk if more else None,
    }


def _filter(column: Any) -> Filter:
    name, label = column.name, column.verbose_name
    if isinstance(column, models.ManyToManyField):
        return Filter(f"{name.removesuffix('s')}_id", typed_number(1, LARGEST_ID), label, name)
    if isinstance(column, models.ForeignKey):
        if is_coded(column):
            longest = column.related_model._meta.pk.max_length
            return Filter(name, text(longest), label, f"{name}_id")
        return Filter(f"{name}_id", typed_number(1, LARGEST_ID), label, f"{name}_id")
    if column.choices:
        codes = [code for code, _label in column.flatchoices]
        return Filter(name, one_of(codes), label, name)
    if isinstance(column, models.BooleanField):
        return Filter(name, bool, label, name)
    return Filter(name, text(column.max_length), label, name)

"""How a list is narrowed and walked through: filters, a search, pages by number."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from huizhi.api.kinds import Kind
from huizhi.api.types import LARGEST_ID, text, typed_number
from huizhi.kernel import search

MOST_ROWS = 200
USUAL_ROWS = 50
LONGEST_SEARCH = 100


def parameters_of(kind: Kind) -> dict[str, tuple[Any, Any]]:
    """Return the parameters of a kind's list as pydantic takes them."""
    return {
        **{one.name: (one.type, None) for one in kind.narrowed_by},
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
    for one in kind.narrowed_by:
        value = getattr(wanted, one.name)
        if value is not None:
            rows = one.narrow(rows, value)
    if wanted.q:
        rows = rows.filter(_holds(kind, wanted.q))
    found = list(rows.filter(pk__gt=wanted.after).order_by("pk")[: wanted.limit + 1])
    items, more = found[: wanted.limit], len(found) > wanted.limit
    return {
        "items": [show(record) for record in items],
        "total": rows.count(),
        "next_after": items[-1].pk if more else None,
    }


def _holds(kind: Kind, sought: str) -> Q:
    """Return which records a text is found in: by the index of names, or in columns."""
    if not kind.searched:
        return Q(pk__in=search.matching(kind=kind.name, text=sought))
    return reduce(or_, (Q(**{f"{column}__icontains": sought}) for column in kind.searched))

"""Counting and summing selections over the rows that a user may see, many in one query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from huizhi.insight.selections.selection import Selection
from huizhi.partners.models import Bound
from huizhi.rules.money import Money


def count_each(rows: QuerySet[Any], wanted: Mapping[str, Selection]) -> dict[str, int]:
    """Return how many of the rows each selection holds. One query."""
    counts = {_alias(key): Count("pk", filter=chosen.q) for key, chosen in wanted.items()}
    found = rows.order_by().aggregate(**counts) if counts else {}
    return {key: found[_alias(key)] for key in wanted}


def sum_each(rows: QuerySet[Any], wanted: Mapping[str, Selection]) -> dict[str, int]:
    """Return the sum of each selection's column over the rows: fen for money. One query."""
    sums = {
        _alias(key): Sum(chosen.definition.total, filter=chosen.q) for key, chosen in wanted.items()
    }
    found = rows.order_by().aggregate(**sums) if sums else {}
    return {key: whole(found[_alias(key)]) for key in wanted}


def signs_each(rows: QuerySet[Any], wanted: Mapping[str, Selection]) -> dict[str, str]:
    """Return what stands before each sum: "≥ " where some of its parts are at least so much.

    A sum with parts that are known about, or at most, is about so much. One query.
    """
    counts = {
        f"{bound}_{key}": Count("pk", filter=chosen.q & Q(**{chosen.definition.bound: bound}))
        for key, chosen in wanted.items()
        for bound in (Bound.AT_LEAST, Bound.AT_MOST, Bound.ABOUT)
    }
    bounded = Q()
    for chosen in wanted.values():
        bounded |= ~Q(**{chosen.definition.bound: Bound.EXACT})
    found = rows.filter(bounded).order_by().aggregate(**counts) if counts else {}
    return {key: _sign({bound for bound in Bound if found.get(f"{bound}_{key}")}) for key in wanted}


def _sign(bounds: set[Bound]) -> str:
    if not bounds:
        return Bound.EXACT.sign
    return Bound.AT_LEAST.sign if bounds == {Bound.AT_LEAST} else Bound.ABOUT.sign


def whole(value: Money | int | None) -> int:
    """Return a sum as a whole number; nothing is 0."""
    return value.fen if isinstance(value, Money) else int(value or 0)


def _alias(key: str) -> str:
    """Return a name that no column has, as aggregates need."""
    return f"behind_{key}"

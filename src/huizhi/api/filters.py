"""Filters: the parameters that narrow a list, most of them made from a column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise

from huizhi.api.fields import is_coded
from huizhi.api.types import LARGEST_ID, one_of, text, typed_number

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Filter:
    """A parameter that narrows a list: its name, type, label, and how it narrows."""

    name: str
    type: Any
    label: str | Promise
    narrow: Callable[[Rows, Any], Rows]


def choice_filter(
    name: str, codes: list[str], label: str | Promise, narrow: Callable[[Rows, Any], Rows]
) -> Filter:
    """Return a filter by a code that no column holds, such as a state worked out from dates."""
    return Filter(name, one_of(codes), label, narrow)


def column_filter(model: type[models.Model], name: str) -> Filter:
    """Return the filter by a column."""
    column: Any = model._meta.get_field(name)
    wire, kind, lookup = _of_column(column)

    def narrow(rows: Rows, value: Any) -> Rows:
        return rows.filter(**{lookup: value})

    return Filter(wire, kind, column.verbose_name, narrow)


def _of_column(column: Any) -> tuple[str, Any, str]:
    """Return name, type and look-up."""
    name: str = column.name
    if isinstance(column, models.ManyToManyField):
        return f"{name.removesuffix('s')}_id", typed_number(1, LARGEST_ID), name
    if isinstance(column, models.ForeignKey):
        if is_coded(column):
            return name, text(column.related_model._meta.pk.max_length), f"{name}_id"
        return f"{name}_id", typed_number(1, LARGEST_ID), f"{name}_id"
    if column.choices:
        return name, one_of([code for code, _label in column.flatchoices]), name
    if isinstance(column, models.BooleanField):
        return name, bool, name
    return name, text(column.max_length), name

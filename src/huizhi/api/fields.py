"""Fields of records as they travel, made from the classes of details and the models.

A room that adds a field to its details has it here at once: its type, length and choices are those
of the model's column. What a column cannot say stands in `WITHOUT_COLUMN`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.api.failures import FieldRefused
from huizhi.api.types import Id, IsoDate, Named, Truth, decimal, list_of, one_of, text, whole
from huizhi.kernel.models import User
from huizhi.organisations.models import IndustryCluster, Organisation
from huizhi.organisations.queries import organisations_for
from huizhi.partners.models import Agreement, Base
from huizhi.partners.queries import agreements_for, bases_for

MOST_PARTNERS = 100
LONGEST_TEXT = 20_000
KEPT = {"synthetic"}
"""Details that no caller sets: a new record is real, a changed one stays what it was."""

CHOOSABLE: dict[type[models.Model], Callable[[User], QuerySet[Any]]] = {
    Organisation: organisations_for,
    IndustryCluster: lambda user: IndustryCluster.objects.all(),
    Agreement: agreements_for,
    Base: bases_for,
}
"""To which records a field may point, and which of them a user may name."""

WITHOUT_COLUMN: dict[str, tuple[Any, Promise]] = {
    "code_reason": (text(300), gettext_lazy("Why a credit code is accepted that fails its check")),
}


def _as_it_is(value: Any, user: User) -> Any:
    return value


@dataclass(frozen=True)
class Shown:
    """A value that goes out: its name, type, label, and how a record says it."""

    name: str
    type: Any
    label: str | Promise
    read: Callable[[Any], Any]


@dataclass(frozen=True)
class ApiField:
    """One field of the details: its name on the wire, its type there, and how it is taken."""

    name: str
    wire: str
    type: Any
    label: str | Promise
    default: Any
    take: Callable[[Any, User], Any] = _as_it_is
    shown: tuple[Shown, ...] = ()

    @property
    def entry(self) -> tuple[Any, Any]:
        """Type and default as pydantic takes them; `...` for one that is needed."""
        return (self.type, ... if self.default is MISSING else self.default)


def fields_of(details: type[Any], model: type[models.Model]) -> list[ApiField]:
    """Return the fields of a class of details, in its order.

    Errors: `TypeError` for a field that has neither a column of a known type nor an entry in
    `WITHOUT_COLUMN`, or that points to what `CHOOSABLE` does not name.
    """
    return [_field(entry, model) for entry in fields(details) if entry.name not in KEPT]


def _field(entry: Field[Any], model: type[models.Model]) -> ApiField:
    name, default = entry.name, getattr(entry.default, "value", entry.default)
    if name in WITHOUT_COLUMN:
        kind, label = WITHOUT_COLUMN[name]
        return ApiField(name, name, kind, label, default)
    try:
        column = model._meta.get_field(name)
    except FieldDoesNotExist:
        raise TypeError(
            f"{model.__name__}.{name} is no column: say in WITHOUT_COLUMN how it travels"
        ) from None
    if isinstance(column, models.ForeignKey) and is_coded(column):
        return _coded(name, column, default, wants_code=str(entry.type).startswith("str"))
    if isinstance(column, models.ForeignKey | models.ManyToManyField):
        if column.related_model not in CHOOSABLE:
            raise TypeError(f"{model.__name__}.{name}: say in CHOOSABLE which rows a user may name")
        many = isinstance(column, models.ManyToManyField)
        return _many(name, column) if many else _one(name, column)
    return _plain(name, column, default)


def is_coded(column: Any) -> bool:
    """Say whether a column points to records that are known by a code, such as regions."""
    return isinstance(column.related_model._meta.pk, models.CharField)


def _plain(name: str, column: Any, default: Any) -> ApiField:
    kind, out = _plain_type(column)
    if default == "" and not column.blank:
        default = MISSING
    if column.null:
        kind, out = kind | None, out | None
    shown = [Shown(name, out, column.verbose_name, lambda record: getattr(record, name))]
    if column.choices:
        shown.append(label_of(name, column))
    take = _exact(column) if isinstance(column, models.DecimalField) else _as_it_is
    return ApiField(name, name, kind, column.verbose_name, default, take, tuple(shown))


def _exact(column: Any) -> Callable[[Any, User], Any]:
    """Return how a number becomes a decimal with the places of its column."""
    place = Decimal(1).scaleb(-column.decimal_places)

    def take(value: float | None, user: User) -> Decimal | None:
        return None if value is None else Decimal(str(value)).quantize(place)

    return take


def _plain_type(column: Any) -> tuple[Any, Any]:
    """Return the type of a column coming in and going out."""
    if column.choices:
        codes = [code for code, _label in column.flatchoices]
        return one_of([*codes, *([""] if column.blank else [])]), str
    if isinstance(column, models.DateField):
        return IsoDate, dt.date
    if isinstance(column, models.BooleanField):
        return Truth, bool
    if isinstance(column, models.CharField | models.TextField):
        return text(column.max_length or LONGEST_TEXT, least=0 if column.blank else 1), str
    if isinstance(column, models.IntegerField):
        least, most = BaseDatabaseOperations.integer_field_ranges[column.get_internal_type()]
        return whole(least, most), int
    if isinstance(column, models.DecimalField):
        return decimal(column.max_digits, column.decimal_places), float
    raise TypeError(f"{column} is of a type that has no form on the wire yet: add it here")


def label_of(name: str, column: Any) -> Shown:
    """Return the label of a choice, shown beside its code."""
    return Shown(
        f"{name}_label",
        str,
        column.verbose_name,
        lambda record: str(dict(column.flatchoices).get(getattr(record, name), "")),
    )


def _coded(name: str, column: Any, default: Any, *, wants_code: bool) -> ApiField:
    """Return a field that travels as the code of what it points to."""
    model = column.related_model
    current = {"in_use": True} if any(f.name == "in_use" for f in model._meta.fields) else {}

    def take(code: str | None, user: User) -> Any:
        found = model.objects.filter(pk=code, **current).first() if code else None
        if code and found is None:
            raise FieldRefused(
                _("There is no {kind} with the code “{code}”.").format(
                    kind=model._meta.verbose_name, code=code
                ),
                field=name,
            )
        return (code or "") if wants_code else found

    shown = (
        Shown(name, str | None, column.verbose_name, lambda record: getattr(record, f"{name}_id")),
        _name_of(name, column),
    )
    kind = text(model._meta.pk.max_length)
    return ApiField(name, name, kind | None, column.verbose_name, default, take, shown)


def _one(name: str, column: Any) -> ApiField:
    wire = f"{name}_id"

    def take(number: int | None, user: User) -> Any:
        return None if number is None else choose(column.related_model, [number], user, wire)[0]

    shown = (
        Shown(wire, int | None, column.verbose_name, lambda record: getattr(record, wire)),
        _name_of(name, column),
    )
    return ApiField(name, wire, Id | None, column.verbose_name, None, take, shown)


def _many(name: str, column: Any) -> ApiField:
    wire = f"{name.removesuffix('s')}_ids"

    def take(numbers: list[int], user: User) -> tuple[Any, ...]:
        return tuple(choose(column.related_model, numbers, user, wire))

    def ids(record: Any) -> list[int]:
        return [one.pk for one in getattr(record, name).all()]

    def named(record: Any) -> list[dict[str, Any]]:
        return [{"id": one.pk, "name": str(one)} for one in getattr(record, name).all()]

    shown = (
        Shown(wire, list[int], column.verbose_name, ids),
        Shown(name, list[Named], column.verbose_name, named),
    )
    kind = list_of(Id, MOST_PARTNERS)
    return ApiField(name, wire, kind, column.verbose_name, [], take, shown)


def _name_of(name: str, column: Any) -> Shown:
    def read(record: Any) -> str | None:
        other = getattr(record, name)
        return None if other is None else str(other)

    return Shown(f"{name}_name", str | None, column.verbose_name, read)


def choose(model: type[models.Model], numbers: list[int], user: User, wire: str) -> list[Any]:
    """Return the records with these numbers. Errors: `FieldRefused` for one the user cannot see."""
    rows = CHOOSABLE[model](user).filter(pk__in=numbers)
    found = {row.pk: row for row in rows}
    for number in numbers:
        if number not in found:
            raise FieldRefused(
                _("There is no {kind} {number} that you may name.").format(
                    kind=model._meta.verbose_name, number=number
                ),
                field=wire,
            )
    return [found[number] for number in dict.fromkeys(numbers)]

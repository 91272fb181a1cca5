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
from pydantic.fields import FieldInfo

from huizhi.api.failures import FieldRefused
from huizhi.api.types import (
    AboutRecord,
    Id,
    IsoDate,
    Money,
    Named,
    NamedRecord,
    PositiveMoney,
    Truth,
    decimal,
    list_of,
    one_of,
    text,
    whole,
)
from huizhi.governance import queries as governance
from huizhi.governance.models import Body, Decision, Meeting, PlanItem, Problem, RecordKind
from huizhi.governance.records import find_record
from huizhi.kernel.models import User
from huizhi.kernel.money import MoneyField
from huizhi.organisations.lists import AS_BEFORE
from huizhi.organisations.models import IndustryCluster, Organisation
from huizhi.organisations.queries import organisations_for
from huizhi.partners.models import Agreement, Base, Party, Platform, Project
from huizhi.partners.queries import (
    agreements_for,
    bases_for,
    parties_for,
    platforms_for,
    projects_for,
)
from huizhi.rules.money import Money as Amount

MOST_PARTNERS = 100
LONGEST_TEXT = 20_000
KEPT = {"synthetic", "document"}
"""Details that no caller sets: empty in a new record, in a changed one what they were."""

CHOOSABLE: dict[type[models.Model], Callable[[User], QuerySet[Any]]] = {
    Organisation: organisations_for,
    IndustryCluster: lambda user: IndustryCluster.objects.all(),
    Agreement: agreements_for,
    Base: bases_for,
    Project: projects_for,
    Platform: platforms_for,
    Party: parties_for,
    User: lambda user: governance.workers(),
    Body: governance.bodies_for,
    Meeting: governance.meetings_for,
    Problem: governance.problems_for,
    Decision: lambda user: Decision.objects.filter(
        meeting__in=governance.meetings_for(user).values("pk")
    ),
    PlanItem: lambda user: PlanItem.objects.filter(
        plan__in=governance.plans_for(user).values("pk")
    ),
}
"""To which records a field may point, and which of them a user may name."""


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
    """One field of the details: its name on the wire, its type there, and how it is taken.

    `keep` says what a record's details hold where a change leaves the field out; it is given the
    record, the user and the names of the fields that were sent.
    """

    name: str
    wire: str
    type: Any
    label: str | Promise
    default: Any
    keep: Callable[[Any, User, set[str]], Any]
    take: Callable[[Any, User], Any] = _as_it_is
    shown: tuple[Shown, ...] = ()

    @property
    def entry(self) -> tuple[Any, Any]:
        """Type and default as pydantic takes them; `...` for one that is needed."""
        return (self.type, ... if self.default is MISSING else self.default)

    @property
    def entry_of_change(self) -> tuple[Any, Any]:
        """Type and default in a partial change, where nothing is needed and nothing assumed."""
        return (self.type, FieldInfo(default_factory=lambda: None))


def fields_of(details: type[Any], model: type[models.Model]) -> list[ApiField]:
    """Return the fields of a class of details, in its order.

    Errors: `TypeError` for a field that has neither a column of a known type nor an entry in
    `WITHOUT_COLUMN`, or that points to what `CHOOSABLE` does not name.
    """
    return [_detail(entry, model) for entry in fields(details) if entry.name not in KEPT]


def field_of(model: type[models.Model], name: str) -> ApiField:
    """Return the field of a column, needed where the column cannot be empty."""
    column: Any = model._meta.get_field(name)
    return _of_column(name, column, None if column.null else MISSING)


def shown_of(model: type[models.Model], *names: str) -> tuple[Shown, ...]:
    """Return what columns say that are no details, such as the day on which a task was done."""
    return tuple(shown for name in names for shown in field_of(model, name).shown)


def _detail(entry: Field[Any], model: type[models.Model]) -> ApiField:
    name, default = entry.name, getattr(entry.default, "value", entry.default)
    if name in WITHOUT_COLUMN:
        return WITHOUT_COLUMN[name]
    try:
        column = model._meta.get_field(name)
    except FieldDoesNotExist:
        raise TypeError(
            f"{model.__name__}.{name} is no column: say in WITHOUT_COLUMN how it travels"
        ) from None
    return _of_column(name, column, default, wants_code=str(entry.type).startswith("str"))


def _of_column(name: str, column: Any, default: Any, *, wants_code: bool = False) -> ApiField:
    if isinstance(column, models.ForeignKey) and is_coded(column):
        return _coded(name, column, default, wants_code=wants_code)
    if isinstance(column, models.ForeignKey | models.ManyToManyField):
        if column.related_model not in CHOOSABLE:
            raise TypeError(f"{column}: say in CHOOSABLE which rows a user may name")
        many = isinstance(column, models.ManyToManyField)
        return _many(name, column) if many else _one(name, column)
    if isinstance(column, MoneyField):
        return _money(name, column)
    return _plain(name, column, default)


def _column(name: str) -> Callable[[Any, User, set[str]], Any]:
    return lambda record, user, sent: getattr(record, name)


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
    keep = _column(name)
    return ApiField(name, name, kind, column.verbose_name, default, keep, take, tuple(shown))


def _money(name: str, column: Any) -> ApiField:
    """Return a field that travels as whole fen; only what may be left out is known here."""

    def take(money: PositiveMoney | None, user: User) -> Amount | None:
        return None if money is None else Amount(money.fen)

    def read(record: Any) -> dict[str, int] | None:
        amount = getattr(record, name)
        return None if amount is None else {"fen": amount.fen}

    kind, label = PositiveMoney | None, column.verbose_name
    shown = Shown(name, Money | None, label, read)
    return ApiField(name, name, kind, label, None, _column(name), take, (shown,))


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

    def keep(record: Any, user: User, sent: set[str]) -> Any:
        return (getattr(record, f"{name}_id") or "") if wants_code else getattr(record, name)

    shown = (
        Shown(name, str | None, column.verbose_name, lambda record: getattr(record, f"{name}_id")),
        _name_of(name, column),
    )
    kind = text(model._meta.pk.max_length)
    return ApiField(name, name, kind | None, column.verbose_name, default, keep, take, shown)


def _one(name: str, column: Any) -> ApiField:
    wire = f"{name}_id"

    def take(number: int | None, user: User) -> Any:
        return None if number is None else choose(column.related_model, [number], user, wire)[0]

    kind, out, default = (Id | None, int | None, None) if column.null else (Id, int, MISSING)
    shown = (
        Shown(wire, out, column.verbose_name, lambda record: getattr(record, wire)),
        _name_of(name, column),
    )
    label = column.verbose_name
    return ApiField(name, wire, kind, label, default, _column(name), take, shown)


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

    def keep(record: Any, user: User, sent: set[str]) -> tuple[Any, ...]:
        return tuple(getattr(record, name).all())

    kind = list_of(Id, MOST_PARTNERS)
    return ApiField(name, wire, kind, column.verbose_name, [], keep, take, shown)


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


def _about() -> ApiField:
    """Return the record of the cooperation that a task or problem is about, by kind and number."""
    label = gettext_lazy("Record that it is about")

    def find(kind: str, number: int, user: User) -> Any:
        found = find_record(user, kind, number)
        if found is None:
            raise FieldRefused(
                _("There is no {kind} {number} that you may name.").format(
                    kind=RecordKind(kind).label, number=number
                ),
                field="record",
            )
        return found

    def take(about: AboutRecord | None, user: User) -> Any:
        return None if about is None else find(about.kind, about.id, user)

    def keep(record: Any, user: User, sent: set[str]) -> Any:
        return record.record_id and find(record.record_kind, record.record_id, user)

    def read(record: Any) -> dict[str, Any] | None:
        return record.record_id and {"kind": record.record_kind, "id": record.record_id}

    shown = Shown("record", NamedRecord | None, label, read)
    return ApiField("record", "record", AboutRecord | None, label, None, keep, take, (shown,))


def _code_reason() -> ApiField:
    """Return why a credit code is accepted; one that nobody touches needs no reason again."""
    label = gettext_lazy("Why a credit code is accepted that fails its check")

    def keep(record: Any, user: User, sent: set[str]) -> str:
        return "" if "credit_code" in sent else AS_BEFORE

    return ApiField("code_reason", "code_reason", text(300), label, "", keep)


WITHOUT_COLUMN = {"code_reason": _code_reason(), "record": _about()}
"""Details that no column holds, and how they travel."""

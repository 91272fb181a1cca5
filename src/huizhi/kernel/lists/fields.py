"""The columns of a list of records, declared one a line: `Field("topic", headings=("合作内容",))`.

What a field is called, how its cells are read and how it is shown follow from the column of the
model, unless the field says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from huizhi.kernel.lists.cells import (
    Cell,
    DecimalCell,
    FactCell,
    ItemsCell,
    NameCell,
    NamesCell,
    TextCell,
    WholeCell,
)
from huizhi.kernel.lists.names import Names, RegionNames
from huizhi.kernel.models import Region, User
from huizhi.rules.fact_tables.headings import spelled_like
from huizhi.rules.fact_tables.layout import Heading
from huizhi.rules.words import Words

LANGUAGES = {"zh": "zh-hans", "en": "en"}
BOUND = "_bound"

Lookups = Mapping[type[models.Model], Callable[[User], Names[Any]]]
"""Where the names of records are found that a column may point to."""


@dataclass(frozen=True)
class Field:
    """A column of a list of records.

    `name` is the model's column; `headings` are what lists call it beside its own label.
    `required` is asked of new records. `export` is the attribute under which exports write it,
    where it is not the name. `items` says that a text holds one item a line. A field with `cell`
    and `current` is read and compared by those: it need not be a column of the model at all; `note`
    says what belongs into it. A field with `of` names a record of that model, whatever its column.
    `bound` is the field that says how exactly a number is known, where that is not the name with
    `_bound`. What a field says that `explains` another one counts only where that one is new or
    differs.
    """

    name: str
    headings: tuple[str, ...] = ()
    required: bool = False
    export: str = ""
    label: str | Promise = ""
    items: bool = False
    cell: Callable[[str, int], Cell] | None = None
    current: Callable[[Any], Any] | None = None
    note: str | Promise = ""
    of: type[models.Model] | None = None
    bound: str = ""
    explains: str = ""

    @property
    def written(self) -> str:
        """The attribute under which exports write it."""
        return self.export or self.name


@dataclass
class Sources:
    """What cells that hold names are read with, fetched when a list first needs it."""

    actor: User
    lookups: Lookups
    _names: dict[type[models.Model], Names[Any]] = field(default_factory=dict)

    def names(self, model: type[models.Model]) -> Names[Any]:
        """Return the names of a model's records."""
        if model not in self._names:
            if model is Region:
                self._names[model] = RegionNames()
            else:
                self._names[model] = self.lookups[model](self.actor)
        return self._names[model]


def column_of(model: type[models.Model], one: Field) -> models.Field[Any, Any]:
    """Return the model's column of a field."""
    column: models.Field[Any, Any] = model._meta.get_field(one.name)  # type: ignore[assignment]
    return column


def bound_of(model: type[models.Model], one: Field) -> str:
    """Return the field that says how exactly a number is known, empty where none does."""
    name = one.bound or f"{one.name}{BOUND}"
    return name if any(other.name == name for other in model._meta.fields) else ""


def label_of(model: type[models.Model], one: Field) -> str:
    """Return what a field is called in the language of the screen."""
    return str(one.label or column_of(model, one).verbose_name)


def note_of(model: type[models.Model], one: Field) -> str:
    """Return what belongs into a field: whether it is needed, its choices, how it is written."""
    needed = [_("Needed for new records.")] if one.required else []
    return " ".join([*needed, _form_of(model, one)]).strip()


def _form_of(model: type[models.Model], one: Field) -> str:
    if one.note or one.cell is not None:
        return str(one.note)
    column = column_of(model, one)
    if column.choices:
        choices = "、".join(str(label) for code, label in column.flatchoices if code)
        return _("One of: {choices}.").format(choices=choices)
    if one.items or isinstance(column, models.ManyToManyField):
        return _("Several are divided by 、 or ；.")
    if isinstance(column, models.ForeignKey):
        return _("The name or the code, as it is registered.")
    if isinstance(column, models.DateField):
        return _("A date such as 2021-07-10 or 2021年7月10日.")
    if bound_of(model, one):
        return _("A number; 800余, 近200, 约100 are kept as bounds.")
    if isinstance(column, models.BooleanField):
        return _("是 or 否.")
    return ""


def cell_of(model: type[models.Model], one: Field, sources: Sources, *, scale: int = 1) -> Cell:
    """Return the reader of a field's cells; `scale` as the heading says it."""
    label = label_of(model, one)
    if one.cell is not None:
        return one.cell(label, scale)
    if one.of is not None:
        return NameCell(sources.names(one.of))
    column = column_of(model, one)
    if one.items:
        return ItemsCell(label)
    if isinstance(column, models.ManyToManyField):
        return NamesCell(sources.names(_pointed(column)))
    if isinstance(column, models.ForeignKey):
        return NameCell(sources.names(_pointed(column)))
    if column.choices:
        return FactCell(label, "string", choices=choices_of(column), empty="")
    if isinstance(column, models.BooleanField):
        return FactCell(label, "boolean", empty=None)
    if isinstance(column, models.DateField):
        return FactCell(label, "date", empty=None)
    if isinstance(column, models.IntegerField):
        return WholeCell(label, bound_of(model, one), scale)
    if isinstance(column, models.DecimalField):
        return DecimalCell(label, column.decimal_places)
    lines = isinstance(column, models.TextField)
    return TextCell(label, column.max_length, lines, None if column.null else "")


def choices_of(column: models.Field[Any, Any]) -> list[tuple[str, Words]]:
    """Return a column's choices with their labels in both languages."""
    return [
        (code, in_both_languages(label))
        for code, label in column.flatchoices
        if code not in ("", None)
    ]


def in_both_languages(text: str | Promise) -> Words:
    """Return a translatable text in both languages."""
    said = {}
    for language, code in LANGUAGES.items():
        with override(code):
            said[language] = str(text)
    return Words.of(said)


class FieldHeadings:
    """Which field a heading means: by its label in either language, or another spelling."""

    def __init__(self, model: type[models.Model], fields: Sequence[Field]) -> None:
        self._names: dict[str, str] = {}
        for one in fields:
            for heading in one.headings:
                self._names.setdefault(spelled_like(heading), one.name)
        # A label is stronger than the heading by which another column may go.
        for one in fields:
            words = in_both_languages(one.label or column_of(model, one).verbose_name)
            for label in words:
                self._names[spelled_like(label)] = one.name

    def name_of(self, heading: Heading) -> str:
        """Return the name of the field, empty where the heading means none."""
        if not heading:
            return ""
        for text in ("".join(heading), heading[-1]):
            if (name := self._names.get(spelled_like(text))) is not None:
                return name
        return ""


def _pointed(column: models.ForeignKey[Any, Any] | models.ManyToManyField[Any, Any]) -> Any:
    return column.related_model

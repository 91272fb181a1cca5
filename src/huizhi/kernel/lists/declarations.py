"""What a room declares of a list of records: columns, and who finds, checks, adds and changes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet

from huizhi.kernel.lists.fields import Field, Lookups, column_of, label_of
from huizhi.kernel.lists.intake import Intake
from huizhi.kernel.lists.rows import COUNTY, NAME, SOURCE, RecordRow
from huizhi.kernel.models import User

Values = Mapping[str, Any]


class RecordDeclaration(ABC):
    """A kind of record as lists hold it.

    A row's record is found by a key such as its reference, else by its name, its county and what
    else tells such records apart.
    """

    model: type[models.Model]
    fields: Sequence[Field]
    lookups: Lookups
    keys: ClassVar[tuple[str, ...]] = ("reference",)
    """Columns of which each value belongs to one record, the strongest first."""
    told_apart_by: ClassVar[tuple[str, ...]] = ()
    """Columns that tell records of one name and county apart, where a row gives them."""
    name_field: ClassVar[str] = NAME
    """The field that says what a row is about."""
    name_column: ClassVar[str] = NAME
    """The column by which names are compared, and `compared` its form of a name."""

    @abstractmethod
    def rows_for(self, actor: User) -> QuerySet[Any]:
        """Return the records that the actor may see, with what exports write joined."""

    @abstractmethod
    def check(self, intake: Intake, row: RecordRow, values: Values, record: Any) -> None:
        """Refuse with a `HuizhiError` what the services would refuse.

        `record` is None for a new one; `values` are those that are new or differ.
        """

    @abstractmethod
    def add(self, intake: Intake, row: RecordRow, values: Values) -> Any:
        """Add a record through the room's services; return it."""

    @abstractmethod
    def change(self, intake: Intake, row: RecordRow, values: Values, record: Any) -> None:
        """Change a record through the room's services."""

    @abstractmethod
    def line(self, record: Any) -> str:
        """Return a line by which a clerk can tell one record from another of the same name."""

    def check_cells(self, row: RecordRow) -> None:
        """Say with `RecordRow.refuse_cell` what the cells of a row have against one another."""
        return

    def wanted(self, rows: Sequence[RecordRow]) -> Q:
        """Return which records the rows may be about: those of their names and keys."""
        names = {self.compared(row.name) for row in rows if row.name}
        wanted = Q(**{f"{self.name_column}__in": names})
        for key in self.keys:
            wanted |= Q(**{f"{key}__in": {row.values[key] for row in rows if row.values.get(key)}})
        return wanted

    def counties(self, intake: Intake, values: Values, record: Any) -> set[str | None]:
        """Return the counties to which a record belongs, before and after."""
        before = record.county_id if record is not None else values.get(COUNTY)
        return {before, values.get(COUNTY, before)}

    def entered(
        self, intake: Intake, names: Collection[str], values: Values, record: Any
    ) -> dict[str, Any]:
        """Return the columns `names` as services take them: records where keys are read.

        What the values do not say is as the record has it; of a new one it is left out.
        """
        found: dict[str, Any] = {}
        for name in names:
            column = self.model._meta.get_field(name)
            pointed = column.related_model
            if name not in values:
                if record is not None:
                    held = getattr(record, name)
                    found[name] = tuple(held.all()) if column.many_to_many else held
            elif pointed is None:
                found[name] = values[name]
            elif column.many_to_many:
                found[name] = tuple(intake.instance(pointed, key) for key in values[name])
            else:
                found[name] = intake.instance(pointed, values[name])
        return found

    def entered_with_source(
        self,
        intake: Intake,
        row: RecordRow,
        names: Collection[str],
        values: Values,
        record: Any,
    ) -> dict[str, Any]:
        """Return what `entered` does; what names no source of its own has the row for one."""
        found = self.entered(intake, names, values, record)
        if SOURCE in names:
            found[SOURCE] = found.get(SOURCE) or intake.source_of(row)
        return found

    def compared(self, name: str) -> str:
        """Return a name as `name_column` holds it."""
        return name

    def field_named(self, name: str) -> Field:
        """Return a field by its name."""
        return self._by_name[name]

    def has_field(self, name: str) -> bool:
        """Say whether the kind has a field of this name."""
        return name in self._by_name

    def label(self, name: str) -> str:
        """Return what a field is called in the language of the screen."""
        return label_of(self.model, self.field_named(name))

    def current_value(self, record: Any, name: str) -> Any:
        """Return what a record holds, in the form in which cells are read."""
        one = self.field_named(name)
        if one.current is not None:
            return one.current(record)
        column = column_of(self.model, one)
        if isinstance(column, models.ManyToManyField):
            return tuple(other.pk for other in getattr(record, name).all())
        return getattr(record, column.attname)

    def pointed(self, name: str) -> type[models.Model] | None:
        """Return the model whose records a field names, None for none."""
        one = self.field_named(name)
        if one.cell is not None or name == COUNTY:
            return None
        return one.of or column_of(self.model, one).related_model

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {one.name: one for one in self.fields}

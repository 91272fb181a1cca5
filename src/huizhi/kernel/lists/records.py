"""Kinds of list whose rows are records of one model; a room declares its fields and services.

A row's record is found by a key such as its reference, else by name and county.
"""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huizhi.kernel.lists.errors import ImportRefused
from huizhi.kernel.lists.fields import Field, FieldHeadings, Lookups, label_of, note_of
from huizhi.kernel.lists.kinds import Columns, ListKind
from huizhi.kernel.lists.record_plans import Intake, RecordPlanner
from huizhi.kernel.lists.record_rows import NAME, RecordReader, RecordRow
from huizhi.kernel.lists.tables import Table
from huizhi.kernel.models import User
from huizhi.rules.fact_tables.layout import Heading

Values = Mapping[str, Any]


class RecordKind(ListKind):
    """A kind of list whose rows are records of `model`.

    A subclass says which records a user may see, and adds and changes through its services.
    """

    model: type[models.Model]
    fields: Sequence[Field]
    lookups: Lookups
    takes_exports = True
    keys: ClassVar[tuple[str, ...]] = ("reference",)
    """Columns of which each value belongs to one record, the strongest first."""
    told_apart_by: ClassVar[tuple[str, ...]] = ()
    """Columns that tell records of one name and county apart, where a row gives them."""
    name_column: ClassVar[str] = "name"
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

    def compared(self, name: str) -> str:
        """Return a name as `name_column` holds it."""
        return name

    def labels(self) -> Mapping[str, str]:
        """Return the fields with their labels."""
        return {one.name: label_of(self.model, one) for one in self.fields}

    def notes(self) -> Mapping[str, str]:
        """Return for each column whether it is needed, and its choices or form."""
        return {one.name: note for one in self.fields if (note := note_of(self.model, one))}

    def target_of(self, heading: Heading) -> str:
        """Return the field that a heading means."""
        return self._headings.name_of(heading)

    def check_targets(self, targets: Collection[str]) -> None:
        """Ask for the name."""
        if NAME not in targets:
            raise ImportRefused(_("Say which column holds the name."))

    def read(
        self, tables: Sequence[Table], columns: Columns, *, actor: User
    ) -> Iterator[RecordRow]:
        """Yield every row, the bad ones too."""
        return RecordReader(self, columns, actor).rows(tables)

    def planner(self, *, actor: User, source: str, valid_from: dt.date | None) -> RecordPlanner:
        """Return who plans the rows."""
        return RecordPlanner(self, Intake(actor, source, valid_from))

    def described(self, subjects: Collection[int], *, actor: User) -> Mapping[int, str]:
        """Return a line for each record within the actor's scope."""
        rows = self.rows_for(actor).filter(pk__in=subjects)
        return {record.pk: self.line(record) for record in rows}

    def field_named(self, name: str) -> Field:
        """Return a field by its name."""
        return self._by_name[name]

    def has_field(self, name: str) -> bool:
        """Say whether the kind has a field of this name."""
        return name in self._by_name

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {one.name: one for one in self.fields}

    @cached_property
    def _headings(self) -> FieldHeadings:
        return FieldHeadings(self.model, self.fields)

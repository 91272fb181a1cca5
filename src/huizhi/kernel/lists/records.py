"""Kinds of list whose rows are records of one model; a room declares its fields and services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.lists.declarations import RecordDeclaration
from huizhi.kernel.lists.errors import ImportRefused
from huizhi.kernel.lists.fields import FieldHeadings, label_of, note_of
from huizhi.kernel.lists.intake import Intake
from huizhi.kernel.lists.kinds import Columns, ListKind
from huizhi.kernel.lists.record_plans import RecordPlanner
from huizhi.kernel.lists.record_rows import RecordReader
from huizhi.kernel.lists.rows import RecordRow
from huizhi.kernel.lists.tables import Table
from huizhi.kernel.models import User
from huizhi.rules.fact_tables.layout import Heading


class RecordKind(RecordDeclaration, ListKind):
    """A kind of list whose rows are records of `model`.

    A subclass says which records a user may see, and adds and changes through its services.
    """

    takes_exports = True
    day_help = gettext_lazy(
        "The day since which changed states hold, where the list has no column for it."
    )

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
        if self.name_field not in targets:
            raise ImportRefused(
                _("Say which column holds “{fact}”.").format(fact=self.label(self.name_field))
            )

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

    @cached_property
    def _headings(self) -> FieldHeadings:
        return FieldHeadings(self.model, self.fields)

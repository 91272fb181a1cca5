"""What lists of the parts of records share.

A row names its record by name, reference or number. It is known again by that and its own text.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import fields
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext as _

from huizhi.kernel.lists.declarations import Values
from huizhi.kernel.lists.errors import ImportRefused
from huizhi.kernel.lists.intake import Intake
from huizhi.kernel.lists.records import RecordKind
from huizhi.kernel.lists.rows import RecordRow
from huizhi.kernel.roles import Right
from huizhi.partners.lists.names import LOOKUPS
from huizhi.partners.models import CooperationRecord


class PartList(RecordKind):
    """What lists of parts share. `owner` is the column of the record to which a part belongs."""

    right = Right.PARTNERS_EDIT
    lookups = LOOKUPS
    keys = ()
    owner: ClassVar[str]
    owner_model: ClassVar[type[CooperationRecord]]
    details: ClassVar[type[Any]]

    @abstractmethod
    def check_details(
        self, intake: Intake, owner: Any, details: Any, values: Values, part: Any
    ) -> None:
        """Refuse what the services would; `part` is None for a new one."""

    def compared(self, name: str) -> str:
        """Return a text without the spaces and lines by which two writings of it differ."""
        return "".join(name.split())

    def wanted(self, rows: Sequence[RecordRow]) -> Q:
        """Return the parts of the records that the rows name."""
        return Q(**{f"{self.owner}__in": {row.values.get(self.owner) for row in rows}})

    def counties(self, intake: Intake, values: Values, record: Any) -> set[str | None]:
        """Return the county of the record to which the part belongs."""
        return {self.owner_of(intake, values, record).county_id}

    def check_targets(self, targets: Collection[str]) -> None:
        """Ask for the record too."""
        super().check_targets(targets)
        if self.owner not in targets:
            text = _("Say which column holds “{fact}”.")
            raise ImportRefused(text.format(fact=self.label(self.owner)))

    def line(self, record: Any) -> str:
        """Return the text, the record and its county."""
        owner = getattr(record, self.owner)
        return " · ".join(str(part) for part in (record, owner, owner.county) if part)

    def check(self, intake: Intake, row: RecordRow, values: Values, record: Any) -> None:
        """Refuse what the services would."""
        owner = self.owner_of(intake, values, record)
        details = self.details_of(intake, row, values, record)
        self.check_details(intake, owner, details, values, record)

    def owner_of(self, intake: Intake, values: Values, record: Any) -> Any:
        """Return the record to which a part belongs."""
        if record is not None:
            return getattr(record, self.owner)
        return intake.instance(self.owner_model, values[self.owner])

    def details_of(self, intake: Intake, row: RecordRow, values: Values, record: Any) -> Any:
        """Return what is entered about a part, for the service."""
        names = [one.name for one in fields(self.details)]
        return self.details(**self.entered_with_source(intake, row, names, values, record))


def as_it_would_be(part: Any, new: Any, details: Any) -> Any:
    """Return a copy of a part, or a new one, with what is entered about it; nothing is saved."""
    found = copy(part) if part is not None else new
    for name, value in details.columns().items():
        setattr(found, name, value)
    return found

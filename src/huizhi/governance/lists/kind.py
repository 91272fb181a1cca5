"""What lists of the governance share: a row is known by its title and what tells two apart."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import fields
from typing import Any, ClassVar

from huizhi.governance.lists.names import LOOKUPS
from huizhi.kernel.lists.declarations import Values
from huizhi.kernel.lists.intake import Intake
from huizhi.kernel.lists.records import RecordKind
from huizhi.kernel.lists.rows import RecordRow
from huizhi.kernel.roles import Right

STATE = "state"


class GovernanceList(RecordKind):
    """See the module."""

    right = Right.GOVERNANCE_EDIT
    lookups = LOOKUPS
    keys: ClassVar[tuple[str, ...]] = ()
    name_field = name_column = "title"
    details: ClassVar[type[Any]]

    @abstractmethod
    def told_by(self, record: Any) -> tuple[Any, ...]:
        """Return what tells records of one title apart."""

    def line(self, record: Any) -> str:
        """Return the title and what tells records of one title apart."""
        return " · ".join(str(part) for part in (record.title, *self.told_by(record)) if part)

    def kept(self, record: Any) -> dict[str, Any]:
        """Return what no list tells of a record, None for a new one, and the service asks for."""
        return {}

    def details_of(self, intake: Intake, row: RecordRow, values: Values, record: Any) -> Any:
        """Return what is entered about a record, for the service."""
        kept = self.kept(record)
        names = [one.name for one in fields(self.details) if one.name not in kept]
        entered = self.entered_with_source(intake, row, names, values, record)
        return self.details(**entered, **kept)

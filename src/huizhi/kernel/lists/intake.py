"""A list of records on its way in: for whom, what it is called, and from which day it holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from huizhi.kernel.lists.errors import CellRefused
from huizhi.kernel.lists.kinds import ReadRow
from huizhi.kernel.models import User


@dataclass
class Intake:
    """A list on its way in, with the records that its rows point to."""

    actor: User
    source: str
    valid_from: dt.date | None
    _found: dict[tuple[type[models.Model], Any], Any] = field(default_factory=dict)

    def source_of(self, row: ReadRow) -> str:
        """Return where a row stands, as the source of what it says."""
        return f"{self.source} · {row.sheet} · {row.number}"

    def day(self, given: dt.date | None, column: str) -> dt.date:
        """Return the day that a row gives, or else that from which the list holds.

        Nobody's guess stands for a date. Errors: `CellRefused`, which names the column to fill in.
        """
        day = given or self.valid_from
        if day is not None:
            return day
        if column:
            text = _("Say since when: fill in “{column}”, or the day from which the list holds.")
            raise CellRefused(text.format(column=column))
        raise CellRefused(_("Say since when: give the day from which the list holds."))

    def instance(self, model: type[models.Model], key: Any) -> Any:
        """Return a record that a row points to, fetched once for the whole list."""
        if key is None:
            return None
        if (model, key) not in self._found:
            self._found[model, key] = model._default_manager.get(pk=key)
        return self._found[model, key]

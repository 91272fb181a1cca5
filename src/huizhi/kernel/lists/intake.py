"""A list of records on its way in: for whom, what it is called, and from which day it holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import models

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

    def instance(self, model: type[models.Model], key: Any) -> Any:
        """Return a record that a row points to, fetched once for the whole list."""
        if key is None:
            return None
        if (model, key) not in self._found:
            self._found[model, key] = model._default_manager.get(pk=key)
        return self._found[model, key]

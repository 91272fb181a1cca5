"""A selection by its code, and the register of those there are.

A number and its list add up because both are the same selection: the leaders' page counts the rows
that `narrow` keeps, and the office's list is narrowed by the same code in its address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from huizhi.insight.errors import SelectionUnknown

DIVIDER = "~"
PARTS = 4


@dataclass(frozen=True)
class Selection:
    """Rows of one list: what is chosen, as of which day, in which county, with which value.

    The day leaves out what is dated after it. `value` is a state, a kind, a month or the like;
    `county` the code of a region, empty for all that the user may see.
    """

    name: str
    on: dt.date
    value: str = ""
    county: str = ""

    @property
    def code(self) -> str:
        """The selection as it stands in an address."""
        return DIVIDER.join((self.name, self.on.isoformat(), self.value, self.county))

    @property
    def definition(self) -> Definition:
        """What the name stands for."""
        return DEFINITIONS[self.name]

    @property
    def q(self) -> Q:
        """The condition that a row of the list meets."""
        definition = self.definition
        condition = definition.condition(self)
        if not self.county:
            return condition
        counties = (Q(**{column: self.county}) for column in definition.county)
        return condition & reduce(or_, counties)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return those of the rows that are meant."""
        return rows.filter(self.q)

    def words(self) -> str:
        """Return what is chosen, in the language of the screen."""
        return self.definition.words(self)

    def of(self, value: str) -> Selection:
        """Return the same selection with another value."""
        return replace(self, value=value)


Condition = Callable[[Selection], Q]


@dataclass(frozen=True)
class Definition:
    """A kind of selection: of which model, by which condition, in which words, and what is summed.

    `total` names the column whose sum is the number, where the number is no count, and `bound` the
    one that says how exactly it is known; `county` the columns of which one holds the county;
    `check` checks the value that came with an address.
    """

    name: str
    model: type[Model]
    condition: Condition
    words: Callable[[Selection], str]
    total: str = ""
    bound: str = ""
    county: tuple[str, ...] = ("county",)
    check: Callable[[str], bool] = field(default=lambda value: not value)


DEFINITIONS: dict[str, Definition] = {}


def register(definitions: Iterable[Definition]) -> None:
    """Add definitions to the register; each name stands once."""
    for definition in definitions:
        if definition.name in DEFINITIONS:
            raise ValueError(f"The selection {definition.name} is defined twice")
        DEFINITIONS[definition.name] = definition


def read_selection(code: str, model: type[Model]) -> Selection:
    """Return the selection of a code for the list of a model.

    Errors: `SelectionUnknown` for a code that is none, or that belongs to another list.
    """
    parts = code.split(DIVIDER)
    definition = DEFINITIONS.get(parts[0])
    if len(parts) == PARTS and definition is not None and definition.model is model:
        name, day, value, county = parts
        on = _day(day)
        if on is not None and definition.check(value) and (not county or county.isdigit()):
            return Selection(name, on, value, county)
    raise SelectionUnknown(
        _("“{code}” names no figure of this list. Open the list from the leaders' page.").format(
            code=code
        )
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None

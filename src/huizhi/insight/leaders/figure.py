"""A number on the leaders' page, with the selection of rows that it counts or sums."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from huizhi.insight.selections.selection import Selection
from huizhi.rules.money import Money

WAN = 10_000


class Unit(StrEnum):
    """What a number counts; money is in fen."""

    RECORDS = "records"
    PEOPLE = "people"
    MONEY = "money"
    SQUARE_METRES = "square_metres"


@dataclass(frozen=True)
class Figure:
    """A number in words. `sign` says that it is a bound, such as "≥ "."""

    label: str
    number: int
    unit: Unit
    selection: Selection
    sign: str = ""

    @property
    def text(self) -> str:
        """The number as leaders read it: money in 万元, all else in groups of three."""
        shown = wan(self.number) if self.unit is Unit.MONEY else f"{self.number:,}"
        return f"{self.sign}{shown}"

    @property
    def unit_words(self) -> str:
        """What the number counts."""
        return unit_words(self.unit)


def wan(fen: int) -> str:
    """Return money in 万元 with up to four decimals, e.g. 3,000 or 0.5."""
    text = f"{Money(fen).yuan / WAN:,.4f}"
    return text.rstrip("0").rstrip(".")


def unit_words(unit: Unit) -> str:
    """Return a unit in the language of the screen."""
    return {
        Unit.RECORDS: _("records"),
        Unit.PEOPLE: _("people"),
        Unit.MONEY: _("10,000 yuan"),
        Unit.SQUARE_METRES: _("m²"),
    }[unit]

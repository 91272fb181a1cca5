"""What a rule of the warning lights is: the rows it watches and the figure it judges them by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huizhi.kernel.models import User


class Colour(models.TextChoices):
    """The colours of a light."""

    RED = "red", gettext_lazy("Red")
    YELLOW = "yellow", gettext_lazy("Yellow")
    GREEN = "green", gettext_lazy("Green")


class Counting(StrEnum):
    """Whether days are counted up to a day that comes, or since one that was."""

    UNTIL = "until"
    SINCE = "since"


@dataclass(frozen=True)
class Limits:
    """From which figure on a light is yellow, and from which red, in the measure of its rule."""

    yellow: int
    red: int


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One kind of light.

    `rows` returns what is watched within a user's scope, with its county. `day` names the column or
    annotation that is counted from. `measure` says what is counted, such as "days to the due
    date". `title` is the column with the words of a row. A row that hangs on a record, as an
    obligation on its agreement, names it in `owner`: the light opens it, and its county counts;
    `county` is the look-up of that county.
    """

    kind: str
    name: str | Promise
    measure: str | Promise
    counting: Counting
    rows: Callable[[User], QuerySet[Any]]
    day: str
    title: str = "name"
    owner: str = ""
    county: str = "county"

    def coloured(self, user: User, limits: Limits, on: dt.date) -> QuerySet[Any]:
        """Return the watched rows with `light`, the colour on a day, worst first."""
        return self.rows(user).annotate(light=self.colour(limits, on)).order_by(self.day, "pk")

    def colour(self, limits: Limits, on: dt.date) -> Case:
        """Return the expression of the colour, so that the database counts and filters by it."""
        return Case(
            When(self.reached(limits.red, on), then=Value(Colour.RED.value)),
            When(self.reached(limits.yellow, on), then=Value(Colour.YELLOW.value)),
            default=Value(Colour.GREEN.value),
            output_field=CharField(),
        )

    def reached(self, limit: int, on: dt.date) -> Q:
        """Return the condition that a row's figure has reached a limit on a day."""
        days = limit if self.counting == Counting.UNTIL else -limit
        return Q(**{f"{self.day}__lte": on + dt.timedelta(days=days)})

    def number(self, row: Any, on: dt.date) -> int:
        """Return the figure: days left, below 0 once the day has passed, or days since."""
        left: int = (getattr(row, self.day) - on).days
        return left if self.counting == Counting.UNTIL else -left

    def record(self, row: Any) -> Any:
        """Return the record that a row is or hangs on."""
        return getattr(row, self.owner) if self.owner else row

    def name_of(self, row: Any) -> str:
        """Return what a row is called; one that hangs on a record, with the record before it."""
        return f"{self.record(row)}：{getattr(row, self.title)}" if self.owner else str(row)

    def words(self, limits: Limits) -> str:
        """Return the rule in words with its limits."""
        if self.counting == Counting.UNTIL:
            text = _("{measure}: yellow at ≤ {yellow}, red at ≤ {red}")
        else:
            text = _("{measure}: yellow at ≥ {yellow}, red at ≥ {red}")
        yellow, red = self.shown(limits.yellow), self.shown(limits.red)
        return text.format(measure=self.measure, yellow=yellow, red=red)

    def figure(self, number: int, limits: Limits) -> str:
        """Return the figure against the limit it met or kept, e.g. "距到期 12 天 ≤ 15 天"."""
        until = self.counting == Counting.UNTIL
        limit = limits.red if self._has_reached(number, limits.red) else limits.yellow
        met = self._has_reached(number, limit)
        if until and number < 0:
            text = _("{late} days late ({measure} ≤ {limit})")
        elif until:
            text = _("{measure}: {number} ≤ {limit}") if met else _("{measure}: {number} > {limit}")
        else:
            text = _("{measure}: {number} ≥ {limit}") if met else _("{measure}: {number} < {limit}")
        return text.format(
            measure=self.measure,
            number=self.shown(number),
            late=self.shown(-number),
            limit=self.shown(limit),
        )

    def shown(self, number: int) -> str:
        """Return a figure or limit as it is written; Chinese says the unit after it."""
        return pgettext("days", "{number}").format(number=number)

    def _has_reached(self, number: int, limit: int) -> bool:
        return number <= limit if self.counting == Counting.UNTIL else number >= limit

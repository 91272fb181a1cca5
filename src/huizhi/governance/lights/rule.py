"""What a rule of the warning lights is: the rows it watches and the day it counts from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Case, CharField, QuerySet, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    """From how many days on a light is yellow, and from how many red."""

    yellow: int
    red: int


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One kind of light.

    `rows` returns the records that are watched within a user's scope, with their county. `day`
    names the column or annotation that is counted from; `is_moment` says that it holds a time.
    `measure` says what is counted, such as "days to the due date".
    """

    kind: str
    name: str | Promise
    measure: str | Promise
    record_kind: str
    counting: Counting
    rows: Callable[[User], QuerySet[Any]]
    day: str
    is_moment: bool = False

    def coloured(self, user: User, limits: Limits, on: dt.date) -> QuerySet[Any]:
        """Return the watched rows with `light`, the colour on a day, worst first."""
        return self.rows(user).annotate(light=self.colour(limits, on)).order_by(self.day, "pk")

    def colour(self, limits: Limits, on: dt.date) -> Case:
        """Return the expression of the colour, so that the database counts and filters by it."""
        return Case(
            When(**{f"{self.day}__lt": self._before(limits.red, on)}, then=Value(Colour.RED.value)),
            When(
                **{f"{self.day}__lt": self._before(limits.yellow, on)},
                then=Value(Colour.YELLOW.value),
            ),
            default=Value(Colour.GREEN.value),
            output_field=CharField(),
        )

    def days(self, row: Any, on: dt.date) -> int:
        """Return the figure: days left, below 0 once the day has passed, or days since."""
        value = getattr(row, self.day)
        day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
        left: int = (day - on).days
        return left if self.counting == Counting.UNTIL else -left

    def words(self, limits: Limits) -> str:
        """Return the rule in words with its limits."""
        if self.counting == Counting.UNTIL:
            text = _("{measure}: yellow at ≤ {yellow}, red at ≤ {red}")
        else:
            text = _("{measure}: yellow at ≥ {yellow}, red at ≥ {red}")
        return text.format(measure=self.measure, yellow=limits.yellow, red=limits.red)

    def figure(self, days: int, limits: Limits) -> str:
        """Return the figure against the limit it met or kept, e.g. "距到期 12 天 ≤ 15 天"."""
        until = self.counting == Counting.UNTIL
        limit = limits.red if self._reached(days, limits.red) else limits.yellow
        met = self._reached(days, limit)
        if until and days < 0:
            text = _("{late} days late ({measure} ≤ {limit})")
        elif until:
            text = _("{measure}: {days} ≤ {limit}") if met else _("{measure}: {days} > {limit}")
        else:
            text = _("{measure}: {days} ≥ {limit}") if met else _("{measure}: {days} < {limit}")
        return text.format(measure=self.measure, days=days, late=-days, limit=limit)

    def _reached(self, days: int, limit: int) -> bool:
        return days <= limit if self.counting == Counting.UNTIL else days >= limit

    def _before(self, limit: int, on: dt.date) -> dt.date | dt.datetime:
        """Return the day or moment before which a row's day has reached a limit."""
        days = limit if self.counting == Counting.UNTIL else -limit
        day = on + dt.timedelta(days=days + 1)
        if not self.is_moment:
            return day
        return timezone.make_aware(dt.datetime.combine(day, dt.time.min))

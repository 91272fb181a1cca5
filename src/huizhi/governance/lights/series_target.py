"""Indicator series: how much of what was expected so far is reached.

What was expected, and up to which period, is the summary of the series (`partners.series`): it
follows its last value, not the day of the board.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from django.db.models import Case, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from huizhi.governance.lights.rule import Counting, Rule
from huizhi.governance.lights.running_series import running_series
from huizhi.kernel.models import User
from huizhi.partners.models import Better, Series

WHOLE = 100.0
REACHED, EXPECTED = Cast("so_far", FloatField()), Cast("expected", FloatField())


def watched(user: User) -> QuerySet[Series]:
    """Return the series with a target for their last period, with `share` in percent.

    Where less is better, it is the expected of the reached: twice as much as expected is 50.
    """
    less = Q(indicator__better=Better.LESS)
    share = Case(
        When(less & Q(so_far__lte=0), then=Value(WHOLE)),
        When(less, then=EXPECTED * WHOLE / REACHED),
        When(expected__lte=0, then=Value(WHOLE)),
        default=REACHED * WHOLE / EXPECTED,
        output_field=FloatField(),
    )
    return running_series(user).filter(expected__isnull=False).annotate(share=share)


class ShareRule(Rule):
    """A rule whose figure is a share in whole percent, rounded down."""

    def reached(self, limit: int, on: dt.date) -> Q:
        """Return the condition that the share is at most the limit."""
        return Q(**{f"{self.day}__lt": limit + 1})

    def number(self, row: Any, on: dt.date) -> int:
        """Return the percent, 0 where less than nothing is reached."""
        return max(0, math.floor(getattr(row, self.day)))

    def shown(self, number: int) -> str:
        """Return it as percent."""
        return f"{number}%"


SERIES_TARGET = ShareRule(
    kind="series_target",
    name=_("Indicator series below their target"),
    measure=_("reached of what was expected so far"),
    counting=Counting.UNTIL,
    rows=watched,
    day="share",
    title="indicator",
    owner="subject",
    county="county_code",
)

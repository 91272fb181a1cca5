"""Indicator series: how many days a value is overdue, counted from the end of its period."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from huizhi.governance.lights.rule import Counting, Rule
from huizhi.governance.lights.running_series import running_series
from huizhi.kernel.models import User
from huizhi.partners.models import Granularity, Series
from huizhi.partners.series.standing import period_end, period_start

ONE_DAY = dt.timedelta(days=1)


def watched(user: User) -> QuerySet[Series]:
    """Return the series that run, with `silent_since`: their last period or their first day."""
    return running_series(user).annotate(silent_since=Coalesce("last_period", "starts_on"))


class SilenceRule(Rule):
    """A rule whose figure is the days since the end of the first period after the last value.

    The periods of a day are worked out in Python, so that the database compares dates only.
    """

    def reached(self, limit: int, on: dt.date) -> Q:
        """Return the condition that the value was due the days of the limit before."""
        found = Q()
        for granularity in Granularity:
            end = period_start(on - dt.timedelta(days=limit) + ONE_DAY, granularity) - ONE_DAY
            silent = Q(last_period__lt=period_start(end, granularity))
            silent |= Q(last_period=None, starts_on__lte=end)
            found |= Q(granularity=granularity) & silent
        return found

    def number(self, row: Any, on: dt.date) -> int:
        """Return the days since the value was due, below 0 while its period goes on."""
        first = row.starts_on
        if row.last_period is not None:
            first = period_end(row.last_period, row.granularity) + ONE_DAY
        due = period_end(period_start(first, row.granularity), row.granularity)
        return (on - due).days


SERIES_SILENCE = SilenceRule(
    kind="series_silence",
    name=_("Indicator series without new values"),
    measure=_("days without a value that was due"),
    counting=Counting.SINCE,
    rows=watched,
    day="silent_since",
    title="indicator",
    owner="subject",
    county="county_code",
)

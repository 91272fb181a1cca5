"""The summary that each series carries: worked out anew from its points and targets.

Lists and sums read it instead of millions of points. It is written only here, in the transaction
that changes points or targets, and from the points themselves, so that it cannot drift.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Count, Max, Sum
from django.db.models.functions import Cast, Substr

from huizhi.partners.models import Point, Series, Target
from huizhi.partners.series.standing import Measured, assess

SUMMARY = (
    "point_count",
    "total",
    "last_period",
    "last_value",
    "so_far",
    "expected",
    "standing",
)
Months = dict[dt.date, tuple[Decimal, int]]


def refresh(series: Iterable[Series]) -> None:
    """Work out the summaries of these series anew; five queries, however many they are."""
    rows = {one.pk: one for one in series}
    whole = {
        found["series"]: found
        for found in _in_force(rows)
        .values("series")
        .annotate(count=Count("pk"), summed=Sum("value"), last=Max("period"))
    }
    measured = _measured(rows, {pk: found["last"] for pk, found in whole.items()})
    targets: dict[int, dict[dt.date, Decimal]] = defaultdict(dict)
    for pk, start, value in Target.objects.filter(series__in=rows).values_list(
        "series", "starts_on", "value"
    ):
        targets[pk][start] = value
    for pk, one in rows.items():
        found = whole.get(pk, {"count": 0, "summed": Decimal(0)})
        seen = measured.get(pk)
        judged = assess(
            adds_up=one.indicator.adds_up,
            better=one.indicator.better,
            granularity=one.granularity,
            target_per=one.target_per,
            measured=seen,
            targets=targets[pk],
        )
        one.point_count, one.total = found["count"], found["summed"]
        one.last_period = seen.last_period if seen else None
        one.last_value = seen.last_value if seen else None
        one.so_far, one.expected = judged.so_far, judged.expected
        one.standing = judged.standing
    Series.objects.bulk_update(rows.values(), SUMMARY, batch_size=100)


def _in_force(series: Collection[int]) -> Any:
    return Point.objects.filter(series__in=series, superseded=None).order_by()


def _measured(series: Collection[int], last: dict[int, dt.date]) -> dict[int, Measured]:
    if not last:
        return {}
    # More rows than wanted where series end in different periods, but one query for all.
    values = {
        (pk, period): value
        for pk, period, value in _in_force(last)
        .filter(period__in=set(last.values()))
        .values_list("series", "period", "value")
    }
    months = _months(series, min(last.values()).year)
    return {
        pk: Measured(
            period,
            values[pk, period],
            {month: pair for month, pair in months[pk].items() if month.year == period.year},
        )
        for pk, period in last.items()
    }


def _months(series: Collection[int], first_year: int) -> dict[int, Months]:
    """Return sum and number of values by series and month, from a year on."""
    # Dates are written alike in both databases, and cutting a text is quicker on SQLite than a
    # truncation, which it hands back to Python.
    month = Substr(Cast("period", CharField()), 1, 7)
    rows = (
        _in_force(series)
        .filter(period__gte=dt.date(first_year, 1, 1))
        .annotate(month=month)
        .values("series", "month")
        .annotate(summed=Sum("value"), count=Count("pk"))
    )
    found: dict[int, Months] = defaultdict(dict)
    for row in rows:
        start = dt.date.fromisoformat(f"{row['month']}-01")
        found[row["series"]][start] = (row["summed"], row["count"])
    return found

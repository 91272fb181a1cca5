"""Points of indicator series: read period by period; sent many at once, and what became of each."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field, Strict

from huizhi.api.access import caller
from huizhi.api.failures import ANY_CALL, ONE_RECORD, with_failures
from huizhi.api.records import refuse_unknown
from huizhi.api.types import (
    Answer,
    Body,
    Id,
    IsoDate,
    PathId,
    later,
    one_of,
    text,
    typed_number,
)
from huizhi.integrations.models import ApiScope
from huizhi.integrations.readable import READABLE
from huizhi.partners.models import Point, Series
from huizhi.partners.series.points import (
    LONGEST_KEY,
    LONGEST_SOURCE,
    MOST_POINTS,
    NewPoint,
    Outcome,
    PointOutcome,
    record_points,
)
from huizhi.partners.series.queries import points_of

LONGEST_PERIOD = 40
MOST_ROWS = 1000
USUAL_ROWS = 100
Period = text(LONGEST_PERIOD)
Words = text(LONGEST_SOURCE)
PointKeyText = text(LONGEST_KEY)
Value = Annotated[float, Strict(), Field(allow_inf_nan=False)]
OutcomeCode = one_of([str(outcome) for outcome in Outcome])

router = Router(tags=["series"])


class SentPoint(Body):
    """A value of a series in one period, as `NewPoint` says; its form alone is checked here.

    What does not fit the series is refused point by point, so that it stops no good ones.
    """

    series: Id | None = None
    indicator: Words = ""  # type: ignore[valid-type]
    subject: Words = ""  # type: ignore[valid-type]
    period: Period  # type: ignore[valid-type]
    value: Value
    unit: Words = ""  # type: ignore[valid-type]
    source: Words = ""  # type: ignore[valid-type]
    key: PointKeyText = ""  # type: ignore[valid-type]


class SentPoints(Body):
    """The points of a call. Too many are refused by the service, in words that say what to do."""

    points: Annotated[list[SentPoint], Field(json_schema_extra={"maxItems": MOST_POINTS})]


class PointAnswer(Answer):
    """What became of one point; of a refused one, which rule, which field, what would be right."""

    outcome: OutcomeCode  # type: ignore[valid-type]
    key: str
    series: int | None
    period: dt.date | None
    code: str | None
    part: str | None
    message: str | None


class PointsAnswer(Answer):
    """How many points went which way, and each of them in the order of the call."""

    accepted: int
    replaced: int
    unchanged: int
    refused: int
    items: list[PointAnswer]


class PointRead(Answer):
    """The value of a period; `period` is its first day. Money is in yuan."""

    period: dt.date
    value: float
    source: str
    recorded_at: dt.datetime


class PointList(Answer):
    """One page of the values in force, oldest first."""

    items: list[PointRead]
    total: int
    next_after: dt.date | None


class PointsWanted(Body):
    """Which page of the values."""

    after: IsoDate | None = None
    limit: typed_number(1, MOST_ROWS) = USUAL_ROWS  # type: ignore[valid-type]


TITLES = {
    "SentPoint": {
        "series": _("Number of the series"),
        "indicator": _("Code or name of the indicator"),
        "subject": _("Reference or name of the project or base"),
        "period": _("Period"),
        "value": _("Value"),
        "unit": _("Unit"),
        "source": _("Source"),
        "key": _("Key that the sender gives to the value"),
    },
    "PointRead": {
        "period": _("First day of the period"),
        "value": _("Value"),
        "source": _("Source"),
        "recorded_at": _("Recorded at"),
    },
}
"""What the fields of the documents are called on the screens."""


@router.get(
    "/{int:pk}/points",
    response=with_failures({200: PointList}, ONE_RECORD),
    operation_id="list_points",
    summary=later(_("Values of a series")),
)
def list_points(request: HttpRequest, pk: PathId, wanted: Query[PointsWanted]) -> dict[str, Any]:
    """Return one page of a series' values; `after` is the last period of the page before."""
    user = caller(request, ApiScope.SERIES_READ)
    refuse_unknown(request, PointsWanted)
    series = READABLE["series"].rows_for(user).filter(pk=pk).first()
    if series is None:
        raise Http404
    rows = points_of(series)
    later_ones = rows if wanted.after is None else rows.filter(period__gt=wanted.after)
    found = list(later_ones.select_related("recorded").order_by("period")[: wanted.limit + 1])
    items = found[: wanted.limit]
    return {
        "items": [_read(series, point) for point in items],
        "total": rows.count(),
        "next_after": items[-1].period if len(found) > wanted.limit else None,
    }


@router.post(
    "/points",
    response=with_failures({200: PointsAnswer}, ANY_CALL),
    operation_id="record_points",
    summary=later(_("Send points")),
)
def send_points(request: HttpRequest, payload: SentPoints) -> dict[str, Any]:
    """Record points; sending them again changes nothing, so no key of the call is needed."""
    user = caller(request, ApiScope.SERIES_WRITE)
    points = [_point(sent) for sent in payload.points]
    outcomes = record_points(actor=user, points=points)
    counts = {str(each): sum(one.outcome is each for one in outcomes) for each in Outcome}
    items = [_shown(point, one) for point, one in zip(points, outcomes, strict=True)]
    return {**counts, "items": items}


def _read(series: Series, point: Point) -> dict[str, Any]:
    return {
        "period": point.period,
        "value": series.indicator.as_entered(point.value),
        "source": point.source,
        "recorded_at": point.recorded_at,
    }


def _point(sent: SentPoint) -> NewPoint:
    # The shortest decimal that names the number: 0.1 comes in as 0.1.
    return NewPoint(**{**sent.model_dump(), "value": Decimal(str(sent.value))})


def _shown(point: NewPoint, one: PointOutcome) -> dict[str, Any]:
    return {
        "outcome": str(one.outcome),
        "key": point.key,
        "series": one.series,
        "period": one.period,
        "code": one.code or None,
        "part": one.part or None,
        "message": one.message or None,
    }

"""Points of indicator series: many at once, and what became of each."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field, Strict

from huizhi.api.access import caller
from huizhi.api.failures import ANY_CALL, with_failures
from huizhi.api.types import Answer, Body, Id, later, one_of, text
from huizhi.integrations.models import ApiScope
from huizhi.partners.series.points import (
    LONGEST_KEY,
    LONGEST_SOURCE,
    MOST_POINTS,
    NewPoint,
    Outcome,
    PointOutcome,
    record_points,
)

LONGEST_PERIOD = 40
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

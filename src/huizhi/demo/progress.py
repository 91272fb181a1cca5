"""Seeds what a demo record has reached and measured: milestones, results, indicator series."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from huizhi.kernel.models import User
from huizhi.partners.models import CooperationRecord, Indicator
from huizhi.partners.outcomes.services import (
    MilestoneDetails,
    ResultDetails,
    add_milestone,
    add_result,
)
from huizhi.partners.series.points import NewPoint, Outcome, record_points
from huizhi.partners.series.services import NewTarget, SeriesDetails, set_targets, start_series

PROGRESS = ("milestones", "results", "series")
SERIES_DETAILS = ("starts_on", "ends_on", "source", "note", "published", "synthetic")


class PointsRefused(Exception):
    """A demo file states a point that the services refuse."""


def seed_progress(*, actor: User, record: Any, entry: dict[str, Any]) -> None:
    """Seed the milestones, results and series of a record that is new.

    What does not say otherwise has the source of the record and is published with it.
    """
    of_record = {"source": record.source, "published": record.published}
    for milestone in entry.get("milestones", ()):
        details = MilestoneDetails(**{"source": record.source, **milestone})
        add_milestone(actor=actor, project=record, details=details)
    for result in entry.get("results", ()):
        add_result(
            actor=actor,
            project=record,
            details=ResultDetails(**{**of_record, **result}),
        )
    for series in entry.get("series", ()):
        _seed_series(actor, record, {**of_record, **series})


def _seed_series(actor: User, record: CooperationRecord, entry: dict[str, Any]) -> None:
    details = {name: entry[name] for name in SERIES_DETAILS if name in entry}
    series = start_series(
        actor=actor,
        indicator=Indicator.objects.get(code=entry["indicator"]),
        record=record,  # type: ignore[arg-type]
        granularity=entry["granularity"],
        target_per=entry["target_per"],
        details=SeriesDetails(**details),
    )
    made = record_points(
        actor=actor,
        points=[
            NewPoint(series=series.pk, period=str(period), value=Decimal(str(value)))
            for period, value in entry["points"].items()
        ],
    )
    refused = [one.message for one in made if one.outcome is Outcome.REFUSED]
    if refused:
        raise PointsRefused(f"{series}: {refused}")
    targets = entry.get("targets")
    if targets:
        set_targets(
            actor=actor,
            series=series,
            source=targets["source"],
            targets=[
                NewTarget(_first_day(str(period)), Decimal(str(value)), targets["assumed"])
                for period, value in targets["values"].items()
            ],
        )


def _first_day(period: str) -> dt.date:
    """Return the first day of a month or year, written as 2021-07 or 2021."""
    return dt.date.fromisoformat(f"{period}-01" if "-" in period else f"{period}-01-01")

"""What a project's or base's page shows beside its fields: milestones, results, series."""

from __future__ import annotations

from typing import Any

from huizhi.backoffice.partners.outcomes.viewsets import measure, state_badge
from huizhi.backoffice.partners.series import figures
from huizhi.kernel.models import User
from huizhi.partners.models import Base, CooperationRecord, Project, Series
from huizhi.partners.outcomes import queries as outcomes
from huizhi.partners.series import queries as series_queries
from huizhi.partners.series.checking import name_of, period_text, shown, unit_of

CHARTS_DRAWN = 3
PERIODS_DRAWN = 24


def progress_of(*, record: CooperationRecord, user: User) -> dict[str, Any]:
    """Return the sections by name; a record that has none gets nothing."""
    parts: dict[str, Any] = {}
    if isinstance(record, Project):
        parts["milestones"] = [
            {"row": row, "badge": state_badge(row.state)} for row in record.milestones.all()
        ]
        results = outcomes.results_for(user).filter(project=record)
        parts["results"] = [{"row": row, "measure": measure(row)} for row in results]
        parts["result_totals"] = outcomes.totals(results)
    if isinstance(record, Project | Base):
        rows = list(series_queries.series_of(record))
        parts["series"] = [_line(row) for row in rows]
        parts["charts"] = [_chart(row) for row in rows[:CHARTS_DRAWN] if row.point_count]
    return parts


def _line(series: Series) -> dict[str, Any]:
    period = series.last_period
    return {
        "row": series,
        "name": name_of(series.indicator),
        "period": period_text(period, series.granularity) if period else "",
        "last": shown(series.indicator, series.last_value),
        "unit": unit_of(series.indicator),
        "stand": figures.stand_of(series),
    }


def _chart(series: Series) -> dict[str, Any]:
    points = series_queries.latest_points(series, PERIODS_DRAWN)
    return figures.series_chart(series, points, list(series.targets.all()))

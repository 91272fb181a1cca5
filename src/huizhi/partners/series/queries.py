"""What reads indicator series: lists within a user's scope, points, targets, sums per indicator."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Sum, When

from huizhi.kernel.models import User
from huizhi.kernel.scope import Scope, scope_of
from huizhi.partners.models import (
    AddsUp,
    Base,
    Indicator,
    Point,
    PointUpload,
    Project,
    Series,
    Standing,
)
from huizhi.partners.models.quantity import QuantityField
from huizhi.partners.queries import bases_for, projects_for


def series_for(user: User) -> QuerySet[Series]:
    """Return the series of the projects and bases a user may see."""
    rows = Series.objects.select_related("indicator", "project__county", "base__county")
    if scope_of(user) == Scope():
        return rows
    projects = projects_for(user).order_by().values("pk")
    bases = bases_for(user).order_by().values("pk")
    return rows.filter(Q(project__in=projects) | Q(base__in=bases))


def series_of(record: Project | Base) -> QuerySet[Series]:
    """Return the series of one project or base."""
    rows = record.series.select_related("indicator", "project", "base")
    return rows.prefetch_related("targets")


def public_series(record: Project | Base) -> QuerySet[Series]:
    """Return the series of a record that stand on the public pages."""
    return series_of(record).filter(published=True)


def points_of(series: Series) -> QuerySet[Point]:
    """Return the points in force, oldest first."""
    return Point.objects.filter(series=series, superseded=None)


def latest_points(series: Series, number: int) -> list[Point]:
    """Return the last points in force with who recorded them, oldest first."""
    rows = points_of(series).select_related("recorded__actor").order_by("-period")[:number]
    return list(reversed(rows))


def superseded_points(series: Series) -> QuerySet[Point]:
    """Return the earlier values, the last corrected first, with who and when of both entries."""
    rows = Point.objects.filter(series=series, superseded__isnull=False)
    return rows.select_related("recorded__actor", "superseded__actor").order_by("-superseded")


def indicators_for(record: Project | Base) -> list[Indicator]:
    """Return the indicators that fit a record's kind and of which it has no series yet."""
    taken = record.series.values("indicator")
    return [one for one in Indicator.objects.exclude(pk__in=taken) if one.fits(record)]


def indicators_with_totals(user: User) -> QuerySet[Indicator]:
    """Return all indicators with what they come to over a user's series, from their summaries.

    Adds `series_count`, `total` (the sum of all values, or of the last ones; None for an average,
    which does not add up over projects) and for each standing the number of series, by its code.
    """
    within = Q()
    if scope_of(user) != Scope():
        within = Q(series__in=series_for(user).order_by().values("pk"))
    standings: dict[str, Any] = {
        standing.value: Count("series", filter=within & Q(series__standing=standing))
        for standing in Standing
    }
    total = Case(
        When(adds_up=AddsUp.SUM, then=Sum("series__total", filter=within or None)),
        When(adds_up=AddsUp.LAST, then=Sum("series__last_value", filter=within or None)),
        output_field=QuantityField(),
    )
    return Indicator.objects.annotate(
        series_count=Count("series", filter=within or None), total=total, **standings
    )


def uploads_for(user: User) -> QuerySet[PointUpload]:
    """Return the uploads of a user's county, for those of the whole city all."""
    rows = PointUpload.objects.select_related("uploaded_by")
    return scope_of(user).limit(
        rows,
        county="uploaded_by__county",
        organisation="uploaded_by__organisation_id",
        person="uploaded_by__person_id",
    )

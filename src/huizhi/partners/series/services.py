"""What changes indicators, series and targets. Points have a module of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.kernel import audit, clock
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.partners.models import (
    AddsUp,
    Base,
    Better,
    Granularity,
    Indicator,
    Point,
    Project,
    Series,
    Target,
    ValueType,
)
from huizhi.partners.models.quantity import PLACES
from huizhi.partners.series.checking import WrongValue, to_stored
from huizhi.partners.series.definitions import SHIPPED, IndicatorDetails, read_definitions
from huizhi.partners.series.errors import SeriesRefused
from huizhi.partners.series.standing import period_start
from huizhi.partners.series.summaries import refresh


@dataclass(frozen=True, kw_only=True)
class SeriesDetails:
    """What is entered about a series beside its indicator and its project or base."""

    starts_on: dt.date
    source: str
    ends_on: dt.date | None = None
    note: str = ""
    published: bool = False
    synthetic: bool = False


@dataclass(frozen=True)
class NewTarget:
    """What a series is to reach in the month or year that begins on a day; money in yuan."""

    starts_on: dt.date
    value: Decimal
    assumed: bool = False


def add_indicator(*, actor: User, details: IndicatorDetails) -> Indicator:
    """Define an indicator for the whole city.

    Errors: `RightMissing`, `OutOfScope` for a county's clerk, `SeriesRefused`.
    """
    require(actor, Right.PARTNERS_EDIT)
    require_in_scope(actor, county=None)
    _check_indicator(details)
    values: dict[str, Any] = dict(vars(details))
    for name in ("project_kinds", "base_kinds"):
        values[name] = list(values[name])
    with transaction.atomic():
        indicator = Indicator.objects.create(**values)
        _log(actor, "indicator_add", "indicator", indicator.pk, {"code": indicator.code})
    return indicator


def enter_shipped_indicators(*, actor: User) -> int:
    """Enter those of the system's own indicators that are not there yet; return how many."""
    there = set(Indicator.objects.values_list("code", flat=True))
    new = [one for one in read_definitions(SHIPPED) if one.code not in there]
    for details in new:
        add_indicator(actor=actor, details=details)
    return len(new)


def start_series(
    *,
    actor: User,
    indicator: Indicator,
    record: Project | Base,
    granularity: str,
    target_per: str,
    details: SeriesDetails,
) -> Series:
    """Start measuring an indicator of a project or base.

    Errors: `RightMissing`, `OutOfScope`, `SeriesRefused`.
    """
    require(actor, Right.PARTNERS_EDIT)
    require_in_scope(actor, county=record.county_id)
    if not indicator.fits(record):
        raise SeriesRefused(
            _("“{indicator}” is not measured of a record of this kind.").format(
                indicator=indicator.name
            )
        )
    _check_periods(granularity, target_per, details)
    owner = {"project": record} if isinstance(record, Project) else {"base": record}
    if Series.objects.filter(indicator=indicator, **owner).exists():
        raise SeriesRefused(
            _("“{name}” has a series of “{indicator}” already.").format(
                name=record.name, indicator=indicator.name
            )
        )
    with transaction.atomic():
        series = Series.objects.create(
            indicator=indicator,
            granularity=granularity,
            target_per=target_per,
            created_at=clock.now(),
            **owner,
            **vars(details),
        )
        detail = {"indicator": indicator.code, "record": record.name}
        _log(actor, "series_start", "series", series.pk, detail)
    return series


def change_series(*, actor: User, series: Series, details: SeriesDetails) -> Series:
    """Replace what is entered about a series; its periods stay what they are.

    Errors: as for `start_series`, and `SeriesRefused` for days that would cut off values.
    """
    _may_change(actor, series)
    _check_periods(series.granularity, series.target_per, details)
    with transaction.atomic():
        audit.hold()
        stored = Series.objects.get(pk=series.pk)
        _check_days_hold_points(stored, details)
        changed = [name for name, value in vars(details).items() if getattr(stored, name) != value]
        if changed:
            for name in changed:
                setattr(stored, name, getattr(details, name))
            stored.save(update_fields=changed)
            _log(actor, "series_change", "series", stored.pk, {"changed": changed})
    return stored


def set_targets(
    *, actor: User, series: Series, targets: Sequence[NewTarget], source: str
) -> Series:
    """Replace all targets of a series; the log keeps the earlier ones.

    Errors: `RightMissing`, `OutOfScope`, `SeriesRefused`.
    """
    _may_change(actor, series)
    rows = [_target(series, one, source) for one in targets]
    starts = [row.starts_on for row in rows]
    if len(set(starts)) < len(starts):
        raise SeriesRefused(_("Two targets are for the same period. Leave one of them."))
    with transaction.atomic():
        # Who changes points or summaries holds the log first: that puts all of them in one order.
        audit.hold()
        stored = Series.objects.select_related("indicator").get(pk=series.pk)
        before = [
            [start.isoformat(), str(value), assumed]
            for start, value, assumed in stored.targets.values_list("starts_on", "value", "assumed")
        ]
        stored.targets.all().delete()
        Target.objects.bulk_create(rows)
        refresh([stored])
        after = [[row.starts_on.isoformat(), str(row.value), row.assumed] for row in rows]
        detail = {"before": before, "after": after, "source": source}
        _log(actor, "series_targets", "series", stored.pk, detail)
    return stored


def withdraw_point(*, actor: User, point: Point, reason: str) -> None:
    """Take a value out of a series, such as one for a wrong month; it stays in the history.

    Errors: `RightMissing`, `OutOfScope`, `SeriesRefused` without a reason or for an earlier value.
    """
    _may_change(actor, point.series)
    if not reason.strip():
        raise SeriesRefused(_("Say why the value is taken out."))
    with transaction.atomic():
        audit.hold()
        series = Series.objects.select_related("indicator").get(pk=point.series_id)
        detail = {"period": point.period.isoformat(), "value": str(point.value), "reason": reason}
        entry = _log(actor, "point_withdraw", "series", series.pk, detail)
        gone = Point.objects.filter(pk=point.pk, superseded=None).update(superseded=entry)
        if not gone:
            raise SeriesRefused(_("This value has been corrected or taken out already."))
        refresh([series])


def _may_change(actor: User, series: Series) -> None:
    require(actor, Right.PARTNERS_EDIT)
    require_in_scope(actor, county=series.subject.county_id)


def _check_indicator(details: IndicatorDetails) -> None:
    for value, choices, label in (
        (details.value_type, ValueType, _("Type of value")),
        (details.adds_up, AddsUp, _("Several periods make")),
        (details.better, Better, _("Direction")),
    ):
        if value not in choices.values:
            raise SeriesRefused(
                _("{label}: “{value}” is none of {choices}.").format(
                    label=label, value=value, choices="、".join(choices.values)
                )
            )
    if not 0 <= details.decimals <= PLACES:
        raise SeriesRefused(_("A value has at most {places} decimals.").format(places=PLACES))
    if not details.project_kinds and not details.base_kinds:
        raise SeriesRefused(_("Say of which kinds of projects or bases it is measured."))
    low, high = details.minimum, details.maximum
    if low is not None and high is not None and low > high:
        raise SeriesRefused(_("The lowest value lies above the highest."))
    taken = Indicator.objects.filter(code=details.code) | Indicator.objects.filter(
        name=details.name
    )
    if taken.exists():
        raise SeriesRefused(_("Another indicator has this code or this name."))


def _check_periods(granularity: str, target_per: str, details: SeriesDetails) -> None:
    if granularity not in Granularity.values:
        raise SeriesRefused(_("A period is a day, a month or a year."))
    if target_per not in (Granularity.MONTH, Granularity.YEAR) or (
        granularity == Granularity.YEAR and target_per == Granularity.MONTH
    ):
        raise SeriesRefused(
            _("Targets are for months or years, and never for less than a period of the series.")
        )
    if details.ends_on is not None and details.ends_on < details.starts_on:
        raise SeriesRefused(
            _("The end ({end}) lies before the start ({start}).").format(
                start=details.starts_on, end=details.ends_on
            )
        )


def _check_days_hold_points(series: Series, details: SeriesDetails) -> None:
    first = period_start(details.starts_on, series.granularity)
    outside = Point.objects.filter(series=series, superseded=None, period__lt=first)
    if details.ends_on is not None:
        outside |= Point.objects.filter(series=series, superseded=None, period__gt=details.ends_on)
    if outside.exists():
        raise SeriesRefused(
            _("Values lie outside these days. Take them out first, or choose other days.")
        )


def _target(series: Series, new: NewTarget, source: str) -> Target:
    if period_start(new.starts_on, series.target_per) != new.starts_on:
        raise SeriesRefused(
            _("{day} is not the first day of a period of the targets.").format(day=new.starts_on)
        )
    try:
        value = to_stored(series.indicator, new.value)
    except WrongValue as error:
        raise SeriesRefused(str(error)) from None
    return Target(
        series=series, starts_on=new.starts_on, value=value, assumed=new.assumed, source=source
    )


def _log(actor: User, verb: str, kind: str, number: int, detail: dict[str, Any]) -> Any:
    return audit.append(
        actor=actor, action=f"partners.{verb}", subject_kind=kind, subject_id=number, detail=detail
    )

"""A series as a chart against its target, and how it stands in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huizhi.backoffice.charts import chart
from huizhi.kernel.languages import shown_name
from huizhi.partners.models import Better, Granularity, Point, Series, Standing, Target
from huizhi.partners.series.checking import name_of, period_text, shown, unit_of
from huizhi.partners.series.standing import TOLERANCE

BADGES = {
    Standing.NO_DATA: "queued",
    Standing.NO_TARGET: "queued",
    Standing.AHEAD: "done",
    Standing.ON_TARGET: "done",
    Standing.BEHIND: "failed",
}


@dataclass(frozen=True)
class Stand:
    """How a series stands, ready for a page: the badge, the two numbers, by how much."""

    badge: SafeString
    so_far: str
    expected: str
    lead: str
    assumed: bool


def stand_of(series: Series) -> Stand:
    """Return how a series stands against its target in the words of the screen."""
    return Stand(
        badge_of(series.standing),
        shown(series.indicator, series.so_far),
        shown(series.indicator, series.expected),
        _lead(series),
        any(target.assumed for target in series.targets.all()),
    )


def badge_of(standing: str) -> SafeString:
    """Return a standing as a badge."""
    state = Standing(standing)
    return format_html(
        '<span class="office-badge office-badge-{}">{}</span>', BADGES[state], state.label
    )


def tolerance_text() -> str:
    """Return the threshold as the screens state it, e.g. "5 %"."""
    return f"{TOLERANCE * 100:.0f} %"


def series_chart(series: Series, points: list[Point], targets: list[Target]) -> dict[str, Any]:
    """Return the chart of these points, oldest first, with the targets of their periods.

    Targets that are longer than a period of the series have no place beside its bars.
    """
    indicator = series.indicator
    unit = unit_of(indicator)
    periods = {point.period: point.value for point in points}
    goals: dict[dt.date, Decimal] = {}
    if series.target_per == series.granularity:
        first = min(periods, default=None)
        goals = {
            target.starts_on: target.value
            for target in targets
            if first is None or target.starts_on >= first
        }
    categories = sorted({*periods, *goals})
    measured = {_("Actual"): [_figure(series, periods.get(each)) for each in categories]}
    if goals:
        label = _("Target (assumption)") if any(t.assumed for t in targets) else _("Target")
        measured[label] = [_figure(series, goals.get(each)) for each in categories]
    mark = _("{title} (demonstration data)") if series.synthetic else "{title}"
    return chart(
        identity=f"series-{series.pk}",
        kind="bar-line",
        title=mark.format(title=name_of(indicator)),
        unit=unit,
        heading=series.get_granularity_display(),
        categories=[period_text(each, series.granularity) for each in categories],
        series=measured,
    )


def granularity_words(series: Series) -> str:
    """Return how long a period of the series is, and of its targets."""
    return _("by {period}, targets by {target}").format(
        period=series.get_granularity_display(), target=series.get_target_per_display()
    )


def _figure(series: Series, stored: Decimal | None) -> float | int | None:
    """Return a value for the drawing and its table: whole where it is whole."""
    value = series.indicator.as_entered(stored)
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _lead(series: Series) -> str:
    """Return by how much it is ahead or behind, with the share of what was expected."""
    if series.so_far is None or series.expected is None:
        return ""
    lead = series.so_far - series.expected
    if lead == 0:
        return _("exactly as expected")
    words = (
        _("{amount} {unit} more than expected")
        if lead > 0
        else _("{amount} {unit} less than expected")
    )
    text = words.format(amount=shown(series.indicator, abs(lead)), unit=unit_of(series.indicator))
    if series.expected:
        text += f" ({lead / series.expected * 100:+.1f} %)"
    return text


def better_words(series: Series) -> str:
    """Return whether more or less is better."""
    return str(Better(series.indicator.better).label)


def subject_of(series: Series) -> str:
    """Return the name of the project or base in the language of the screen."""
    subject = series.subject
    return shown_name(subject.name, subject.name_en)


def is_yearly(series: Series) -> bool:
    """Say whether the targets are for years, so that the chart cannot show them by period."""
    return series.target_per == Granularity.YEAR != series.granularity

"""What an indicator series says beside its details, and how its list is narrowed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huizhi.api.fields import Shown, shown_of
from huizhi.api.filters import Filter, column_filter
from huizhi.api.types import Answer, NamedRecord, text
from huizhi.kernel.models import Region
from huizhi.partners.models import Indicator, Series

SEARCHED = (
    "indicator__name",
    "project__name",
    "project__reference",
    "base__name",
    "base__reference",
)
FILTERS = (
    column_filter(Series, "standing"),
    Filter(
        "indicator",
        text(Indicator._meta.get_field("code").max_length),
        _("Indicator"),
        lambda rows, code: rows.filter(indicator__code=code),
    ),
    Filter(
        "county",
        text(Region._meta.pk.max_length),
        _("County"),
        lambda rows, code: rows.filter(Q(project__county=code) | Q(base__county=code)),
    ),
)


class TargetAnswer(Answer):
    """What is to be reached in the month or year that begins on a day; money in yuan."""

    period: dt.date
    value: float
    assumed: bool
    source: str


def _about(series: Series) -> dict[str, Any]:
    kind = "project" if series.project_id else "base"
    return {"kind": kind, "id": series.subject.pk}


def _targets(series: Series) -> list[dict[str, Any]]:
    return [
        {
            "period": target.starts_on,
            "value": series.indicator.as_entered(target.value),
            "assumed": target.assumed,
            "source": target.source,
        }
        for target in series.targets.all()
    ]


SHOWN = (
    Shown("indicator", str, _("Indicator"), lambda series: series.indicator.code),
    Shown("indicator_name", str, _("Indicator"), lambda series: series.indicator.name),
    Shown("unit", str, _("Unit"), lambda series: series.indicator.unit),
    Shown("subject", NamedRecord, _("Project or base"), _about),
    Shown("subject_name", str, _("Project or base"), lambda series: series.subject_name),
    *shown_of(Series, "granularity", "target_per", "point_count", "last_period"),
    Shown("last_value", float | None, _("Last value"), lambda series: series.last_entered),
    Shown("total", float | None, _("Sum of all values"), lambda series: series.total_entered),
    Shown("so_far", float | None, _("So far"), lambda series: series.so_far_entered),
    Shown("expected", float | None, _("Expected so far"), lambda series: series.expected_entered),
    *shown_of(Series, "standing"),
    Shown("targets", list[TargetAnswer], _("Targets"), _targets),
)

"""Factories of indicators and series: one for each model."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from huizhi.kernel.models import User
from huizhi.partners.models import Base, Indicator, Project, Series
from huizhi.partners.series.definitions import IndicatorDetails
from huizhi.partners.series.points import NewPoint
from huizhi.partners.series.services import SeriesDetails, add_indicator, start_series
from tests.partners import factories


def indicator(actor: User, code: str = "test-output", **fields: object) -> Indicator:
    values = {
        "name": f"试验指标{code}",
        "name_en": f"Test indicator {code}",
        "unit": "千瓦时",
        "unit_en": "kWh",
        "value_type": "number",
        "decimals": 1,
        "adds_up": "sum",
        "project_kinds": ("*",),
        "base_kinds": ("*",),
        "source": "测试",
        **fields,
    }
    return add_indicator(actor=actor, details=IndicatorDetails(code=code, **values))


def series(
    actor: User,
    record: Project | Base | None = None,
    of: Indicator | None = None,
    granularity: str = "month",
    target_per: str = "month",
    **fields: object,
) -> Series:
    values = {
        "starts_on": dt.date(2021, 1, 1),
        "source": "测试",
        "published": True,
        **fields,
    }
    return start_series(
        actor=actor,
        indicator=of or Indicator.objects.filter(code="test-output").first() or indicator(actor),
        record=record or factories.project(actor, f"项目{Project.objects.count()}"),
        granularity=granularity,
        target_per=target_per,
        details=SeriesDetails(**values),
    )


def point(series: Series, period: str = "2021-02", value: str = "10", **fields: object) -> NewPoint:
    return NewPoint(series=series.pk, period=period, value=Decimal(value), **fields)

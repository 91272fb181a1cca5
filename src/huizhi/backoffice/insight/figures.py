"""The panels of the leaders' page as charts, each bar and point with the list behind it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from huizhi.backoffice.behind import list_of
from huizhi.backoffice.charts import chart
from huizhi.insight.leaders.bases import STATES
from huizhi.insight.leaders.figure import WAN, Figure, Unit, unit_words
from huizhi.insight.leaders.page import LeadersPage
from huizhi.insight.leaders.trend import Line
from huizhi.rules.money import Money

SHORT = 212
TALL = 420


def charts_of(page: LeadersPage) -> dict[str, dict[str, Any]]:
    """Return the charts of the page by the name of their panel."""
    count = [line for line in page.trend if line.unit is Unit.RECORDS]
    paid = [line for line in page.trend if line.unit is not Unit.RECORDS]
    return {
        "pipeline": _simple(
            "pipeline", _("From talks to results"), _("Stage"), page.pipeline, kind="funnel"
        ),
        "counties": chart(
            identity="counties",
            kind="tiles",
            title=_("Counties (schematic)"),
            unit=unit_words(Unit.RECORDS),
            heading=_("County"),
            categories=[tile.figure.label for tile in page.counties],
            series={_("Records"): [tile.figure.number for tile in page.counties]},
            links=[list_of(tile.figure.selection) for tile in page.counties],
            places=[tile.place for tile in page.counties],
            height=SHORT,
        ),
        "cooperation": _lines("trend-cooperation", _("Cooperation by month"), count),
        "benefits": _lines("trend-benefits", _("Benefits by month"), paid),
        "bases": _bases(page),
        "planned": _simple(
            "planned", _("Money of projects by source"), _("Source of money"), page.planned
        ),
        "cases": _simple("cases", _("Money of cases by state"), _("State"), page.cases),
        "tiers": _simple("tiers", _("Talents by tier"), _("Tier"), page.tiers),
    }


def _simple(
    identity: str, title: str, heading: str, figures: Sequence[Figure], kind: Any = "bar"
) -> dict[str, Any]:
    unit = figures[0].unit
    return chart(
        identity=identity,
        kind=kind,
        title=title,
        unit=unit_words(unit),
        heading=heading,
        categories=[figure.label for figure in figures],
        series={title: [_shown(figure) for figure in figures]},
        links=[list_of(figure.selection) for figure in figures],
        height=SHORT if kind == "funnel" else 0,
    )


def _lines(identity: str, title: str, lines: Sequence[Line]) -> dict[str, Any]:
    """Return lines over months; money has an axis of its own."""
    money = [line.label for line in lines if line.unit is Unit.MONEY]
    first = next(line for line in lines if line.unit is not Unit.MONEY)
    return chart(
        identity=identity,
        kind="line",
        title=title,
        unit=unit_words(first.unit),
        heading=_("Month"),
        categories=[figure.label for figure in first.figures],
        series={line.label: [_shown(figure) for figure in line.figures] for line in lines},
        cell_links=[[list_of(figure.selection) for figure in line.figures] for line in lines],
        right=money,
        right_unit=unit_words(Unit.MONEY) if money else "",
        height=SHORT,
    )


def _bases(page: LeadersPage) -> dict[str, Any]:
    return chart(
        identity="bases",
        kind="stacked-bar",
        title=_("Bases by kind and state"),
        unit="",
        heading=_("Kind"),
        categories=[row.total.label for row in page.bases],
        series={
            str(state.label): [row.states[number].number for row in page.bases]
            for number, state in enumerate(STATES)
        },
        links=[list_of(row.total.selection) for row in page.bases],
        cell_links=[
            [list_of(row.states[number].selection) for row in page.bases]
            for number in range(len(STATES))
        ],
        height=TALL,
    )


def _shown(figure: Figure) -> int | float:
    """Return the number as it is drawn: money in 10,000 yuan with four decimals."""
    if figure.unit is not Unit.MONEY:
        return figure.number
    wan: Decimal = Money(figure.number).yuan / WAN
    return float(round(wan, 4))

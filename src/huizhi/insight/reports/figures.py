"""The figures of a report: counted once when it is made, kept as JSON with the report."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db.models import Sum

from huizhi.insight.leaders.bases import bases_by_kind
from huizhi.insight.leaders.money import cases_by_state, planned_by_source
from huizhi.insight.reports.indicators import INDICATORS, Indicator, count_indicators
from huizhi.insight.reports.problems import ITEMS_KEPT, NEXT_TASKS, Item, find_problems
from huizhi.insight.reports.progress import series_progress
from huizhi.insight.selections.counting import whole
from huizhi.insight.selections.months import month_of
from huizhi.insight.selections.register import Selection
from huizhi.kernel.models import Region, User

NAME = {"name": "name"}
LISTS: dict[str, dict[str, Any]] = {
    "agreements_signed": NAME,
    "bases_signed": NAME,
    "bases_unveiled": NAME,
    "projects_started": {**NAME, "fen": Sum("fundings__amount")},
    "visits": {**NAME, "people": "people"},
    "reports_delivered": {"name": "title"},
}
"""What is listed by name, by the indicator that counts it: the columns by what an item says."""

Figures = dict[str, Any]


def count_figures(*, user: User, base: Selection, county: Region | None) -> Figures:
    """Return everything that a report of the month of `base.on` says, within the user's scope."""
    kinds = bases_by_kind(user, base)
    by_state: dict[str, int] = {}
    for row in kinds:
        for figure in row.states:
            state = figure.selection.value.rpartition(".")[2]
            by_state[state] = by_state.get(state, 0) + figure.number
    return {
        "on": base.on.isoformat(),
        "area": {"zh": county.name, "en": county.name_en} if county else None,
        "indicators": count_indicators(user, base),
        "lists": {one.key: _items(user, base, one) for one in INDICATORS if one.key in LISTS},
        "series": series_progress(user, base),
        # Pairs, since a database may keep the keys of an object in another order.
        "bases_by_state": [[state, number] for state, number in by_state.items()],
        "bases_by_kind": [[row.total.selection.value, row.total.number] for row in kinds],
        "money_by_source": [
            [figure.selection.value, figure.number] for figure in planned_by_source(user, base)
        ],
        "cases": {
            state: [count, figure.number]
            for state, (count, figure) in cases_by_state(user, base).items()
        },
        "problems": {key: found.to_json() for key, found in find_problems(user, base).items()},
        "next_tasks": NEXT_TASKS.find(user, base).to_json(),
    }


def _items(user: User, base: Selection, indicator: Indicator) -> list[dict[str, Any]]:
    columns = LISTS[indicator.key]
    selection = Selection(indicator.selection, base.on, month_of(base.on), base.county)
    rows = selection.narrow(indicator.rows(user)).order_by(columns["name"], "pk")
    kept = rows.values_list(*columns.values())[:ITEMS_KEPT]
    return [asdict(_item(dict(zip(columns, row, strict=True)))) for row in kept]


def _item(said: dict[str, Any]) -> Item:
    return Item(said["name"], people=said.get("people") or 0, fen=whole(said.get("fen")))

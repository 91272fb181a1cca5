"""A chart as data: drawn by ECharts, and shown as a table to those who cannot or need not look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

ChartType = Literal["bar", "stacked-bar", "line", "pie"]


def chart(
    *,
    identity: str,
    kind: ChartType,
    title: str,
    unit: str,
    heading: str,
    categories: Sequence[str],
    series: dict[str, Sequence[float | int]],
    links: Sequence[str] = (),
) -> dict[str, Any]:
    """Return what `includes/chart.html` and the script draw.

    `series` maps a name to one value per category; `links`, if given, one address per category:
    the list behind the bar.
    """
    columns = list(series.values())
    rows = [
        {
            "category": category,
            "values": [column[number] for column in columns],
            "link": links[number] if links else "",
        }
        for number, category in enumerate(categories)
    ]
    return {
        "id": identity,
        "type": kind,
        "title": title,
        "unit": unit,
        "heading": heading,
        "categories": list(categories),
        "series": [{"name": name, "values": list(values)} for name, values in series.items()],
        "links": list(links),
        "rows": rows,
    }

"""A chart as data: drawn by ECharts, and shown as a table to those who cannot or need not look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

ChartType = Literal["bar", "stacked-bar", "bar-line", "line", "pie"]


def chart(
    *,
    identity: str,
    kind: ChartType,
    title: str,
    unit: str,
    heading: str,
    categories: Sequence[str],
    series: Mapping[str, Sequence[float | int | None]],
    links: Sequence[str] = (),
) -> dict[str, Any]:
    """Return what `includes/chart.html` and the script draw.

    `series` maps a name to one value per category, None where there is none; `links`, if given,
    one address per category: the list behind the bar. Of a "bar-line", the first series is drawn
    as bars and the others, such as a target, as lines.
    """
    columns = list(series.values())
    rows = [
        {
            "category": category,
            "values": [_in_words(column[number]) for column in columns],
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


def _in_words(value: float | int | None) -> str:
    """Return a value as the table beside the drawing shows it."""
    return "—" if value is None else f"{value:,}"

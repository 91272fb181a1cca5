"""A chart as data: drawn by ECharts, and shown as a table to those who cannot or need not look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from django.core import signing

ChartType = Literal["bar", "stacked-bar", "bar-line", "line", "pie", "funnel", "tiles", "points"]
SALT = "huizhi.backoffice.charts"


@dataclass(frozen=True)
class Points:
    """What a map shows: points by group, and landmarks that tell where one is.

    A point is (longitude, latitude, name, number), in degrees of WGS 84; a click opens `address`
    with the number. A landmark is (longitude, latitude, name).
    """

    points: Mapping[str, Sequence[tuple[float, float, str, int]]]
    landmarks: Sequence[tuple[float, float, str]]
    address: str


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
    cell_links: Sequence[Sequence[str]] = (),
    places: Sequence[tuple[int, int]] = (),
    right: Sequence[str] = (),
    right_unit: str = "",
    height: int = 0,
    points: Points | None = None,
) -> dict[str, Any]:
    """Return what `includes/chart.html` and the script draw.

    `series` maps a name to one value per category, None where there is none. Of a "bar-line", the
    first series is drawn as bars and the others, such as a target, as lines. `links`, if given, is
    one address per category: the list behind the bar; `cell_links` one per series and category,
    for bars in parts and lines. `places` are the columns and rows of tiles. Series named in `right`
    have an axis of their own. `height` is in pixels; without it the chart takes the room that its
    bars need. Only "points" has `points`; its table sums them up.
    """
    columns = list(series.values())
    rows = [
        {
            "category": category,
            "cells": [
                {"value": column[number], "link": cell_links[of][number] if cell_links else ""}
                for of, column in enumerate(columns)
            ],
            "link": links[number] if links else "",
        }
        for number, category in enumerate(categories)
    ]
    drawn = {
        "id": identity,
        "type": kind,
        "title": title,
        "unit": unit,
        "categories": list(categories),
        "series": [{"name": name, "values": list(values)} for name, values in series.items()],
        "links": list(links),
        "cell_links": [list(part) for part in cell_links],
        "places": [list(place) for place in places],
        "right": list(right),
        "right_unit": right_unit,
        "height": height,
        **(asdict(points) if points else {}),
    }
    return {
        **drawn,
        "drawn": drawn,
        "heading": heading,
        "rows": rows,
        "signed": _signed(drawn, heading),
    }


def read_signed(text: str) -> dict[str, Any]:
    """Return what a chart's table holds: title, headings, rows. Errors: `BadSignature`."""
    return signing.loads(text, salt=SALT)


def _signed(drawn: dict[str, Any], heading: str) -> str:
    """Return the table for the download; the signature says that the figures are ours."""
    series = drawn["series"]
    units = [
        drawn["right_unit"] if one["name"] in drawn["right"] else drawn["unit"] for one in series
    ]
    table = {
        "title": drawn["title"],
        "headings": [
            heading,
            *(
                f"{one['name']} ({unit})" if unit else one["name"]
                for one, unit in zip(series, units, strict=True)
            ),
        ],
        "rows": [
            [category, *(one["values"][number] for one in series)]
            for number, category in enumerate(drawn["categories"])
        ],
    }
    return signing.dumps(table, salt=SALT, compress=True)

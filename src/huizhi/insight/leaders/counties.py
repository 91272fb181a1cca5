"""The counties as a schematic map: tiles whose arrangement is data of the city.

No outlines of the counties as they have been since 2018 are to be had under a clear licence, so
the tiles show which county lies beside which, not shapes or sizes.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from huizhi.insight.leaders.figure import Figure, Unit
from huizhi.insight.places import Place, arrangement
from huizhi.insight.selections.selection import Selection
from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import User
from huizhi.kernel.regions import counties_for
from huizhi.partners.queries import agreements_for, bases_for, projects_for, visits_for

MEASURES = {
    "bases": ("base.standing", bases_for),
    "agreements": ("agreement.standing", agreements_for),
    "projects": ("project.standing", projects_for),
    "visits": ("visit.known", visits_for),
}
FIRST_MEASURE = "bases"


@dataclass(frozen=True)
class Tile:
    """A county with its figure and its place: column and row, from 0."""

    figure: Figure
    place: Place


def county_tiles(user: User, base: Selection, measure: str) -> list[Tile]:
    """Return a tile for each county of the user's scope, and for the city itself."""
    name, rows_for = MEASURES[measure]
    chosen = Selection(name, base.on)
    rows = chosen.narrow(rows_for(user)).order_by().values_list("county")
    counts = dict(rows.annotate(Count("pk")))
    chinese = screen_language() == "zh"
    found = list(counties_for(user))
    places = arrangement([region.code for region in found])
    return [
        Tile(
            Figure(
                region.name if chinese else _short(region.name_en),
                counts.get(region.code, 0),
                Unit.RECORDS,
                Selection(name, base.on, county=region.code),
            ),
            places[region.code],
        )
        for region in found
    ]


def _short(name_en: str) -> str:
    """Return an English name that fits a tile: Yunzhou for Yunzhou District."""
    return name_en.removesuffix(" District").removesuffix(" County")

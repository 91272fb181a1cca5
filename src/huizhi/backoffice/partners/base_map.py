"""The bases on a map: those of the list as it is filtered, each a point that opens its record."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from huizhi.backoffice.charts import Points, chart
from huizhi.backoffice.viewsets import ScopedIndexView
from huizhi.insight.places import county_seats
from huizhi.kernel.languages import shown_name
from huizhi.kernel.regions import counties_for
from huizhi.partners.models import Base
from huizhi.partners.states import BaseState


class BaseIndexView(ScopedIndexView):
    """The list of bases, with the way to the map."""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to the same bases on a map."""
        button = HeaderButton(_("On the map"), url=reverse("base:map"), icon_name="site")
        return [*super().header_buttons, button]


class BaseMapPage(ScopedIndexView):
    """The bases of the list whose coordinates are known; the others are counted by county."""

    template_name = "backoffice/partners/base_map.html"
    page_title = gettext_lazy("Bases on the map")
    header_buttons: ClassVar[list[HeaderButton]] = []
    header_more_buttons: ClassVar[list[HeaderButton]] = []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Come from the list."""
        here = {"url": "", "label": self.get_page_title()}
        listed = {"url": reverse("base:index"), "label": str(Base._meta.verbose_name_plural)}
        return [*self.breadcrumbs_items, listed, here]

    def get_paginate_by(self, queryset: Any) -> None:
        """Show all at once."""
        return

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the map, and how many are on it."""
        columns = ("longitude", "latitude", "pk", "name", "name_en", "state", "county")
        rows = list(self.get_queryset().prefetch_related(None).values_list(*columns))
        placed = [row for row in rows if row[0] is not None and row[1] is not None]
        context = super().get_context_data(
            *args,
            object_list=Base.objects.none(),  # the rows of a list would be fetched one by one
            count=len(rows),
            placed=len(placed),
            is_filtered=self.is_filtering or self.is_searching,
            chart=self.chart(rows, placed) if placed else None,
            **kwargs,
        )
        return {**context, "filters": None, "search_form": None}  # they stay on the list

    def chart(self, rows: Sequence[Any], placed: Sequence[Any]) -> dict[str, Any]:
        """Return the map, and as its table the counts by county."""
        counties = list(counties_for(self.user))
        seats = county_seats()
        every, known = (Counter(row[-1] for row in some) for some in (rows, placed))
        return chart(
            identity="bases-map",
            kind="points",
            title=_("Bases on the map"),
            unit="",
            heading=_("County"),
            categories=[str(county) for county in counties],
            series={
                _("On the map"): [known[county.code] for county in counties],
                _("Only the county known"): [
                    every[county.code] - known[county.code] for county in counties
                ],
            },
            points=Points(
                points=self.points(placed),
                landmarks=[
                    (*seats[county.code], str(county))
                    for county in counties
                    if county.code in seats
                ],
                address=reverse("base:index"),
            ),
        )

    def points(self, placed: Sequence[Any]) -> dict[str, list[tuple[float, float, str, int]]]:
        """Return the points by the words of their states, in the order of the life of a base."""
        found = defaultdict(list)
        for east, north, number, name, name_en, state, _county in placed:
            shown = shown_name(name, name_en)
            found[state].append((float(east), float(north), shown, number))
        return {str(state.label): found[state] for state in BaseState if state in found}

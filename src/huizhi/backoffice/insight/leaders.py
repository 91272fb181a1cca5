"""The leaders' page as a screen: the day, the panels, and the list behind every number."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSet

from huizhi.backoffice.behind import list_of
from huizhi.backoffice.insight.figures import charts_of
from huizhi.backoffice.ledger.figures import balances_chart
from huizhi.backoffice.pages import OfficePage
from huizhi.entitlements.queries import complete_runs_for
from huizhi.insight.leaders.counties import FIRST_MEASURE, MEASURES
from huizhi.insight.leaders.page import leaders_page
from huizhi.kernel import clock
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.ledger.models import Pool
from huizhi.ledger.queries import money_pools_for

MEASURE_WORDS = {
    "bases": gettext_lazy("Bases"),
    "agreements": gettext_lazy("Agreements"),
    "projects": gettext_lazy("Projects"),
    "visits": gettext_lazy("Visits"),
}


def usual_day(user: User) -> dt.date:
    """Return the day as of which the page is shown at first: today.

    A demo lives on the day of its newest run: on any later day nothing would have happened.
    """
    run = complete_runs_for(user).first() if settings.DEMO else None
    return run.as_of if run else clock.today()


class LeadersPage(OfficePage):
    """Where the programme stands, on one screen."""

    right = Right.INSIGHT_VIEW
    template_name = "backoffice/insight/leaders.html"
    page_title = gettext_lazy("Leaders' page")
    header_icon = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page as of the day asked for; say so where that is none."""
        usual = usual_day(self.user)
        asked = request.GET.get("on", "")
        try:
            self.on = dt.date.fromisoformat(asked) if asked else usual
        except ValueError:
            text = _("“{day}” is no day. Write it as 2021-07-26. Shown is {usual}.")
            messages.error(request, text.format(day=asked, usual=usual.isoformat()))
            self.on = usual
        measure = request.GET.get("map", FIRST_MEASURE)
        self.measure = measure if measure in MEASURES else FIRST_MEASURE
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the panels, each number with its list."""
        page = leaders_page(user=self.user, on=self.on, measure=self.measure)
        pools: QuerySet[Pool] = money_pools_for(self.user)
        shown = list(pools)
        return super().get_context_data(
            page=page,
            today=clock.today(),
            tiles=[
                {
                    "figure": tile.figure,
                    "address": list_of(tile.figure.selection),
                    "beside": tile.beside,
                    "beside_address": list_of(tile.beside.selection) if tile.beside else "",
                }
                for tile in page.tiles
            ],
            promises=[
                {
                    "promise": promise,
                    "promised": list_of(promise.promised.selection),
                    "reached": list_of(promise.reached.selection),
                }
                for promise in page.promises
            ],
            charts=charts_of(page),
            pools_chart=balances_chart(shown) if shown else None,
            measures=[
                {"key": key, "label": label, "chosen": key == self.measure}
                for key, label in MEASURE_WORDS.items()
            ],
            address=reverse("leaders:page"),
            **kwargs,
        )


class LeadersViewSet(ViewSet):
    """The address of the page."""

    def get_urlpatterns(self) -> list[Any]:
        """Return it."""
        return [path("", LeadersPage.as_view(), name="page")]

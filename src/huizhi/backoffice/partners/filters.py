"""Filters of the lists of agreements, obligations, advice and reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from huizhi.kernel import clock
from huizhi.kernel.models import Region
from huizhi.partners import queries
from huizhi.partners.models import Advice, Agreement, Obligation, Side, VisitReport
from huizhi.partners.states import ObligationState

EXPIRING, PAST, OVERDUE = "expiring", "past", "overdue"


def _counties() -> Iterable[tuple[str, str]]:
    return Region.objects.filter(in_use=True).values_list("code", "name")


def _warnings() -> list[tuple[str, str]]:
    days = queries.EXPIRY_WARNING_DAYS
    return [
        (EXPIRING, _("Ends or wants renewal within {days} days").format(days=days)),
        (PAST, _("Past its end and not renewed")),
        (OVERDUE, _("Has overdue obligations")),
    ]


class AgreementFilterSet(WagtailFilterSet):
    """Warnings first, then what an agreement is."""

    warning = django_filters.ChoiceFilter(
        label=gettext_lazy("Warning"), choices=_warnings, method="warned"
    )

    class Meta:
        model = Agreement
        fields = ("kind", "state", "county", "statement")

    def warned(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the agreements of which the warning holds today."""
        today = clock.today()
        match value:
            case "expiring":
                return queries.needing_watch(rows, today)
            case "past":
                return queries.past_their_end(rows, today)
        return queries.with_overdue_obligations(rows, today)


class ObligationFilterSet(WagtailFilterSet):
    """Where it stands, whose it is, and the county of the agreement."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=ObligationState.choices, method="standing"
    )
    side = django_filters.ChoiceFilter(
        label=gettext_lazy("Side"), choices=Side.choices, method="of_side"
    )
    county = django_filters.ChoiceFilter(
        label=gettext_lazy("County"), field_name="agreement__county", choices=_counties
    )

    class Meta:
        model = Obligation
        fields: tuple[str, ...] = ()

    def standing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the obligations that stand so today."""
        return queries.obligations_in_state(rows, value, clock.today())

    def of_side(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the obligations of one side."""
        return queries.obligations_of_side(rows, value)


class AdviceFilterSet(WagtailFilterSet):
    """What became of it, and the county of the platform."""

    county = django_filters.ChoiceFilter(
        label=gettext_lazy("County"), field_name="platform__county", choices=_counties
    )

    class Meta:
        model = Advice
        fields = ("state",)


class VisitReportFilterSet(WagtailFilterSet):
    """The county of the visit."""

    county = django_filters.ChoiceFilter(
        label=gettext_lazy("County"), field_name="visit__county", choices=_counties
    )

    class Meta:
        model = VisitReport
        fields: tuple[str, ...] = ()

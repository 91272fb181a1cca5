"""Filters of the list of cases, used also to approve all that a filter shows."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from huizhi.backoffice.behind import add_behind
from huizhi.cases import queries
from huizhi.cases.models import Case
from huizhi.cases.states import CaseState
from huizhi.kernel.models import Region

BATCHES_TO_CHOOSE = 50
WITHOUT = "none"


class CaseFilterSet(WagtailFilterSet):
    """Benefit, state, county, batch of offers."""

    benefit = django_filters.ChoiceFilter(label=_("Benefit"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=CaseState.choices)
    county = django_filters.ChoiceFilter(label=_("County"), method="in_county")
    batch = django_filters.ChoiceFilter(label=_("Batch of offers"))

    class Meta:
        model = Case
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        data: QueryDict | None = None,
        queryset: QuerySet[Case] | None = None,
        *,
        request: HttpRequest,
        prefix: str | None = None,
    ) -> None:
        data = QueryDict(mutable=True) if data is None else data.copy()
        choices = self._choices(request)
        for name, allowed in choices.items():
            # A remembered value that is gone must not switch the other filters off.
            if data.get(name) not in {str(value) for value, _label in allowed}:
                data.pop(name, None)
        super().__init__(data, queryset, request=request, prefix=prefix)
        for name, allowed in choices.items():
            self.filters[name].extra["choices"] = allowed

    def _choices(self, request: HttpRequest) -> dict[str, list[tuple[Any, Any]]]:
        regions = Region.objects.filter(in_use=True).order_by("code")
        batches = queries.batches_for(request.user)[:BATCHES_TO_CHOOSE]  # type: ignore[arg-type]
        return {
            "benefit": list(queries.offered_benefits(request.user).items()),  # type: ignore[arg-type]
            "county": [
                *((region.code, str(region)) for region in regions),
                (WITHOUT, _("(none)")),
            ],
            "batch": [(str(batch.pk), f"{batch.pk} · {batch}") for batch in batches],
        }

    def in_county(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Return the cases of a county, or of none."""
        return rows.filter(county=None if value == WITHOUT else value)


def filtered(request: HttpRequest, rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return the rows that the list shows for the request's filters and search; none for bad ones.

    A list falls back to everything when a filter makes no sense; a decision must not.
    """
    filters = CaseFilterSet(request.GET, rows, request=request)
    add_behind(filters, request, Case)
    if not filters.is_valid():
        return rows.none()
    text = request.GET.get("q", "").strip()
    shown: QuerySet[Case] = filters.qs
    return shown.filter(subject_name__icontains=text) if text else shown

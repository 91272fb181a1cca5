"""The lists of comparisons and of the claims that differ."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from huizhi.backoffice.runs.columns import EXPORTED, ClaimIndexView, KindColumn, PeriodColumn
from huizhi.backoffice.runs.comparisons import ComparisonPage, DifferencePage
from huizhi.backoffice.runs.filters import WITHOUT, by_numbers
from huizhi.backoffice.runs.pages import ProgressFragment
from huizhi.backoffice.viewsets import DateTimeColumn, MoneyColumn, ScopedViewSet
from huizhi.entitlements import differences
from huizhi.entitlements.models import Change, Comparison, Difference
from huizhi.kernel.models import Region, User
from huizhi.kernel.roles import Right
from huizhi.kernel.wording import KINDS


class ComparisonViewSet(ScopedViewSet):
    """Comparisons, newest first."""

    model = Comparison
    icon = "resubmit"
    view_right = Right.RUNS_VIEW
    record_page = ComparisonPage
    list_display = (
        "__str__",
        Column("job.get_state_display", label=_("State")),
        "started_by",
        DateTimeColumn("created_at", label=_("Created"), sort_key="created_at"),
    )
    list_export = ("__str__", "started_by", "created_at")
    export_headings = {"__str__": _("Comparison")}  # noqa: RUF012
    ordering = "-id"

    def rows(self, user: User) -> QuerySet[Comparison]:
        """Return the comparisons this user may see."""
        return differences.comparisons_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the fragment."""
        fragment = ProgressFragment.as_view(rows=differences.comparisons_for)
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/progress/", fragment, name="progress"),
        ]


class DifferenceFilterSet(WagtailFilterSet):
    """Which comparison, and within it change, benefit, kind of subject, county."""

    comparison = django_filters.ChoiceFilter(label=_("Comparison"), empty_label=None)
    change = django_filters.ChoiceFilter(label=_("Change"), choices=Change.choices)
    benefit = django_filters.ChoiceFilter(label=_("Benefit"))
    subject_kind = django_filters.ChoiceFilter(label=_("Subject"), choices=list(KINDS.items()))
    county = django_filters.ChoiceFilter(label=_("County"), method="in_county")

    class Meta:
        model = Difference
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        data: QueryDict | None = None,
        queryset: QuerySet[Difference] | None = None,
        *,
        request: HttpRequest,
        prefix: str | None = None,
    ) -> None:
        data = QueryDict(mutable=True) if data is None else data.copy()
        made = differences.comparisons_for(request.user)  # type: ignore[arg-type]
        made = made.filter(finished_at__isnull=False)
        by_number = by_numbers(made, data.get("comparison", ""))
        chosen = by_number.get(data.get("comparison", "")) or next(iter(by_number.values()), None)
        if chosen is not None:
            data["comparison"] = str(chosen.pk)
        names = chosen.benefit_names if chosen else {}
        if data.get("benefit") not in names:
            data.pop("benefit", None)
        super().__init__(data, queryset, request=request, prefix=prefix)
        regions = Region.objects.filter(in_use=True).order_by("code")
        self.filters["comparison"].extra["choices"] = [
            (number, str(one)) for number, one in by_number.items()
        ]
        self.filters["benefit"].extra["choices"] = list(names.items())
        self.filters["county"].extra["choices"] = [
            *((region.code, str(region)) for region in regions),
            (WITHOUT, _("(none)")),
        ]

    def in_county(self, rows: QuerySet[Difference], name: str, value: str) -> QuerySet[Difference]:
        """Return the rows of a county, or of none."""
        return rows.filter(county=None if value == WITHOUT else value)


class DifferenceIndexView(ClaimIndexView):
    """The differences of one comparison; the export asks for a right of its own."""

    custom_field_preprocess: ClassVar[dict[str, Any]] = EXPORTED


class DifferenceViewSet(ScopedViewSet):
    """Claims that differ, with filters and export."""

    model = Difference
    icon = "resubmit"
    view_right = Right.RUNS_VIEW
    record_page = DifferencePage
    index_view_class = DifferenceIndexView
    filterset_class = DifferenceFilterSet
    list_display = (
        "subject_name",
        KindColumn("subject_kind", label=_("Subject")),
        Column("benefit_name", label=_("Benefit")),
        PeriodColumn("period", label=_("Period")),
        "change",
        MoneyColumn("amount_before", label=_("Before (yuan)")),
        MoneyColumn("amount_after", label=_("After (yuan)")),
        MoneyColumn("gain", label=_("Difference (yuan)"), sort_key="gain"),
        "county",
    )
    list_export = (
        "subject_name",
        "subject_kind",
        "benefit_name",
        "period",
        "get_change_display",
        "amount_before",
        "amount_after",
        "gain",
        "before",
        "after",
        "tier",
        "county",
    )
    export_headings = {  # noqa: RUF012
        "benefit_name": _("Benefit"),
        "get_change_display": _("Change"),
        "amount_before": _("Before (yuan)"),
        "amount_after": _("After (yuan)"),
        "before": _("Answer before"),
        "after": _("Answer after"),
    }
    export_filename = "differences"
    search_fields = ("subject_name",)
    ordering = "id"

    def rows(self, user: User) -> QuerySet[Difference]:
        """Return the differences within the user's scope."""
        return differences.differences_for(user)

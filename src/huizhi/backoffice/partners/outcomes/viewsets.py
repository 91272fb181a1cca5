"""The lists of milestones and results over all projects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django.db.models import Model, QuerySet
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from huizhi.backoffice.partners.outcomes import pages
from huizhi.backoffice.viewsets import ScopedIndexView, ScopedViewSet
from huizhi.kernel import clock
from huizhi.kernel.models import Region, User
from huizhi.kernel.roles import Right
from huizhi.kernel.wording import yuan
from huizhi.partners.lists import MILESTONES, RESULTS
from huizhi.partners.models import Milestone, MilestoneState, Result
from huizhi.partners.outcomes import queries

BADGES = {MilestoneState.DONE: "done", MilestoneState.OPEN: "queued", MilestoneState.LATE: "failed"}
EXPORTED_PROJECT = {
    "project.county": _("County"),
    "project.reference": _("Reference"),
}


def counties() -> Iterable[tuple[str, str]]:
    """Return the counties to filter by."""
    return Region.objects.filter(in_use=True).values_list("code", "name")


def state_badge(state: MilestoneState) -> SafeString:
    """Return a milestone's state as a badge."""
    return format_html(
        '<span class="office-badge office-badge-{}">{}</span>', BADGES[state], state.label
    )


class StateColumn(Column):
    """Where a milestone stands today."""

    def get_value(self, instance: Model) -> SafeString:
        """Return the badge."""
        return state_badge(super().get_value(instance))


class MeasureColumn(Column):
    """How much a result is: its count or amount, with its bound."""

    def get_value(self, instance: Any) -> str:
        """Return the words."""
        return measure(instance)


def measure(result: Result) -> str:
    """Return a result's count or amount with how exactly it is known."""
    if result.amount is not None:
        return f"{result.sign}{yuan(result.amount)}"
    return f"{result.sign}{result.count:,}"


class MilestoneFilterSet(WagtailFilterSet):
    """State today and county."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=MilestoneState.choices, method="standing"
    )
    county = django_filters.ChoiceFilter(
        label=_("County"), field_name="project__county", choices=counties
    )

    class Meta:
        model = Milestone
        fields: tuple[str, ...] = ()

    def standing(self, rows: QuerySet[Milestone], name: str, value: str) -> QuerySet[Milestone]:
        """Return those that stand so today."""
        return queries.in_state(rows, MilestoneState(value), on=clock.today())


class ResultFilterSet(WagtailFilterSet):
    """Kind, county, theme of the project, synthetic."""

    county = django_filters.ChoiceFilter(
        label=_("County"), field_name="project__county", choices=counties
    )
    theme = django_filters.CharFilter(
        label=_("Theme"), field_name="project__theme", lookup_expr="icontains"
    )

    class Meta:
        model = Result
        fields = ("kind", "published", "synthetic")


class ResultIndexView(ScopedIndexView):
    """The results, with what those listed add up to."""

    results_template_name = "backoffice/partners/outcomes/result_list.html"

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the totals of what the filters leave, which the list adds up to."""
        return super().get_context_data(*args, totals=queries.totals(self.get_queryset()), **kwargs)


class MilestoneViewSet(ScopedViewSet):
    """Milestones, the next due first."""

    model = Milestone
    list_kind = MILESTONES
    icon = "calendar-check"
    view_right = Right.PARTNERS_VIEW
    record_page = pages.ShowMilestone
    edit_page = pages.EditMilestonePage
    filterset_class = MilestoneFilterSet
    list_display = (
        "title",
        Column("project", label=_("Project")),
        StateColumn("state", label=_("State")),
        "due",
        "done_on",
        Column("county", label=_("County"), accessor="project.county"),
    )
    list_export = (
        "title",
        "title_en",
        "project",
        "state.label",
        "due",
        "done_on",
        "note",
        "project.county",
        "source",
        "synthetic",
    )
    export_headings: ClassVar[dict[str, Any]] = {**EXPORTED_PROJECT, "state.label": _("State")}
    export_filename = "milestones"
    search_fields = ("title", "project__name")
    ordering = "due"

    def rows(self, user: User) -> QuerySet[Milestone]:
        """Return the milestones this user may see."""
        return queries.milestones_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the button that removes one."""
        remove = path("<int:pk>/remove/", pages.RemoveMilestone.as_view(), name="remove")
        return [*super().get_urlpatterns(), remove]


class ResultViewSet(ScopedViewSet):
    """Results by kind."""

    model = Result
    list_kind = RESULTS
    icon = "success"
    view_right = Right.PARTNERS_VIEW
    record_page = pages.ShowResult
    edit_page = pages.EditResultPage
    index_view_class = ResultIndexView
    filterset_class = ResultFilterSet
    list_display = (
        "title",
        "kind",
        MeasureColumn("measure", label=pgettext_lazy("of a project", "How much")),
        Column("project", label=_("Project")),
        "reached_on",
        Column("county", label=_("County"), accessor="project.county"),
        "source",
    )
    list_export = (
        "title",
        "title_en",
        "get_kind_display",
        "get_bound_display",
        "count",
        "amount",
        "project",
        "reached_on",
        "evidence",
        "project.county",
        "source",
        "published",
        "synthetic",
    )
    export_headings: ClassVar[dict[str, Any]] = {
        **EXPORTED_PROJECT,
        "get_kind_display": _("Kind"),
        "get_bound_display": _("Known"),
    }
    export_filename = "results"
    search_fields = ("title", "project__name", "evidence")
    ordering = "kind"

    def rows(self, user: User) -> QuerySet[Result]:
        """Return the results this user may see."""
        return queries.results_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the button that removes one."""
        remove = path("<int:pk>/remove/", pages.RemoveResult.as_view(), name="remove")
        return [*super().get_urlpatterns(), remove]

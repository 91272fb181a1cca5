"""Lists of insight: the projects' money part by part, and the monthly reports."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from huizhi.backoffice.insight import reports, texts
from huizhi.backoffice.viewsets import (
    DateTimeColumn,
    MoneyColumn,
    ScopedIndexView,
    ScopedViewSet,
)
from huizhi.insight.models import Report
from huizhi.insight.queries import fundings_for
from huizhi.insight.reports.queries import reports_for
from huizhi.insight.reports.states import ReportState
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.partners.models import Funding


class FundingViewSet(ScopedViewSet):
    """The money of the projects, one row for each part."""

    model = Funding
    icon = "table"
    view_right = Right.PARTNERS_VIEW
    list_display = (
        Column("project", label=_("Project"), sort_key="project"),
        "source",
        "payer",
        MoneyColumn("amount", label=_("Amount (yuan)"), sort_key="amount"),
        "purpose",
    )
    list_filter = ("source",)
    list_export = ("project", "get_source_display", "payer", "amount", "purpose")
    export_headings: ClassVar[dict[str, Any]] = {
        "project": _("Project"),
        "get_source_display": _("Source of money"),
        "amount": _("Amount (yuan)"),
    }
    export_filename = "project-money"
    search_fields = ("project__name", "payer__name", "purpose")
    ordering = "id"

    def rows(self, user: User) -> QuerySet[Funding]:
        """Return the parts that this user may see."""
        return fundings_for(user)


BADGES = {ReportState.DRAFT: "queued", ReportState.FINAL: "done"}


class StateColumn(Column):
    """The state of a report as a badge."""

    def get_value(self, instance: Model) -> SafeString:
        """Return the badge."""
        state = ReportState(super().get_value(instance))
        return format_html(
            '<span class="office-badge office-badge-{}">{}</span>', BADGES[state], state.label
        )


class ReportIndexView(ScopedIndexView):
    """The reports, with the way to their wording for those who may change it."""

    @cached_property
    def add_item_label(self) -> str:
        """Return what the button says."""
        return gettext("Make a monthly report")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to the making, and those who may to the wording."""
        buttons = list(super().header_buttons)
        if has_right(self.user, Right.REPORTS_EDIT_TEMPLATES):
            address = reverse("report:texts")
            buttons.append(
                HeaderButton(gettext("Wording of the reports"), url=address, icon_name="edit")
            )
        return buttons


class ReportViewSet(ScopedViewSet):
    """Reports, the newest month first."""

    model = Report
    icon = "doc-full"
    view_right = Right.INSIGHT_VIEW
    record_page = reports.ReportPage
    add_page = reports.MakePage
    index_view_class = ReportIndexView
    list_display = (
        "__str__",
        Column("county", label=_("County"), sort_key="county"),
        StateColumn("state", label=_("State"), sort_key="state"),
        "made_by",
        DateTimeColumn("made_at", label=_("Made at"), sort_key="made_at"),
        DateTimeColumn("finished_at", label=_("Made final at"), sort_key="finished_at"),
    )
    list_filter = ("state", "county")
    list_export = (
        "month",
        "county",
        "get_state_display",
        "made_by",
        "made_at",
        "finished_by",
        "finished_at",
    )
    export_headings: ClassVar[dict[str, Any]] = {"get_state_display": _("State")}
    export_filename = "reports"
    ordering = "-month"

    def rows(self, user: User) -> QuerySet[Report]:
        """Return the reports this user may see."""
        return reports_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the files, the actions and the wording."""
        take = reports.TakeReport.as_view()
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/report.docx", take, {"form": "docx"}, name="word"),
            path("<int:pk>/report.xlsx", take, {"form": "xlsx"}, name="workbook"),
            path("<int:pk>/list-more/", reports.ListMore.as_view(), name="list_more"),
            path("<int:pk>/final/", reports.MakeFinal.as_view(), name="make_final"),
            path("<int:pk>/discard/", reports.Discard.as_view(), name="discard"),
            path("texts/", texts.TextsPage.as_view(), name="texts"),
            path("texts/<str:section>/", texts.TextPage.as_view(), name="text"),
            path("texts/<str:section>/reset/", texts.ResetText.as_view(), name="reset_text"),
        ]

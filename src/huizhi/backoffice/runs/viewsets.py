"""The lists of runs and of results."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from huizhi.backoffice.runs.columns import EXPORTED, ClaimIndexView, KindColumn, PeriodColumn
from huizhi.backoffice.runs.comparisons import ComparePage
from huizhi.backoffice.runs.filters import ResultFilterSet
from huizhi.backoffice.runs.pages import (
    MissingPage,
    ProgressFragment,
    ResultPage,
    ResultReason,
    RunPage,
    StartAgain,
    StartPage,
)
from huizhi.backoffice.viewsets import DateTimeColumn, MoneyColumn, ScopedViewSet
from huizhi.entitlements import queries
from huizhi.entitlements.models import Result, Run
from huizhi.kernel.fact_wording import tier_words
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right


class RunViewSet(ScopedViewSet):
    """Runs, newest first."""

    model = Run
    icon = "rotate"
    view_right = Right.RUNS_VIEW
    record_page = RunPage
    add_page = StartPage
    list_display = (
        "__str__",
        "pack_version",
        "state",
        "subjects",
        "started_by",
        DateTimeColumn("created_at", label=_("Created"), sort_key="created_at"),
    )
    list_filter = ("state",)
    list_export = ("pk", "as_of", "pack_version", "get_state_display", "subjects", "created_at")
    export_headings = {"pk": _("Number"), "get_state_display": _("State")}  # noqa: RUF012
    ordering = "-id"

    def rows(self, user: User) -> QuerySet[Run]:
        """Return the runs this user may see."""
        return queries.runs_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the missing facts, the comparison, the fragment and the action."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/missing/", MissingPage.as_view(), name="missing"),
            path("<int:pk>/progress/", ProgressFragment.as_view(), name="progress"),
            path("<int:pk>/compare/", ComparePage.as_view(), name="compare"),
            path("<int:pk>/start-again/", StartAgain.as_view(), name="start_again"),
        ]


class MissingColumn(Column):
    """The facts that decide an unknown result."""

    def get_value(self, instance: Model) -> str:
        """Return their names."""
        return gettext(", ").join(super().get_value(instance))


class TierColumn(Column):
    """The tier of a person."""

    def get_value(self, instance: Model) -> str:
        """Return it in words."""
        return tier_words(super().get_value(instance))


class ResultIndexView(ClaimIndexView):
    """The results of one run; the export asks for a right of its own."""

    custom_field_preprocess: ClassVar[dict[str, Any]] = {
        **EXPORTED,
        "missing_words": {"xlsx": "、".join, "csv": "、".join},
    }


class ResultViewSet(ScopedViewSet):
    """Results of a run with filters and export."""

    model = Result
    icon = "list-ul"
    view_right = Right.RUNS_VIEW
    record_page = ResultPage
    index_view_class = ResultIndexView
    filterset_class = ResultFilterSet
    list_display = (
        "subject_name",
        KindColumn("subject_kind", label=_("Subject")),
        Column("benefit_name", label=_("Benefit")),
        PeriodColumn("period", label=_("Period")),
        "outcome",
        MoneyColumn("amount", label=_("Amount (yuan)"), sort_key="amount"),
        MoneyColumn("potential", label=_("Possible amount (yuan)"), sort_key="potential"),
        MissingColumn("missing_words", label=_("Missing facts")),
        TierColumn("tier", label=_("Tier"), sort_key="tier"),
        "county",
    )
    list_export = (
        "subject_name",
        "subject_kind",
        "benefit_name",
        "period",
        "get_outcome_display",
        "amount",
        "quantity",
        "unit",
        "potential",
        "missing_words",
        "tier",
        "county",
        "clause",
        "summary",
        "assumption",
    )
    export_headings = {  # noqa: RUF012
        "benefit_name": _("Benefit"),
        "get_outcome_display": _("Outcome"),
        "unit": _("Unit"),
        "missing_words": _("Missing facts"),
        "summary": _("Reason"),
        "assumption": _("Assumption"),
    }
    export_filename = "results"
    search_fields = ("subject_name",)
    ordering = "id"

    def rows(self, user: User) -> QuerySet[Result]:
        """Return the results within the user's scope."""
        return queries.results_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the reason as a file."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/reason.json", ResultReason.as_view(), name="reason"),
        ]

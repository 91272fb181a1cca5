"""The list of cases."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from huizhi.backoffice.cases.approvals import ApprovePage
from huizhi.backoffice.cases.columns import AmountColumn, StateColumn, TickColumn
from huizhi.backoffice.cases.filters import CaseFilterSet
from huizhi.backoffice.cases.offers import OfferPage, OffersPage
from huizhi.backoffice.cases.pages import CasePage, WithdrawPage
from huizhi.backoffice.runs.columns import EXPORTED, ClaimIndexView, PeriodColumn
from huizhi.backoffice.viewsets import ScopedViewSet
from huizhi.cases import queries
from huizhi.cases.models import Case
from huizhi.cases.states import CaseState
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right


class CaseIndexView(ClaimIndexView):
    """The cases, with boxes to tick for those who approve; the export asks for its own right."""

    results_template_name = "backoffice/cases/case_list.html"
    custom_field_preprocess: ClassVar[dict[str, Any]] = EXPORTED

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns, boxes first for those who can approve some."""
        return [*([TickColumn()] if self.approvable else []), *super().columns]

    @cached_property
    def approvable(self) -> int:
        """How many of the cases listed, on every page, this user could approve."""
        if not has_right(self.user, Right.CASES_APPROVE):
            return 0
        # Without the order, which asks for the columns, which ask for this.
        listed = self.search_queryset(self.filter_queryset(self.get_base_queryset()))
        offered = listed.filter(state=CaseState.OFFERED)
        return int(offered.exclude(batch__made_by=self.user).count())

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead those who make offers to them."""
        if not has_right(self.user, Right.CASES_OFFER):
            return []
        return [HeaderButton(_("Make offers"), url=reverse("case:offers"), icon_name="plus")]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filters as an address, for the approval of all that is listed."""
        kept = self.request.GET.copy()
        for name in (self.page_kwarg, "_w_filter_fragment", "ordering", "export", "all", "case"):
            kept.pop(name, None)
        kept["all"] = "1"
        context = super().get_context_data(*args, **kwargs)
        context["approve_all"] = f"{reverse('case:approve')}?{kept.urlencode()}"
        context["may_approve"] = has_right(self.user, Right.CASES_APPROVE)
        context["approvable"] = self.approvable
        return context


class CaseViewSet(ScopedViewSet):
    """Cases, newest first."""

    model = Case
    icon = "tasks"
    view_right = Right.CASES_VIEW
    record_page = CasePage
    index_view_class = CaseIndexView
    filterset_class = CaseFilterSet
    list_display = (
        "subject_name",
        Column("batch.name", label=gettext_lazy("Benefit"), accessor="batch.name"),
        PeriodColumn("period", label=gettext_lazy("Period"), sort_key="period"),
        AmountColumn("amount", label=gettext_lazy("Amount (yuan)"), sort_key="amount"),
        "county",
        StateColumn("state", label=gettext_lazy("State"), sort_key="state"),
    )
    list_export = (
        "pk",
        "subject_name",
        "subject_kind",
        "batch.name",
        "period",
        "amount",
        "batch.assumption",
        "county",
        "get_state_display",
        "pool",
        "batch.made_by",
        "batch.made_at",
        "decided_by",
        "decided_at",
        "reason",
    )
    export_headings: ClassVar[dict[str, Any]] = {
        "pk": gettext_lazy("Case number"),
        "batch.name": gettext_lazy("Benefit"),
        "batch.assumption": gettext_lazy("Assumption"),
        "get_state_display": gettext_lazy("State"),
        "pool": gettext_lazy("Pool"),
        "batch.made_by": gettext_lazy("Offered by"),
        "batch.made_at": gettext_lazy("Offered at"),
    }
    export_filename = "cases"
    search_fields = ("subject_name",)
    ordering = "-id"

    def rows(self, user: User) -> QuerySet[Case]:
        """Return the cases this user may see."""
        return queries.cases_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add offers and decisions."""
        return [
            *super().get_urlpatterns(),
            path("offers/", OffersPage.as_view(), name="offers"),
            path("offers/<int:pk>/<str:benefit>/", OfferPage.as_view(), name="offer"),
            path("approve/", ApprovePage.as_view(), name="approve"),
            path("<int:pk>/withdraw/", WithdrawPage.as_view(), name="withdraw"),
        ]

"""The list of batches of payments."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from huizhi.backoffice.payments.pages import (
    AccountPage,
    BatchPage,
    ConfirmPage,
    PreparePage,
    TakeFile,
    WaitingPage,
)
from huizhi.backoffice.viewsets import (
    DateTimeColumn,
    MoneyColumn,
    ScopedIndexView,
    ScopedViewSet,
)
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.payments import queries
from huizhi.payments.models import PaymentBatch
from huizhi.payments.states import BatchState

BADGES = {BatchState.PREPARED: "running", BatchState.PAID: "done"}


class StateColumn(Column):
    """The state of a batch as a badge."""

    def get_value(self, instance: Model) -> SafeString:
        """Return the badge."""
        state = BatchState(super().get_value(instance))
        return format_html(
            '<span class="office-badge office-badge-{}">{}</span>', BADGES[state], state.label
        )


class BatchIndexView(ScopedIndexView):
    """The batches, with the way to what waits."""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to what waits for payment."""
        address = reverse("paymentbatch:waiting")
        return [HeaderButton(_("Waiting for payment"), url=address, icon_name="time")]


class PaymentBatchViewSet(ScopedViewSet):
    """Batches of payments, newest first."""

    model = PaymentBatch
    icon = "form"
    view_right = Right.PAYMENTS_VIEW
    record_page = BatchPage
    index_view_class = BatchIndexView
    list_display = (
        "__str__",
        StateColumn("state", label=gettext_lazy("State"), sort_key="state"),
        Column("count", label=gettext_lazy("Number of payments")),
        MoneyColumn("fen", label=gettext_lazy("Amount (yuan)")),
        "made_by",
        DateTimeColumn("made_at", label=gettext_lazy("Prepared at"), sort_key="made_at"),
        DateTimeColumn("paid_at", label=gettext_lazy("Paid at"), sort_key="paid_at"),
    )
    list_filter = ("state",)
    list_export = (
        "pk",
        "name",
        "get_state_display",
        "count",
        "fen",
        "made_by",
        "made_at",
        "paid_by",
        "paid_at",
    )
    export_headings: ClassVar[dict[str, Any]] = {
        "pk": gettext_lazy("Number"),
        "name": gettext_lazy("Benefit"),
        "get_state_display": gettext_lazy("State"),
        "count": gettext_lazy("Number of payments"),
        "fen": gettext_lazy("Amount (yuan)"),
        "made_at": gettext_lazy("Prepared at"),
        "paid_at": gettext_lazy("Paid at"),
    }
    export_filename = "payments"
    search_fields = ("benefit_name", "benefit_name_en")
    ordering = "-id"

    def rows(self, user: User) -> QuerySet[PaymentBatch]:
        """Return the batches this user may see."""
        return queries.batches_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add what waits, preparing, accounts, the file and the confirmation."""
        return [
            *super().get_urlpatterns(),
            path("waiting/", WaitingPage.as_view(), name="waiting"),
            path("waiting/<path:benefit>/", PreparePage.as_view(), name="prepare"),
            path("accounts/<int:pk>/", AccountPage.as_view(), name="account"),
            path("<int:pk>/file/<str:form>/", TakeFile.as_view(), name="file"),
            path("<int:pk>/confirm/", ConfirmPage.as_view(), name="confirm"),
        ]

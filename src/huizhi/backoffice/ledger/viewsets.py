"""The list of pools."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from huizhi.backoffice.ledger.figures import charts_of
from huizhi.backoffice.ledger.pages import FundPage, OpenPage, PoolPage
from huizhi.backoffice.viewsets import MoneyColumn, ScopedIndexView, ScopedViewSet
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.ledger import queries
from huizhi.ledger.models import Account, Pool, Unit
from huizhi.ledger.services import shown
from huizhi.rules.money import Money


class BalanceColumn(MoneyColumn):
    """A balance with its unit."""

    def get_value(self, instance: Model) -> str:
        """Return yuan, posts, rooms or vouchers."""
        return shown(instance, Column.get_value(self, instance))  # type: ignore[arg-type]


class PoolIndexView(ScopedIndexView):
    """The pools, with their balances as charts below."""

    template_name = "backoffice/ledger/pools.html"

    @cached_property
    def add_item_label(self) -> str:
        """Return what the button says."""
        return _("Open a pool")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the charts of the pools on this page."""
        context = super().get_context_data(*args, **kwargs)
        context["charts"] = charts_of(list(context["object_list"]))
        return context

    def to_row_dict(self, item: Pool) -> dict[str, Any]:
        """Export pools of money in yuan."""
        row: dict[str, Any] = super().to_row_dict(item)
        if item.unit == Unit.MONEY:
            row |= {account: Money(row[account]) for account in Account if account in row}
        return row


class PoolViewSet(ScopedViewSet):
    """Pools by code."""

    model = Pool
    icon = "table"
    view_right = Right.LEDGER_VIEW
    record_page = PoolPage
    add_page = OpenPage
    index_view_class = PoolIndexView
    list_display = (
        "name",
        "code",
        "unit",
        *(
            BalanceColumn(account.value, label=account.label)
            for account in (Account.AVAILABLE, Account.RESERVED, Account.PAID)
        ),
        "county",
    )
    list_filter = ("unit", "county")
    list_export = (
        "code",
        "name",
        "get_unit_display",
        "available",
        "reserved",
        "paid",
        "county",
        "source",
        "synthetic",
    )
    export_headings: ClassVar[dict[str, Any]] = {
        "get_unit_display": gettext_lazy("Unit"),
        "available": Account.AVAILABLE.label,
        "reserved": Account.RESERVED.label,
        "paid": Account.PAID.label,
    }
    export_filename = "pools"
    search_fields = ("code", "name", "name_en")
    ordering = "code"

    def rows(self, user: User) -> QuerySet[Pool]:
        """Return the pools this user may see."""
        return queries.pools_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the form that adds to a pool."""
        fund = path("<int:pk>/fund/", FundPage.as_view(), name="fund")
        return [*super().get_urlpatterns(), fund]

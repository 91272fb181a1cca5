"""Lists of insight: the projects' money part by part."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.viewsets import MoneyColumn, ScopedViewSet
from huizhi.insight.queries import fundings_for
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.partners.models import Funding


class FundingViewSet(ScopedViewSet):
    """The money of the projects, one row for each part."""

    model = Funding
    icon = "table"
    view_right = Right.PARTNERS_VIEW
    list_display = (
        "project",
        "source",
        "payer",
        MoneyColumn("amount", label=_("Amount (yuan)"), sort_key="amount"),
        "purpose",
    )
    list_filter = ("source",)
    list_export = ("project", "get_source_display", "payer", "amount", "purpose")
    export_headings: ClassVar[dict[str, Any]] = {
        "get_source_display": _("Source of money"),
        "amount": _("Amount (yuan)"),
    }
    export_filename = "project-money"
    search_fields = ("project__name", "payer__name", "purpose")
    ordering = "id"

    def rows(self, user: User) -> QuerySet[Funding]:
        """Return the parts that this user may see."""
        return fundings_for(user)

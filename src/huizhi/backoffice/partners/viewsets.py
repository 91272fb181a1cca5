"""The lists of agreements, bases, projects, visits and platforms."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from huizhi.backoffice.partners.pages import (
    ICONS,
    AddFundingPage,
    AddRecordPage,
    CooperationRecordPage,
    EditRecordPage,
    MovePage,
    RemoveFunding,
    rows_for,
)
from huizhi.backoffice.viewsets import SYNTHETIC, MoneyColumn, ScopedViewSet
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.partners.models import (
    Agreement,
    Base,
    CooperationRecord,
    Platform,
    Project,
    Visit,
)

PARTNERS = Column("partner_names", label=_("Partners"))
HEADINGS = {
    "get_state_display": _("State"),
    "get_kind_display": _("Kind"),
    "get_level_display": _("Level"),
    "partner_names": _("Partners"),
    "total_funding": _("Money (yuan)"),
}


class CooperationViewSet(ScopedViewSet):
    """What the lists of the cooperation share."""

    view_right = Right.PARTNERS_VIEW
    export_headings: ClassVar = HEADINGS
    search_fields = ("name", "name_en", "reference")
    ordering = "name"
    move_page: ClassVar[type[MovePage]]

    def rows(self, user: User) -> QuerySet[Any]:
        """Return the records this user may see."""
        return rows_for(self.model, user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the address of the moves."""
        move = path("<int:pk>/move/", self.move_page.as_view(), name="move")
        return [*super().get_urlpatterns(), move]


def _page(page: type[Any], kind: type[CooperationRecord]) -> type[Any]:
    """Return a page class for one kind of record."""
    return type(f"{kind.__name__}{page.__name__}", (page,), {"model": kind})


class AgreementViewSet(CooperationViewSet):
    """Agreements. An intention stands in the list as an intention."""

    model = Agreement
    icon = ICONS[Agreement]
    record_page = _page(CooperationRecordPage, Agreement)
    add_page = _page(AddRecordPage, Agreement)
    edit_page = _page(EditRecordPage, Agreement)
    move_page = _page(MovePage, Agreement)
    list_display = ("name", PARTNERS, "topic", "state", "signed_on", "county")
    list_filter = ("state", "county", "statement")
    list_export = (
        "name",
        "partner_names",
        "topic",
        "get_state_display",
        "signed_on",
        "ends_on",
        "county",
        "statement",
        "source",
    )


class BaseViewSet(CooperationViewSet):
    """Bases of the twelve kinds."""

    model = Base
    icon = ICONS[Base]
    record_page = _page(CooperationRecordPage, Base)
    add_page = _page(AddRecordPage, Base)
    edit_page = _page(EditRecordPage, Base)
    move_page = _page(MovePage, Base)
    list_display = ("name", "kind", "state", PARTNERS, "host", "county")
    list_filter = ("kind", "state", "county", "statement")
    list_export = (
        "name",
        "get_kind_display",
        "get_state_display",
        "partner_names",
        "host",
        "signed_on",
        "unveiled_on",
        "intern_capacity",
        "interns_this_year",
        "county",
        "statement",
        "source",
    )


class ProjectViewSet(CooperationViewSet):
    """Projects with their money."""

    model = Project
    icon = ICONS[Project]
    record_page = _page(CooperationRecordPage, Project)
    add_page = _page(AddRecordPage, Project)
    edit_page = _page(EditRecordPage, Project)
    move_page = _page(MovePage, Project)
    list_display = (
        "name",
        "kind",
        "theme",
        "state",
        PARTNERS,
        MoneyColumn("total_funding", label=_("Money (yuan)")),
        "county",
    )
    list_filter = ("kind", "theme", "level", "state", "county", "statement")
    list_export = (
        "name",
        "get_kind_display",
        "theme",
        "get_level_display",
        "get_state_display",
        "partner_names",
        "host",
        "total_funding",
        "starts_on",
        "ends_on",
        "people",
        "county",
        "statement",
        "source",
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the addresses of the money."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/funding/", AddFundingPage.as_view(), name="add_funding"),
            path(
                "<int:pk>/funding/<int:funding>/remove/",
                RemoveFunding.as_view(),
                name="remove_funding",
            ),
        ]


class VisitViewSet(CooperationViewSet):
    """Visits with their heads and villages."""

    model = Visit
    icon = ICONS[Visit]
    record_page = _page(CooperationRecordPage, Visit)
    add_page = _page(AddRecordPage, Visit)
    edit_page = _page(EditRecordPage, Visit)
    move_page = _page(MovePage, Visit)
    list_display = ("name", PARTNERS, "people", "village_count", "state", "starts_on", "county")
    list_filter = ("state", "county", "statement")
    list_export = (
        "name",
        "partner_names",
        "people",
        "village_count",
        "villages",
        "topics",
        "get_state_display",
        "starts_on",
        "ends_on",
        "county",
        "statement",
        "source",
    )


class PlatformViewSet(CooperationViewSet):
    """Platforms by kind and level."""

    model = Platform
    icon = ICONS[Platform]
    record_page = _page(CooperationRecordPage, Platform)
    add_page = _page(AddRecordPage, Platform)
    edit_page = _page(EditRecordPage, Platform)
    move_page = _page(MovePage, Platform)
    list_display = ("name", "kind", "level", "host", "state", "county", SYNTHETIC)
    list_filter = ("kind", "level", "state", "county", "statement", "synthetic")
    list_export = (
        "name",
        "get_kind_display",
        "get_level_display",
        "host",
        "get_state_display",
        "recognised_on",
        "academicians",
        "experts",
        "county",
        "statement",
        "source",
        "synthetic",
    )

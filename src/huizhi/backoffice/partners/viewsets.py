"""The lists of agreements, bases, projects, visits and platforms."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from huizhi.backoffice.partners.base_map import BaseIndexView, BaseMapPage
from huizhi.backoffice.partners.filters import AgreementFilterSet
from huizhi.backoffice.partners.outcomes.pages import AddMilestonePage, AddResultPage
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
from huizhi.backoffice.partners.part_pages import (
    AddPart,
    AnswerPage,
    AttachPage,
    EditPart,
    GiveDocument,
    LinkPage,
    RemoveDocument,
    RemovePart,
    SettlePage,
    Unlink,
)
from huizhi.backoffice.partners.series.pages import StartBaseSeriesPage, StartProjectSeriesPage
from huizhi.backoffice.partners.shown import days_left
from huizhi.backoffice.viewsets import SYNTHETIC, MoneyColumn, ScopedViewSet
from huizhi.kernel import clock
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.partners import queries
from huizhi.partners.lists import AGREEMENTS, BASES, EVENTS, MONEY, PLATFORMS, PROJECTS, VISITS
from huizhi.partners.models import (
    Agreement,
    Base,
    CooperationRecord,
    Event,
    Platform,
    Project,
    Visit,
)


def partners_shown(record: CooperationRecord) -> str:
    """Return the names of the partners in the language of the screen."""
    return gettext(", ").join(str(partner) for partner in record.partners.all())


PARTNERS = Column("partner_names", label=_("Partners"), accessor=partners_shown)
MONEY_BY_SOURCE = {one.written: one.label for one in PROJECTS.fields if one.name.startswith(MONEY)}
HEADINGS = {
    **MONEY_BY_SOURCE,
    "get_floor_area_bound_display": _("Area known"),
    "get_state_display": _("State"),
    "get_kind_display": _("Kind"),
    "get_level_display": _("Level"),
    "get_people_bound_display": _("People known"),
    "partner_names": _("Partners"),
    "total_funding": _("Money (yuan)"),
}

# What every kind of record has below its page; some kinds have more.
BELOW: tuple[tuple[str, type[Any], str], ...] = (
    ("parts/<slug:part>/new/", AddPart, "add_part"),
    ("parts/<slug:part>/<int:number>/edit/", EditPart, "edit_part"),
    ("parts/<slug:part>/<int:number>/remove/", RemovePart, "remove_part"),
    ("documents/new/", AttachPage, "attach"),
    ("documents/<int:number>/", GiveDocument, "document"),
    ("documents/<int:number>/remove/", RemoveDocument, "remove_document"),
)
SETTLE = ("obligations/<int:number>/settle/", SettlePage, "settle")
ANSWER = ("advice/<int:number>/answer/", AnswerPage, "answer")
FOLLOWED: tuple[tuple[str, type[Any], str], ...] = (
    ("followed/new/", LinkPage, "link"),
    ("followed/<int:number>/remove/", Unlink, "unlink"),
)


class WarningColumn(Column):
    """What should worry about an agreement: its term and its overdue obligations."""

    def get_value(self, instance: Any) -> str:
        """Return the warnings in words; nothing for none."""
        return warning_words(instance)


def warning_words(agreement: Any) -> str:
    """Say how an agreement's term runs out and how many obligations are overdue."""
    found = []
    today, ends = clock.today(), agreement.ends_on
    stands = agreement.is_signed and not agreement.renewed_by_id
    if stands and ends and (ends - today).days <= queries.EXPIRY_WARNING_DAYS:
        found.append(days_left(ends, today))
    late = agreement.overdue_count
    if late:
        found.append(
            ngettext("{count} obligation overdue", "{count} obligations overdue", late).format(
                count=late
            )
        )
    return " ".join(found)


class CooperationViewSet(ScopedViewSet):
    """What the lists of the cooperation share."""

    view_right = Right.PARTNERS_VIEW
    export_headings: ClassVar = HEADINGS
    indexed = True
    ordering = "name"
    move_page: ClassVar[type[MovePage]]
    below: ClassVar[tuple[tuple[str, type[Any], str], ...]] = BELOW

    def rows(self, user: User) -> QuerySet[Any]:
        """Return the records this user may see."""
        return rows_for(self.model, user)

    def describe(self, row: CooperationRecord) -> str:
        """Return the state of a record, beside its name."""
        return str(row.get_state_display())  # type: ignore[attr-defined]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the addresses of the moves, the parts and the documents."""
        move = path("<int:pk>/move/", self.move_page.as_view(), name="move")
        below = [
            path(f"<int:pk>/{route}", _page(page, self.model).as_view(), name=name)
            for route, page, name in self.below
        ]
        return [*super().get_urlpatterns(), move, *below]


def _page(page: type[Any], kind: type[CooperationRecord]) -> type[Any]:
    """Return a page class for one kind of record."""
    return type(f"{kind.__name__}{page.__name__}", (page,), {"model": kind})


class AgreementViewSet(CooperationViewSet):
    """Agreements. An intention stands in the list as an intention."""

    model = Agreement
    list_kind = AGREEMENTS
    icon = ICONS[Agreement]
    record_page = _page(CooperationRecordPage, Agreement)
    add_page = _page(AddRecordPage, Agreement)
    edit_page = _page(EditRecordPage, Agreement)
    move_page = _page(MovePage, Agreement)
    below = (*BELOW, SETTLE)
    filterset_class = AgreementFilterSet
    list_display = (
        "name",
        PARTNERS,
        "kind",
        "state",
        "signed_on",
        "ends_on",
        WarningColumn("warning", label=_("Warning")),
        "county",
    )
    list_export = (
        "reference",
        "name",
        "name_en",
        "number",
        "get_kind_display",
        "partner_names",
        "host",
        "topic",
        "get_state_display",
        "signed_on",
        "in_force_from",
        "ends_on",
        "renew_by",
        "renewed_by",
        "overdue_count",
        "county",
        "statement",
        "note",
        "note_en",
        "source",
        "published",
    )
    export_headings: ClassVar = {**HEADINGS, "overdue_count": _("Obligations overdue")}

    def rows(self, user: User) -> QuerySet[Any]:
        """Return the agreements with their overdue obligations counted."""
        return queries.with_overdue_counts(queries.agreements_for(user), clock.today())


class BaseViewSet(CooperationViewSet):
    """Bases of the twelve kinds."""

    model = Base
    index_view_class = BaseIndexView
    list_kind = BASES
    icon = ICONS[Base]
    record_page = _page(CooperationRecordPage, Base)
    add_page = _page(AddRecordPage, Base)
    edit_page = _page(EditRecordPage, Base)
    move_page = _page(MovePage, Base)
    list_display = ("name", "kind", "state", PARTNERS, "host", "county")
    list_filter = ("kind", "state", "county", "statement")
    list_export = (
        "reference",
        "name",
        "name_en",
        "get_kind_display",
        "get_state_display",
        "partner_names",
        "host",
        "agreement",
        "signed_on",
        "unveiled_on",
        "joint_training_agreement",
        "intern_capacity",
        "interns_this_year",
        "latitude",
        "longitude",
        "county",
        "statement",
        "note",
        "note_en",
        "source",
        "published",
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the map, and where a series is started."""
        listed = {**self.get_index_view_kwargs(), "template_name": BaseMapPage.template_name}
        shown = self.construct_view(BaseMapPage, **listed)
        start = path("<int:pk>/series/", StartBaseSeriesPage.as_view(), name="start_series")
        return [*super().get_urlpatterns(), path("map/", shown, name="map"), start]


class ProjectViewSet(CooperationViewSet):
    """Projects with their money."""

    model = Project
    list_kind = PROJECTS
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
        "reference",
        "name",
        "name_en",
        "get_kind_display",
        "theme",
        "get_level_display",
        "get_state_display",
        "partner_names",
        "host",
        "agreement",
        "total_funding",
        *MONEY_BY_SOURCE,
        "starts_on",
        "ends_on",
        "partner_count",
        "people",
        "get_people_bound_display",
        "floor_area",
        "get_floor_area_bound_display",
        "county",
        "statement",
        "note",
        "note_en",
        "source",
        "published",
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the addresses of the money, and where milestones, results and series are added."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/milestones/", AddMilestonePage.as_view(), name="add_milestone"),
            path("<int:pk>/results/", AddResultPage.as_view(), name="add_result"),
            path("<int:pk>/series/", StartProjectSeriesPage.as_view(), name="start_series"),
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
    list_kind = VISITS
    icon = ICONS[Visit]
    record_page = _page(CooperationRecordPage, Visit)
    add_page = _page(AddRecordPage, Visit)
    edit_page = _page(EditRecordPage, Visit)
    move_page = _page(MovePage, Visit)
    below = (*BELOW, *FOLLOWED)
    list_display = ("name", PARTNERS, "people", "village_count", "state", "starts_on", "county")
    list_filter = ("state", "county", "statement")
    list_export = (
        "reference",
        "name",
        "name_en",
        "partner_names",
        "host",
        "base",
        "led_by",
        "people",
        "get_people_bound_display",
        "village_count",
        "villages",
        "topics",
        "get_state_display",
        "starts_on",
        "ends_on",
        "county",
        "statement",
        "note",
        "note_en",
        "source",
        "published",
    )


class EventViewSet(CooperationViewSet):
    """Joint conferences, signings, unveilings and the like."""

    model = Event
    list_kind = EVENTS
    icon = ICONS[Event]
    record_page = _page(CooperationRecordPage, Event)
    add_page = _page(AddRecordPage, Event)
    edit_page = _page(EditRecordPage, Event)
    move_page = _page(MovePage, Event)
    below = (*BELOW, *FOLLOWED)
    list_display = ("name", "kind", "held_on", "place", PARTNERS, "state", "county")
    list_filter = ("kind", "state", "county", "statement")
    list_export = (
        "reference",
        "name",
        "name_en",
        "get_kind_display",
        "held_on",
        "place",
        "partner_names",
        "host",
        "agreement",
        "base",
        "people",
        "get_people_bound_display",
        "get_state_display",
        "county",
        "statement",
        "note",
        "note_en",
        "source",
        "published",
    )


class PlatformViewSet(CooperationViewSet):
    """Platforms by kind and level."""

    model = Platform
    list_kind = PLATFORMS
    icon = ICONS[Platform]
    record_page = _page(CooperationRecordPage, Platform)
    add_page = _page(AddRecordPage, Platform)
    edit_page = _page(EditRecordPage, Platform)
    move_page = _page(MovePage, Platform)
    below = (*BELOW, ANSWER)
    list_display = ("name", "kind", "level", "host", "state", "county", SYNTHETIC)
    list_filter = ("kind", "level", "state", "county", "statement", "synthetic")
    list_export = (
        "reference",
        "name",
        "name_en",
        "get_kind_display",
        "get_level_display",
        "host",
        "partner_names",
        "get_state_display",
        "recognised_on",
        "academicians",
        "experts",
        "county",
        "statement",
        "note",
        "note_en",
        "source",
        "published",
        "synthetic",
    )

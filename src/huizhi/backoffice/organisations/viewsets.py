"""The list of organisations."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.organisations.pages import (
    AddNamePage,
    AddOrganisationPage,
    AddRankPage,
    ChooseSurvivorPage,
    EditOrganisationPage,
    MarkDifferent,
    MergePage,
    OrganisationPage,
    RemoveName,
    RemoveRank,
    SimilarPage,
)
from huizhi.backoffice.viewsets import SYNTHETIC, ScopedViewSet
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.organisations import queries
from huizhi.organisations.lists import ORGANISATIONS
from huizhi.organisations.models import Organisation


class OrganisationViewSet(ScopedViewSet):
    """Organisations by name."""

    model = Organisation
    list_kind = ORGANISATIONS
    icon = "site"
    view_right = Right.ORGANISATIONS_VIEW
    record_page = OrganisationPage
    add_page = AddOrganisationPage
    edit_page = EditOrganisationPage
    list_display = ("name", "kind", "nature", "county", "parent", SYNTHETIC)
    list_filter = (
        "kind",
        "nature",
        "county",
        "clusters",
        "teaching_level",
        "double_first_class",
        "synthetic",
    )
    list_export = (
        "name",
        "short_name",
        "name_en",
        "former_names",
        "get_kind_display",
        "get_nature_display",
        "credit_code",
        "ministry_code",
        "county",
        "seat",
        "parent",
        "cluster_names",
        "park",
        "attracted_on",
        "authority",
        "get_teaching_level_display",
        "double_first_class",
        "source",
        "synthetic",
    )
    export_headings: ClassVar = {
        "get_kind_display": _("Kind"),
        "get_nature_display": _("Nature"),
        "former_names": _("Former names"),
        "cluster_names": _("Industry clusters"),
        "get_teaching_level_display": _("Teaching level"),
    }
    indexed = True
    pick_by = ("kind",)
    ordering = "name"

    def rows(self, user: User) -> QuerySet[Organisation]:
        """Return the organisations this user may see."""
        return queries.organisations_for(user).prefetch_related("clusters", "names")

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the addresses of names, ranks, likely duplicates and merging."""
        return [
            *super().get_urlpatterns(),
            path("similar/", SimilarPage.as_view(), name="similar"),
            path("<int:pk>/differs/<int:other>/", MarkDifferent.as_view(), name="differs"),
            path("<int:pk>/merge/", ChooseSurvivorPage.as_view(), name="choose_survivor"),
            path("<int:pk>/merge/<int:other>/", MergePage.as_view(), name="merge"),
            path("<int:pk>/names/", AddNamePage.as_view(), name="add_name"),
            path("<int:pk>/names/<int:entry>/remove/", RemoveName.as_view(), name="remove_name"),
            path("<int:pk>/ranks/", AddRankPage.as_view(), name="add_rank"),
            path("<int:pk>/ranks/<int:entry>/remove/", RemoveRank.as_view(), name="remove_rank"),
        ]

    def describe(self, row: Organisation) -> str:
        """Return what tells an organisation from another of the same name."""
        place = row.county or row.seat or _("outside the city")
        return f"{row.get_kind_display()} · {row.parent or place}"

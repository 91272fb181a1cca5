"""The list of organisations."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.organisations.pages import (
    AddOrganisationPage,
    EditOrganisationPage,
    OrganisationPage,
)
from huizhi.backoffice.viewsets import SYNTHETIC, ScopedViewSet
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.organisations import queries
from huizhi.organisations.models import Organisation


class OrganisationViewSet(ScopedViewSet):
    """Organisations by name."""

    model = Organisation
    icon = "site"
    view_right = Right.ORGANISATIONS_VIEW
    record_page = OrganisationPage
    add_page = AddOrganisationPage
    edit_page = EditOrganisationPage
    list_display = ("name", "kind", "nature", "county", "parent", SYNTHETIC)
    list_filter = ("kind", "nature", "county", "double_first_class", "synthetic")
    list_export = (
        "name",
        "name_en",
        "get_kind_display",
        "get_nature_display",
        "credit_code",
        "ministry_code",
        "county",
        "parent",
        "double_first_class",
        "source",
        "synthetic",
    )
    export_headings: ClassVar = {"get_kind_display": _("Kind"), "get_nature_display": _("Nature")}
    search_fields = ("name", "name_en", "short_name", "credit_code", "ministry_code")
    ordering = "name"

    def rows(self, user: User) -> QuerySet[Organisation]:
        """Return the organisations this user may see."""
        return queries.organisations_for(user)

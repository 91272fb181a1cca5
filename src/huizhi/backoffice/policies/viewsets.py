"""The list of pack versions."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from huizhi.backoffice.policies.pages import (
    DocumentPage,
    InForcePage,
    StorePage,
    VersionPage,
    WithdrawPage,
)
from huizhi.backoffice.viewsets import DateColumn, DateTimeColumn, ScopedViewSet
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.policies import queries
from huizhi.policies.models import PackVersion
from huizhi.policies.states import VersionState


def _packs() -> list[tuple[str, str]]:
    """Return the packs of which versions are stored, by their names."""
    versions = PackVersion.objects.defer("files").order_by("pk")
    return list({version.pack_id: version.name for version in versions}.items())


class PackVersionFilterSet(WagtailFilterSet):
    """Which pack, and how far the version is."""

    pack_id = django_filters.ChoiceFilter(label=_("Pack"), choices=_packs)
    state = django_filters.ChoiceFilter(label=_("State"), choices=VersionState.choices)

    class Meta:
        model = PackVersion
        fields: tuple[str, ...] = ()


class PackVersionViewSet(ScopedViewSet):
    """Versions of policy packs, the newest of each pack first."""

    model = PackVersion
    icon = "doc-full-inverse"
    view_right = Right.POLICIES_VIEW
    record_page = VersionPage
    add_page = StorePage
    list_display = (
        "__str__",
        "state",
        DateColumn("in_force_from", label=_("In force from"), sort_key="in_force_from"),
        DateColumn("in_force_to", label=_("In force to"), sort_key="in_force_to"),
        "stored_by",
        DateTimeColumn("stored_at", label=_("Stored at"), sort_key="stored_at"),
    )
    filterset_class = PackVersionFilterSet
    list_export = (
        "name_zh",
        "version",
        "get_state_display",
        "in_force_from",
        "in_force_to",
        "fingerprint",
    )
    export_headings = {"get_state_display": _("State")}  # noqa: RUF012
    search_fields = ("name_zh", "name_en", "version")

    def rows(self, user: User) -> QuerySet[PackVersion]:
        """Return the versions this user may see."""
        return queries.versions_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the document reader and the forms."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/documents/<path:file>", DocumentPage.as_view(), name="document"),
            path("<int:pk>/put-in-force/", InForcePage.as_view(), name="put_in_force"),
            path("<int:pk>/withdraw/", WithdrawPage.as_view(), name="withdraw"),
        ]

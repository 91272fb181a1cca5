"""The lists of pack versions and of drafts."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from huizhi.backoffice.policies.desk import CheckTable, CheckTexts, TablePage, TextsPage
from huizhi.backoffice.policies.documents import DraftDocumentPage, RemovePart
from huizhi.backoffice.policies.drafts import (
    AcceptPage,
    ComparePage,
    DiscardDraft,
    DraftPage,
    SendBackPage,
    StartDraftPage,
    SubmitDraft,
)
from huizhi.backoffice.policies.pages import (
    DocumentPage,
    InForcePage,
    StorePage,
    VersionFiles,
    VersionPage,
    WithdrawPage,
)
from huizhi.backoffice.policies.parts import AddDocument, AddPart, ChangePart
from huizhi.backoffice.policies.testing import TestsPage
from huizhi.backoffice.policies.trials import TrialPage
from huizhi.backoffice.policies.trying import TryPage, TryReasonPage
from huizhi.backoffice.viewsets import DateColumn, DateTimeColumn, ScopedViewSet
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.policies import queries
from huizhi.policies.models import PackDraft, PackVersion
from huizhi.policies.states import DraftState, VersionState


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
            path("<int:pk>/files.zip", VersionFiles.as_view(), name="files"),
            path("<int:pk>/put-in-force/", InForcePage.as_view(), name="put_in_force"),
            path("<int:pk>/withdraw/", WithdrawPage.as_view(), name="withdraw"),
            path("<int:pk>/draft/", StartDraftPage.as_view(), name="start_draft"),
        ]


class PackDraftFilterSet(WagtailFilterSet):
    """How far the draft is."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=DraftState.choices)

    class Meta:
        model = PackDraft
        fields: tuple[str, ...] = ()


class PackDraftViewSet(ScopedViewSet):
    """Drafts on the policy desk, the last changed first."""

    model = PackDraft
    icon = "edit"
    view_right = Right.POLICIES_VIEW
    record_page = DraftPage
    list_display = (
        "__str__",
        "state",
        "based_on",
        DateTimeColumn("changed_at", label=_("Last changed"), sort_key="changed_at"),
        "decided_by",
    )
    filterset_class = PackDraftFilterSet
    list_export = ("__str__", "get_state_display", "based_on", "changed_at", "decided_by")
    export_headings = {"__str__": _("Draft"), "get_state_display": _("State")}  # noqa: RUF012

    def rows(self, user: User) -> QuerySet[PackDraft]:
        """Return the drafts this user may see."""
        return queries.drafts_for(user).defer("files", "based_on__files", "version__files")

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the desk: editing, comparing, deciding."""
        table, part = "<path:file>/<slug:english>/", "<str:part>/<path:file>/"
        return [
            *super().get_urlpatterns(),
            path(f"<int:pk>/tables/{table}", TablePage.as_view(), name="table"),
            path(f"<int:pk>/check/{table}", CheckTable.as_view(), name="check_table"),
            path("<int:pk>/expressions/<path:file>/", TextsPage.as_view(), name="texts"),
            path(
                "<int:pk>/check-expressions/<path:file>/", CheckTexts.as_view(), name="check_texts"
            ),
            path("<int:pk>/document/<path:file>/", DraftDocumentPage.as_view(), name="document"),
            path("<int:pk>/add-document/", AddDocument.as_view(), name="add_document"),
            path(f"<int:pk>/add/{part}", AddPart.as_view(), name="add_part"),
            path(f"<int:pk>/change/{part}", ChangePart.as_view(), name="change_part"),
            path(f"<int:pk>/remove/{part}", RemovePart.as_view(), name="remove_part"),
            path("<int:pk>/try/", TryPage.as_view(), name="try"),
            path("<int:pk>/try/reason/", TryReasonPage.as_view(), name="try_reason"),
            path("<int:pk>/trial/", TrialPage.as_view(), name="trial"),
            path("<int:pk>/tests/", TestsPage.as_view(), name="tests"),
            path("<int:pk>/compare/", ComparePage.as_view(), name="compare"),
            path("<int:pk>/submit/", SubmitDraft.as_view(), name="submit"),
            path("<int:pk>/discard/", DiscardDraft.as_view(), name="discard"),
            path("<int:pk>/send-back/", SendBackPage.as_view(), name="send_back"),
            path("<int:pk>/accept/", AcceptPage.as_view(), name="accept"),
        ]

"""The list of imports of one kind, with the pages of its steps."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.lists import pages
from huizhi.backoffice.lists.pages import imports_name
from huizhi.backoffice.viewsets import DateTimeColumn, ScopedViewSet
from huizhi.kernel.lists.kinds import ListKind
from huizhi.kernel.lists.models import ListImport
from huizhi.kernel.lists.queries import imports_for
from huizhi.kernel.lists.records import RecordKind
from huizhi.kernel.models import User

Steps = dict[str, tuple[str, type[Any]]]
"""Address → name and page."""

STEPS: Steps = {
    "blank/": ("blank", pages.BlankList),
    "<int:pk>/columns/": ("columns", pages.ColumnsPage),
    "<int:pk>/progress/": ("progress", pages.ImportProgress),
    "<int:pk>/apply/": ("apply", pages.Apply),
    "<int:pk>/discard/": ("discard", pages.Discard),
    "<int:pk>/refused/": ("refused", pages.TakeRefused),
    "<int:pk>/rows/<int:row>/decide/": ("decide", pages.Decide),
}


class ListImportViewSet(ScopedViewSet):
    """Imports of one kind, newest first; see `imports_of`."""

    model = ListImport
    icon = "upload"
    kind: ClassVar[ListKind]
    steps: ClassVar[Steps]
    list_display = (
        "file_name",
        "state",
        "county",
        "uploaded_by",
        DateTimeColumn("uploaded_at", label=_("Uploaded"), sort_key="uploaded_at"),
        DateTimeColumn("applied_at", label=_("Applied"), sort_key="applied_at"),
    )
    list_export = ("file_name", "get_state_display", "county", "uploaded_by", "uploaded_at")
    list_filter = ("state",)
    export_headings: ClassVar[dict[str, Any]] = {"get_state_display": _("State")}
    search_fields = ("file_name",)
    ordering = "-id"

    def rows(self, user: User) -> QuerySet[ListImport]:
        """Return the imports this user may see."""
        return imports_for(user, self.kind)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the steps of an import."""
        return [
            *super().get_urlpatterns(),
            *(path(route, page.as_view(), name=name) for route, (name, page) in self.steps.items()),
        ]


def imports_of_records(*kinds: RecordKind) -> list[ListImportViewSet]:
    """Return the viewsets of the imports of kinds whose lists have the name of the kind."""
    return [
        imports_of(kind, records=kind.name, label=kind.model._meta.verbose_name_plural)
        for kind in kinds
    ]


def imports_of(kind: ListKind, *, records: str, label: Any) -> ListImportViewSet:
    """Return the viewset of a kind's imports.

    `records` names the addresses of the records that such a list is about, `label` their list.
    """

    def own(page: type[Any]) -> type[Any]:
        marks = {
            "kind": kind,
            "right": kind.right,
            "records": records,
            "records_label": label,
            "__doc__": page.__doc__,
            "__module__": page.__module__,
        }
        return type(page.__name__, (page,), marks)

    viewset = type(
        "ListImportViewSet",
        (ListImportViewSet,),
        {
            "kind": kind,
            "view_right": kind.right,
            "record_page": own(pages.ImportPage),
            "add_page": own(pages.UploadPage),
            "steps": {route: (name, own(page)) for route, (name, page) in STEPS.items()},
            "__doc__": ListImportViewSet.__doc__,
            "__module__": __name__,
        },
    )
    made: ListImportViewSet = viewset(imports_name(kind))
    return made

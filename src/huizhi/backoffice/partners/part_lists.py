"""The lists across records: obligations, advice, delivered reports, kinds of bases."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column

from huizhi.backoffice.pages import FormPage, RecordPage
from huizhi.backoffice.partners.filters import (
    AdviceFilterSet,
    ObligationFilterSet,
    VisitReportFilterSet,
)
from huizhi.backoffice.partners.kind_forms import AddKindForm, KindForm
from huizhi.backoffice.partners.sections import BADGES
from huizhi.backoffice.viewsets import DateColumn, ScopedViewSet
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.partners import base_kinds, queries
from huizhi.partners.lists import ADVICE, OBLIGATIONS
from huizhi.partners.models import Advice, BaseKind, Obligation, VisitReport


class OwnerColumn(Column):
    """The record to which a row belongs, as a link to the place on its page."""

    def __init__(self, owner: str, anchor: str, **options: Any) -> None:
        super().__init__(owner, **options)
        self.owner, self.anchor = owner, anchor

    def get_value(self, instance: Any) -> str:
        """Return the link."""
        record = getattr(instance, self.owner)
        address = reverse(f"{self.owner}:record", args=[record.pk])
        return format_html('<a href="{}#{}">{}</a>', address, self.anchor, record.name)


class BadgeColumn(Column):
    """Where a row stands, as words on a colour."""

    def get_value(self, instance: Any) -> str:
        """Return the badge."""
        return format_html(
            '<span class="office-badge office-badge-{}">{}</span>',
            BADGES.get(instance.state, "plain"),
            instance.get_state_display(),
        )


class ObligationViewSet(ScopedViewSet):
    """What each side of each agreement has to do, the next due first."""

    model = Obligation
    list_kind = OBLIGATIONS
    icon = "tasks"
    view_right = Right.PARTNERS_VIEW
    filterset_class = ObligationFilterSet
    list_display = (
        Column("text", label=gettext_lazy("What is to be done")),
        OwnerColumn("agreement", "obligations", label=gettext_lazy("Agreement")),
        Column("party", label=gettext_lazy("Party")),
        DateColumn("due_on", label=gettext_lazy("Due on"), sort_key="due_on"),
        BadgeColumn("state", label=gettext_lazy("State")),
        Column("agreement.county", label=gettext_lazy("County"), accessor="agreement.county"),
    )
    list_export = (
        "text",
        "agreement",
        "agreement.number",
        "party.organisation",
        "party.side.label",
        "due_on",
        "get_state_display",
        "settled_on",
        "evidence",
        "agreement.county",
        "synthetic",
    )
    export_headings: ClassVar[dict[str, Any]] = {
        "agreement.number": gettext_lazy("Agreement number"),
        "party.organisation": gettext_lazy("Party"),
        "party.side.label": gettext_lazy("Side"),
        "get_state_display": gettext_lazy("State"),
        "settled_on": gettext_lazy("Settled on"),
        "agreement.county": gettext_lazy("County"),
    }
    export_filename = "obligations"
    search_fields = ("text", "agreement__name", "agreement__number", "party__organisation__name")

    def rows(self, user: User) -> QuerySet[Obligation]:
        """Return the obligations of the agreements this user may see."""
        return queries.obligations_for(user)


class AdviceViewSet(ScopedViewSet):
    """Advice of all think tanks and committees, the newest first."""

    model = Advice
    list_kind = ADVICE
    icon = "comment"
    view_right = Right.PARTNERS_VIEW
    filterset_class = AdviceFilterSet
    list_display = (
        Column("title", label=gettext_lazy("Title")),
        OwnerColumn("platform", "advice", label=gettext_lazy("Platform")),
        Column("addressed_to", label=gettext_lazy("Addressed to")),
        DateColumn("given_on", label=gettext_lazy("Given on"), sort_key="given_on"),
        BadgeColumn("state", label=gettext_lazy("State"), sort_key="state"),
        Column("answer", label=gettext_lazy("What was done with it")),
    )
    list_export = (
        "title",
        "platform",
        "addressed_to",
        "given_on",
        "get_state_display",
        "answered_on",
        "answer",
        "platform.county",
        "synthetic",
    )
    export_headings: ClassVar[dict[str, Any]] = {
        "get_state_display": gettext_lazy("State"),
        "platform.county": gettext_lazy("County"),
    }
    export_filename = "advice"
    search_fields = ("title", "platform__name", "addressed_to")
    ordering = "-given_on"

    def rows(self, user: User) -> QuerySet[Advice]:
        """Return the advice of the platforms this user may see."""
        return queries.advice_for(user)


class VisitReportViewSet(ScopedViewSet):
    """The reports that visits delivered, the newest first."""

    model = VisitReport
    icon = "doc-full"
    view_right = Right.PARTNERS_VIEW
    filterset_class = VisitReportFilterSet
    list_display = (
        Column("title", label=gettext_lazy("Title")),
        OwnerColumn("visit", "reports", label=gettext_lazy("Visit")),
        DateColumn("delivered_on", label=gettext_lazy("Delivered on"), sort_key="delivered_on"),
        Column("used", label=gettext_lazy("What was done with it")),
        Column("visit.county", label=gettext_lazy("County"), accessor="visit.county"),
    )
    list_export = ("title", "visit", "delivered_on", "link", "used", "visit.county", "synthetic")
    export_headings: ClassVar[dict[str, Any]] = {"visit.county": gettext_lazy("County")}
    export_filename = "visit-reports"
    search_fields = ("title", "visit__name", "used")
    ordering = "-delivered_on"

    def rows(self, user: User) -> QuerySet[VisitReport]:
        """Return the reports of the visits this user may see."""
        return queries.visit_reports_for(user)


class AddKind(FormPage):
    """Adds a kind of base."""

    right = Right.PARTNERS_KINDS
    form_class = AddKindForm
    page_title = gettext_lazy("Add a kind of base")
    header_icon = "list-ul"

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [_kinds_step()]

    def save(self, form: AddKindForm) -> BaseKind:
        """Add it."""
        return base_kinds.add_kind(actor=self.user, **form.cleaned_data)

    def success_message(self, made: BaseKind) -> str:
        """Say what was saved."""
        return _("“{name}” is saved.").format(name=made)

    def success_address(self, made: BaseKind) -> str:
        """Go to the list."""
        return reverse("basekind:index")


class ChangeKind(RecordPage, FormPage):
    """Renames a kind, moves it in the list, takes it out of use."""

    right = Right.PARTNERS_KINDS
    form_class = KindForm
    template_name = "backoffice/partners/kind.html"
    header_icon = "list-ul"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the code, which the list's addresses carry quoted."""
        super().setup(request, *args, **kwargs)
        self.number = unquote(kwargs["pk"])

    def rows(self) -> QuerySet[BaseKind]:
        """Return all kinds."""
        return BaseKind.objects.all()

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [_kinds_step()]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is there."""
        kind = self.record
        initial = {
            "name": kind.name,
            "name_en": kind.name_en,
            "order": kind.order,
            "in_use": kind.in_use,
        }
        return {**super().get_form_kwargs(), "initial": initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say how many bases have the kind."""
        return super().get_context_data(bases=self.record.bases.count(), **kwargs)

    def save(self, form: KindForm) -> BaseKind:
        """Change it."""
        return base_kinds.change_kind(actor=self.user, kind=self.record, **form.cleaned_data)

    def success_message(self, made: BaseKind) -> str:
        """Say what was saved."""
        return _("“{name}” is saved.").format(name=made)

    def success_address(self, made: BaseKind) -> str:
        """Go to the list."""
        return reverse("basekind:index")


def _kinds_step() -> dict[str, str]:
    return {"url": reverse("basekind:index"), "label": _("Kinds of bases")}


class KnownToFactsColumn(Column):
    """Whether the catalogue of facts has a word for a kind."""

    def get_value(self, instance: BaseKind) -> str:
        """Return yes or no in words."""
        return _("Yes") if instance.known_to_facts else _("No")


class BaseKindViewSet(ScopedViewSet):
    """The kinds of bases, in the order in which they are offered."""

    model = BaseKind
    icon = "list-ul"
    view_right = Right.PARTNERS_VIEW
    add_page = AddKind
    edit_page = ChangeKind
    list_display = (
        "name",
        "name_en",
        "code",
        "order",
        BooleanColumn("in_use", label=gettext_lazy("In use")),
        Column("bases_count", label=gettext_lazy("Bases")),
        KnownToFactsColumn("known_to_facts", label=gettext_lazy("Policies can ask for it")),
    )
    list_export = ("name", "name_en", "code", "order", "in_use", "bases_count", "known_to_facts")
    export_headings: ClassVar[dict[str, Any]] = {
        "bases_count": gettext_lazy("Bases"),
        "known_to_facts": gettext_lazy("Policies can ask for it"),
    }
    list_filter = ("in_use",)
    export_filename = "base-kinds"
    search_fields = ("name", "name_en", "code")
    ordering = "order"

    def rows(self, user: User) -> QuerySet[BaseKind]:
        """Return all kinds with how many of the bases that the user sees have each."""
        return queries.kinds_with_bases(user)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Let the list lead to the form: a kind has no page of its own."""
        return {
            **super().get_common_view_kwargs(**kwargs),
            "edit_url_name": self.get_url_name("edit"),
        }

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses; a kind's code is a word."""
        index, results, add = super().get_urlpatterns()[:3]
        edit = path("<slug:pk>/edit/", ChangeKind.as_view(), name="edit")
        return [index, results, add, edit]

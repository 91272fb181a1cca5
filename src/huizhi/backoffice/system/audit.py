"""The audit log: its list with filters, and a page for each entry."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from huizhi.backoffice.pages import RecordPage
from huizhi.backoffice.system.audit_words import (
    ACTIONS,
    action_words,
    detail_words,
    kind_words,
    model_of,
    models_by_kind,
)
from huizhi.backoffice.templatetags.rule_words import fact_value
from huizhi.backoffice.viewsets import DateTimeColumn, ScopedIndexView, ScopedViewSet
from huizhi.kernel.fact_wording import path_words, value_words
from huizhi.kernel.models import AuditEntry, Fact, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.rules.subjects import SubjectKind

WITHOUT_PAGE = ("offer_batch", "region")


def record_address(kind: str, number: object) -> str:
    """Return the page of a kind's record; empty where the kind has none."""
    for name in (kind, kind.replace("_", "")):
        try:
            return reverse(f"{name}:record", args=[number])
        except NoReverseMatch:
            continue
    return ""


def kinds_logged() -> list[tuple[str, str]]:
    """Return the kinds of subject that have a page, and the few that have none, with words."""
    kinds = [kind for kind in models_by_kind() if record_address(kind, 1) or kind in WITHOUT_PAGE]
    return sorted(((kind, kind_words(kind)) for kind in kinds), key=lambda pair: pair[1])


class ActionColumn(Column):
    """What was done, in words."""

    def get_value(self, instance: Model) -> str:
        """Return the words of the action."""
        return action_words(super().get_value(instance))


class KindColumn(Column):
    """What kind of thing it was done to."""

    def get_value(self, instance: Model) -> str:
        """Return the words of the kind."""
        return kind_words(super().get_value(instance))


class AuditFilterSet(WagtailFilterSet):
    """What was done, by whom, and to what."""

    action = django_filters.ChoiceFilter(
        label=gettext_lazy("Action"),
        choices=lambda: sorted(ACTIONS.items(), key=lambda pair: str(pair[1])),
    )
    subject_kind = django_filters.ChoiceFilter(label=gettext_lazy("Subject"), choices=kinds_logged)
    subject_id = django_filters.CharFilter(label=gettext_lazy("Number"))
    actor = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Actor"), queryset=User.objects.order_by("first_name", "username")
    )

    class Meta:
        model = AuditEntry
        fields: tuple[str, ...] = ()


class AuditEntryPage(RecordPage):
    """One entry: who did what to which record, when, why, and the hashes that chain it."""

    right = Right.AUDIT_VIEW
    template_name = "backoffice/system/entry.html"
    header_icon = "history"

    def rows(self) -> QuerySet[AuditEntry]:
        """Return the whole log."""
        return AuditEntry.objects.select_related("actor")

    def get_page_title(self) -> str:
        """Return what was done, with the position."""
        words = action_words(self.record.action)
        return _("{action} (entry {position})").format(action=words, position=self.record.position)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [{"url": reverse("auditentry:index"), "label": _("Audit log")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the entry in words, its record, and the facts it changed."""
        entry: AuditEntry = self.record
        record = self._record_of(entry)
        return super().get_context_data(
            action=action_words(entry.action),
            kind=kind_words(entry.subject_kind),
            subject=record,
            subject_address=self._address(entry) if record else "",
            details=detail_words(entry.subject_kind, entry.detail),
            changes=self._changes(entry),
            **kwargs,
        )

    def _record_of(self, entry: AuditEntry) -> Model | None:
        model = model_of(entry.subject_kind)
        return model._base_manager.filter(pk=entry.subject_id).first() if model else None

    def _address(self, entry: AuditEntry) -> str:
        if entry.subject_kind == "user" and not has_right(self.user, Right.USERS_MANAGE):
            return ""
        return record_address(entry.subject_kind, entry.subject_id)

    def _changes(self, entry: AuditEntry) -> list[dict[str, str]]:
        """Return each fact the entry recorded, with the value it took the place of."""
        if entry.subject_kind not in list(SubjectKind):
            return []
        about = Fact.objects.filter(
            subject_kind=entry.subject_kind, subject_id=entry.subject_id
        ).order_by("name", "pk")
        before = {fact.name: fact for fact in about.filter(superseded=entry)}
        kind = SubjectKind(entry.subject_kind)
        return [
            {
                "name": path_words(fact.name, kind),
                "before": _shown(before[fact.name].value) if fact.name in before else "—",
                "after": _shown(fact.value),
                "source": fact.source,
            }
            for fact in about.filter(recorded=entry)
        ]


def _shown(value: Any) -> str:
    return value_words(value) if isinstance(value, str) else fact_value(value)


class AuditIndexView(ScopedIndexView):
    """The list; its export says in words what was done."""

    custom_value_preprocess: ClassVar[dict[Any, Any]] = {
        **ScopedIndexView.custom_value_preprocess,
        "action": {"xlsx": action_words, "csv": action_words},
        "subject_kind": {"xlsx": kind_words, "csv": kind_words},
    }


class AuditViewSet(ScopedViewSet):
    """The audit log, newest first. It has no form: nobody edits it."""

    model = AuditEntry
    icon = "history"
    view_right = Right.AUDIT_VIEW
    record_page = AuditEntryPage
    list_display = (
        TitleColumn(
            "position",
            label=gettext_lazy("Position"),
            get_url=lambda entry: reverse("auditentry:record", args=[entry.pk]),
            sort_key="position",
        ),
        DateTimeColumn("at", label=gettext_lazy("Time"), sort_key="at"),
        "actor",
        ActionColumn("action", label=gettext_lazy("Action"), sort_key="action"),
        KindColumn("subject_kind", label=gettext_lazy("Subject")),
        Column("subject_id", label=gettext_lazy("Number")),
    )
    filterset_class = AuditFilterSet
    list_export = (
        "position",
        "at",
        "actor",
        "action",
        "subject_kind",
        "subject_id",
        "detail",
        "hash",
    )
    export_headings: ClassVar = {
        "subject_kind": gettext_lazy("Subject"),
        "subject_id": gettext_lazy("Number"),
        "hash": gettext_lazy("Hash"),
    }
    search_fields = ("action", "subject_id")
    ordering = "-position"
    index_view_class = AuditIndexView

    def rows(self, user: User) -> QuerySet[AuditEntry]:
        """Return the whole log."""
        return AuditEntry.objects.select_related("actor")

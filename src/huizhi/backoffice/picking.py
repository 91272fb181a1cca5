"""Picking a record out of thousands: a field to type into, with suggestions, instead of a select.

A form gives a model field the widget `RecordPicker` (one) or `RecordsPicker` (several) and names
the list in which the suggestions are, e.g. `RecordPicker("organisation", kind="park")`. The list's
viewset answers at its address `pick`; `assets/js/picker.js` does the rest. What is chosen is sent
as a select would send it, and the field's own queryset decides what is valid. A list without an
index is searched in its `search_fields`; its picker says `is_indexed=False`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huizhi.backoffice.pages import RightRequired
from huizhi.kernel import search
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right

MOST_SUGGESTIONS = 20


class PickView(RightRequired):
    """Suggestions for what is typed, as JSON; without a text, the first rows of the list."""

    right = Right.OFFICE_ENTER  # the viewset hands over its own
    rows: Callable[[User], QuerySet[Any]] = staticmethod(lambda user: User.objects.none())
    describe: Callable[[Any], str] = staticmethod(lambda row: "")
    search_kind = ""
    search_fields: tuple[str, ...] = ()
    pick_by: tuple[str, ...] = ()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return the suggestions and what to tell somebody who cannot see them."""
        rows = self.rows(self.user)
        for name in self.pick_by:
            if wanted := request.GET.getlist(name):
                rows = rows.filter(**{f"{name}__in": wanted})
        text = request.GET.get("q", "").strip()
        if text:
            rows = rows.filter(self._named(text))
        found = list(rows[: MOST_SUGGESTIONS + 1])
        shown = found[:MOST_SUGGESTIONS]
        options = [
            {"value": str(row.pk), "label": str(row), "detail": self.describe(row)} for row in shown
        ]
        is_indexed = bool(self.search_kind)
        return JsonResponse({"options": options, "status": _status(len(found), is_indexed)})

    def _named(self, text: str) -> Q:
        """Return the condition that a row is found by a text: by the index, or in its fields."""
        if self.search_kind:
            return Q(pk__in=search.matching(kind=self.search_kind, text=text))
        return Q(*((f"{name}__icontains", text) for name in self.search_fields), _connector=Q.OR)


class RecordPicker(forms.Select):
    """Picks one record of a list."""

    template_name = "backoffice/includes/picker.html"

    def __init__(
        self,
        records: str,
        attrs: dict[str, Any] | None = None,
        *,
        is_indexed: bool = True,
        **limits: str,
    ) -> None:
        super().__init__(attrs)
        self.records, self.is_indexed = records, is_indexed
        self.limits = limits

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """Return nothing: the records are not listed on the page."""
        return []

    def use_required_attribute(self, initial: Any) -> bool:
        """Let the browser ask for one where one is needed."""
        return not self.allow_multiple_selected

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what is chosen, by name, and where suggestions come from."""
        context = super().get_context(name, value, attrs)
        address = reverse(f"{self.records}:pick")
        context["widget"].update(
            address=f"{address}?{urlencode(self.limits)}" if self.limits else address,
            chosen=self._chosen(context["widget"]["value"]),
            several=self.allow_multiple_selected,
            is_indexed=self.is_indexed,
        )
        return context

    def _chosen(self, values: Iterable[str]) -> list[tuple[str, str]]:
        numbers = [value for value in values if value.isdecimal()]
        if not numbers:
            return []
        rows: Any = self.choices.queryset.filter(pk__in=numbers)  # type: ignore[attr-defined]
        return [(str(row.pk), str(row)) for row in rows]


class RecordsPicker(RecordPicker, forms.SelectMultiple):
    """Picks several records of a list."""


def _status(count: int, is_indexed: bool) -> str:
    if not count and not is_indexed:
        return _("Nothing found. Try part of the name.")
    if not count:
        return _("Nothing found. Try part of the name, or the initials of its pinyin.")
    if count > MOST_SUGGESTIONS:
        return _("The first {count} of more. Type more of the name.").format(count=MOST_SUGGESTIONS)
    return ngettext("{count} found", "{count} found", count).format(count=count)

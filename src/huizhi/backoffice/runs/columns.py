"""What lists of results and of cases show alike: whose claim, for which period, and the export."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.ui.tables import Column

from huizhi.backoffice.templatetags.rule_words import period_words
from huizhi.backoffice.viewsets import ScopedIndexView
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right, require
from huizhi.kernel.wording import kind_words

EXPORTED: dict[str, Any] = {
    "subject_kind": {"xlsx": kind_words, "csv": kind_words},
    "period": {"xlsx": period_words, "csv": period_words},
}


class KindColumn(Column):
    """What kind of subject a claim is about."""

    def get_value(self, instance: Model) -> str:
        """Return the kind in the language of the screen."""
        return kind_words(super().get_value(instance))


class PeriodColumn(Column):
    """The period of a claim."""

    def get_value(self, instance: Model) -> str:
        """Return its name."""
        return period_words(super().get_value(instance))


class ClaimIndexView(ScopedIndexView):
    """A list whose export asks for a right of its own."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the list, or export it to those who may."""
        if self.is_export:
            require(self.user, Right.RESULTS_EXPORT)
        return super().get(request, *args, **kwargs)

    @property
    def show_export_buttons(self) -> bool:
        """Offer the export to those who may have it."""
        return has_right(self.user, Right.RESULTS_EXPORT)

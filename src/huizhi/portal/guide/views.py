"""Pages of the policy guide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from huizhi.kernel import clock
from huizhi.portal.guide.held import find_documents, packs_in_force
from huizhi.portal.guide.search import search

LONGEST_QUERY = 60


def day_asked(request: HttpRequest) -> dt.date:
    """Return the day that the address asks for as `on`; today where it names none."""
    try:
        return dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()


class GuidePage(TemplateView):
    """The packs in force on a day with their documents, and what a search finds in them."""

    template_name = "portal/guide/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the packs and the hits."""
        on = day_asked(self.request)
        query = self.request.GET.get("q", "").strip()[:LONGEST_QUERY]
        packs = packs_in_force(on)
        return super().get_context_data(
            on=on,
            is_today=on == clock.today(),
            packs=packs,
            query=query,
            hits=search(packs, query),
            **kwargs,
        )


class DocumentPage(TemplateView):
    """A document: its clauses, and on each the tables and benefits that were made of it.

    Where two packs have a document of the same id, `pack` in the address says which.
    """

    template_name = "portal/guide/document.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the document that the address names."""
        document = kwargs["document"]
        on = day_asked(self.request)
        pack = self.request.GET.get("pack")
        found = [one for one in find_documents(document, on) if pack in (None, one.held.pack.id)]
        if not found:
            raise Http404(_("No such document is in force on this day."))
        return super().get_context_data(
            on=on, is_today=on == clock.today(), held=found[0], **kwargs
        )

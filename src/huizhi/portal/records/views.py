"""Pages of the public records: lists with filters, one record, one organisation, one figure."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import Region
from huizhi.organisations.models import Organisation
from huizhi.organisations.queries import survivor_of
from huizhi.partners.models import BaseKind, CooperationRecord
from huizhi.portal.model_case.article import find_article
from huizhi.portal.model_case.checks import check_figure
from huizhi.portal.records.behind import behind_figure
from huizhi.portal.records.cells import name_of, note_of
from huizhi.portal.records.details import Line, record_lines, related_tables
from huizhi.portal.records.tables import (
    LISTS,
    MODELS,
    ORGANISATIONS,
    TABLES,
    RecordTable,
    double_first_class,
)

PER_PAGE = 50


class RecordsPage(TemplateView):
    """A page of the public records, with a table in pages of 50."""

    def page_of(self, table: RecordTable, rows: Any) -> dict[str, Any]:
        """Return the table's cells on the page that the address asks for."""
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        kept = self.request.GET.copy()
        kept.pop("p", None)
        return {
            "table": table,
            "rows": table.cells(page.object_list),
            "page": page,
            "query": kept.urlencode(),
        }


class RecordList(RecordsPage):
    """A list of one kind of record; `kind` is a key of `LISTS`."""

    template_name = "portal/records/list.html"
    kind: ClassVar[str] = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Filter by what the address names and can be filtered by."""
        table = LISTS[self.kind]
        chosen = {name: self.request.GET.get(name, "") for name in table.filters}
        rows = table.rows().filter(**{name: value for name, value in chosen.items() if value})
        return super().get_context_data(
            title=table.title,
            filters=[_filter(table, name, chosen[name]) for name in table.filters],
            filtered=any(chosen.values()),
            lists=_lists(),
            **self.page_of(table, rows),
            **kwargs,
        )


class RecordDetail(TemplateView):
    """One published record; `kind` is a key of `TABLES`."""

    template_name = "portal/records/record.html"
    kind: ClassVar[str] = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the record's public fields and what hangs on it."""
        table = TABLES[self.kind]
        record: CooperationRecord | None = table.rows().filter(pk=self.kwargs["pk"]).first()
        if record is None:
            raise Http404(_("There is no published record at this address."))
        return super().get_context_data(
            record=record,
            title=name_of(record),
            note=note_of(record),
            list_title=table.title,
            list_address=reverse(f"portal:records_{self.kind}"),
            lines=record_lines(record),
            tables=related_tables(record),
            **kwargs,
        )


class OrganisationDetail(TemplateView):
    """One organisation and the published records in which it takes part."""

    template_name = "portal/records/record.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, or lead from one that was merged to the one that stays."""
        survivor = survivor_of(kwargs["pk"])
        if survivor is not None:
            return redirect("portal:records_organisation", survivor.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add its public fields and, kind by kind, the records of it and of its colleges."""
        rows = Organisation.objects.select_related("county", "parent")
        organisation = rows.filter(pk=self.kwargs["pk"]).first()
        if organisation is None:
            raise Http404(_("There is no organisation at this address."))
        family = [organisation.pk, *organisation.children.values_list("pk", flat=True)]
        takes_part = Q(partners__in=family) | Q(host__in=family)
        tables = [
            (table.title, table, table.cells(found))
            for table in TABLES.values()
            if (found := list(table.rows().filter(takes_part).distinct()))
        ]
        return super().get_context_data(
            record=organisation,
            title=name_of(organisation),
            note="",
            list_title=ORGANISATIONS.title,
            list_address=reverse("portal:records_organisations"),
            lines=_organisation_lines(organisation),
            tables=tables,
            **kwargs,
        )


class FigureRecords(RecordsPage):
    """The records behind one figure of the model case."""

    template_name = "portal/records/figure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figure's check and the list behind it."""
        article = find_article()
        figure = self.kwargs["figure"]
        if article is None or figure not in article.figures:
            raise Http404(_("The model case has no such figure."))
        check = check_figure(article.figures[figure])
        language = screen_language()
        listing = behind_figure(check.figure)
        shown = self.page_of(listing.table, listing.rows) if listing else {}
        claimed = check.figure.claimed.get(language)
        return super().get_context_data(
            check=check,
            claimed=claimed,
            title=capfirst(f"{claimed} · {listing.table.title}" if listing else claimed),
            sentence=article.sentence(figure, language),
            unit=check.figure.unit.get(language),
            reason=check.reason(language),
            listing=listing,
            **shown,
            **kwargs,
        )


def _lists() -> list[tuple[Any, str]]:
    """Return the public lists with their addresses."""
    return [(table.title, reverse(f"portal:records_{kind}")) for kind, table in LISTS.items()]


def _filter(table: RecordTable, name: str, chosen: str) -> dict[str, Any]:
    """Return a filter as the form shows it: its label and its choices."""
    model = next((MODELS[kind] for kind in TABLES if TABLES[kind] is table), Organisation)
    field = next(field for field in model._meta.fields if field.name == name)
    if name == "county":
        choices = [(region.code, name_of(region)) for region in Region.objects.filter(in_use=True)]
    elif field.related_model is BaseKind:
        choices = [(kind.code, str(kind)) for kind in BaseKind.objects.all()]
    else:
        choices = [(value, str(label)) for value, label in field.choices or ()]
    return {"name": name, "label": field.verbose_name, "choices": choices, "chosen": chosen}


def _organisation_lines(organisation: Organisation) -> list[Line]:
    pairs = (
        (_("Kind"), organisation.get_kind_display()),
        (_("Belongs to"), name_of(organisation.parent) if organisation.parent else ""),
        (_("Code of the university"), organisation.ministry_code),
        (_("Double First-Class university"), double_first_class(organisation)),
        (_("County"), name_of(organisation.county) if organisation.county else ""),
        (_("Source"), organisation.source),
    )
    return [Line(label, text) for label, text in pairs if text]

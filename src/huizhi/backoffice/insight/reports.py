"""Pages of the monthly reports: making, reading, files, adding problems, making final."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.behind import list_of
from huizhi.backoffice.chart_files import xlsx_response
from huizhi.backoffice.insight.forms import MakeForm
from huizhi.backoffice.insight.leaders import usual_day
from huizhi.backoffice.pages import Action, FormPage, RecordPage, RightRequired
from huizhi.insight.leaders.figure import Unit, unit_words, wan
from huizhi.insight.models import Report
from huizhi.insight.reports import services
from huizhi.insight.reports.indicators import INDICATORS
from huizhi.insight.reports.problems import BY_KEY, KINDS, Found
from huizhi.insight.reports.queries import reports_for
from huizhi.insight.reports.rendering import proposals, render
from huizhi.insight.reports.states import ReportState
from huizhi.insight.reports.word import write_word
from huizhi.insight.reports.workbook import write_workbook
from huizhi.insight.selections.months import month_of
from huizhi.insight.selections.register import DEFINITIONS, read_selection
from huizhi.insight.selections.selection import DIVIDER
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right, scope_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def reports_step() -> dict[str, str]:
    """Return the step of a trail that leads to the list of reports."""
    return {"url": reverse("report:index"), "label": _("Monthly reports")}


class MakePage(FormPage):
    """Makes a draft from the data."""

    right = Right.REPORTS_MAKE
    form_class = MakeForm
    page_title = gettext_lazy("Make a monthly report")
    header_icon = "doc-full"
    submit_label = gettext_lazy("Make the report")

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [reports_step()]

    def get_initial(self) -> dict[str, Any]:
        """Begin with the month of the day that the leaders' page shows."""
        return {"month": month_of(usual_day(self.user))}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who fills it in."""
        return {**super().get_form_kwargs(), "user": self.user}

    def save(self, form: Any) -> Report:
        """Make it."""
        return services.make_report(
            actor=self.user,
            month=form.cleaned_data["month"],
            county=form.cleaned_data.get("county"),
        )

    def success_message(self, made: Report) -> str:
        """Say what comes next."""
        return _("The draft is made from the data. Read it, then make it final.")

    def success_address(self, made: Report) -> str:
        """Go to the report."""
        return reverse("report:record", args=[made.pk])


class ReportPage(RecordPage):
    """A report as it was made: its text, how much of it is problems, its figures."""

    right = Right.INSIGHT_VIEW
    template_name = "backoffice/insight/report.html"
    header_icon = "doc-full"

    def rows(self) -> QuerySet[Report]:
        """Return the reports this user may see."""
        return reports_for(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [reports_step()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the text, the proposals for problems, the figures with their lists."""
        report: Report = self.record
        text = render(report)
        editable = (
            report.state == ReportState.DRAFT
            and has_right(self.user, Right.REPORTS_MAKE)
            and scope_of(self.user).holds(county=report.county_id)
        )
        return super().get_context_data(
            text=text,
            editable=editable,
            proposals=proposals(report) if editable and not text.enough_problems else [],
            indicators=_indicator_rows(report),
            problems=_problem_rows(report),
            **kwargs,
        )


def _indicator_rows(report: Report) -> list[dict[str, Any]]:
    rows = []
    for indicator in INDICATORS:
        counted = report.figures["indicators"][indicator.key]
        shown = [wan(n) if indicator.unit is Unit.MONEY else f"{n:,}" for n in counted]
        rows.append(
            {"label": indicator.label, "unit": unit_words(indicator.unit), "numbers": shown}
        )
    return rows


def _problem_rows(report: Report) -> list[dict[str, Any]]:
    """Return the kinds of problems that were found, with the list as it is today."""
    rows = []
    for kind in KINDS:
        kept = report.figures["problems"].get(kind.key)
        found = Found.from_json(kept) if kept else Found()
        if found.count:
            rows.append(
                {
                    "label": kind.label,
                    "count": found.count,
                    "address": _list_address(found.code),
                    "listed": not kind.further or kind.key in report.further,
                }
            )
    return rows


def _list_address(code: str) -> str:
    if not code:
        return ""
    definition = DEFINITIONS[code.partition(DIVIDER)[0]]
    return list_of(read_selection(code, definition.model))


class TakeReport(RightRequired):
    """A report as a file; taking it is on the log."""

    right = Right.INSIGHT_VIEW

    def get(self, request: HttpRequest, pk: int, form: str) -> HttpResponse:
        """Return the Word or the Excel file."""
        report = get_object_or_404(reports_for(self.user), pk=pk)
        text = render(report)
        services.log_download(actor=self.user, report=report, form=form)
        if form == "xlsx":
            return xlsx_response(write_workbook(report, text), text.title)
        response = HttpResponse(write_word(report, text), content_type=DOCX)
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(text.title)}.docx"
        return response


class _ReportAction(Action):
    """A button on a report's page."""

    right = Right.REPORTS_MAKE

    @property
    def report(self) -> Report:
        """The report, if the user may see it."""
        return get_object_or_404(reports_for(self.user), pk=self.kwargs["pk"])

    def address(self, **kwargs: Any) -> str:
        """Go back to the report."""
        return reverse("report:record", args=[kwargs["pk"]])


class ListMore(_ReportAction):
    """Lets a draft list more problems."""

    def perform(self, **kwargs: Any) -> str:
        """List the kinds that were ticked, and as many names as were asked for."""
        names = self.request.POST.get("names", "")
        kinds = [kind for kind in self.request.POST.getlist("kind") if kind in BY_KEY]
        services.list_more(
            actor=self.user,
            report=self.report,
            kinds=kinds,
            names=int(names) if names.isdigit() else 0,
        )
        return _("The draft lists more problems now.")


class MakeFinal(_ReportAction):
    """Makes a draft final."""

    def perform(self, **kwargs: Any) -> str:
        """Make it final."""
        services.make_final(actor=self.user, report=self.report)
        return _("The report is final. It stays as it is.")


class Discard(_ReportAction):
    """Discards a draft."""

    def perform(self, **kwargs: Any) -> str:
        """Delete it."""
        services.discard(actor=self.user, report=self.report)
        self.gone = True
        return _("The draft is discarded.")

    def address(self, **kwargs: Any) -> str:
        """Go to the list, or back to a report that was not discarded."""
        if getattr(self, "gone", False):
            return reverse("report:index")
        return super().address(**kwargs)

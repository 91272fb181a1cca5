"""The import of a list, step by step: upload, columns, preview, apply, refused rows."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.pages import Action, FormPage, RecordPage, RightRequired
from huizhi.backoffice.people.forms import ColumnsForm, UploadForm
from huizhi.backoffice.people.pages import people_step
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.roles import Right
from huizhi.people import queries
from huizhi.people.errors import ImportRefused
from huizhi.people.imports import services
from huizhi.people.imports.columns import find_columns
from huizhi.people.imports.tables import LARGEST_FILE
from huizhi.people.models import Decision, ImportState, PeopleImport, RowOutcome
from huizhi.people.tasks import start_applying

ROWS_ON_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def imports_step() -> dict[str, str]:
    """Return the step of a trail that leads to the list of imports."""
    return {"url": reverse("people_import:index"), "label": _("Imports")}


class UploadPage(FormPage):
    """Takes a list."""

    right = Right.PEOPLE_IMPORT
    form_class = UploadForm
    template_name = "backoffice/people/upload.html"
    page_title = gettext_lazy("Import a list of people")
    header_icon = "upload"
    submit_label = gettext_lazy("Upload")

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the lists."""
        return [people_step(), imports_step()]

    def save(self, form: Form) -> PeopleImport:
        """Keep the list."""
        file = form.cleaned_data["file"]
        # One byte more than is taken tells that it is too large; the rest is not worth the memory.
        data = file.read(LARGEST_FILE + 1)
        return services.upload(actor=self.user, file_name=file.name, data=data)

    def success_address(self, made: PeopleImport) -> str:
        """Go on to the columns."""
        return reverse("people_import:columns", args=[made.pk])


class ImportRecord(RecordPage):
    """A page about one import of the user's county."""

    right = Right.PEOPLE_IMPORT
    header_icon = "upload"

    def rows(self) -> QuerySet[PeopleImport]:
        """Return the imports this user may see."""
        return queries.imports_for(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the lists."""
        return [people_step(), imports_step()]


class ColumnsPage(ImportRecord, FormPage):
    """Says which column states what."""

    form_class = ColumnsForm
    template_name = "backoffice/people/columns.html"
    submit_label = gettext_lazy("Show what would change")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the columns; without the file there is nothing to say about them."""
        try:
            return super().get(request, *args, **kwargs)
        except HuizhiError as error:
            messages.error(request, str(error))
            return redirect(self.success_address(None))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Read the columns of the file."""
        columns = find_columns(
            services.tables_of(self.record), county_code=self.user.county_id or ""
        )
        return {**super().get_form_kwargs(), "columns": columns}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the earlier imports of the same file."""
        return super().get_context_data(earlier=services.earlier_imports(self.record), **kwargs)

    def save(self, form: Any) -> None:
        """Work out the preview."""
        services.preview(
            actor=self.user,
            batch=self.record,
            columns=form.targets(),
            valid_from=form.cleaned_data["valid_from"],
        )

    def success_address(self, made: Any) -> str:
        """Go on to the preview."""
        return reverse("people_import:record", args=[self.number])


class ImportPage(ImportRecord):
    """What an import would do or has done, row by row."""

    template_name = "backoffice/people/import.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the rows; an import without a preview is still at its columns."""
        if self.record.state == ImportState.UPLOADED and self.record.file_index:
            return redirect("people_import:columns", pk=self.number)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the counts and a page of rows of the chosen outcome."""
        counts = services.outcome_counts(self.record)
        chosen = self.request.GET.get("outcome", "")
        rows = self.record.rows.select_related("person__county")
        if chosen in RowOutcome.values:
            rows = rows.filter(outcome=chosen)
        page = Paginator(rows, ROWS_ON_PAGE).get_page(self.request.GET.get("p"))
        waiting = self.record.rows.filter(applied=False, outcome__in=services.TO_APPLY)
        return super().get_context_data(
            counts=[(outcome, counts[outcome.value]) for outcome in RowOutcome],
            chosen=chosen,
            page=page,
            decisions=Decision,
            waiting=waiting.count(),
            given_back=counts[RowOutcome.REFUSED] + counts[RowOutcome.UNDECIDED],
            applying=self.record.state == ImportState.APPLYING,
            can_apply=self.record.state != ImportState.DISCARDED,
            can_discard=self.record.state == ImportState.PREVIEWED,
            **kwargs,
        )


class ImportProgress(RightRequired):
    """The fragment that refreshes itself while an import is applied, then the page."""

    right = Right.PEOPLE_IMPORT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the progress, or ask for the whole page once the job has ended."""
        batch = get_object_or_404(queries.imports_for(self.user), pk=pk)
        response = render(request, "backoffice/people/includes/progress.html", {"record": batch})
        if batch.job is None or batch.job.finished_at is not None:
            response["HX-Refresh"] = "true"
        return response


class ImportAction(Action):
    """A button on the page of an import."""

    right = Right.PEOPLE_IMPORT

    def batch(self, number: int) -> PeopleImport:
        """Return the import, if this user may see it."""
        return get_object_or_404(queries.imports_for(self.user), pk=number)

    def address(self, **kwargs: Any) -> str:
        """Go back to the import."""
        return reverse("people_import:record", args=[kwargs["pk"]])


class Apply(ImportAction):
    """Applies the rows."""

    def perform(self, **kwargs: Any) -> str:
        """Hand them to the worker."""
        start_applying(actor=self.user, batch=self.batch(kwargs["pk"]))
        return _("The import is being applied.")


class Discard(ImportAction):
    """Gives the import up."""

    def perform(self, **kwargs: Any) -> str:
        """Delete its file and rows."""
        services.discard(actor=self.user, batch=self.batch(kwargs["pk"]))
        return _("The import was discarded. Its file was deleted.")


class Decide(ImportAction):
    """Says whether a row is about somebody in the registry."""

    def perform(self, **kwargs: Any) -> str:
        """Plan the row anew."""
        row = get_object_or_404(self.batch(kwargs["pk"]).rows, pk=kwargs["row"])
        given = self.request.POST.get("decision", "")
        if given not in Decision.values:
            raise ImportRefused(_("Choose one of the answers."))
        services.decide(actor=self.user, row=row, decision=Decision(given))
        return _("Row {number}: {outcome}").format(
            number=row.number, outcome=RowOutcome(row.outcome).label
        )


class TakeRefused(RightRequired):
    """Gives the refused rows back as Excel; the file of an applied import goes with it."""

    right = Right.PEOPLE_IMPORT

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Return the workbook, or say why there is none."""
        batch = get_object_or_404(queries.imports_for(self.user), pk=pk)
        try:
            workbook = services.take_refused(actor=self.user, batch=batch)
        except ImportRefused as error:
            messages.error(request, str(error))
            return redirect("people_import:record", pk=pk)
        name = quote(_("Refused rows of {file}").format(file=f"{batch.file_name}.xlsx"))
        response = HttpResponse(workbook, content_type=XLSX)
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return response

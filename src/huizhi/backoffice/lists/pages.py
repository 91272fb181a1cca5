"""The import of a list, step by step: upload, columns, preview, apply, refused rows."""

from __future__ import annotations

from typing import Any, ClassVar
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

from huizhi.backoffice.chart_files import XLSX
from huizhi.backoffice.lists.forms import ColumnsForm, UploadForm
from huizhi.backoffice.pages import Action, FormPage, RecordPage, RightRequired
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.lists import services
from huizhi.kernel.lists.blank import blank_workbook
from huizhi.kernel.lists.errors import ImportRefused
from huizhi.kernel.lists.kinds import ListKind
from huizhi.kernel.lists.models import Decision, ImportRow, ImportState, ListImport, RowOutcome
from huizhi.kernel.lists.queries import earlier_imports, imports_for, outcome_counts
from huizhi.kernel.lists.tables import LARGEST_FILE
from huizhi.kernel.lists.tasks import start_applying
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right

ROWS_ON_PAGE = 50


class OfKind:
    """What the pages of imports share. `imports_of` gives each kind pages of its own."""

    kind: ClassVar[ListKind]
    records: ClassVar[str]
    """The addresses of the records that the list is about, e.g. `person`."""
    records_label: ClassVar[Any]
    user: User

    @classmethod
    def address_of(cls, page: str, *numbers: int) -> str:
        """Return the address of a page of this kind's imports."""
        return reverse(f"{imports_name(cls.kind)}:{page}", args=numbers)

    def imports(self) -> QuerySet[ListImport]:
        """Return the imports this user may see."""
        return imports_for(self.user, self.kind)

    def steps(self) -> list[dict[str, Any]]:
        """Return the way from the list of records to that of its imports."""
        return [
            {"url": reverse(f"{self.records}:index"), "label": str(self.records_label)},
            {"url": self.address_of("index"), "label": _("Imports")},
        ]


def imports_name(kind: ListKind) -> str:
    """Return the name of the addresses of a kind's imports."""
    return f"{kind.name}_import"


class UploadPage(OfKind, FormPage):
    """Takes a list."""

    right = Right.OFFICE_ENTER  # `imports_of` puts the kind's own in its place
    form_class = UploadForm
    template_name = "backoffice/lists/upload.html"
    header_icon = "upload"
    submit_label = gettext_lazy("Upload")

    def get_page_title(self) -> str:
        """Say what is imported."""
        return _("Import: {list}").format(list=self.kind.title)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the lists."""
        return self.steps()

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form what is imported."""
        return {**super().get_form_kwargs(), "kind": self.kind}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way to an empty list."""
        return super().get_context_data(
            blank=self.address_of("blank"), takes_exports=self.kind.takes_exports, **kwargs
        )

    def save(self, form: Form) -> ListImport:
        """Keep the list."""
        file = form.cleaned_data["file"]
        # One byte more than is taken tells that it is too large; the rest is not worth the memory.
        data = file.read(LARGEST_FILE + 1)
        return services.upload(actor=self.user, kind=self.kind, file_name=file.name, data=data)

    def success_address(self, made: ListImport) -> str:
        """Go on to the columns."""
        return self.address_of("columns", made.pk)


class BlankList(OfKind, RightRequired):
    """An empty list with the headings of the kind, to be filled in."""

    right = Right.OFFICE_ENTER

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the workbook."""
        return excel(blank_workbook(self.kind), f"{self.kind.title}.xlsx")


def excel(workbook: bytes, name: str) -> HttpResponse:
    """Return a workbook as a file to keep."""
    response = HttpResponse(workbook, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


class ImportRecord(OfKind, RecordPage):
    """A page about one import of the user's county."""

    right = Right.OFFICE_ENTER
    header_icon = "upload"

    def rows(self) -> QuerySet[ListImport]:
        """Return the imports this user may see."""
        return self.imports()

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the lists."""
        return self.steps()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the names of the addresses."""
        return super().get_context_data(
            imports=imports_name(self.kind), records=self.records, **kwargs
        )


class ColumnsPage(ImportRecord, FormPage):
    """Says which column states what."""

    form_class = ColumnsForm
    template_name = "backoffice/lists/columns.html"
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
        columns = services.columns_of(self.record, county_code=self.user.county_id or "")
        return {**super().get_form_kwargs(), "kind": self.kind, "columns": columns}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the earlier imports of the same file."""
        return super().get_context_data(earlier=earlier_imports(self.record), **kwargs)

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
        return self.address_of("record", self.number)


class ImportPage(ImportRecord):
    """What an import would do or has done, row by row."""

    template_name = "backoffice/lists/import.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the rows; an import without a preview is still at its columns."""
        if self.record.state == ImportState.UPLOADED and self.record.file_index:
            return redirect(self.address_of("columns", self.number))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the counts and a page of rows of the chosen outcome."""
        counts = outcome_counts(self.record)
        chosen = self.request.GET.get("outcome", "")
        rows = self.record.rows.all()
        if chosen in RowOutcome.values:
            rows = rows.filter(outcome=chosen)
        page = Paginator(rows, ROWS_ON_PAGE).get_page(self.request.GET.get("p"))
        self._describe(page.object_list)
        waiting = self.record.rows.filter(applied=False, outcome__in=services.TO_APPLY)
        return super().get_context_data(
            counts=[(outcome, counts[outcome.value]) for outcome in RowOutcome],
            chosen=chosen,
            page=page,
            decisions=[one for one in Decision if one != Decision.SAME],
            waiting=waiting.count(),
            given_back=counts[RowOutcome.REFUSED] + counts[RowOutcome.UNDECIDED],
            applying=self.record.state == ImportState.APPLYING,
            can_apply=self.record.state != ImportState.DISCARDED,
            can_discard=self.record.state == ImportState.PREVIEWED,
            **kwargs,
        )

    def _describe(self, rows: Any) -> None:
        """Say of each row that is to be decided which records it may be about."""
        asked = [row for row in rows if _is_asked(row)]
        numbers = {number for row in asked for number in row.candidates}
        lines = self.kind.described(numbers, actor=self.user) if numbers else {}
        for row in asked:
            row.choices = [(number, lines[number]) for number in row.candidates if number in lines]


def _is_asked(row: ImportRow) -> bool:
    """Say whether a clerk is to decide, or may decide anew, what a row is about."""
    return row.outcome == RowOutcome.UNDECIDED or bool(row.decision and not row.applied)


class ImportProgress(OfKind, RightRequired):
    """The fragment that refreshes itself while an import is applied, then the page."""

    right = Right.OFFICE_ENTER

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the progress, or ask for the whole page once the job has ended."""
        batch = get_object_or_404(self.imports(), pk=pk)
        response = render(
            request,
            "backoffice/lists/includes/progress.html",
            {"record": batch, "imports": imports_name(self.kind)},
        )
        if batch.job is None or batch.job.finished_at is not None:
            response["HX-Refresh"] = "true"
        return response


class ImportAction(OfKind, Action):
    """A button on the page of an import."""

    right = Right.OFFICE_ENTER

    def batch(self, number: int) -> ListImport:
        """Return the import, if this user may see it."""
        return get_object_or_404(self.imports(), pk=number)

    def address(self, **kwargs: Any) -> str:
        """Go back to the import."""
        return self.address_of("record", kwargs["pk"])


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
        chosen = self.request.POST.get("subject", "")
        services.decide(
            actor=self.user,
            row=row,
            decision=Decision(given),
            subject_id=int(chosen) if chosen.isdecimal() else None,
        )
        return _("Row {number}: {outcome}").format(
            number=row.number, outcome=RowOutcome(row.outcome).label
        )


class TakeRefused(OfKind, RightRequired):
    """Gives the refused rows back as Excel; the file of an applied import goes with it."""

    right = Right.OFFICE_ENTER

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Return the workbook, or say why there is none."""
        batch = get_object_or_404(self.imports(), pk=pk)
        try:
            workbook = services.take_refused(actor=self.user, batch=batch)
        except ImportRefused as error:
            messages.error(request, str(error))
            return redirect(self.address_of("record", pk))
        name = _("Refused rows of {file}").format(file=f"{batch.file_name}.xlsx")
        return excel(workbook, name)

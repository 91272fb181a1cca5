"""Pages of uploads: a list of values goes in, its refused rows come back; a list to fill in."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.styles import Font

from huizhi.backoffice.chart_files import XLSX
from huizhi.backoffice.pages import FormPage, RecordPage, RightRequired
from huizhi.backoffice.partners.series.forms import UploadForm
from huizhi.backoffice.partners.series.pages import series_step
from huizhi.kernel import audit
from huizhi.kernel.roles import Right
from huizhi.partners.models import PointUpload, Series
from huizhi.partners.series import queries
from huizhi.partners.series.checking import decimals_of, period_text
from huizhi.partners.series.points import MOST_POINTS
from huizhi.partners.series.reading import LARGEST_FILE, MARKS, NEEDED
from huizhi.partners.series.uploads import refused_workbook, upload_points

WIDTHS = (24, 44, 14, 16, 12, 24)


def workbook_response(data: bytes, name: str) -> HttpResponse:
    """Return an answer that the browser saves under a name, which may be Chinese."""
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


class UploadPage(FormPage):
    """Takes a list of values."""

    right = Right.PARTNERS_EDIT
    form_class = UploadForm
    template_name = "backoffice/partners/series/upload.html"
    page_title = gettext_lazy("Upload values")
    header_icon = "upload"
    submit_label = gettext_lazy("Upload")

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [series_step()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which columns are read."""
        names = {part: MARKS[part][0] for part in MARKS}
        optional = [name for part, name in names.items() if part not in NEEDED]
        return super().get_context_data(
            needed="、".join(names[part] for part in NEEDED),
            optional="、".join(optional),
            **kwargs,
        )

    def save(self, form: Form) -> PointUpload:
        """Record what can be."""
        file = form.cleaned_data["file"]
        # One byte more than is taken tells that it is too large; the rest is not worth the memory.
        data = file.read(LARGEST_FILE + 1)
        return upload_points(actor=self.user, file_name=file.name, data=data)

    def success_address(self, made: PointUpload) -> str:
        """Show how it went."""
        return reverse("pointupload:record", args=[made.pk])


class UploadRecordPage(RecordPage):
    """How an upload went, with the rows that were refused."""

    right = Right.PARTNERS_VIEW
    template_name = "backoffice/partners/series/upload_record.html"
    header_icon = "upload"

    def rows(self) -> QuerySet[PointUpload]:
        """Return the uploads this user may see."""
        return queries.uploads_for(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [series_step()]


class TakeRefused(RightRequired):
    """Gives the refused rows back as Excel."""

    right = Right.PARTNERS_EDIT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the workbook."""
        upload = get_object_or_404(queries.uploads_for(self.user), pk=pk)
        name = _("Refused rows of {file}").format(file=f"{upload.file_name}.xlsx")
        return workbook_response(refused_workbook(upload), name)


class ListToFillIn(RightRequired):
    """A list of the user's series with empty cells for the values."""

    right = Right.PARTNERS_EDIT

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the workbook; headings are those that the upload reads."""
        sheet, save = _sheet([MARKS[part][0] for part in MARKS if part != "key"])
        for series in queries.series_for(self.user)[:MOST_POINTS]:
            subject = series.subject.reference or series.subject.name
            sheet.append([series.indicator.name, subject, "", "", series.indicator.unit, ""])
        return workbook_response(save(), _("Values to fill in.xlsx"))


class PointsExport(RightRequired):
    """All values of a series as Excel; that they were taken out is on the log."""

    right = Right.PARTNERS_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the workbook."""
        series = get_object_or_404(queries.series_for(self.user), pk=pk)
        points = list(queries.points_of(series).select_related("recorded__actor"))
        sheet, save = _sheet(
            [_("Period"), str(series.indicator.unit), _("Source"), _("Recorded by")]
        )
        for point in points:
            value = series.indicator.as_entered(point.value)
            actor = point.recorded_by
            sheet.append(
                [
                    period_text(point.period, series.granularity),
                    round(value, decimals_of(series.indicator)) if value is not None else None,
                    point.source,
                    str(actor) if actor else "",
                ]
            )
        for row in sheet.iter_rows(min_row=2):
            row[2].data_type = "s"
        self._log(series, len(points))
        return workbook_response(save(), f"{series}.xlsx")

    def _log(self, series: Series, rows: int) -> None:
        with transaction.atomic():
            audit.append(
                actor=self.user,
                action="office.export",
                subject_kind="series",
                subject_id=series.pk,
                detail={"rows": rows},
            )


def _sheet(headings: list[str]) -> tuple[Any, Any]:
    """Return a sheet with bold headings, and what returns its file."""
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.append(headings)
    for cell, width in zip(sheet[1], WIDTHS, strict=False):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"

    def save() -> bytes:
        target = BytesIO()
        workbook.save(target)
        return target.getvalue()

    return sheet, save

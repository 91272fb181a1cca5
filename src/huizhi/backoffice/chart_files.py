"""A chart's figures as an Excel file, for every chart of the office in one place.

The page sends back the table that it showed, signed; so each chart has its file without a second
way to count. Pictures are made in the browser (assets/js/charts.js).
"""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import quote

from django.core.signing import BadSignature
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from wagtail.admin.viewsets.base import ViewSet

from huizhi.backoffice.charts import read_signed
from huizhi.backoffice.pages import RightRequired, refusal
from huizhi.kernel import audit
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.roles import Right
from huizhi.rules.fact_tables.characters import harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 31
WIDTH = 24
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\]")


class ChartWorkbook(RightRequired):
    """Returns the figures of a chart that this office showed as an Excel file."""

    right = Right.OFFICE_ENTER
    http_method_names = ["post"]  # noqa: RUF012 - Django reads it from the instance too

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write the file, and the download to the log."""
        try:
            table = read_signed(request.POST.get("chart", ""))
        except BadSignature:
            return refusal(
                request,
                HuizhiError(
                    _("These figures are not from a page of this office. Reload the page.")
                ),
            )
        with transaction.atomic():
            audit.append(
                actor=self.user,
                action="office.export",
                subject_kind="chart",
                subject_id=self.user.pk,
                detail={"title": table["title"], "rows": len(table["rows"])},
            )
        return xlsx_response(write_table(table), table["title"])


def write_table(table: dict[str, Any]) -> bytes:
    """Return a workbook of one sheet with the headings and rows of a table."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _NOT_IN_SHEETS.sub(" ", table["title"])[:LONGEST_NAME]
    sheet.append(table["headings"])
    for row in table["rows"]:
        sheet.append([harmless(value) for value in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column in range(1, len(table["headings"]) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTH
    sheet.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def xlsx_response(content: bytes, name: str) -> HttpResponse:
    """Return an Excel file for download under a name, which may be Chinese."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


class ChartViewSet(ViewSet):
    """The one address of chart files."""

    def get_urlpatterns(self) -> list[Any]:
        """Return it."""
        return [path("workbook/", ChartWorkbook.as_view(), name="workbook")]

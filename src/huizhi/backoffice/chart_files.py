"""A chart's figures as Excel: the page sends back the data from which it was drawn."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from huizhi.backoffice.pages import RightRequired
from huizhi.kernel.roles import Right

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CHART = 1_000_000
MOST_SERIES = 50
FIRST_WIDTH = 28


class ChartWorkbook(RightRequired):
    """Returns the figures of a chart that the user is looking at; nothing is read for it."""

    right = Right.OFFICE_ENTER
    http_method_names = ["post"]  # noqa: RUF012 - Django reads it from the instance too

    def post(self, request: HttpRequest) -> HttpResponse:
        """Return the workbook."""
        text = request.POST.get("chart", "")
        try:
            if len(text) > LONGEST_CHART:
                raise ValueError
            chart = json.loads(text)
            workbook = chart_workbook(chart)
        except (ValueError, KeyError, TypeError, AttributeError):
            return HttpResponseBadRequest(_("These are no figures of a chart."))
        response = HttpResponse(workbook, content_type=XLSX)
        name = quote(f"{str(chart['title'])[:60]}.xlsx")
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return response


def chart_workbook(chart: dict[str, Any]) -> bytes:
    """Return the table of a chart as .xlsx. Errors: `KeyError`, `TypeError`, `ValueError`."""
    series = chart["series"][:MOST_SERIES]
    unit = f" ({chart['unit']})" if chart["unit"] else ""
    workbook = Workbook()
    sheet: Any = workbook.active
    headings = [chart["heading"], *(f"{one['name']}{unit}" for one in series)]
    for column, heading in enumerate(headings, 1):
        _put(sheet, 1, column, str(heading)).font = Font(bold=True)
    for row, category in enumerate(chart["categories"]):
        _put(sheet, row + 2, 1, str(category))
        for column, one in enumerate(series, 2):
            value = one["values"][row] if row < len(one["values"]) else None
            _put(sheet, row + 2, column, value)
    sheet.column_dimensions["A"].width = FIRST_WIDTH
    sheet.freeze_panes = "B2"
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def _put(sheet: Any, row: int, column: int, value: Any) -> Any:
    """Write a number or a text; a text that starts with = is no formula."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
    elif isinstance(value, int | float):
        cell.value = value
    elif value is not None:
        raise TypeError(f"{value!r} is no figure")
    return cell

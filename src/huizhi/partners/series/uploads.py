"""Uploading a list of points: good rows go in, bad ones come back with row, column and reason."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from huizhi.kernel import audit, clock
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require
from huizhi.partners.models import PointUpload
from huizhi.partners.series.points import Outcome, PointOutcome, record_points
from huizhi.partners.series.reading import PointTable, RowRead, read_rows, read_table

LONGEST_NAME = 200
WRONG = PatternFill("solid", fgColor="F9D6D5")
REASON_WIDTH = 70


def upload_points(*, actor: User, file_name: str, data: bytes) -> PointUpload:
    """Record the points of a list; return how it went, with the rows that were refused.

    Errors: `RightMissing`, `SeriesRefused` for a file that holds no table of points.
    """
    require(actor, Right.PARTNERS_EDIT)
    name = Path(file_name).name
    table = read_table(file_name=name, data=data)
    rows = list(read_rows(table))
    stating = [row for row in rows if row.point is not None]
    made = record_points(actor=actor, points=[row.point for row in stating if row.point])
    outcomes = dict(zip((row.number for row in stating), made, strict=True))
    refused = [found for row in rows if (found := _refusal(table, row, outcomes.get(row.number)))]
    counts = [one.outcome for one in made]
    with transaction.atomic():
        upload = PointUpload.objects.create(
            file_name=name[-LONGEST_NAME:],
            uploaded_by=actor,
            uploaded_at=clock.now(),
            accepted=counts.count(Outcome.ACCEPTED),
            replaced=counts.count(Outcome.REPLACED),
            unchanged=counts.count(Outcome.UNCHANGED),
            headings=table.headings,
            refused=refused,
        )
        audit.append(
            actor=actor,
            action="partners.point_upload",
            subject_kind="point_upload",
            subject_id=upload.pk,
            detail={"file": upload.file_name, "rows": len(rows), "refused": len(refused)},
        )
    return upload


def refused_workbook(upload: PointUpload) -> bytes:
    """Return the refused rows as .xlsx: as they were, the wrong cell red, and why each is here.

    It can be corrected and uploaded again: the added columns mean nothing to the reader.
    """
    workbook = Workbook()
    sheet: Any = workbook.active
    width = len(upload.headings)
    headings = [*upload.headings, _("Why it was refused"), _("Row in the list")]
    for column, heading in enumerate(headings, 1):
        _put(sheet, 1, column, heading).font = Font(bold=True)
    for line, row in enumerate(upload.refused, 2):
        for column, text in enumerate(row["cells"], 1):
            _put(sheet, line, column, text)
        if row["index"] is not None:
            sheet.cell(line, row["index"] + 1).fill = WRONG
        reason = _put(sheet, line, width + 1, row["reason"])
        reason.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(line, width + 2).value = row["number"]
    sheet.column_dimensions[get_column_letter(width + 1)].width = REASON_WIDTH
    sheet.freeze_panes = "A2"
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def _refusal(table: PointTable, row: RowRead, outcome: PointOutcome | None) -> Any:
    """Return what is kept of a refused row, None for one that went in."""
    if outcome is not None and outcome.outcome is not Outcome.REFUSED:
        return None
    part = outcome.part if outcome else row.part
    return {
        "number": row.number,
        "cells": row.cells,
        "index": table.columns.get(part),
        "column": table.column_name(part),
        "code": outcome.code if outcome else "cell_unreadable",
        "reason": outcome.message if outcome else row.reason,
    }


def _put(sheet: Any, line: int, column: int, text: str) -> Any:
    """Write a cell as text; one that starts with = is no formula."""
    cell = sheet.cell(line, column)
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    return cell

"""Taking a list through its steps, for the tests of every kind of list."""

from __future__ import annotations

from typing import Any

from huizhi.kernel.lists import services
from huizhi.kernel.lists.kinds import ListKind
from huizhi.kernel.lists.models import ImportRow, ListImport
from huizhi.kernel.models import User
from tests.people.factories import make_list


def silent(done: int, total: int) -> None:
    pass


def bring_in(
    kind: ListKind, user: User, rows: list[list[object]] | bytes, **given: Any
) -> ListImport:
    """Upload and preview a list whose first row holds the headings."""
    data = rows if isinstance(rows, bytes) else make_list(rows, sheet="清单")
    batch = services.upload(actor=user, kind=kind, file_name="清单.xlsx", data=data)
    columns = services.columns_of(batch, county_code=user.county_id or "")
    targets = {column.heading: column.target for column in columns}
    services.preview(actor=user, batch=batch, columns=targets, **given)
    return batch


def apply(user: User, batch: ListImport) -> dict[str, int]:
    return services.apply(actor=user, batch=batch, report=silent)


def outcomes(batch: ListImport) -> list[str]:
    return list(batch.rows.values_list("outcome", flat=True))


def reasons(row: ImportRow) -> str:
    return " ".join(problem["message"] for problem in row.problems if problem["grave"])

"""One factory per model of the room, and lists of people as offices write them."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from huizhi.kernel import clock
from huizhi.kernel.models import Region
from huizhi.kernel.users import system_user
from huizhi.organisations.models import Organisation
from huizhi.people.models import Person
from huizhi.people.services import NewPerson, add_person

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def make_id_number(birth: dt.date = dt.date(1990, 5, 1), sequence: int = 11) -> str:
    """A number that holds together; 140203 is a district that was merged away in 2018."""
    body = f"140203{birth:%Y%m%d}{sequence:03d}"
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
    return body + "10X98765432"[total % 11]


def make_employer(name: str = "大同市第一人民医院", **fields: Any) -> Organisation:
    found = Organisation.objects.filter(name=name).first()
    return found or Organisation.objects.create(
        name=name, kind="employer", source="测试", created_at=clock.now(), **fields
    )


def make_person(name: str = "张三", *, county: Region | None = None, **given: Any) -> Person:
    facts = dict(given.pop("facts", {}))
    if county is not None:
        facts["县区"] = county.pk
    entry = NewPerson(name=name, facts=facts, source="测试", synthetic=True, **given)
    return add_person(actor=system_user(), entry=entry)


def make_list(rows: list[list[object]], *, sheet: str = "人员") -> bytes:
    workbook = Workbook()
    table = workbook.worksheets[0]
    table.title = sheet
    for row in rows:
        table.append(row)
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()

"""The trend: twelve months of signatures, unveilings, visits, people and money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from huizhi.cases.queries import cases_for
from huizhi.insight.leaders.figure import Figure, Unit
from huizhi.insight.selections.benefits import RUN_DAY, paid_to_person
from huizhi.insight.selections.counting import count_each, sum_each
from huizhi.insight.selections.months import first_day, months_until
from huizhi.insight.selections.selection import Selection
from huizhi.kernel.models import User
from huizhi.partners.queries import agreements_for, bases_for, visits_for
from huizhi.people.queries import people_for


@dataclass(frozen=True)
class Line:
    """One measure over the months, the earliest first."""

    label: str
    unit: Unit
    figures: list[Figure]


@dataclass(frozen=True)
class _Measure:
    selection: str
    label: Promise | str
    unit: Unit
    rows: Callable[[User], QuerySet[Any]]
    since: Callable[[dt.date], Q]


def _dated(column: str) -> Callable[[dt.date], Q]:
    return lambda day: Q(**{f"{column}__gte": day})


_MEASURES = (
    _Measure(
        "agreement.signed-in",
        gettext_lazy("Agreements signed"),
        Unit.RECORDS,
        agreements_for,
        _dated("signed_on"),
    ),
    _Measure(
        "base.unveiled-in",
        gettext_lazy("Bases unveiled"),
        Unit.RECORDS,
        bases_for,
        _dated("unveiled_on"),
    ),
    _Measure("visit.in", gettext_lazy("Visits"), Unit.RECORDS, visits_for, _dated("starts_on")),
    _Measure(
        "person.paid-in",
        gettext_lazy("People paid"),
        Unit.PEOPLE,
        people_for,
        lambda day: paid_to_person(**{f"{RUN_DAY}__gte": day}),
    ),
    _Measure("case.paid-in", gettext_lazy("Money paid"), Unit.MONEY, cases_for, _dated(RUN_DAY)),
)


def trend(user: User, base: Selection) -> list[Line]:
    """Return the measures over the twelve months up to the day."""
    months = months_until(base.on)
    lines = []
    for measure in _MEASURES:
        wanted = {
            f"m{number}": Selection(measure.selection, base.on, month, base.county)
            for number, month in enumerate(months)
        }
        rows = measure.rows(user).filter(measure.since(first_day(months[0])))
        find = sum_each if measure.unit is Unit.MONEY else count_each
        found = find(rows, wanted)
        figures = [
            Figure(selection.value, found[key], measure.unit, selection)
            for key, selection in wanted.items()
        ]
        lines.append(Line(str(measure.label), measure.unit, figures))
    return lines

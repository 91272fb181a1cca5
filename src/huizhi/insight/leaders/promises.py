"""Promises against results: what agreements and plans promised, and what came of it.

`SOURCES` is the one place where a room's promises join in: a function of the user and the day that
returns rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huizhi.governance.queries import tasks_for
from huizhi.insight.leaders.figure import Figure, Unit
from huizhi.insight.queries import fundings_for
from huizhi.insight.selections.counting import count_each, signs_each, sum_each
from huizhi.insight.selections.register import Selection
from huizhi.kernel.models import User
from huizhi.partners.queries import agreements_for, bases_for, obligations_for, projects_for
from huizhi.partners.series.queries import series_for
from huizhi.partners.states import ProjectState

FULL = 100


@dataclass(frozen=True)
class Promise:
    """What was promised, and what of it is there."""

    label: str
    promised: Figure
    reached: Figure

    @property
    def percent(self) -> int:
        """How much of the promise is there, at most 100."""
        if not self.promised.number:
            return 0
        return min(FULL, self.reached.number * FULL // self.promised.number)


Source = Callable[[User, Selection], list[Promise]]


def cooperation_promises(user: User, base: Selection) -> list[Promise]:
    """Return agreements and those with results, bases and those that are open."""
    signed = Selection("agreement.reached", base.on, "signed", base.county)
    agreements = {"promised": signed, "reached": signed.of("results")}
    bases = {
        "promised": Selection("base.standing", base.on, county=base.county),
        "reached": Selection("base.open", base.on, county=base.county),
    }
    return [
        _promise(
            _("Signed agreements that show results"),
            Unit.RECORDS,
            agreements,
            count_each(agreements_for(user), agreements),
        ),
        _promise(
            _("Planned bases that are open"),
            Unit.RECORDS,
            bases,
            count_each(bases_for(user), bases),
        ),
    ]


def intern_promises(user: User, base: Selection) -> list[Promise]:
    """Return the places for interns that bases promised, and the interns they took this year."""
    wanted = {
        "promised": Selection("base.intern-places", base.on, county=base.county),
        "reached": Selection("base.interns", base.on, county=base.county),
    }
    sums = sum_each(bases_for(user), wanted)
    return [_promise(_("Places for interns taken"), Unit.PEOPLE, wanted, sums)]


def project_promises(user: User, base: Selection) -> list[Promise]:
    """Return people and floor area of all projects, and of those that are completed."""
    people = Selection("project.people", base.on, county=base.county)
    area = Selection("project.floor-area", base.on, county=base.county)
    completed = ProjectState.COMPLETED.value
    wanted = {
        "people": people,
        "people_reached": people.of(completed),
        "area": area,
        "area_reached": area.of(completed),
    }
    sums = sum_each(projects_for(user), wanted)
    signs = signs_each(projects_for(user), wanted)
    return [
        _promise(
            _("People of projects, in completed ones"),
            Unit.PEOPLE,
            {"promised": people, "reached": people.of(completed)},
            {"promised": sums["people"], "reached": sums["people_reached"]},
            {"promised": signs["people"], "reached": signs["people_reached"]},
        ),
        _promise(
            _("Floor area of projects, completed"),
            Unit.SQUARE_METRES,
            {"promised": area, "reached": area.of(completed)},
            {"promised": sums["area"], "reached": sums["area_reached"]},
            {"promised": signs["area"], "reached": signs["area_reached"]},
        ),
    ]


def money_promises(user: User, base: Selection) -> list[Promise]:
    """Return the money of all projects, and of those that have begun."""
    wanted = {
        "promised": Selection("funding.standing", base.on, county=base.county),
        "reached": Selection("funding.begun", base.on, county=base.county),
    }
    sums = sum_each(fundings_for(user), wanted)
    return [_promise(_("Money of projects, of those begun"), Unit.MONEY, wanted, sums)]


def kept_promises(user: User, base: Selection) -> list[Promise]:
    """Return obligations and tasks due until the day and those kept; series that reach targets."""
    sources: tuple[tuple[str, QuerySet[Any], str, str], ...] = (
        (
            _("Obligations of agreements fulfilled"),
            obligations_for(user),
            "obligation.due",
            "obligation.fulfilled",
        ),
        (_("Tasks finished by their day"), tasks_for(user), "task.due", "task.done"),
        (
            _("Indicators that reach their target"),
            series_for(user),
            "series.with-target",
            "series.reached",
        ),
    )
    found = []
    for label, rows, promised, reached in sources:
        wanted = {
            "promised": Selection(promised, base.on, county=base.county),
            "reached": Selection(reached, base.on, county=base.county),
        }
        found.append(_promise(label, Unit.RECORDS, wanted, count_each(rows, wanted)))
    return found


SOURCES: tuple[Source, ...] = (
    cooperation_promises,
    intern_promises,
    money_promises,
    project_promises,
    kept_promises,
)


def promises(user: User, base: Selection) -> list[Promise]:
    """Return the promises of every source; those of nothing are left out."""
    found = [promise for source in SOURCES for promise in source(user, base)]
    return [promise for promise in found if promise.promised.number or promise.reached.number]


def _promise(
    label: str,
    unit: Unit,
    wanted: Mapping[str, Selection],
    found: Mapping[str, int],
    signs: Mapping[str, str] | None = None,
) -> Promise:
    promised, reached = (
        Figure(wanted[key].words(), found[key], unit, wanted[key], (signs or {}).get(key, ""))
        for key in ("promised", "reached")
    )
    return Promise(label, promised, reached)

"""The leaders' page: what each panel found, as of one day, within the user's scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from huizhi.cases.states import CaseState
from huizhi.insight.leaders import counties, lights
from huizhi.insight.leaders.bases import KindRow, bases_by_kind
from huizhi.insight.leaders.figure import Figure, Unit
from huizhi.insight.leaders.money import cases_by_state, planned_by_source
from huizhi.insight.leaders.people import people_by_tier, people_figures
from huizhi.insight.leaders.pipeline import pipeline
from huizhi.insight.leaders.promises import Promise, promises
from huizhi.insight.leaders.trend import Line, trend
from huizhi.insight.selections import register  # noqa: F401 - fills the register of selections
from huizhi.insight.selections.counting import count_each, signs_each, sum_each
from huizhi.insight.selections.selection import Selection
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require
from huizhi.partners.queries import projects_for, visits_for
from huizhi.partners.states import ProjectState


@dataclass(frozen=True)
class Tile:
    """A headline: a figure, and beside it what explains it."""

    figure: Figure
    beside: Figure | None = None


@dataclass(frozen=True)
class LeadersPage:
    """Everything on the page."""

    on: dt.date
    tiles: list[Tile]
    promises: list[Promise]
    lights: lights.Lights
    pipeline: list[Figure]
    trend: list[Line]
    measure: str
    counties: list[counties.Tile]
    bases: list[KindRow]
    planned: list[Figure]
    cases: list[Figure]
    tiers: list[Figure]


def leaders_page(*, user: User, on: dt.date, measure: str = counties.FIRST_MEASURE) -> LeadersPage:
    """Return the page as of a day. Errors: `RightMissing`."""
    require(user, Right.INSIGHT_VIEW)
    base = Selection("", on)
    stages = pipeline(user, base)
    kinds = bases_by_kind(user, base)
    planned = planned_by_source(user, base)
    cases = cases_by_state(user, base)
    return LeadersPage(
        on=on,
        tiles=[
            *_cooperation_tiles(base, stages, kinds),
            *_activity_tiles(user, base),
            *_money_tiles(user, base, planned, cases),
        ],
        promises=promises(user, base),
        lights=lights.lights(user, on),
        pipeline=stages,
        trend=trend(user, base),
        measure=measure,
        counties=counties.county_tiles(user, base, measure),
        bases=kinds,
        planned=planned,
        cases=[figure for _count, figure in cases.values()],
        tiers=people_by_tier(user, base),
    )


def _cooperation_tiles(
    base: Selection, stages: Sequence[Figure], kinds: Sequence[KindRow]
) -> list[Tile]:
    by_stage = {figure.selection.value: figure for figure in stages}
    standing = sum(row.total.number for row in kinds)
    opened = sum(
        figure.number
        for row in kinds
        for figure in row.states
        if figure.selection.value.endswith((".unveiled", ".running"))
    )
    signed = by_stage["signed"]
    results = by_stage["results"]
    return [
        Tile(
            Figure(_("Signed agreements"), signed.number, Unit.RECORDS, signed.selection),
            Figure(_("with results"), results.number, Unit.RECORDS, results.selection),
        ),
        Tile(
            Figure(_("Bases open"), opened, Unit.RECORDS, Selection("base.open", base.on)),
            Figure(_("of all"), standing, Unit.RECORDS, Selection("base.standing", base.on)),
        ),
    ]


def _activity_tiles(user: User, base: Selection) -> list[Tile]:
    under_way = Selection("project.state", base.on, ProjectState.UNDER_WAY.value)
    completed = under_way.of(ProjectState.COMPLETED.value)
    projects = count_each(projects_for(user), {"under_way": under_way, "completed": completed})
    known = Selection("visit.known", base.on)
    visits = count_each(visits_for(user), {"known": known})["known"]
    visitors = sum_each(visits_for(user), {"known": known})["known"]
    sign = signs_each(visits_for(user), {"known": known})["known"]
    return [
        Tile(
            Figure(_("Projects under way"), projects["under_way"], Unit.RECORDS, under_way),
            Figure(_("completed"), projects["completed"], Unit.RECORDS, completed),
        ),
        Tile(
            Figure(_("Visitors from universities"), visitors, Unit.PEOPLE, known, sign),
            Figure(_("visits"), visits, Unit.RECORDS, known),
        ),
    ]


def _money_tiles(
    user: User,
    base: Selection,
    planned: Sequence[Figure],
    cases: dict[str, tuple[int, Figure]],
) -> list[Tile]:
    people = people_figures(user, base)
    money = sum(figure.number for figure in planned)
    paid_count, paid = cases[CaseState.PAID.value]
    return [
        Tile(
            replace(people["all"], label=_("Talents in the registry")),
            replace(people["paid"], label=_("paid")),
        ),
        Tile(
            Figure(
                _("Money of projects"), money, Unit.MONEY, Selection("funding.standing", base.on)
            ),
        ),
        Tile(
            Figure(_("Money paid to talents"), paid.number, Unit.MONEY, paid.selection),
            Figure(_("cases"), paid_count, Unit.RECORDS, paid.selection),
        ),
    ]

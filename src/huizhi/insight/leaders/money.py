"""Money: planned for the projects by source, and what was found due, on its way and paid."""

from __future__ import annotations

from django.db.models import Count, Sum

from huizhi.cases.queries import cases_for
from huizhi.cases.states import CaseState
from huizhi.insight.leaders.figure import Figure, Unit
from huizhi.insight.queries import fundings_for
from huizhi.insight.selections.benefits import cases_on
from huizhi.insight.selections.counting import whole
from huizhi.insight.selections.selection import Selection
from huizhi.kernel.models import User
from huizhi.partners.models import FundingSource

CASE_STATES = (CaseState.OFFERED, CaseState.APPROVED, CaseState.PAYING, CaseState.PAID)


def planned_by_source(user: User, base: Selection) -> list[Figure]:
    """Return the money of the projects by where it comes from, in the order of the sources."""
    standing = Selection("funding.standing", base.on, county=base.county)
    rows = standing.narrow(fundings_for(user)).order_by().values_list("source")
    sums = {source: whole(total) for source, total in rows.annotate(Sum("amount"))}
    return [
        Figure(
            str(source.label),
            sums.get(source.value, 0),
            Unit.MONEY,
            Selection("funding.source", base.on, source.value, base.county),
        )
        for source in FundingSource
    ]


def cases_by_state(user: User, base: Selection) -> dict[str, tuple[int, Figure]]:
    """Return for each state on the way to payment how many cases there are and their money."""
    limits = {"county": base.county} if base.county else {}
    rows = cases_for(user).filter(cases_on(base.on), **limits)
    found = {
        state: (count, whole(total))
        for state, count, total in rows.order_by()
        .values_list("state")
        .annotate(Count("pk"), Sum("amount"))
    }
    return {
        state.value: (
            found.get(state.value, (0, 0))[0],
            Figure(
                str(state.label),
                found.get(state.value, (0, 0))[1],
                Unit.MONEY,
                Selection("case.state", base.on, state.value, base.county),
            ),
        )
        for state in CASE_STATES
    }

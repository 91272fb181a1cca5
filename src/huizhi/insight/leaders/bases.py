"""Bases by kind and state."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from huizhi.insight.leaders.figure import Figure, Unit
from huizhi.insight.selections.cooperation import NO_KIND, no_kind_words
from huizhi.insight.selections.selection import Selection
from huizhi.kernel.models import User
from huizhi.partners.models import BaseKind
from huizhi.partners.queries import bases_for
from huizhi.partners.states import BaseState

STATES = tuple(state for state in BaseState if state is not BaseState.ENDED)


@dataclass(frozen=True)
class KindRow:
    """The bases of a kind: all of them, and those in each state of `STATES`."""

    total: Figure
    states: list[Figure]


def bases_by_kind(user: User, base: Selection) -> list[KindRow]:
    """Return the kinds in use in their order, then those whose kind is not known, if any."""
    standing = Selection("base.standing", base.on, county=base.county)
    rows = standing.narrow(bases_for(user)).order_by().values_list("kind", "state")
    counts = {(kind or NO_KIND, state): count for kind, state, count in rows.annotate(Count("pk"))}
    counted = {kind for kind, _state in counts}
    kinds = BaseKind.objects.all()
    names = {kind.code: str(kind) for kind in kinds if kind.in_use or kind.code in counted}
    if NO_KIND in counted:
        names[NO_KIND] = no_kind_words()
    return [_row(base, kind, name, counts) for kind, name in names.items()]


def _row(base: Selection, kind: str, name: str, counts: dict[tuple[str, str], int]) -> KindRow:
    states = [
        Figure(
            str(state.label),
            counts.get((kind, state.value), 0),
            Unit.RECORDS,
            Selection("base.kind", base.on, f"{kind}.{state.value}", base.county),
        )
        for state in STATES
    ]
    total = sum(figure.number for figure in states)
    whole = Selection("base.kind", base.on, kind, base.county)
    return KindRow(Figure(name, total, Unit.RECORDS, whole), states)

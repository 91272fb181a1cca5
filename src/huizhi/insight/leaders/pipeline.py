"""The pipeline: how far the agreements have got, from first talks to results."""

from __future__ import annotations

from huizhi.insight.leaders.figure import Figure, Unit
from huizhi.insight.selections.cooperation import STAGES
from huizhi.insight.selections.counting import count_each
from huizhi.insight.selections.selection import Selection
from huizhi.kernel.models import User
from huizhi.partners.queries import agreements_for


def pipeline(user: User, base: Selection) -> list[Figure]:
    """Return how many agreements have got at least so far, stage by stage.

    Those that ended are left out. An intention is not counted as signed.
    """
    wanted = {stage: _selection(base, stage) for stage in STAGES}
    counts = count_each(agreements_for(user), wanted)
    return [
        Figure(str(STAGES[stage]), counts[stage], Unit.RECORDS, selection)
        for stage, selection in wanted.items()
    ]


def _selection(base: Selection, stage: str) -> Selection:
    return Selection("agreement.reached", base.on, stage, base.county)

"""Bases that are not running yet: how many days nothing has moved."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from huizhi.governance.lights.rule import Counting, Rule
from huizhi.governance.records import records_of
from huizhi.kernel.models import User
from huizhi.partners.models import Base, RecordKind, Step
from huizhi.partners.states import BaseState

ON_THE_WAY = frozenset(BaseState) - {BaseState.RUNNING, BaseState.ENDED}


def watched(user: User) -> QuerySet[Base]:
    """Return the bases on the way, with the day of their last step, or of its entry.

    Where a base was entered without the day of its state, it counts from the day of entry.
    """
    steps = Step.objects.filter(record_kind=RecordKind.BASE, record_id=OuterRef("pk"))
    day = Coalesce("happened_on", TruncDate("entered_at"))
    last = Subquery(steps.order_by("-pk").values(day=day)[:1])
    rows = records_of(user, "base").select_related("county").filter(state__in=ON_THE_WAY)
    return rows.annotate(moved_on=last)


BASE_STANDSTILL = Rule(
    kind="base_standstill",
    name=_("Bases that stand still"),
    measure=_("days without movement"),
    counting=Counting.SINCE,
    rows=watched,
    day="moved_on",
)

"""Bases that are not running yet: how many days nothing has moved."""

from __future__ import annotations

import datetime as dt

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huizhi.governance.lights.rule import Counting, Rule
from huizhi.governance.records import records_of
from huizhi.kernel.models import User
from huizhi.partners.models import Base, RecordKind, Step
from huizhi.partners.states import BaseState

ON_THE_WAY = frozenset(BaseState) - {BaseState.RUNNING, BaseState.ENDED}


def watched(user: User) -> QuerySet[Base]:
    """Return the bases on the way, with the latest day of their steps.

    A step that was entered without its day counts from the day of entry.
    """
    day = Coalesce("happened_on", TruncDate("entered_at"))
    steps = Step.objects.filter(record_kind=RecordKind.BASE, record_id=OuterRef("pk"))
    latest = Subquery(steps.order_by(day.desc()).values(day=day)[:1])
    rows = records_of(user, "base").select_related("county").filter(state__in=ON_THE_WAY)
    return rows.annotate(moved_on=latest)


class StandstillRule(Rule):
    """A rule whose figure is the days since the latest step.

    The bases that have moved are found once, and the latest step is not looked for base by base.
    """

    def reached(self, limit: int, on: dt.date) -> Q:
        """Return the condition that no step lies within the days of the limit."""
        first = on - dt.timedelta(days=limit - 1)
        midnight = timezone.make_aware(dt.datetime.combine(first, dt.time.min))
        late = Q(happened_on__gte=first) | Q(happened_on=None, entered_at__gte=midnight)
        moved = Step.objects.filter(late, record_kind=RecordKind.BASE)
        return ~Q(pk__in=moved.values("record_id"))


BASE_STANDSTILL = StandstillRule(
    kind="base_standstill",
    name=_("Bases that stand still"),
    measure=_("days without movement"),
    counting=Counting.SINCE,
    rows=watched,
    day="moved_on",
)

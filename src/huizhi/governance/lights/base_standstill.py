"""Bases that are not running yet: how many days nothing has moved."""

from __future__ import annotations

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from huizhi.governance.lights.rule import Counting, Rule
from huizhi.governance.records import records_of
from huizhi.kernel.models import AuditEntry, User
from huizhi.partners.models import Base
from huizhi.partners.states import BaseState

ON_THE_WAY = frozenset(BaseState) - {BaseState.RUNNING, BaseState.ENDED}


def watched(user: User) -> QuerySet[Base]:
    """Return the bases on the way, with the moment of their last move, or of their entry."""
    moves = AuditEntry.objects.filter(
        action="partners.move",
        subject_kind="base",
        subject_id=Cast(OuterRef("pk"), CharField()),
    )
    last = Subquery(moves.order_by("-position").values("at")[:1])
    rows = records_of(user, "base").select_related("county").filter(state__in=ON_THE_WAY)
    return rows.annotate(moved_at=Coalesce(last, "created_at"))


BASE_STANDSTILL = Rule(
    kind="base_standstill",
    name=_("Bases that stand still"),
    measure=_("days without movement"),
    record_kind="base",
    counting=Counting.SINCE,
    rows=watched,
    day="moved_at",
    is_moment=True,
)

"""Agreements: how many days are left until they expire."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huizhi.governance.lights.rule import Counting, Rule
from huizhi.governance.records import records_of
from huizhi.kernel.models import User
from huizhi.partners.models import Agreement
from huizhi.partners.states import SIGNED_AGREEMENTS


def watched(user: User) -> QuerySet[Agreement]:
    """Return the agreements that are signed and stand, and whose end is known."""
    rows = records_of(user, "agreement").select_related("county")
    return rows.filter(state__in=SIGNED_AGREEMENTS, ends_on__isnull=False)


AGREEMENT_EXPIRY = Rule(
    kind="agreement_expiry",
    name=_("Agreements that expire"),
    measure=_("days to the expiry"),
    counting=Counting.UNTIL,
    rows=watched,
    day="ends_on",
)

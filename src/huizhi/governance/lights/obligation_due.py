"""Obligations of agreements: how many days are left until they are due."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huizhi.governance.lights.rule import Counting, Rule
from huizhi.kernel.models import User
from huizhi.partners.models import Obligation
from huizhi.partners.queries import obligations_for


def watched(user: User) -> QuerySet[Obligation]:
    """Return the obligations that are neither fulfilled nor waived and have a day."""
    rows = obligations_for(user)
    return rows.filter(fulfilled_on=None, waived_on=None, due_on__isnull=False)


OBLIGATION_DUE = Rule(
    kind="obligation_due",
    name=_("Obligations coming due"),
    measure=_("days to the due date"),
    counting=Counting.UNTIL,
    rows=watched,
    day="due_on",
    title="text",
    owner="agreement",
    county="agreement__county",
)

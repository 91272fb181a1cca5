"""What changes the limits of the warning lights."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.governance.errors import GovernanceRefused
from huizhi.governance.lights.limits import rules_in_force
from huizhi.governance.lights.rule import Counting, Limits, Rule
from huizhi.governance.models import LightRule
from huizhi.governance.services.writing import log
from huizhi.kernel import clock
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require


def set_limits(*, actor: User, kind: str, limits: Limits) -> LightRule:
    """Set the figures from which a kind of light is yellow and red.

    Errors: `RightMissing`, `GovernanceRefused` where red would come before yellow.
    """
    require(actor, Right.GOVERNANCE_EDIT)
    with transaction.atomic():
        before = rules_in_force()[kind]
        _check(before.rule, limits)
        row, _made = LightRule.objects.update_or_create(
            kind=kind,
            defaults={
                "yellow_from": limits.yellow,
                "red_from": limits.red,
                "changed_at": clock.now(),
                "changed_by": actor,
            },
        )
        detail = {
            "kind": kind,
            "yellow": [before.limits.yellow, limits.yellow],
            "red": [before.limits.red, limits.red],
        }
        log(actor, "set", row, detail)
    return row


def _check(rule: Rule, limits: Limits) -> None:
    if min(limits.yellow, limits.red) < 0:
        raise GovernanceRefused(_("A limit is 0 or more."))
    if rule.counting == Counting.UNTIL and limits.red > limits.yellow:
        raise GovernanceRefused(
            _("Red comes after yellow, so red is at most {yellow}.").format(yellow=limits.yellow)
        )
    if rule.counting == Counting.SINCE and limits.red < limits.yellow:
        raise GovernanceRefused(
            _("Red comes after yellow, so red is at least {yellow}.").format(yellow=limits.yellow)
        )

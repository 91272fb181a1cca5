"""Filters and tags of the governance: badges, counts by colour, the tasks about a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huizhi.backoffice.governance.badges import badge, light_badge
from huizhi.governance import queries
from huizhi.governance.lights.board import RuleCount
from huizhi.governance.lights.task_list import with_light
from huizhi.kernel import clock
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.partners.models import CooperationRecord

register = template.Library()
register.filter("light_badge", light_badge)


@register.filter
def state_badge(row: Any) -> SafeString:
    """Return the state of a meeting, task or problem as a badge."""
    return badge(row.state, row.get_state_display())


@register.filter
def severity_badge(row: Any) -> SafeString:
    """Return the severity of a problem as a badge."""
    return badge(row.severity, row.get_severity_display())


@register.filter
def colour_count(count: RuleCount, colour: str) -> int:
    """Return how many lights of a rule have a colour."""
    number: int = getattr(count, colour)
    return number


@register.filter
def colour_sum(sums: Mapping[str, int], colour: str) -> int:
    """Return how many lights of all rules have a colour."""
    return sums[colour]


@register.filter
def item_role(item: Mapping[str, Any]) -> str:
    """Return as what a task or seat went over."""
    return {"owner": _("Owner"), "deputy": _("Deputy"), "seat": _("Seat")}[item["as"]]


@register.inclusion_tag("backoffice/governance/of_record.html", takes_context=True)
def governance_of(context: Mapping[str, Any], record: CooperationRecord) -> dict[str, Any]:
    """Show the tasks and problems about a record of the cooperation."""
    user = context["request"].user
    kind = record._meta.model_name or ""
    about = {"record_kind": kind, "record_id": record.pk}
    return {
        "may_view": has_right(user, Right.GOVERNANCE_VIEW),
        "may_edit": has_right(user, Right.GOVERNANCE_EDIT),
        "tasks": with_light(queries.tasks_for(user).filter(**about), clock.today()),
        "problems": queries.problems_for(user).filter(**about),
        "key": f"{kind}:{record.pk}",
    }

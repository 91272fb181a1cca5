"""What lists and pages of cases show alike: states as badges, amounts, assumptions."""

from __future__ import annotations

from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from huizhi.backoffice.viewsets import MoneyColumn
from huizhi.cases.states import CaseState

BADGES = {
    CaseState.OFFERED: "queued",
    CaseState.APPROVED: "running",
    CaseState.PAYING: "running",
    CaseState.PAID: "done",
    CaseState.WITHDRAWN: "no",
}


def state_badge(state: str) -> SafeString:
    """Return the state of a case as a badge."""
    known = CaseState(state)
    return format_html(
        '<span class="office-badge office-badge-{}">{}</span>', BADGES[known], known.label
    )


def assumption_badge() -> SafeString:
    """Return the mark of an amount that is assumed."""
    return format_html(
        '<span class="office-badge office-badge-assumption" title="{}">{}</span>',
        _("The amount is not public; the policy pack assumes it."),
        _("Assumption"),
    )


class StateColumn(Column):
    """The state of a case."""

    def get_value(self, instance: Model) -> SafeString:
        """Return it as a badge."""
        return state_badge(super().get_value(instance))


class AmountColumn(MoneyColumn):
    """The amount of a case in yuan, marked when it is assumed."""

    def get_value(self, instance: Model) -> str | SafeString:
        """Return the amount, with the mark beside it."""
        amount = super().get_value(instance)
        if not instance.batch.assumption:  # type: ignore[attr-defined]
            return amount
        return format_html("{} {}", amount, assumption_badge())


class TickColumn(Column):
    """A box before each row, and one in the heading for all of the page."""

    header_template_name = "backoffice/cases/includes/tick_all.html"
    cell_template_name = "backoffice/cases/includes/tick.html"

    def __init__(self) -> None:
        super().__init__("pk", label=gettext_lazy("Select"))

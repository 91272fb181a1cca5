"""What comes from the rules as words of the public pages: forms, periods, cells of tables."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.fact_wording import is_number, literal_words
from huizhi.rules.packs.model import Form, PeriodUnit

FORMS = {
    Form.MONEY: gettext_lazy("Money"),
    Form.VOUCHER: gettext_lazy("Voucher"),
    Form.HOUSING: gettext_lazy("Housing"),
    Form.POST: gettext_lazy("Establishment post"),
    Form.HONOUR: gettext_lazy("Honour"),
    Form.SERVICE: gettext_lazy("Service"),
}
PERIODS = {
    PeriodUnit.ONCE: gettext_lazy("once"),
    PeriodUnit.MONTH: gettext_lazy("each month"),
    PeriodUnit.YEAR: gettext_lazy("each year"),
}
NOT_EVALUATED = {
    "instalments": gettext_lazy("payment in instalments"),
    "yearly_recheck": gettext_lazy("yearly re-check"),
    "couple": gettext_lazy("what a couple gets together"),
    "tier_rise_difference": gettext_lazy("the difference after a rise in tier"),
    "clawback": gettext_lazy("claw-back"),
    "county_uplift": gettext_lazy("uplift of the county"),
    "funding": gettext_lazy("how city and county share the cost"),
    "lottery": gettext_lazy("lottery"),
    "stop": gettext_lazy("when payment stops"),
}


def cell_words(text: str) -> str | None:
    """Return the cell of a decision table in words; None for one that is an expression."""
    if text == "-":
        return _("any")
    words = literal_words(text)
    return None if words == text and not is_number(text) else words


def left_to_people(parts: tuple[str, ...]) -> list[str]:
    """Return in words what the evaluation does not apply."""
    return [
        str(NOT_EVALUATED.get(part, _("a shared limit") if part.startswith("cap:") else part))
        for part in parts
    ]

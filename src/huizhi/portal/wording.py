"""What comes from the rules as words of the public pages: forms, periods, cells of tables."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.fact_wording import is_number, literal_words
from huizhi.kernel.wording import words
from huizhi.rules.packs.model import Form, PeriodUnit
from huizhi.rules.packs.reading import NOT_EVALUATED

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


TONES = {
    "in_talks": "open",
    "intention": "open",
    "planned": "open",
    "preparing": "open",
    "signed": "done",
    "unveiled": "done",
    "under_way": "done",
    "running": "done",
}
"""The colour of a state by its stage: on the way, at work; what has ended is neutral."""


def state_tone(state: str) -> str:
    """Return the badge of a state of a record."""
    return TONES.get(state, "state")


def cell_words(text: str) -> str | None:
    """Return the cell of a decision table in words; None for one that is an expression."""
    if text == "-":
        return _("any")
    words = literal_words(text)
    return None if words == text and not is_number(text) else words


def left_to_people(parts: tuple[str, ...]) -> list[str]:
    """Return in words what the evaluation does not apply."""
    return [
        words(NOT_EVALUATED[part]) if part in NOT_EVALUATED else _("a shared limit")
        for part in parts
    ]

"""What comes from the rules in the words of the screen: texts, sums, kinds of subject."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.languages import screen_language
from huizhi.rules.money import Money, Rounding
from huizhi.rules.subjects import SubjectKind
from huizhi.rules.words import Words

YUAN = ("元", "yuan")
KINDS = {
    SubjectKind.PERSON: gettext_lazy("Person"),
    SubjectKind.TEAM: gettext_lazy("Team"),
    SubjectKind.ORGANISATION: gettext_lazy("Organisation"),
    SubjectKind.PLATFORM: gettext_lazy("Platform"),
    SubjectKind.BASE: gettext_lazy("Base"),
    SubjectKind.PROJECT: gettext_lazy("Project"),
}


def words(value: Words | None) -> str:
    """Return a text in the language of the screen; nothing for no text."""
    return "" if value is None else value.get(screen_language())


def yuan(value: Money | None) -> str:
    """Return an amount such as "17,200.00 元"; a dash for none."""
    return "—" if value is None else _("{amount} yuan").format(amount=value)


def quantity_words(quantity: Decimal | int, unit: str) -> str:
    """Return a quantity with its unit: 1 套, 2 flats; what counts yuan reads as money.

    Packs write the English unit in the singular.
    """
    number = Decimal(quantity)
    if unit in YUAN:
        return yuan(Money.from_yuan(number, Rounding.HALF_UP))
    text = f"{number:,f}"
    shown = text.rstrip("0").rstrip(".") if "." in text else text
    plural = "s" if screen_language() == "en" and number != 1 and unit[-1:].isalpha() else ""
    return f"{shown} {unit}{plural}".strip()


def kind_words(kind: str) -> str:
    """Return a kind of subject in words. Errors: `ValueError` for what is none."""
    return str(KINDS[SubjectKind(kind)])

"""What comes from the rules in the words of the screen: texts, sums, kinds of subject."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.languages import screen_language
from huizhi.rules.money import Money
from huizhi.rules.subjects import SubjectKind
from huizhi.rules.words import Words

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


def kind_words(kind: str) -> str:
    """Return a kind of subject in words. Errors: `ValueError` for what is none."""
    return str(KINDS[SubjectKind(kind)])

"""Checks the article's figures against the records: met, not met, or not yet in the records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huizhi.kernel import clock
from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import AuditEntry
from huizhi.portal.model_case.article import Article, Figure
from huizhi.portal.model_case.counters import COUNTERS, Count
from huizhi.rules.words import Language

NEARLY = Decimal("0.1")
"""How far, as a share, a count may lie from an "about" or "nearly" of the text."""

RELATIONS = {
    "=": _("exactly %(number)s"),
    "≥": _("not less than %(number)s"),
    "≤": _("not more than %(number)s"),
    "≈": _("about %(number)s"),
}


@dataclass(frozen=True)
class FigureCheck:
    """A figure and what the records hold. `holds` is None where there is nothing to count yet."""

    figure: Figure
    count: Count
    holds: bool | None

    @property
    def mark(self) -> str:
        """✓ for a figure that is met, ✗ for one that is not, ○ for not yet."""
        return {True: "✓", False: "✗", None: "○"}[self.holds]

    @property
    def state(self) -> str:
        """The same as a word, for style sheets: met, missed, pending."""
        return {True: "met", False: "missed", None: "pending"}[self.holds]

    @property
    def words(self) -> str:
        """What the text claims, as it stands in the text."""
        return self.figure.claimed.get(screen_language())

    @property
    def is_bound(self) -> bool:
        """Whether the text gives a bound and no equality."""
        return self.figure.relation != "="

    @property
    def counted(self) -> str:
        """What was counted, with thousands separators; empty where nothing was."""
        return "" if self.count.value is None else plain_number(self.count.value)

    @property
    def claimed_number(self) -> str:
        """What the text claims, with thousands separators."""
        return plain_number(self.figure.value)

    @property
    def claim(self) -> str:
        """What the text claims, in words: not less than 9,600,000 yuan."""
        number = f"{self.claimed_number} {self.figure.unit.get(screen_language())}"
        return RELATIONS[self.figure.relation] % {"number": number}

    @property
    def address(self) -> str:
        """The address of the public list behind the figure."""
        return reverse("portal:records_figure", args=[self.figure.id])

    def reason(self, language: Language) -> str:
        """Return why a figure is not yet in the records, where the article says so."""
        return self.figure.not_yet.get(language) if self.figure.not_yet else ""


def check_figure(figure: Figure) -> FigureCheck:
    """Count what the records hold now and compare."""
    if figure.counter is None:
        return FigureCheck(figure, Count(None), None)
    count = COUNTERS[figure.counter](**figure.arguments)
    return FigureCheck(figure, count, holds(figure.relation, count.value, figure.value))


def holds(relation: str, counted: Decimal | None, claimed: Decimal) -> bool | None:
    """Say whether a count is as the text has it; None where nothing has been counted.

    "=" is an equality, "≥" and "≤" bounds, "≈" allows a tenth either way.
    """
    if counted is None:
        return None
    match relation:
        case "=":
            return counted == claimed
        case "≥":
            return counted >= claimed
        case "≤":
            return counted <= claimed
        case "≈":
            return abs(counted - claimed) <= claimed * NEARLY
    raise ValueError(f"unknown relation {relation!r}")


def figure_checks(article: Article) -> Mapping[str, FigureCheck]:
    """Return the checks of all figures, by id; counted anew once the audit log has moved on.

    Every change of a record moves the log, and its last hash stands for all that is in it, so that
    what is kept is never out of date.
    """
    last = AuditEntry.objects.order_by("-position").values_list("hash", flat=True).first()
    key = f"model-case:{last}:{clock.today()}:{article.fingerprint}"
    counts = cache.get(key)
    if counts is None:
        counts = {name: check_figure(figure).count for name, figure in article.figures.items()}
        cache.set(key, counts)
    return {
        name: FigureCheck(
            figure, counts[name], holds(figure.relation, counts[name].value, figure.value)
        )
        for name, figure in article.figures.items()
    }


def plain_number(value: Decimal) -> str:
    """Return a number with thousands separators and no empty decimals, e.g. 9,612,000."""
    whole = value == value.to_integral_value()
    return f"{value:,.0f}" if whole else f"{value:,.2f}"

"""Filters for what comes from the rules: words in two languages, money, values of facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.fact_wording import is_number, literal_words, path_words, value_words
from huizhi.kernel.wording import words, yuan
from huizhi.policies.models import PackVersion
from huizhi.rules.money import Money, Rounding

register = template.Library()
register.filter("words", words)
register.filter("yuan", yuan)
register.filter("seen_value", literal_words)

CAP = "cap:"
LEFT_TO_PEOPLE = {
    "instalments": gettext_lazy("payment in instalments"),
    "yearly_recheck": gettext_lazy("the yearly re-check"),
    "couple": gettext_lazy("the rule for couples"),
    "tier_rise_difference": gettext_lazy("the difference on a rise in tier"),
    "clawback": gettext_lazy("the claw-back"),
    "county_uplift": gettext_lazy("the county's uplift"),
    "funding": gettext_lazy("who funds which share"),
    "lottery": gettext_lazy("the lottery"),
    "stop": gettext_lazy("when it stops"),
}


@register.filter
def fact_value(value: Any) -> str:
    """Return the value of a fact as people write it."""
    if value is None:
        return _("none (known)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        text = f"{value:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, Mapping):
        return "；".join(f"{name}：{fact_value(item)}" for name, item in value.items())
    if isinstance(value, list | tuple):
        return _(", ").join(fact_value(item) for item in value) or _("none")
    return value_words(str(value))


@register.filter
def amount_words(literal: str, unit: str) -> str:
    """Return what a benefit comes to: an amount of yuan, or a quantity of its unit."""
    if not is_number(literal):
        return literal_words(literal)
    return (
        f"{literal_words(literal)} {unit}"
        if unit
        else yuan(Money.from_yuan(Decimal(literal), Rounding.HALF_UP))
    )


@register.simple_tag(takes_context=True)
def fact_name(context: template.Context, path: str) -> str:
    """Return the name of a fact of the page's subject; the page gives `kind` and `catalogue`."""
    return path_words(path, context["kind"], context["catalogue"])


@register.filter
def period_words(period: str) -> str:
    """Return the name of a period: a year, a month, or that the benefit is had once."""
    return _("once") if period == "once" else period


@register.filter
def left_to_people(parts: Iterable[str]) -> str:
    """Return what of a benefit or its caps the evaluation leaves to people, in words."""
    return "、".join(_left(part) for part in parts)


def _left(part: str) -> str:
    if part.startswith(CAP):
        return _("the cap {name}").format(name=part.removeprefix(CAP))
    return str(LEFT_TO_PEOPLE.get(part, part))


@register.filter
def thousands(number: int) -> str:
    """Return a whole number in groups of three, in every language of the screen."""
    return f"{number:,}"


@register.simple_tag
def clause_address(version: PackVersion, files: Mapping[str, str], key: str) -> str:
    """Return where the reader shows `document#clause` of a version; `files` is by document."""
    document, _separator, clause = key.partition("#")
    page = reverse("packversion:document", args=[version.pk, files[document]])
    return f"{page}#clause-{clause}"

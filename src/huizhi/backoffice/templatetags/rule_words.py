"""Filters for what comes from the rules: words in two languages, money, values of facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from huizhi.kernel.fact_wording import (
    is_number,
    literal_words,
    path_words,
    tier_words,
    value_words,
)
from huizhi.kernel.wording import quantity_words, words, yuan
from huizhi.policies.models import PackVersion
from huizhi.rules.packs.model import Document
from huizhi.rules.packs.reading import NOT_EVALUATED

register = template.Library()
register.filter("words", words)
register.filter("yuan", yuan)
register.filter("quantity_words", quantity_words)
register.filter("seen_value", literal_words)
register.filter("tier_words", tier_words)

CAP = "cap:"


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
    return quantity_words(Decimal(literal), unit or "元")


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
    return words(NOT_EVALUATED[part]) if part in NOT_EVALUATED else part


@register.filter
def thousands(number: float | None) -> str:
    """Return a number in groups of three, in every language of the screen; a dash for none."""
    return "—" if number is None else f"{number:,}"


@register.filter
def clause_label(document: Document, clause: str | None) -> str:
    """Return what a document calls one of its clauses."""
    found = document.clauses.get(clause or "")
    return words(found.label) if found else clause or ""


@register.simple_tag
def clause_address(version: PackVersion, files: Mapping[str, str], key: str) -> str:
    """Return where the reader shows `document#clause` of a version; `files` is by document."""
    document, _separator, clause = key.partition("#")
    page = reverse("packversion:document", args=[version.pk, files[document]])
    return f"{page}#clause-{clause}"

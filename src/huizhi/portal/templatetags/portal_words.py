"""Filters for what comes from the rules, and the parts that every public page has."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from huizhi.kernel.fact_wording import literal_words
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.kernel.wording import kind_words, quantity_words, words, yuan
from huizhi.portal import wording
from huizhi.rules.packs.model import Form, PeriodUnit, PolicyTable

register = template.Library()
register.filter("words", words)
register.filter("yuan", yuan)
register.filter("quantity_words", quantity_words)
register.filter("kind_words", kind_words)
register.filter("literal", literal_words)
register.filter("cell", wording.cell_words)
register.filter("state_tone", wording.state_tone)
register.filter("left_to_people", wording.left_to_people)

CHANNELS = (
    ("portal:home", "portal:home"),
    ("portal:policies", "portal:polic"),
    ("portal:calculator", "portal:calculator"),
    ("portal:records_bases", "portal:records"),
)


@register.filter
def form_words(form: Form) -> str:
    """Return what a benefit consists of, in words."""
    return str(wording.FORMS[form])


@register.filter
def period_words(period: PeriodUnit) -> str:
    """Return how often a benefit falls due, in words."""
    return str(wording.PERIODS[period])


@register.filter
def has_notes(table: PolicyTable) -> bool:
    """Say whether some rule of a table has a note."""
    return any(rule.note for rule in table.rules)


@register.simple_tag
def is_demo() -> bool:
    """Say whether this installation shows synthetic data."""
    return bool(settings.DEMO)


@register.simple_tag
def demo_entrance() -> str:
    """Return the address of the demo's entrance; empty where there is none."""
    try:
        return reverse("demo:enter") if settings.DEMO else ""
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def channels(context: template.Context) -> list[dict[str, Any]]:
    """Return the site's channels: address, words, and whether this page belongs to it."""
    match = getattr(context.get("request"), "resolver_match", None)
    view = match.view_name if match else ""
    names = (
        _("Model case"),
        _("Policy guide"),
        _("Entitlement calculator"),
        _("Cooperation and platforms"),
    )
    return [
        {"address": reverse(name), "words": text, "current": view.startswith(begins)}
        for (name, begins), text in zip(CHANNELS, names, strict=True)
    ]


@register.simple_tag(takes_context=True)
def may_enter_office(context: template.Context) -> bool:
    """Say whether the visitor is signed in as somebody of the staff."""
    user = getattr(context.get("request"), "user", None)
    return user is not None and has_right(user, Right.OFFICE_ENTER)

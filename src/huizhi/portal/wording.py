"""What comes from the rules as words of the public pages: names of facts, values, amounts."""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.languages import screen_language
from huizhi.people.wording import fact_label
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.model import Catalogue, Fact
from huizhi.rules.packs.model import Form, PeriodUnit
from huizhi.rules.subjects import SubjectKind

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
_QUOTED = re.compile(r'"(?P<text>[^"\\]*)"')
_LISTED = re.compile(r'\[?\s*"[^"\\]*"(?:\s*,\s*"[^"\\]*")*\s*\]?')
_DATED = re.compile(r'(?:date\(|@)"(?P<day>\d{4}-\d{2}-\d{2})"\)?')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@cache
def _english_values() -> dict[str, str]:
    """Return every listed value of the catalogue in English, by the Chinese one."""
    return {
        value.value: value.english.replace("_", " ")
        for kind in load_catalogue().kinds.values()
        for fact in kind.facts.values()
        for one in (fact, *fact.members)
        for value in one.values
    }


def value_words(text: str) -> str:
    """Return a listed value in the language of the screen; other texts as they are."""
    return text if screen_language() == "zh" else _english_values().get(text, text)


def literal_words(literal: str | None) -> str:
    """Return a FEEL literal as people write the value: no quotes, yes and no in words."""
    if literal is None:
        return _("not known")
    if literal in ("true", "false"):
        return _("yes") if literal == "true" else _("no")
    if literal in ("null", "[]"):
        return _("none")
    if literal == "{…}":
        return _("known")
    if day := _DATED.fullmatch(literal):
        return day["day"]
    if _NUMBER.fullmatch(literal):
        return number_words(literal)
    if _LISTED.fullmatch(literal):
        return _(", ").join(value_words(text) for text in _QUOTED.findall(literal))
    return literal


def cell_words(text: str) -> str | None:
    """Return the cell of a decision table in words; None for one that is an expression."""
    if text == "-":
        return _("any")
    words = literal_words(text)
    return None if words == text and not _NUMBER.fullmatch(text) else words


def number_words(text: str) -> str:
    """Return a number with thousands separators, e.g. 10,000 or 0.2."""
    whole, point, decimals = text.partition(".")
    return f"{int(whole):,}{point}{decimals}"


def path_words(path: str, kind: SubjectKind, catalogue: Catalogue | None = None) -> str:
    """Return the name of a fact, or of another subject's fact such as 用人单位.性质, in words."""
    labels = [fact_label(fact) for fact in facts_along(path, kind, catalogue or load_catalogue())]
    return " · ".join(labels) or path


def facts_along(path: str, kind: SubjectKind, catalogue: Catalogue) -> list[Fact]:
    """Return the facts that the parts of a path name; empty where one is no fact."""
    found: list[Fact] = []
    for part in path.split("."):
        holder = found[-1] if found else None
        fact = catalogue.fact(kind, part) if holder is None or holder.type.kind else None
        if fact is None and holder is not None:
            fact = holder.member(part)
        if fact is None:
            return []
        found.append(fact)
        kind = fact.type.kind or kind
    return found


def left_to_people(parts: tuple[str, ...]) -> list[str]:
    """Return in words what the evaluation does not apply."""
    return [
        str(NOT_EVALUATED.get(part, _("a shared limit") if part.startswith("cap:") else part))
        for part in parts
    ]

"""Facts in the words of the screen: their names, along references too, and their values."""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import gettext as _

from huizhi.kernel.languages import screen_language
from huizhi.kernel.wording import kind_words
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.model import AS_OF, Catalogue, Fact
from huizhi.rules.subjects import SubjectKind

_QUOTED = re.compile(r'"(?P<text>[^"\\]*)"')
_LISTED = re.compile(r'\[?\s*"[^"\\]*"(?:\s*,\s*"[^"\\]*")*\s*\]?')
_DATED = re.compile(r'(?:date\(|@)"(?P<day>\d{4}-\d{2}-\d{2})"\)?')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def fact_label(fact: Fact) -> str:
    """Return the name of a fact: 学位, or Degree."""
    if screen_language() == "zh":
        return fact.name
    return fact.english.replace("_", " ").capitalize()


def value_label(fact: Fact, value: str) -> str:
    """Return one of a fact's listed values as the screen shows it; other texts as they are."""
    if screen_language() == "zh":
        return value
    english = next((listed.english for listed in fact.values if listed.value == value), None)
    return english.replace("_", " ") if english else value


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


def tier_words(tier: str) -> str:
    """Return a tier of talent as it is spoken of: B类; nothing for none."""
    return _("Tier {tier}").format(tier=tier) if tier else ""


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
    if is_number(literal):
        return number_words(literal)
    if _LISTED.fullmatch(literal):
        return _(", ").join(value_words(text) for text in _QUOTED.findall(literal))
    return literal


def is_number(literal: str) -> bool:
    """Say whether a literal is a number."""
    return _NUMBER.fullmatch(literal) is not None


def number_words(text: str) -> str:
    """Return a number with thousands separators, e.g. 10,000 or 0.2."""
    whole, point, decimals = text.partition(".")
    return f"{int(whole):,}{point}{decimals}"


def path_words(path: str, kind: SubjectKind, catalogue: Catalogue | None = None) -> str:
    """Return the name of a fact, or of another subject's fact such as 用人单位.性质, in words.

    A path that names no fact comes back as it is.
    """
    if path == AS_OF:
        return _("As-of date")
    labels = [fact_label(fact) for fact in facts_along(path, kind, catalogue or load_catalogue())]
    return " · ".join(labels) or path


def held_words(path: str, kind: SubjectKind, catalogue: Catalogue | None = None) -> str:
    """Return a fact's name with its holder where that is no person: 单位 · 性质."""
    name = path_words(path, kind, catalogue)
    return name if kind is SubjectKind.PERSON else f"{kind_words(kind)} · {name}"


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

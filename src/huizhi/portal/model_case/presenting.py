"""The article as a page shows it: parts with addresses, each figure with its check.

A page includes `portal/model_case/body.html` with what `present` returns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from huizhi.organisations.models import Organisation
from huizhi.partners.models import Agreement, Base, Platform, Project, Visit
from huizhi.portal.model_case.article import Article, Figure, Mention
from huizhi.portal.model_case.checks import FigureCheck, figure_checks
from huizhi.rules.words import Language

MODELS = {
    "agreement": Agreement,
    "base": Base,
    "project": Project,
    "visit": Visit,
    "platform": Platform,
}


@dataclass(frozen=True)
class ShownPart:
    """A piece of a paragraph: plain text, a link, or a figure with its check."""

    text: str
    address: str = ""
    check: FigureCheck | None = None


@dataclass(frozen=True)
class ShownSection:
    """A heading and its paragraphs."""

    heading: str
    paragraphs: tuple[tuple[ShownPart, ...], ...]


@dataclass(frozen=True)
class ShownArticle:
    """The article in one language, and how its figures stand against the records."""

    title: str
    kicker: str
    lead: str
    about: str
    source: str
    date: str
    keywords: tuple[str, ...]
    sections: tuple[ShownSection, ...]
    checks: tuple[FigureCheck, ...]
    language: Language

    @property
    def total(self) -> int:
        """How many figures the article states."""
        return len(self.checks)

    @property
    def met(self) -> int:
        """How many of them the records meet."""
        return sum(check.holds is True for check in self.checks)

    @property
    def missed(self) -> int:
        """How many the records do not meet."""
        return sum(check.holds is False for check in self.checks)

    @property
    def pending(self) -> int:
        """How many are not yet in the records."""
        return sum(check.holds is None for check in self.checks)


def present(article: Article, language: Language) -> ShownArticle:
    """Return the article in a language, its figures checked and its mentions linked."""
    checks = figure_checks(article)
    addresses = mention_addresses(article)
    sections = tuple(
        ShownSection(
            section.heading,
            tuple(
                tuple(_shown(part, language, checks, addresses) for part in paragraph)
                for paragraph in section.paragraphs
            ),
        )
        for section in article.sections[language]
    )
    return ShownArticle(
        title=article.title.get(language),
        kicker=article.kicker.get(language),
        lead=article.lead.get(language),
        about=article.about.get(language),
        source=article.source.get(language),
        date=article.date,
        keywords=article.keywords[language],
        sections=sections,
        checks=tuple(checks.values()),
        language=language,
    )


def mention_addresses(article: Article) -> dict[tuple[str, str], str]:
    """Return the address of every record mentioned, by kind and key; none for one not there."""
    wanted: dict[str, set[str]] = {}
    for mention in article.mentions():
        wanted.setdefault(mention.kind, set()).add(mention.key)
    found: dict[tuple[str, str], str] = {}
    for kind, keys in wanted.items():
        if kind in MODELS:
            rows = MODELS[kind]._default_manager.filter(reference__in=keys, published=True)
            for reference, pk in rows.values_list("reference", "pk"):
                found[kind, reference] = reverse(f"portal:records_{kind}", args=[pk])
        elif kind == "organisation":
            found |= _organisation_addresses(keys)
        else:
            found |= {(kind, key): _policy_address(key) for key in keys}
    return found


def _organisation_addresses(keys: set[str]) -> dict[tuple[str, str], str]:
    found = {}
    for column in ("name", "ministry_code"):
        rows = Organisation.objects.filter(**{f"{column}__in": keys})
        for key, pk in rows.values_list(column, "pk"):
            found["organisation", key] = reverse("portal:records_organisation", args=[pk])
    return found


def _policy_address(key: str) -> str:
    document, _, clause = key.partition("#")
    try:
        address = reverse("portal:policy_document", args=[document])
    except NoReverseMatch:
        return ""
    return f"{address}#clause-{clause}" if clause else address


def _shown(
    part: str | Figure | Mention,
    language: Language,
    checks: Mapping[str, FigureCheck],
    addresses: Mapping[tuple[str, str], str],
) -> ShownPart:
    if isinstance(part, Figure):
        check = checks[part.id]
        return ShownPart(part.claimed.get(language), check.address, check)
    if isinstance(part, Mention):
        return ShownPart(part.text, addresses.get((part.kind, part.key), ""))
    return ShownPart(part)

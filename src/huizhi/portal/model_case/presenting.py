"""The article as a page shows it: parts with addresses, each figure with its check.

A page includes `portal/model_case/body.html` with what `present` returns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huizhi.portal.model_case.article import Article, Figure, Mention
from huizhi.portal.model_case.checks import FigureCheck, figure_checks
from huizhi.portal.model_case.targets import Key, Target, find_targets
from huizhi.rules.words import Language


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
    targets = mention_targets(article)
    sections = tuple(
        ShownSection(
            section.heading,
            tuple(
                tuple(_shown(part, language, checks, targets) for part in paragraph)
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


def mention_targets(article: Article) -> dict[Key, Target]:
    """Return what the article's mentions lead to, by kind and key."""
    return find_targets((mention.kind, mention.key) for mention in article.mentions())


def _shown(
    part: str | Figure | Mention,
    language: Language,
    checks: Mapping[str, FigureCheck],
    targets: Mapping[Key, Target],
) -> ShownPart:
    if isinstance(part, Figure):
        check = checks[part.id]
        return ShownPart(part.claimed.get(language), check.address, check)
    if isinstance(part, Mention):
        target = targets.get((part.kind, part.key))
        return ShownPart(part.text, target.address if target else "")
    return ShownPart(part)

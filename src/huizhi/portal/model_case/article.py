"""The article of the model case: its texts, figures and mentions, read from a pack's YAML file.

In the text, `[[delegation]]` is a figure by its id and `[[base:base-pku-practice|实践基地]]`
mentions a record by kind and reference. An organisation is mentioned by its ministry code or its
exact name, a policy by `document#clause`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from huizhi.rules.words import Language, Words

ARTICLE = "*/demo/article.yaml"
RELATIONS = ("=", "≥", "≤", "≈")
MENTIONS = (
    "agreement",
    "base",
    "project",
    "visit",
    "event",
    "platform",
    "organisation",
    "policy",
)
_TOKEN = re.compile(
    r"\[\[(?:(?P<kind>[a-z]+):(?P<key>[^|\]]+)\|(?P<text>[^\]]+)|(?P<id>[a-z0-9-]+))\]\]"
)


class ArticleError(ValueError):
    """An article that cannot be shown: an unknown figure, relation or kind of mention."""


_ENDS = re.compile(r"[。；！？]|[.;!?]\s|[.;!?]$")


@dataclass(frozen=True)
class Figure:
    """A figure that the article states, and the counter that finds it in the records.

    `value` is in `unit`; money is in yuan. `counter` is None where no record can hold it yet, and
    `not_yet` says why.
    """

    id: str
    statement: str
    claimed: Words
    relation: str
    value: Decimal
    unit: Words
    counter: str | None
    arguments: Mapping[str, Any]
    not_yet: Words | None = None


@dataclass(frozen=True)
class Mention:
    """Words of the text that stand for a record, an organisation or a policy."""

    kind: str
    key: str
    text: str


Part = str | Figure | Mention


def _words(part: Part, language: Language) -> str:
    """Return a part of a paragraph as it reads."""
    if isinstance(part, Figure):
        return part.claimed.get(language)
    return part.text if isinstance(part, Mention) else part


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs, each a sequence of parts, in one language."""

    heading: str
    paragraphs: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True)
class Article:
    """The article; texts in both languages. `fingerprint` is SHA-256 of its file."""

    title: Words
    kicker: Words
    lead: Words
    about: Words
    source: Words
    date: str
    keywords: Mapping[Language, tuple[str, ...]]
    fingerprint: str
    figures: Mapping[str, Figure]
    sections: Mapping[Language, tuple[Section, ...]]

    def sentence(self, figure: str, language: Language) -> tuple[str, str, str]:
        """Return the sentence that states a figure: what stands before it, its words, the rest.

        Empty texts where the article does not use the figure.
        """
        for section in self.sections[language]:
            for paragraph in section.paragraphs:
                for place, part in enumerate(paragraph):
                    if isinstance(part, Figure) and part.id == figure:
                        before = "".join(_words(one, language) for one in paragraph[:place])
                        after = "".join(_words(one, language) for one in paragraph[place + 1 :])
                        begins = max(end.end() for end in _ENDS.finditer("。" + before)) - 1
                        end = _ENDS.search(after)
                        rest = after[: end.end()] if end else after
                        return before[begins:], part.claimed.get(language), rest.rstrip("；; ")
        return "", "", ""

    def mentions(self) -> Iterator[Mention]:
        """Yield every mention of both languages."""
        for sections in self.sections.values():
            for section in sections:
                for paragraph in section.paragraphs:
                    yield from (part for part in paragraph if isinstance(part, Mention))


def find_article() -> Article | None:
    """Return the article of the installation's packs, None where no pack brings one."""
    paths = sorted(Path(settings.PACKS_DIR).glob(ARTICLE))
    return load_article(paths[0], paths[0].stat().st_mtime_ns) if paths else None


@lru_cache(maxsize=4)
def load_article(path: Path, changed: int = 0) -> Article:
    """Read an article (ArticleError). `changed` makes an edited file be read again."""
    text = path.read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    figures = {key: _figure(key, entry) for key, entry in content["figures"].items()}
    return Article(
        title=Words.of(content["title"]),
        kicker=Words.of(content["kicker"]),
        lead=Words.of(content["lead"]),
        about=Words.of(content["about"]),
        source=Words.of(content["source"]),
        date=str(content["date"]),
        keywords={
            "zh": tuple(content["keywords"]["zh"]),
            "en": tuple(content["keywords"]["en"]),
        },
        fingerprint=hashlib.sha256(text.encode()).hexdigest(),
        figures=figures,
        sections={
            "zh": tuple(_sections(content["sections"], "zh", figures)),
            "en": tuple(_sections(content["sections"], "en", figures)),
        },
    )


def _figure(key: str, entry: Mapping[str, Any]) -> Figure:
    if entry["relation"] not in RELATIONS:
        raise ArticleError(f"{key}: the relation is one of {' '.join(RELATIONS)}")
    counter = entry.get("counter")
    if (counter is None) == ("not_yet" not in entry):
        raise ArticleError(f"{key}: a figure has either a counter or the reason why not yet")
    return Figure(
        id=key,
        statement=entry["statement"],
        claimed=Words.of(entry["claimed"]),
        relation=entry["relation"],
        value=Decimal(entry["value"]),
        unit=Words.of(entry["unit"]),
        counter=counter,
        arguments=entry.get("arguments", {}),
        not_yet=Words.of(entry["not_yet"]) if "not_yet" in entry else None,
    )


def _sections(
    entries: Iterable[Mapping[str, Any]], language: Language, figures: Mapping[str, Figure]
) -> Iterator[Section]:
    for entry in entries:
        paragraphs = (tuple(_parts(text[language], figures)) for text in entry["paragraphs"])
        yield Section(entry["heading"][language], tuple(paragraphs))


def _parts(text: str, figures: Mapping[str, Figure]) -> Iterator[Part]:
    position = 0
    for match in _TOKEN.finditer(text):
        if match.start() > position:
            yield text[position : match.start()]
        position = match.end()
        if match["id"]:
            if match["id"] not in figures:
                raise ArticleError(f"there is no figure {match['id']!r}")
            yield figures[match["id"]]
        elif match["kind"] not in MENTIONS:
            raise ArticleError(f"nothing can be mentioned as {match['kind']!r}")
        else:
            yield Mention(match["kind"], match["key"], match["text"])
    if position < len(text):
        rest = text[position:]
        if "[[" in rest:
            raise ArticleError(f"a token is not closed: {rest[:40]!r}")
        yield rest

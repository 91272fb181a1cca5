"""The words on a page, and which of them are in the wrong language.

What is compared is the interface: message ids and their Chinese words, ours, Wagtail's and
Django's. Names of people, organisations and clauses are data, and FEEL stands in <code>.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

from babel.messages.pofile import read_po

from huizhi.rules.facts.catalogue import load_catalogue
from tests.architecture.test_translations import PACKAGE

SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-confirm")
SILENT = {"script", "style", "template", "code", "svg", "time", "textarea"}
ENDLESS = {"meta", "link", "img", "input", "br", "hr", "source", "wbr", "col", "base"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TWO_ENGLISH_WORDS = re.compile(r"\b[A-Za-z][a-z]+ [A-Za-z]?[a-z]+\b")
NAMED = re.compile(r"Apache License 2\.0|Excel|[\w./-]+\.(xlsx|csv|yaml)")
"""What Chinese texts call by its English name too."""
OWN_NAMES = {"English", "简体中文", "system"}
"""Languages in their own words, and the user who is the system."""
DATA_TOO = {"人才", "省校合作", "院士工作站", "级别", "金额", "施行日期", "序号", "备注", "是"}
"""Words of the interface that are also topics, or columns of a policy's table or of a list."""


class _Words(HTMLParser):
    """Collects the texts and spoken attributes of elements in the language of the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self._language = (given.get("lang") or "")[:2]
        foreign = bool(given.get("lang")) and (given["lang"] or "")[:2] != self._language
        silent = tag in SILENT or foreign or self._is_silent()
        if not silent:
            self.found += [given[name] or "" for name in SPOKEN if name in given]
            if tag == "input" and given.get("type") in ("submit", "button"):
                self.found.append(given.get("value") or "")
        if tag not in ENDLESS:
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if not self._is_silent():
            self.found.append(data)

    def _is_silent(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def words_of(html: str) -> Iterator[str]:
    """Yield each text and label of a page, its blanks made single."""
    words = _Words()
    words.feed(html)
    for text in words.found:
        if plain := " ".join(text.split()):
            yield plain


def _package(name: str) -> Path:
    spec = find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _entries(folder: Path, language: str) -> Iterator[tuple[str, str]]:
    for path in folder.rglob(f"locale/{language}/LC_MESSAGES/django*.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
                said = message.string
                texts = said if isinstance(said, tuple | list) else (said,)
                for key in ids:
                    yield key, texts[0]


@cache
def english_words() -> frozenset[str]:
    """Return every message id that Chinese says in other words."""
    entries = [
        *_entries(PACKAGE, "zh_Hans"),
        *_entries(_package("wagtail"), "zh_Hans"),
        *_entries(_package("wagtail"), "en"),
        *_entries(_package("django"), "en"),
    ]
    same = {key for key, text in entries if key == text and key and CHINESE.search(text) is None}
    translated = {key for key, text in entries if text and key != text}
    return frozenset(
        " ".join(key.split())
        for key, _ in entries
        if re.search("[A-Za-z]{2}", key) and (key not in same or key in translated)
    )


@cache
def chinese_words() -> frozenset[str]:
    """Return the Chinese words of our interface; facts bear their Chinese names in every FEEL."""
    kinds = load_catalogue().kinds.values()
    data = OWN_NAMES | DATA_TOO | {name for kind in kinds for name in kind.facts}
    return frozenset(
        text
        for key, text in _entries(PACKAGE, "zh_Hans")
        if text and CHINESE.search(text) and not CHINESE.search(key) and text not in data
    )


def english_on(html: str) -> set[str]:
    """Return what a Chinese page says in English."""
    return {
        text
        for text in words_of(html)
        if text not in OWN_NAMES
        and (text in english_words() or TWO_ENGLISH_WORDS.search(NAMED.sub("", text)))
    }


def chinese_on(html: str) -> set[str]:
    """Return what an English page says in Chinese though our catalogues have it in English."""
    return {text for text in words_of(html) if text in chinese_words()}

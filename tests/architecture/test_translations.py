"""Every string goes through the catalogues, and both languages are full.

Message ids are English, so English is complete where every string is a message id; the Chinese
catalogues must hold each of them, and nothing that no page uses.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "huizhi"
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
DJANGO_ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))


def message_ids() -> dict[str, set[str]]:
    """Return each message id with the files that use it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in PACKAGE.rglob("*.py"):
        if "migrations" not in path.parts and uses_gettext(path.read_text(encoding="utf-8")):
            collect(found, path, path.read_bytes())
    for path in PACKAGE.rglob("*.html"):
        text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        collect(found, path, text.encode())
    return found


def uses_gettext(text: str) -> bool:
    return "django.utils.translation" in text


def collect(found: dict[str, set[str]], path: Path, content: bytes) -> None:
    for _, message, _, context in extract("python", io.BytesIO(content), KEYWORDS):
        first = message if isinstance(message, str) else message[0]
        if first:
            found[first].add(f"{path.relative_to(ROOT)}{f' ({context})' if context else ''}")


def catalogues() -> dict[str, str]:
    """Return every Chinese message by its id."""
    held: dict[str, str] = {}
    for path in PACKAGE.rglob("zh_Hans/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_Hans"):
                key = message.id if isinstance(message.id, str) else message.id[0]
                text = message.string if isinstance(message.string, str) else message.string[0]
                if key:
                    assert not message.fuzzy, f"{path}: {key}"
                    held[key] = text
    return held


def test_every_string_has_chinese_words():
    held = catalogues()
    missing = {key: sorted(files) for key, files in message_ids().items() if not held.get(key)}
    assert missing == {}


def test_the_catalogues_hold_nothing_unused():
    with (PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po").open("rb") as file:
        # The package's own catalogue fills what Wagtail's lacks; its ids stand in Wagtail.
        for_wagtail = {
            m.id if isinstance(m.id, str) else m.id[0]
            for m in read_po(file)
            if m.id and "wagtail" in " ".join(m.user_comments).lower()
        }
    unused = set(catalogues()) - set(message_ids()) - for_wagtail
    assert unused == set()


def test_placeholders_are_the_same_in_both_languages():
    blank = re.compile(r"\{[a-z_]*\}|%\([a-z_]+\)[sd]")
    wrong = {
        key: text
        for key, text in catalogues().items()
        if not set(blank.findall(text)) <= set(blank.findall(key))
    }
    assert wrong == {}


@pytest.mark.parametrize("room", DJANGO_ROOMS)
def test_templates_hold_no_chinese(room):
    chinese = [
        str(path.relative_to(ROOT))
        for path in (PACKAGE / room).rglob("*.html")
        if CHINESE.search(
            re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text("utf-8"), flags=re.S)
        )
    ]
    assert chinese == []


def test_a_message_reads_the_same_in_every_room():
    """Django keeps one wording for a message id; a second one would silently never be shown."""
    wordings: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for path in PACKAGE.rglob("zh_Hans/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_Hans"):
                key = message.id if isinstance(message.id, str) else message.id[0]
                text = message.string if isinstance(message.string, str) else message.string[0]
                if key:
                    wordings[message.context, key].add(text)
    assert {key: texts for key, texts in wordings.items() if len(texts) > 1} == {}

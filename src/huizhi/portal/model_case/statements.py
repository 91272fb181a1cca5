"""The statements of the model case, one by one, read from a pack's YAML file.

A statement is held by the records and figures that bear its number. `also` names what bears none:
kind and key as in the article, and `page` for a page of the site by its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from huizhi.portal.model_case.article import MENTIONS
from huizhi.portal.model_case.targets import PAGES, Key
from huizhi.rules.words import Words

STATEMENTS = "*/demo/statements.yaml"


class StatementsError(ValueError):
    """A list of statements that cannot be shown: a number twice, or a key that means nothing."""


@dataclass(frozen=True)
class Statement:
    """What the report says. `not_yet` is the part that no record holds, and why."""

    id: str
    says: Words
    also: tuple[Key, ...]
    not_yet: Words | None


@dataclass(frozen=True)
class StatementPart:
    """A part of the report: its heading and its statements."""

    heading: Words
    statements: tuple[Statement, ...]


def find_statements() -> tuple[StatementPart, ...]:
    """Return the statements of the installation's packs; none where no pack brings any."""
    paths = sorted(Path(settings.PACKS_DIR).glob(STATEMENTS))
    return load_statements(paths[0], paths[0].stat().st_mtime_ns) if paths else ()


@lru_cache(maxsize=4)
def load_statements(path: Path, changed: int = 0) -> tuple[StatementPart, ...]:
    """Read the statements (StatementsError). `changed` makes an edited file be read again."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    parts = tuple(
        StatementPart(Words.of(entry["heading"]), tuple(_statements(entry["statements"])))
        for entry in content["parts"]
    )
    numbers = [one.id for part in parts for one in part.statements]
    if len(numbers) != len(set(numbers)):
        raise StatementsError("a statement stands in the list twice")
    return parts


def _statements(entries: list[Mapping[str, Any]]) -> Iterator[Statement]:
    for entry in entries:
        yield Statement(
            id=entry["id"],
            says=Words.of(entry["says"]),
            also=tuple(_key(entry["id"], text) for text in entry.get("also", ())),
            not_yet=Words.of(entry["not_yet"]) if "not_yet" in entry else None,
        )


def _key(statement: str, text: str) -> Key:
    kind, _colon, key = text.partition(":")
    if kind not in MENTIONS and (kind != "page" or key not in PAGES):
        raise StatementsError(f"{statement}: {text!r} means nothing")
    return kind, key

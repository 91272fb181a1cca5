"""What differs between two versions of a pack: rules of its tables, and every other text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from huizhi.rules.packs.editing import Row, rows_of
from huizhi.rules.packs.model import Document, Pack, PolicyTable
from huizhi.rules.packs.wording import field_words, value_words
from huizhi.rules.words import Words
from huizhi.rules.yaml_text import read_yaml

_LEFT_OUT = ("rules", "documents", "version", "schema")
_SAME_BY = ("id", "english", "name", "label", "feel")
_FEEL = ("feel", "amount", "quantity", "limit", "default", "start")


@dataclass(frozen=True)
class RuleChange:
    """A rule before and after; None before for an added one, None after for a removed one."""

    before: Row | None
    after: Row | None
    number: int
    """Which rule it is, from 1: of the new table, of the old one where it is removed."""

    @property
    def shown(self) -> Row:
        """The rule as it is now, or as it was where it is removed."""
        row = self.after or self.before
        assert row is not None  # a change has a side
        return row

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each cell before and after, an empty text where there is none."""
        empty = ("",) * len(self.shown.cells)
        before = self.before.cells if self.before else empty
        after = self.after.cells if self.after else empty
        return list(zip(before, after, strict=True))


@dataclass(frozen=True)
class TableChange:
    """A table of the new version and what became of its rules."""

    document: Document
    table: PolicyTable
    rules: tuple[RuleChange, ...]


@dataclass(frozen=True)
class TextChange:
    """A text outside the rules of tables, before and after; None where there is none."""

    document: Words
    owner: Words
    what: Words
    before: Words | None
    after: Words | None
    is_feel: bool


@dataclass(frozen=True)
class Comparison:
    """All that differs."""

    tables: tuple[TableChange, ...]
    texts: tuple[TextChange, ...]


def compare(old: Pack, new: Pack) -> Comparison:
    """Return what differs between two versions; documents are the same by the names of files."""
    return Comparison(tuple(_tables(old, new)), tuple(_texts(old, new)))


def _tables(old: Pack, new: Pack) -> Iterator[TableChange]:
    before = {(d.file, t.english): (d, t) for d in old.documents for t in d.tables}
    for document in new.documents:
        for table in document.tables:
            _document, known = before.pop((document.file, table.english), (None, None))
            rules = tuple(_rules(_aligned(known, table) if known else [], _plain(table)))
            if rules:
                yield TableChange(document, table, rules)
    for document, table in before.values():
        yield TableChange(document, table, tuple(_rules(_plain(table), [])))


def _aligned(old: PolicyTable, new: PolicyTable) -> list[Row]:
    """Return the rules of a table in the columns it has now; a new one is empty in them."""
    tests = _places(
        [(entry.label.zh, entry.feel.text) for entry in old.inputs],
        [(entry.label.zh, entry.feel.text) for entry in new.inputs],
    )
    results = _places([(o.name, "") for o in old.outputs], [(o.name, "") for o in new.outputs])
    return [
        replace(row, when=_taken(row.when, tests), then=_taken(row.then, results))
        for row in _plain(old)
    ]


def _places(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[int | None]:
    """Return for each new column which one it was, by its name or else its expression."""
    found: list[int | None] = []
    for name, feel in new:
        free = [number for number in range(len(old)) if number not in found]
        named = [number for number in free if old[number][0] == name]
        same = [number for number in free if feel and old[number][1] == feel]
        found.append(next(iter(named or same), None))
    return found


def _taken(cells: Sequence[str], places: Sequence[int | None]) -> tuple[str, ...]:
    return tuple("" if at is None or at >= len(cells) else cells[at] for at in places)


def _plain(table: PolicyTable) -> list[Row]:
    """Return the rules without their place, which alone makes no difference."""
    return [replace(row, origin=None) for row in rows_of(table)]


def _rules(old: Sequence[Row], new: Sequence[Row]) -> Iterator[RuleChange]:
    for tag, start, end, first, last in SequenceMatcher(None, old, new, False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = old[start:end], new[first:last]
        for number, row in enumerate(come):
            yield RuleChange(gone[number] if number < len(gone) else None, row, first + number + 1)
        for number in range(len(come), len(gone)):
            yield RuleChange(gone[number], None, start + number + 1)


def _texts(old: Pack, new: Pack) -> Iterator[TextChange]:
    for name in dict.fromkeys((*old.files, *new.files)):
        before, after = (
            read_yaml(name, pack.files[name]).data if name in pack.files else {}
            for pack in (old, new)
        )
        pack = next(p for p in (new, old) if name in p.files)
        named = {document.file: document.title for document in pack.documents}
        document = named.get(name, pack.name)
        for path, was, now in _differences(before, after, ()):
            yield _change(document, path, was, now)


def _change(document: Words, path: Sequence[str | Words], was: str, now: str) -> TextChange:
    """Name a difference: by the part it is in, the parts within that one, and the field."""
    parts = [part for part in path if isinstance(part, Words)]
    field = field_words([part for part in path if isinstance(part, str)])
    within = [*parts[1:], field]
    what = Words("：".join(one.zh for one in within), ": ".join(one.en for one in within))
    key = str(path[-1])
    before, after = (value_words(key, text) for text in (was, now))
    owner = parts[0] if parts else document
    return TextChange(document, owner, what, before, after, key in _FEEL)


def _differences(
    old: Any, new: Any, path: tuple[str | Words, ...]
) -> Iterator[tuple[tuple[str | Words, ...], str, str]]:
    """Yield where two values differ and their texts; rules of tables and the head are left out."""
    if isinstance(old, dict) or isinstance(new, dict):
        old, new = (_in_both(value) for value in (old, new))
        for key in dict.fromkeys((*old, *new)):
            if key not in _LEFT_OUT:
                yield from _differences(old.get(key), new.get(key), (*path, key))
    elif any(isinstance(value, list) and _has_parts(value) for value in (old, new)):
        for before, after in _paired(old or [], new or []):
            called = _called(after or before)
            yield from _differences(before or {}, after or {}, (*path, called))
    elif _shown(old) != _shown(new):
        yield path, _shown(old), _shown(new)


def _in_both(value: Any) -> Mapping[str, Any]:
    """Return a mapping, or the one that a text stands for which is the same in both languages."""
    if isinstance(value, dict):
        return value
    return {"zh": value, "en": value} if isinstance(value, str) else {}


def _has_parts(value: Sequence[Any]) -> bool:
    return any(isinstance(item, dict) for item in value)


def _paired(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield parts of two lists that are the same one; None for the side where there is none."""
    left = list(old)
    for item in new:
        same = (o for key in _SAME_BY for o in left if key in o and o[key] == item.get(key))
        found = next(same, None)
        if found is not None:
            left.remove(found)
        yield found, item
    yield from ((item, None) for item in left)


def _called(part: Mapping[str, Any]) -> Words:
    name = part.get("name") or part.get("label") or part.get("id") or ""
    if isinstance(name, str) and "english" in part:
        return Words.of_name(name, part["english"])
    return Words.of_label(name)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(_shown, value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value).strip()

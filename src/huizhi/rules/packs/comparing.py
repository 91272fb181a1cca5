"""What differs between two versions of a pack: rules of its tables and texts beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from huizhi.rules.packs.editing import FeelPart, Row, feel_parts, rows_of
from huizhi.rules.packs.model import Document, Pack, PolicyTable


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
    """A text of FEEL that stands outside the rules of tables, before and after."""

    part: FeelPart
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """All that differs."""

    tables: tuple[TableChange, ...]
    texts: tuple[TextChange, ...]


def compare(old: Pack, new: Pack) -> Comparison:
    """Return what differs between two versions with the same documents, tables and benefits."""
    return Comparison(tuple(_tables(old, new)), tuple(_texts(old, new)))


def _tables(old: Pack, new: Pack) -> Iterator[TableChange]:
    before = {(d.file, t.english): t for d in old.documents for t in d.tables}
    for document in new.documents:
        for table in document.tables:
            known = before.get((document.file, table.english))
            rules = tuple(_rules(_plain(known) if known else [], _plain(table)))
            if rules:
                yield TableChange(document, table, rules)


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
    for name in new.files:
        before = {part.key: part.feel.text for part in feel_parts(old, name)}
        for part in feel_parts(new, name):
            was = before.get(part.key, "")
            if was != part.feel.text:
                yield TextChange(part, was, part.feel.text)

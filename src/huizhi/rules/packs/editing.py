"""Changing one part of a pack's file and leaving every other character as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from huizhi.rules.packs.model import Benefit, Document, FeelText, Pack, PolicyTable
from huizhi.rules.words import Words
from huizhi.rules.yaml_edits import NO_PLAIN, escaped
from huizhi.rules.yaml_text import Path, YamlFile

ANY = "-"
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_PLAIN_ID = re.compile(r"(?!(?:null|true|false)$)[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class Row:
    """A rule as it is edited. `origin` counts the file's rules from 0; None for a new rule."""

    when: tuple[str, ...]
    then: tuple[str, ...]
    clause: str = ""
    note: str = ""
    origin: int | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The tests, then the results."""
        return self.when + self.then


@dataclass(frozen=True)
class FeelPart:
    """A text of FEEL that can be edited: what it belongs to, and what it is of it."""

    owner: Words
    what: Words
    feel: FeelText

    @property
    def key(self) -> str:
        """The path within the file, as `benefits.0.amount`."""
        return key_of(self.feel.path)


def key_of(path: Path) -> str:
    """Return a path within a file as addresses and forms carry it."""
    return ".".join(map(str, path))


def path_of(key: str) -> Path:
    """Return the path that a key stands for."""
    return tuple(int(part) if part.isdecimal() else part for part in key.split("."))


def feel_value(text: str) -> str | bool | int | Decimal:
    """Return a text of FEEL as a file has it: a number or a boolean stands there without quotes."""
    if text in ("true", "false"):
        return text == "true"
    if not _NUMBER.fullmatch(text):
        return text
    number = Decimal(text) if "." in text else int(text)
    return number if str(number) == text else text


def rows_of(table: PolicyTable) -> list[Row]:
    """Return the rules of a table as they are edited."""
    return [
        Row(
            tuple(cell.text for cell in rule.when),
            tuple(cell.text for cell in rule.then),
            rule.clause or "",
            rule.note.zh if rule.note else "",
            number,
        )
        for number, rule in enumerate(table.rules)
    ]


def rules_path(file: YamlFile, english: str) -> Path:
    """Return where the rules of a table stand (StopIteration for a table that is not there)."""
    tables = enumerate(file.data["tables"])
    index = next(index for index, table in tables if table["english"] == english)
    return ("tables", index, "rules")


def with_rows(file: YamlFile, table: PolicyTable, rows: Sequence[Row]) -> str:
    """Return the file's text with other rules in one table; at least one.

    A rule that stays as it is keeps its text, its comments and its lines.
    """
    path = rules_path(file, table.english)
    old = file.data["tables"][path[1]]["rules"]
    before = rows_of(table)
    rules: list[tuple[int | None, Mapping[str, Any] | None]] = []
    for row in rows:
        if row.origin is None:
            rules.append((None, _entry(row, {}, None)))
        elif row == before[row.origin]:
            rules.append((row.origin, None))
        else:
            rules.append((row.origin, _entry(row, old[row.origin], before[row.origin])))
    return with_rules(file, path, rules)


def with_rules(
    file: YamlFile, path: Path, rules: Sequence[tuple[int | None, Mapping[str, Any] | None]]
) -> str:
    """Return the file's text with other rules at the path of a table's rules; at least one.

    Each is the number of the rule whose place and comments it has, from 0 (None for a new one),
    and what the YAML states of it, its cells as FEEL (None for one that stays as it stands).
    """
    block = _Block(file, path)
    chunks = []
    for origin, entry in rules:
        if origin is None:
            chunks.append(block.added(_written(entry or {})))
        elif entry is None:
            chunks.append(block.kept(origin))
        else:
            chunks.append(block.changed(origin, _written(entry)))
    return block.joined(chunks)


def feel_parts(pack: Pack, name: str) -> list[FeelPart]:
    """Return the texts of FEEL of one file that stand outside the rules of tables."""
    parts = [
        FeelPart(cap.name, Words("限额", "Cap"), cap.limit)
        for cap in pack.caps
        if cap.limit.file.path == name
    ]
    for document in pack.documents:
        if document.file == name:
            parts += _parts_of(document)
    return parts


def _parts_of(document: Document) -> Iterator[FeelPart]:
    for definition in document.definitions:
        yield FeelPart(definition.title, Words("定义", "Definition"), definition.feel)
    for table in document.tables:
        for entry in table.inputs:
            what = Words(f"条件列“{entry.label.zh}”", f'Column "{entry.label.en}"')
            yield FeelPart(table.title, what, entry.feel)
        for output in table.outputs:
            if output.default is not None:
                what = Words(f"“{output.title.zh}”的默认结果", f'Default of "{output.title.en}"')
                yield FeelPart(table.title, what, output.default)
    for benefit in document.benefits:
        yield from _parts_of_benefit(benefit)


def _parts_of_benefit(benefit: Benefit) -> Iterator[FeelPart]:
    for condition in benefit.conditions:
        what = Words(f"条件：{condition.name.zh}", f"Condition: {condition.name.en}")
        yield FeelPart(benefit.name, what, condition.feel)
    if benefit.window is not None:
        yield FeelPart(benefit.name, Words("起算日", "Due from"), benefit.window.start)
    if isinstance(benefit.amount.file.nodes[benefit.amount.path], yaml.ScalarNode):
        what = Words("数量", "Quantity") if benefit.unit else Words("金额（元）", "Amount (yuan)")
        yield FeelPart(benefit.name, what, benefit.amount)


class _Block:
    """The rules of a table as they stand in the file, each with what is written around it."""

    def __init__(self, file: YamlFile, path: Path) -> None:
        self._text = text = file.text
        self._whole = file.span(path)
        node = file.nodes[path]
        self._is_flow = isinstance(node, yaml.SequenceNode) and bool(node.flow_style)
        count = len(node.value)
        spans = [file.span((*path, number)) for number in range(count)]
        self._items = [(begin, _end_of(text, begin, end)) for begin, end in spans]
        if self._is_flow:
            return
        dashes = [text.rindex("-", 0, begin) for begin, _end in self._items]
        self._starts = [text.rfind("\n", 0, dash) + 1 for dash in dashes]
        last = text.find("\n", self._items[-1][1]) + 1
        self._starts.append(last or len(text))
        self._lead = text[self._starts[0] : dashes[0]] + "- "

    def kept(self, number: int) -> str:
        """Return a rule as it stands."""
        begin, end = self._items[number]
        return self.changed(number, self._text[begin:end])

    def changed(self, number: int, written: str) -> str:
        """Return a rule written anew between what stands around it."""
        if self._is_flow:
            return written
        begin, end = self._items[number]
        start, stop = self._starts[number : number + 2]
        return self._text[start:begin] + written + self._text[end:stop]

    def added(self, written: str) -> str:
        """Return a rule that was not there, on a line of its own."""
        return written if self._is_flow else f"{self._lead}{written}\n"

    def joined(self, chunks: Sequence[str]) -> str:
        """Return the whole file with these rules."""
        if self._is_flow:
            begin, end = self._whole
            return f"{self._text[:begin]}[{', '.join(chunks)}]{self._text[end:]}"
        lines = [chunk if chunk.endswith("\n") else f"{chunk}\n" for chunk in chunks]
        return self._text[: self._starts[0]] + "".join(lines) + self._text[self._starts[-1] :]


def _end_of(text: str, begin: int, end: int) -> int:
    """Return where a value ends, without the blank lines and comments that follow it."""
    lines = text[begin:end].rstrip().split("\n")
    while lines[-1].lstrip().startswith("#"):
        lines.pop()
    return begin + len("\n".join(lines).rstrip())


def _entry(row: Row, old: Mapping[str, Any], before: Row | None) -> Mapping[str, Any]:
    """Return what is stated of a rule. What the grid does not show stays: English, assumption."""
    same = before is not None and before.note == row.note
    stated = {
        "clause": row.clause,
        "note": old["note"] if same and row.note else row.note,
        "assumption": old.get("assumption"),
    }
    return {"when": row.when, "then": row.then, **{key: of for key, of in stated.items() if of}}


def _written(entry: Mapping[str, Any]) -> str:
    """Return a rule on one line."""
    parts = [f"{name}: [{', '.join(map(_feel, entry[name]))}]" for name in ("when", "then")]
    if "clause" in entry:
        plain = _PLAIN_ID.fullmatch(entry["clause"])
        parts.append(f"clause: {entry['clause'] if plain else _quoted(entry['clause'])}")
    parts += [f"{name}: {escaped(entry[name])}" for name in ("note", "assumption") if name in entry]
    return "{" + ", ".join(parts) + "}"


def _feel(text: str) -> str:
    return _quoted(text) if isinstance(feel_value(text), str) else text


def _quoted(text: str) -> str:
    if "\n" in text or NO_PLAIN.search(text):
        return escaped(text)
    return "'" + text.replace("'", "''") + "'"

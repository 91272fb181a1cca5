"""What a modeller changed in the tables of a pack, put back into the pack's files.

A rule, label or text that is as it was keeps its characters, and so do the comments around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from huizhi.dmn.model import Model
from huizhi.rules.packs.dmn_tables import ANNOTATED, Entry, cell_text, model_of, tables_of
from huizhi.rules.packs.editing import feel_value, with_rules
from huizhi.rules.packs.model import Pack
from huizhi.rules.yaml_edits import Put, edited
from huizhi.rules.yaml_text import Path, YamlFile, read_yaml


@dataclass(frozen=True)
class Left:
    """What differs and is not put back, since it is no text in a place of its own.

    `part` is its path within the table, as `outputs.0.values`.
    """

    table: str
    part: str


@dataclass(frozen=True)
class Merged:
    """The files of a pack with the changes of a model."""

    files: Mapping[str, str]
    changed: tuple[str, ...]
    """Names of the tables that are other than before."""
    left: tuple[Left, ...]
    added: tuple[Entry, ...]
    """Tables of the model that the pack does not have; they are put into no file."""


def merge(pack: Pack, model: Model) -> Merged:
    """Return the pack's files with the tables of a model, which are known by their names.

    A table that the model does not have stays as it is.
    """
    files, changed, left = dict(pack.files), [], []
    given = {entry["name"]: entry for entry in tables_of(model)}
    for document in pack.documents:
        file = read_yaml(document.file, files[document.file])
        for number, old in enumerate(file.data.get("tables", ())):
            new = given.pop(old["name"], None)
            if new is None:
                continue
            table = _Table(file, ("tables", number), old)
            file = table.with_changes(new)
            left += [Left(old["name"], part) for part in table.left]
            if file.text != table.file.text:
                changed.append(old["name"])
        files[document.file] = file.text
    return Merged(files, tuple(changed), tuple(left), tuple(given.values()))


class _Table:
    """A table of a file; `left` are the parts that `with_changes` could not put back."""

    def __init__(self, file: YamlFile, path: Path, entry: Entry) -> None:
        self.file = file
        self.left: list[str] = []
        self._path = path
        # What a model would say of it, so that only what a modeller did makes a difference.
        (self._before,) = tables_of(model_of("", [entry]))

    def with_changes(self, new: Entry) -> YamlFile:
        """Return the file with what is other in an entry; rules only under the same columns."""
        file = self.file
        before = {key: value for key, value in self._before.items() if key != "rules"}
        after = {key: value for key, value in new.items() if key != "rules"}
        for part, value in _differences(before, after):
            path = (*self._path, *part)
            if value is None or not isinstance(file.nodes.get(path), yaml.ScalarNode):
                self.left.append(".".join(map(str, part)))
            else:
                file = edited(file, [Put(path, _value(path, cell_text(value)))])
        rules = _paired(self._before["rules"], new["rules"])
        if not rules or not {"inputs", "outputs"}.isdisjoint(self.left):
            self.left.append("rules")
        elif rules != [(number, None) for number in range(len(self._before["rules"]))]:
            file = read_yaml(file.path, with_rules(file, (*self._path, "rules"), rules))
        return file


def _value(path: Path, text: str) -> Any:
    """Return what a file has at a path: FEEL as it stands there, anything else as text."""
    return feel_value(text) if path[-1] in ("feel", "default") else text


def _differences(before: Any, after: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield each value that differs with what it is now; None where there is none, or more."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            yield from _differences(before.get(key), after.get(key), (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _differences(old, new, (*path, number))
    elif before != after:
        yield path, None if isinstance(after, Mapping | list) else after


def _paired(
    old: Sequence[Entry], new: Sequence[Entry]
) -> list[tuple[int | None, Mapping[str, Any] | None]]:
    """Return the new rules, each with the old one whose place it takes; see `with_rules`.

    What no new rule states was not taken along by the modeller: a rule keeps what it had of it.
    """
    lost = [name for name in ANNOTATED if not any(name in rule for rule in new)]
    same = _equals([{key: rule[key] for key in rule if key not in lost} for rule in old], new)
    free = [number for number in range(len(old)) if number not in same]
    rules: list[tuple[int | None, Mapping[str, Any] | None]] = []
    for found, rule in zip(same, new, strict=True):
        if found is not None:
            rules.append((found, None))
            continue
        origin = max(free, key=lambda number: _shared(old[number], rule), default=None)
        if origin is None or not _shared(old[origin], rule):
            rules.append((None, _stated(rule)))
            continue
        free.remove(origin)
        kept = {name: old[origin][name] for name in lost if name in old[origin]}
        rules.append((origin, _stated({**rule, **kept})))
    return rules


def _equals(old: Sequence[Entry], new: Sequence[Entry]) -> list[int | None]:
    """Return for each new rule the first old one that it is, each taken once."""
    free = list(range(len(old)))
    found: list[int | None] = []
    for rule in new:
        number = next((number for number in free if old[number] == rule), None)
        if number is not None:
            free.remove(number)
        found.append(number)
    return found


def _shared(old: Entry, new: Entry) -> int:
    """Return how many cells of two rules are the same."""
    return sum(
        before == after
        for name in ("when", "then")
        for before, after in zip(old[name], new[name], strict=False)
    )


def _stated(rule: Entry) -> Mapping[str, Any]:
    cells = {name: [cell_text(cell) for cell in rule[name]] for name in ("when", "then")}
    return {**rule, **cells}

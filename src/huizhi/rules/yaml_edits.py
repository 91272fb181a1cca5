"""Changing values of a YAML file and leaving every other character of its text as it stands.

Each change is read back: a text in which anything else came out differently is never returned.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from huizhi.rules.yaml_text import UNPRINTABLE, Path, YamlFile, at, one_line, read_yaml

WIDTH, KEY = 100, 10


class EditRefused(ValueError):
    """A file that is written in a way in which this change cannot be made, by its path."""


@dataclass(frozen=True)
class Put:
    """Another value at a path; a key that is not there yet comes last in its mapping."""

    path: Path
    value: Any


@dataclass(frozen=True)
class Insert:
    """A new item of a list; the path ends with the place it gets, from 0."""

    path: Path
    value: Any


@dataclass(frozen=True)
class Remove:
    """A key or an item that goes, with the comment right above it."""

    path: Path


Edit = Put | Insert | Remove


class _Splice(NamedTuple):
    begin: int
    end: int
    text: str


def edited(file: YamlFile, edits: Iterable[Edit]) -> YamlFile:
    """Return the file with changes made, none of them inside another.

    Values are dict, list, str, int, Decimal, bool and None. Errors: `EditRefused`, KeyError for a
    path that leads nowhere.
    """
    edits = list(edits)
    wanted = copy.deepcopy(file.data)
    for edit in edits:
        _apply(wanted, edit)
    text = file.text
    splices = [_splice(file, edit) for edit in edits]
    for begin, end, new in sorted(splices, key=lambda s: s.begin, reverse=True):
        text = text[:begin] + new + text[end:]
    changed = read_yaml(file.path, text)
    if changed.findings or not _same(changed.data, wanted):
        raise EditRefused(file.path)
    return changed


def merged(file: YamlFile, path: Path, value: Any) -> YamlFile:
    """Return the file with a value at a path, changing only what differs from what is there.

    Of a mapping the keys of `value` are changed, one that is None goes, and other keys stay.
    """
    old = at(file, path)
    if isinstance(value, Mapping) and isinstance(old, Mapping):
        for key, part in value.items():
            file = merged(file, (*path, key), part)
        return file
    if _same(old, value):
        return file
    if value is None:
        return edited(file, [Remove(path)])
    return edited(file, [Put(path, without_none(value))])


def written(value: Mapping[str, Any]) -> str:
    """Return a mapping as the text of a file, an empty line between its keys."""
    return "\n".join(f"{key}:{_opened(part)}\n" for key, part in value.items())


def without_none(value: Any) -> Any:
    """Return a value without the keys of mappings that are None."""
    if isinstance(value, Mapping):
        return {key: without_none(part) for key, part in value.items() if part is not None}
    return list(map(without_none, value)) if isinstance(value, list) else value


def _same(one: Any, other: Any) -> bool:
    """Say whether two values are the same also in type: 1 is neither true nor a text."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and bool(one == other)


def _apply(data: Any, edit: Edit) -> None:
    *above, last = edit.path
    for part in above:
        data = data[part]
    match edit:
        case Put(_, value):
            data[last] = value
        case Insert(_, value):
            data.insert(last, value)
        case Remove():
            del data[last]


def _splice(file: YamlFile, edit: Edit) -> _Splice:
    match edit:
        case Put(path, value) if path in file.nodes:
            return _replaced(file, path, value)
        case Put(path, value):
            return _entered(file, path, value)
        case Insert(path, value):
            return _inserted(file, path, value)
        case Remove(path):
            return _removed(file, path)


def _replaced(file: YamlFile, path: Path, value: Any) -> _Splice:
    begin, end = _span(file, file.nodes[path])
    empty = " " if file.text[begin - 1 : begin] == ":" else ""
    if isinstance(value, str) and not _is_in_flow(file, path):
        return _Splice(begin, end, empty + _text(value, _indent_of_line(file, begin) + 2))
    return _Splice(begin, end, empty + _flow(value))


def _entered(file: YamlFile, path: Path, value: Any) -> _Splice:
    """Return a key with its value behind the last one of a mapping."""
    *above, key = path
    node = file.nodes[tuple(above)]
    if not isinstance(node, yaml.MappingNode):
        raise EditRefused(file.path)
    if not node.value:
        return _Splice(*_span(file, node), _flow({key: value}))
    end = _end(file, node.value[-1][1])
    if node.flow_style:
        return _Splice(end, end, f", {key}: {_flow(value)}")
    column = node.value[0][0].start_mark.column
    return _below(file, end, f"{' ' * column}{key}:{_block(value, column)}", not column)


def _inserted(file: YamlFile, path: Path, value: Any) -> _Splice:
    *above, index = path
    where = tuple(above)
    node = file.nodes[where]
    if not isinstance(node, yaml.SequenceNode) or not isinstance(index, int):
        raise EditRefused(file.path)
    if not node.value:
        begin, end = _span(file, node)
        if _is_in_flow(file, where[:-1]):
            return _Splice(begin, end, f"[{_flow(value)}]")
        column = _indent_of_line(file, begin) + 2
        begin = len(file.text[:begin].rstrip(" "))
        return _Splice(begin, end, f"\n{' ' * column}- {_item(value, column + 2)}")
    last = index == len(node.value)
    if node.flow_style and last:
        end = _end(file, node.value[-1])
        return _Splice(end, end, f", {_flow(value)}")
    if node.flow_style:
        begin = _span(file, node.value[index])[0]
        return _Splice(begin, begin, f"{_flow(value)}, ")
    column = node.start_mark.column
    text = f"{' ' * column}- {_item(value, column + 2)}"
    if last:
        return _below(file, _end(file, node), text, False)
    begin = _lines_of(file, _dash(file, node.value[index]), _end(file, node.value[index]))[0]
    return _Splice(begin, begin, f"{text}\n")


def _below(file: YamlFile, end: int, text: str, is_apart: bool) -> _Splice:
    """Return lines below the one in which something ends; apart from it, by an empty line."""
    stop = file.text.find("\n", end)
    at = len(file.text) if stop < 0 else stop
    return _Splice(at, at, ("\n\n" if is_apart else "\n") + text)


def _removed(file: YamlFile, path: Path) -> _Splice:
    parent = file.nodes[path[:-1]]
    assert isinstance(parent, yaml.CollectionNode)  # what has a part is one
    entries = list(_entries(parent))
    number = next(n for n, (key, _start, _value) in enumerate(entries) if key == path[-1])
    _key, start, value = entries[number]
    if len(entries) == 1:
        begin, end = _span(file, parent)
        above = file.text[:begin].rstrip()
        empty = "{}" if isinstance(parent, yaml.MappingNode) else "[]"
        if above.endswith(":") and not parent.flow_style:
            return _Splice(len(above), end, f" {empty}")
        return _Splice(begin, end, empty)
    begin, end = _span(file, start)[0], _end(file, value)
    if parent.flow_style and number:
        return _Splice(_end(file, entries[number - 1][2]), end, "")
    if isinstance(parent, yaml.SequenceNode) and not parent.flow_style:
        begin = _dash(file, value)
    line = file.text.rfind("\n", 0, begin) + 1
    if parent.flow_style or file.text[line:begin].strip():
        following = _span(file, entries[1][1])[0] if not number else end
        return _Splice(begin, following, "")
    return _Splice(*_lines_of(file, begin, end), "")


def _entries(node: yaml.Node) -> Iterator[tuple[Any, yaml.Node, yaml.Node]]:
    """Yield key or index, the node it begins with, and the node of its value."""
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, key, value) for key, value in node.value)
    else:
        yield from ((number, item, item) for number, item in enumerate(node.value))


def _lines_of(file: YamlFile, begin: int, end: int) -> tuple[int, int]:
    """Return the whole lines of a value, from the comment right above it on."""
    text = file.text
    stop = text.find("\n", end)
    start = text.rfind("\n", 0, begin) + 1
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].lstrip().startswith("#"):
            break
        start = above
    return start, len(text) if stop < 0 else stop + 1


def _dash(file: YamlFile, item: yaml.Node) -> int:
    return file.text.rindex("-", 0, _span(file, item)[0])


def _span(file: YamlFile, node: yaml.Node) -> tuple[int, int]:
    return file.offset(node.start_mark), _end(file, node)


def _end(file: YamlFile, node: yaml.Node) -> int:
    """Return where a value ends, without the lines and comments that follow it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    end = file.offset(node.end_mark)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        begin = file.offset(node.start_mark)
        return begin + len(file.text[begin:end].rstrip())
    return end


def _is_in_flow(file: YamlFile, path: Path) -> bool:
    """Say whether a value stands within braces or brackets."""
    above = (file.nodes[path[:length]] for length in range(len(path)))
    return any(isinstance(node, yaml.CollectionNode) and node.flow_style for node in above)


def _indent_of_line(file: YamlFile, at: int) -> int:
    """Return the column of the key in whose line a value begins."""
    line = file.text[file.text.rfind("\n", 0, at) + 1 : at]
    return len(line) - len(line.lstrip(" -"))


def _block(value: Any, column: int) -> str:
    """Return a value as it stands behind the colon of a key in a column."""
    if not isinstance(value, dict | list):
        return f" {_text(value, column + 2)}"
    inner = " " * (column + 2)
    if not value or _fits(value, column):
        return f" {_flow(value)}"
    if isinstance(value, dict):
        return f"\n{inner}{_item(value, column + 2, is_open=True)}"
    return "".join(f"\n{inner}- {_item(one, column + 4)}" for one in value)


def _opened(value: Any) -> str:
    """Return the value of a key at the left margin, its parts on lines of their own."""
    if isinstance(value, list):
        return "".join(f"\n  - {_item(one, 4, is_open=True)}" for one in value) or " []"
    return f"\n  {_item(value, 2, is_open=True)}" if isinstance(value, dict) else _block(value, 0)


def _item(value: Any, column: int, *, is_open: bool = False) -> str:
    """Return a value whose first character stands in a column; a mapping that is open on lines."""
    if not isinstance(value, dict):
        return _flow(value) if isinstance(value, list) else _text(value, column)
    if not is_open and _fits(value, column):
        return _flow(value)
    lines = (f"{key}:{_block(part, column)}" for key, part in value.items())
    return f"\n{' ' * column}".join(lines)


def _fits(value: Any, column: int) -> bool:
    """Say whether a mapping or a list stands well on one line, behind a key of some length."""
    parts = value if isinstance(value, list) else ()
    rules = [part for part in parts if isinstance(part, dict) and list in map(type, part.values())]
    return not rules and column + KEY + len(_flow(value)) <= WIDTH


def _flow(value: Any) -> str:
    """Return a value on one line, as it may stand within braces."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value, lambda written: f"[{written}]", lambda data: data[0])


def _text(value: Any, column: int) -> str:
    """Return a scalar as it stands behind a key, its further lines in a column."""
    return _scalar(
        value,
        lambda written: f"{' ' * (column - 2)}a: {written}\n",
        lambda data: data["a"],
        "|-\n" + "\n".join(f"{' ' * column}{line}" for line in str(value).split("\n")),
    )


def _scalar(
    value: Any, wrapped: Callable[[str], str], inner: Callable[[Any], Any], *more: str
) -> str:
    """Return the plainest way to write a scalar that is read back as it is."""
    if not isinstance(value, str):
        return json.dumps(value) if value is None or value is True or value is False else str(value)
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a pair of UTF-16, which no file can hold
        raise EditRefused(ascii(value)) from None
    quoted = "'" + value.replace("'", "''") + "'"
    plain = [f'"{value}"', quoted] if "\n" not in value else list(more)
    if "\n" not in value and not value.startswith(("-", "?", ":")):  # not each parser reads [-]
        plain.insert(0, value)
    if UNPRINTABLE.search(value.replace("\n", "")):
        plain.clear()
    for text in plain:
        read = read_yaml("", wrapped(text))
        if not read.findings and read.data and _same(inner(read.data), value):
            return text
    return one_line(value)

"""Files of YAML, read so that every value knows where it stands.

Plain `yes`, `no`, `on` and `off` are strings, numbers with a point are Decimal, dates stay strings,
and a key given twice is a finding: people write these files, and each of these has bitten somebody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import yaml

from huizhi.feel import Span
from huizhi.rules.findings import Finding, Place, Severity
from huizhi.rules.words import Words

try:
    from yaml import CSafeLoader as _Base
except ImportError:  # a PyYAML built without libyaml reads the same, only slower
    from yaml import SafeLoader as _Base  # type: ignore[assignment]

Path = tuple[str | int, ...]
MAX_DEPTH = 50
# What ends a line of YAML, and what a file of it may not hold as it is.
UNPRINTABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class _Loader(_Base):
    """A loader whose plain scalars follow the rules of this module."""


_Loader.yaml_implicit_resolvers = {}  # without those of YAML 1.1

_PLAIN: tuple[tuple[str, str, str, Callable[[str], object]], ...] = (
    ("tag:yaml.org,2002:null", r"(?:~|null|)$", "~n", lambda text: None),
    ("tag:yaml.org,2002:bool", r"(?:true|false)$", "tf", lambda text: text == "true"),
    ("tag:yaml.org,2002:int", r"[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789", int),
    ("tag:yaml.org,2002:float", r"[-+]?[0-9]+\.[0-9]+$", "-+0123456789", Decimal),
)
for _tag, _pattern, _first, _ in _PLAIN:
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))
_Loader.yaml_implicit_resolvers.setdefault("", []).append(
    ("tag:yaml.org,2002:null", re.compile(r"$"))
)
_CONVERTERS = {tag: convert for tag, _, _, convert in _PLAIN}


def one_line(data: Any) -> str:
    """Return JSON data in double quotes and on one line, which YAML reads back as it is."""
    text = json.dumps(data, ensure_ascii=False)
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@dataclass(frozen=True)
class YamlFile:
    """A file's data (dicts, lists, str, int, bool, Decimal, None) and the places of its values.

    `data` is None where the file could not be read; `findings` then says why.
    """

    path: str
    text: str
    data: Any
    nodes: Mapping[Path, yaml.Node]
    findings: tuple[Finding, ...]

    def place(self, path: Path = ()) -> Place:
        """Return where a value stands; of a value that is not there, where its parent stands."""
        while path and path not in self.nodes:
            path = path[:-1]
        node = self.nodes.get(path)
        if node is None:
            return Place(self.path, 1, 1, 1, 1)
        start, end = node.start_mark, node.end_mark
        return Place(self.path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def span(self, path: Path) -> tuple[int, int]:
        """Return where a value begins and ends in the text, counted in characters (KeyError)."""
        node = self.nodes[path]
        return self.offset(node.start_mark), self.offset(node.end_mark)

    def offset(self, mark: yaml.Mark) -> int:
        """Return how many characters of the text stand before a mark of a node."""
        return self._starts[mark.line] + mark.column

    @cached_property
    def _starts(self) -> list[int]:
        return _line_starts(self.text.splitlines(keepends=True))

    def place_in(self, path: Path, span: Span) -> Place:
        """Return where a stretch of a text value stands, through quotes, folds and escapes."""
        node = self.nodes.get(path)
        if not isinstance(node, yaml.ScalarNode):
            return self.place(path)
        begin, finish = self.span(path)
        offsets = _align(node.value, self.text[begin:finish], node.style)
        if offsets is None:
            return self.place(path)
        first = begin + offsets[min(span.start, len(offsets) - 1)]
        last = begin + offsets[min(max(span.end - 1, span.start), len(offsets) - 1)] + 1
        return Place(
            self.path, *_line_column(self._starts, first), *_line_column(self._starts, last)
        )

    def finding(
        self, path: Path, code: str, zh: str, en: str, *, severity: Severity = "error"
    ) -> Finding:
        """Return a finding about the value at a path."""
        return Finding(self.place(path), severity, code, Words(zh, en))


def at(file: YamlFile, path: Path) -> Any:
    """Return what stands at a path; None for what is not there."""
    data = file.data
    for part in path:
        if isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        elif isinstance(data, dict):
            data = data.get(part)
        else:
            return None
    return data


def read_yaml(path: str, text: str) -> YamlFile:
    """Read a YAML text. Never raises for what is wrong in the text: see `findings`."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        return YamlFile(path, text, None, {}, (_syntax_finding(path, error),))
    except yaml.YAMLError as error:
        place = Place(path, 1, 1, 1, 1)
        words = Words(f"文件不是可读的 YAML：{error}", f"The file is not readable YAML: {error}")
        return YamlFile(path, text, None, {}, (Finding(place, "error", "yaml-syntax", words),))
    builder = _Builder(path)
    data = None if node is None else builder.build(node, ())
    return YamlFile(path, text, data, builder.nodes, tuple(builder.findings))


def _syntax_finding(path: str, error: yaml.MarkedYAMLError) -> Finding:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = error.problem or str(error)
    return Finding(
        Place(path, line, column, line, column + 1),
        "error",
        "yaml-syntax",
        Words(f"此处不是合法的 YAML：{problem}", f"This is not well-formed YAML: {problem}"),
    )


class _Builder:
    """Turns nodes into data and notes the place of each."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.nodes: dict[Path, yaml.Node] = {}
        self.findings: list[Finding] = []
        self._seen: set[int] = set()

    def build(self, node: yaml.Node, path: Path) -> object:
        """Return the data of a node."""
        if id(node) in self._seen or len(path) > MAX_DEPTH:
            self._complain(
                node,
                "yaml-alias",
                "不支持 YAML 别名（*）和过深的嵌套，请直接写出内容。",
                "YAML aliases (*) and very deep nesting are not supported; write the text out.",
            )
            return None
        self._seen.add(id(node))
        self.nodes[path] = node
        if isinstance(node, yaml.MappingNode):
            return dict(self._entries(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        is_plain = isinstance(node, yaml.ScalarNode) and not node.style  # "" or None
        convert = _CONVERTERS.get(node.tag) if is_plain else None
        return convert(node.value) if convert else node.value

    def _entries(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, object]]:
        keys: set[str] = set()
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._complain(key_node, "yaml-key", "键必须是文字。", "A key must be text.")
                continue
            key = key_node.value
            if key in keys:
                self._complain(
                    key_node,
                    "duplicate-key",
                    f"“{key}”写了两次，请删去其中一个。",
                    f'"{key}" is given twice; remove one of them.',
                )
            keys.add(key)
            yield key, self.build(value_node, (*path, key))

    def _complain(self, node: yaml.Node, code: str, zh: str, en: str) -> None:
        start, end = node.start_mark, node.end_mark
        place = Place(self.path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        self.findings.append(Finding(place, "error", code, Words(zh, en)))


def _line_starts(lines: list[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return starts


def _line_column(starts: list[int], offset: int) -> tuple[int, int]:
    low, high = 0, len(starts)
    while high - low > 1:
        middle = (low + high) // 2
        if starts[middle] <= offset:
            low = middle
        else:
            high = middle
    return low + 1, offset - starts[low] + 1


def _align(value: str, source: str, style: str | None) -> list[int] | None:
    """Return for each character of a scalar its offset in the source, or None.

    Folding changes white space only, and quoting adds characters only, so the other characters
    stand in the same order in both.
    """
    if not value:
        return None
    position = source.find("\n") + 1 if style in ("|", ">") else int(style in ("'", '"'))
    offsets: list[int] = []
    for character in value:
        if character.isspace():
            offsets.append(min(position, len(source) - 1))
            continue
        while position < len(source) and source[position] != character:
            if not source[position].isspace() and source[position] not in "\\'":
                return None
            position += 1
        if position >= len(source):
            return None
        offsets.append(position)
        position += 2 if style == "'" and character == "'" else 1
    return offsets

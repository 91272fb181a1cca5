"""Going through a tree without knowing its kinds of node, and without recursion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from huizhi.feel.syntax.tree import Node

# The names of the fields of each kind of node, found once.
_PARTS: dict[type[Node], tuple[str, ...]] = {}


def _parts(kind: type[Node]) -> tuple[str, ...]:
    if kind not in _PARTS:
        _PARTS[kind] = tuple(part.name for part in fields(kind) if part.name != "span")
    return _PARTS[kind]


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes right below this one, in the order of the text."""
    for part in _parts(type(node)):
        value = getattr(node, part)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, each before what it holds."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(list(children(current))))


def height(node: Node) -> int:
    """Return how many levels a tree has; a leaf has one."""
    highest = 0
    pending = [(node, 1)]
    while pending:
        current, level = pending.pop()
        highest = max(highest, level)
        pending.extend((child, level + 1) for child in children(current))
    return highest

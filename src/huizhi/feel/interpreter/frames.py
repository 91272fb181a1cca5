"""Where a name stands at run time, decided when the tree is compiled.

An environment is the caller's mapping of facts, or a pair (what the frame holds, environment
around it). Environments never change, so that functions may keep theirs for free.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from huizhi.feel.values.kinds import SCALARS, Missing, Value, from_python

Environment: TypeAlias = Any
Closure: TypeAlias = Callable[[Environment], Value]


@dataclass(frozen=True, slots=True)
class Frame:
    """What one level of the environment holds, as far as the text tells.

    "value"      the one name
    "arguments"  a tuple, one value per name
    "record"     a context under construction, with these names so far
    "item"       an element of a list under a filter: `item`, and what members it turns out to have
    "input"      the value under test, `?`
    """

    kind: Literal["value", "arguments", "record", "item", "input"]
    names: tuple[str, ...]
    outer: Frame | None


def find_input(frame: Frame | None) -> Closure | None:
    """Return the closure that reads `?`, or None outside a test."""
    depth = 0
    while frame is not None:
        if frame.kind == "input":
            return _reader(depth)
        frame, depth = frame.outer, depth + 1
    return None


def find_local(frame: Frame | None, name: str) -> tuple[Closure | None, tuple[int, ...]]:
    """Find a name in the frames.

    Returns the closure that reads it, or None where it is not a local name, and before that the
    depths of elements under a filter that may have a member of this name.
    """
    depth = 0
    elements: list[int] = []
    while frame is not None:
        if frame.kind == "item":
            if name == "item":
                return _item_reader(depth), tuple(elements)
            elements.append(depth)
        elif name in frame.names:
            return _local_reader(frame, name, depth), tuple(elements)
        frame, depth = frame.outer, depth + 1
    return None, tuple(elements)


def root_reader(name: str, depth: int, absent: Callable[[], Value]) -> Closure:
    """Return the closure that reads a fact; where there is none, `absent` says what it gives.

    Facts are read by `[]`, so that a dict may work them out in `__missing__` when they are asked.
    """

    def read(environment: Environment) -> Value:
        try:
            value = environment[name]
        except KeyError:
            return absent()
        return value if type(value) in SCALARS else from_python(value)

    if depth == 0:
        read.fact = name  # type: ignore[attr-defined]
        return read

    def read_outside(environment: Environment) -> Value:
        for _ in range(depth):
            environment = environment[1]
        return read(environment)

    return read_outside


def fact_of(closure: Closure) -> str | None:
    """Return the name of the fact that a closure reads and does nothing else, or None.

    Who knows it may read the fact without a call, and call where the fact is not there.
    """
    return getattr(closure, "fact", None)


def member_reader(name: str, depths: tuple[int, ...], otherwise: Closure | None) -> Closure:
    """Return the closure that reads a member of an element under a filter, else `otherwise`.

    Without `otherwise` an element that has no such member gives null, and a missing one itself.
    """

    def read(environment: Environment) -> Value:
        unknown = None
        for depth in depths:
            level = environment
            for _ in range(depth):
                level = level[1]
            element = level[0]
            if type(element) is dict and name in element:
                return element[name]
            if type(element) is Missing:
                unknown = element
        return unknown if otherwise is None else otherwise(environment)

    return read


def depth_of(frame: Frame | None) -> int:
    """Count the frames around the facts."""
    depth = 0
    while frame is not None:
        frame, depth = frame.outer, depth + 1
    return depth


def _local_reader(frame: Frame, name: str, depth: int) -> Closure:
    if frame.kind == "value":
        return _reader(depth)
    key: Any = frame.names.index(name) if frame.kind == "arguments" else name

    def read(environment: Environment) -> Value:
        for _ in range(depth):
            environment = environment[1]
        return environment[0][key]

    return read


def _item_reader(depth: int) -> Closure:
    def read(environment: Environment) -> Value:
        for _ in range(depth):
            environment = environment[1]
        element = environment[0]
        return element["item"] if type(element) is dict and "item" in element else element

    return read


def _reader(depth: int) -> Closure:
    if depth == 0:
        return lambda environment: environment[0]

    def read(environment: Environment) -> Value:
        for _ in range(depth):
            environment = environment[1]
        return environment[0]

    return read

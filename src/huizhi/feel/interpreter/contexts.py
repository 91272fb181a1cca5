"""Contexts and paths."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import Final

from huizhi.feel.interpreter.compiling import Compiling
from huizhi.feel.interpreter.frames import Closure, Environment, Frame, fact_of
from huizhi.feel.syntax.tree import ContextLiteral, Path
from huizhi.feel.values.causes import null_because
from huizhi.feel.values.kinds import Missing, Range, Value
from huizhi.feel.values.limits import sized
from huizhi.feel.values.temporal import property_of

_RANGE_MEMBERS = {
    "start": "low",
    "end": "high",
    "start included": "low_included",
    "end included": "high_included",
}
# The commonest members by far, read without looking for a way to read them.
_DATE_PARTS: Final[dict[str, Callable[[dt.date], int]]] = {
    part: attrgetter(part) for part in ("year", "month", "day")
}


def compile_context(compiler: Compiling, node: ContextLiteral, frame: Frame | None) -> Closure:
    """`{a: 1, b: a + 1}`: an entry sees those before it."""
    entries: list[tuple[str, Closure]] = []
    for entry in node.entries:
        inner = Frame("record", tuple(key for key, _ in entries), frame)
        entries.append((entry.key, compiler.compile(entry.value, inner)))

    def build(environment: Environment) -> Value:
        record: dict[str, Value] = {}
        inside = (record, environment)
        for key, closure in entries:
            record[key] = closure(inside)
        return sized(record)

    return build


def compile_path(compiler: Compiling, node: Path, frame: Frame | None) -> Closure:
    """`source.member`; of a list, the member of each element."""
    source = compiler.compile(node.source, frame)
    name = node.member
    if name in _DATE_PARTS:
        return _date_part(source, name)

    def read(environment: Environment) -> Value:
        value = source(environment)
        if type(value) is dict and name in value:
            return value[name]
        return member_of(value, name)

    return read


def _date_part(source: Closure, name: str) -> Closure:
    """`date.year` and its like; of a context, the member of that name."""
    part, fact = _DATE_PARTS[name], fact_of(source)

    def read(environment: Environment) -> Value:
        value = source(environment)
        return Decimal(part(value)) if type(value) is dt.date else member_of(value, name)

    def read_fact(environment: Environment) -> Value:
        try:
            value = environment[fact]
        except KeyError:
            return read(environment)
        return Decimal(part(value)) if type(value) is dt.date else read(environment)

    return read if fact is None else read_fact


def member_of(value: Value, name: str) -> Value:
    """Return a member of a context, a property of a temporal value or of a range."""
    kind = type(value)
    if kind is dict:
        return value[name] if name in value else null_because("no_member", member=name)
    if kind is list:
        return [member_of(element, name) for element in value]
    if kind is Missing or value is None:
        return value
    if kind is Range:
        if name in _RANGE_MEMBERS:
            return getattr(value, _RANGE_MEMBERS[name])
        return null_because("no_member", member=name)
    try:
        return property_of(value, name)
    except KeyError:
        return null_because("no_member", member=name)

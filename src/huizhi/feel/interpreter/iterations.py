"""`for`, `some`, `every` and filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias

from huizhi.feel.interpreter.compiling import Compiling
from huizhi.feel.interpreter.frames import Closure, Environment, Frame
from huizhi.feel.syntax.tree import Filter, For, Iteration, Name, Quantified
from huizhi.feel.syntax.walk import walk
from huizhi.feel.values.causes import null_because
from huizhi.feel.values.comparison import conjunction, disjunction, less
from huizhi.feel.values.kinds import Missing, Range, Value, missing_among
from huizhi.feel.values.limits import SIZE_PER_STEP, STEP_LIMIT, limited, sized, spend
from huizhi.feel.values.texts import describe

_Domain: TypeAlias = tuple[Closure, Closure | None]


class _Stopped(Exception):
    """A domain that cannot be walked; carries the value of the whole expression."""

    def __init__(self, value: Missing | None) -> None:
        self.value = value


def _stopped_because(code: str, **parameters: object) -> _Stopped:
    null_because(code, **parameters)
    return _Stopped(None)


def _compile_domains(
    compiler: Compiling, iterations: tuple[Iteration, ...], frame: Frame | None
) -> tuple[tuple[_Domain, ...], Frame | None]:
    domains: list[_Domain] = []
    for iteration in iterations:
        until = None if iteration.until is None else compiler.compile(iteration.until, frame)
        domains.append((compiler.compile(iteration.domain, frame), until))
        frame = Frame("value", (iteration.name,), frame)
    return tuple(domains), frame


def _walk(domains: Sequence[_Domain], environment: Environment) -> Iterator[Environment]:
    """Yield an environment per combination, the last name moving fastest."""
    first, *rest = domains
    elements = _elements(first, environment)
    spend(len(elements))
    for element in elements:
        if rest:
            yield from _walk(rest, (element, environment))
        else:
            yield element, environment


def _elements(domain: _Domain, environment: Environment) -> list[Value]:
    start, until = domain
    value = start(environment)
    if until is not None:
        return _count(value, until(environment))
    if type(value) is list:
        return value
    if type(value) is Range:
        return _range_elements(value)
    if type(value) is Missing:
        raise _Stopped(value)
    if value is None:
        raise _stopped_because("not_a_list", value=describe(value))
    return [value]


def _range_elements(value: Range) -> list[Value]:
    elements = _count(value.low, value.high)
    if less(value.high, value.low) is True:
        raise _stopped_because("not_a_list", value=describe(value))
    if elements and not value.low_included:
        elements = elements[1:]
    if elements and not value.high_included and elements[-1] == value.high:
        elements = elements[:-1]
    return elements


def _count(low: Value, high: Value) -> list[Value]:
    missing = missing_among((low, high))
    if missing is not None:
        raise _Stopped(missing)
    if type(low) is not Decimal or type(high) is not Decimal:
        return _count_days(low, high)
    if low != low.to_integral_value() or high != high.to_integral_value():
        raise _stopped_because("not_a_list", value=describe(low))
    if abs(high - low) > STEP_LIMIT:
        raise _stopped_because("too_many", limit=STEP_LIMIT)
    first, last = int(low), int(high)
    step = 1 if first <= last else -1
    return [Decimal(number) for number in range(first, last + step, step)]


def _count_days(low: Value, high: Value) -> list[Value]:
    if type(low) is not dt.date or type(high) is not dt.date:
        raise _stopped_because("not_a_list", value=f"{describe(low)}..{describe(high)}")
    step = 1 if low <= high else -1
    distance = abs((high - low).days)
    return [low + dt.timedelta(days=step * passed) for passed in range(distance + 1)]


def compile_for(compiler: Compiling, node: For, frame: Frame | None) -> Closure:
    """`for x in xs return result`; the name `partial` is kept up only where it is used."""
    domains, inner = _compile_domains(compiler, node.iterations, frame)
    partial = any(isinstance(part, Name) and part.name == "partial" for part in walk(node.result))
    if partial:
        inner = Frame("value", ("partial",), inner)
    result = compiler.compile(node.result, inner)

    def collect(environment: Environment) -> Value:
        results: list[Value] = []
        try:
            for inside in _walk(domains, environment):
                if partial:
                    spend(len(results) // SIZE_PER_STEP)
                results.append(result((list(results), inside) if partial else inside))
        except _Stopped as stopped:
            return stopped.value
        return sized(results)

    return limited(collect)


def compile_quantified(compiler: Compiling, node: Quantified, frame: Frame | None) -> Closure:
    """`some x in xs satisfies condition`, and `every`."""
    domains, inner = _compile_domains(compiler, node.iterations, frame)
    condition = compiler.compile(node.condition, inner)
    join = disjunction if node.quantifier == "some" else conjunction

    def quantify(environment: Environment) -> Value:
        try:
            return join(condition(inside) for inside in _walk(domains, environment))
        except _Stopped as stopped:
            return stopped.value

    return limited(quantify)


def compile_filter(compiler: Compiling, node: Filter, frame: Frame | None) -> Closure:
    """`source[condition]`: an element by its number, or all that satisfy the condition."""
    source = compiler.compile(node.source, frame)
    condition = compiler.compile(node.condition, Frame("item", (), frame))

    def select(environment: Environment) -> Value:
        value = source(environment)
        if value is None or type(value) is Missing:
            return value
        elements = value if type(value) is list else [value]
        spend(len(elements))
        # Whether the condition is a number shows only when it is evaluated.
        first = condition((elements[0] if elements else None, environment))
        if type(first) is Decimal:
            return _element(elements, first)
        if not elements:
            return first if type(first) is Missing else []
        chosen: list[Value] = []
        unknown: list[Value] = []
        for place, element in enumerate(elements):
            truth = condition((element, environment)) if place else first
            if truth is True:
                chosen.append(element)
            elif type(truth) is Missing:
                unknown.append(truth)
        return missing_among(unknown) if unknown else chosen

    return limited(select)


def _element(elements: list[Value], index: Decimal) -> Value:
    place = int(index)
    if place == 0 or abs(place) > len(elements):
        return null_because("no_element", index=index)
    return elements[place - 1 if place > 0 else place]

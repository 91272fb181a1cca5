"""Builtins on lists. Positions count from 1, or from the end where negative."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DecimalException
from functools import cmp_to_key
from typing import Final

from huizhi.feel.builtins.registry import (
    Builtin,
    MissingPolicy,
    Way,
    element_of,
    same_list,
    way,
)
from huizhi.feel.semantics.types import (
    ANY,
    BOOLEAN,
    NUMBER,
    FeelType,
    FunctionType,
    ListType,
)
from huizhi.feel.values.arithmetic import add, multiply
from huizhi.feel.values.causes import null_because
from huizhi.feel.values.comparison import (
    Truth,
    conjunction,
    disjunction,
    equal,
    greater,
    less,
)
from huizhi.feel.values.kinds import DECIMAL, Function, Missing, Value, missing_among
from huizhi.feel.values.limits import SIZE_PER_STEP, limited, spend, weight

_LIST = ("list", ListType())
_POSITION = ("position", NUMBER)


def _spread(
    name: str,
    kind: ListType,
    result: FeelType | Callable[[tuple[FeelType, ...]], FeelType],
    call: Callable[[list[Value]], Value],
) -> tuple[Way, Way]:
    """Describe `name(list)` and `name(a, b, …)`, which compute the same; `name(null)` is null."""

    def call_with(*values: Value) -> Value:
        if values == (None,):
            return null_because("argument", function=name, parameter="list", value="null")
        return call(list(values))

    return (
        way(name, (("list", kind),), result, call),
        way(
            name,
            (("list", kind.element),),
            result,
            call_with,
            variadic=True,
            nullable=("list",),
        ),
    )


def _aggregate(
    name: str,
    kind: ListType,
    result: FeelType | Callable[[tuple[FeelType, ...]], FeelType],
    call: Callable[[list[Value]], Value],
    missing: MissingPolicy = "deep",
) -> Builtin:
    return Builtin(name, _spread(name, kind, result, call), missing)


def _extreme(name: str, beats: Callable[[Value, Value], Truth]) -> Callable[[list[Value]], Value]:
    def extreme(values: list[Value]) -> Value:
        if not values:
            return null_because("arguments", function=name)
        best = values[0]
        for value in values[1:]:
            better = beats(value, best)
            if better is None:
                return None
            if better is True:
                best = value
        return best

    return extreme


def total(values: list[Value]) -> Value:
    """`sum(list)`; null for an empty list and where an element is no number."""
    if not values:
        return null_because("arguments", function="sum")
    result = values[0]
    for value in values[1:]:
        result = add(result, value)
    return result if type(result) is Decimal else None


def mean(values: list[Value]) -> Value:
    """`mean(list)`."""
    whole = total(values)
    return None if whole is None else DECIMAL.divide(whole, Decimal(len(values)))


def product(values: list[Value]) -> Value:
    """`product(list)`; null for an empty list and where an element is no number."""
    if not values:
        return null_because("arguments", function="product")
    result = values[0]
    for value in values[1:]:
        result = multiply(result, value)
    return result if type(result) is Decimal else None


def _all_numbers(name: str, values: list[Value]) -> bool:
    if values and all(type(value) is Decimal for value in values):
        return True
    null_because("arguments", function=name)
    return False


def median(values: list[Value]) -> Value:
    """`median(list)`: the middle one, or the mean of the two in the middle."""
    if not _all_numbers("median", values):
        return None
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else mean(ordered[half - 1 : half + 1])


def deviation(values: list[Value]) -> Value:
    """`stddev(list)`: of a sample, hence of at least two numbers."""
    if not _all_numbers("stddev", values) or len(values) < 2:
        return None
    middle = mean(values)
    try:
        squares = [DECIMAL.power(DECIMAL.subtract(value, middle), 2) for value in values]
        return DECIMAL.sqrt(DECIMAL.divide(total(squares), Decimal(len(values) - 1)))
    except DecimalException:
        return null_because("out_of_range", operation="stddev")


def mode(values: list[Value]) -> Value:
    """`mode(list)`: every most frequent number, in ascending order."""
    if not values:
        return []
    if not _all_numbers("mode", values):
        return None
    counts: dict[Decimal, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    most = max(counts.values())
    return sorted(value for value, count in counts.items() if count == most)


def _truths(values: list[Value]) -> bool:
    return all(value is None or type(value) in (bool, Missing) for value in values)


def every_true(values: list[Value]) -> Truth:
    """`all(list)`: true for an empty list; null where an element is neither true nor false."""
    return conjunction(values) if _truths(values) else _not_truths("all", values, False)


def any_true(values: list[Value]) -> Truth:
    """`any(list)`: false for an empty list."""
    return disjunction(values) if _truths(values) else _not_truths("any", values, True)


def _not_truths(name: str, values: list[Value], winner: bool) -> Truth:
    if any(value is winner for value in values):
        return winner
    null_because("arguments", function=name)
    return None


def list_contains(values: list[Value], element: Value) -> Truth:
    """`list contains(list, element)`."""
    if type(element) is Missing and not values:
        return False
    return disjunction(_known(equal(value, element)) for value in values)


def _known(truth: Truth) -> Truth:
    return False if truth is None else truth


def sublist(values: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    """`sublist(list, start position, length)`."""
    first = _index(values, start)
    if first is None:
        return null_because("no_element", index=start)
    if length is None:
        return values[first:]
    if length < 1 or first + int(length) > len(values):
        return null_because("argument", function="sublist", parameter="length", value=length)
    return values[first : first + int(length)]


def _index(values: list[Value], position: Decimal) -> int | None:
    place = int(position)
    if place == 0 or abs(place) > len(values):
        return None
    return place - 1 if place > 0 else len(values) + place


def concatenate(*lists: list[Value]) -> list[Value]:
    """`concatenate(list, …)`."""
    return [value for values in lists for value in values]


def insert_before(values: list[Value], position: Decimal, item: Value) -> Value:
    """`insert before(list, position, newItem)`."""
    place = _index(values, position)
    if place is None:
        return null_because("no_element", index=position)
    return [*values[:place], item, *values[place:]]


def remove(values: list[Value], position: Decimal) -> Value:
    """`remove(list, position)`."""
    place = _index(values, position)
    if place is None:
        return null_because("no_element", index=position)
    return [*values[:place], *values[place + 1 :]]


def replace_at(values: list[Value], position: Decimal, item: Value) -> Value:
    """`list replace(list, position, newItem)`."""
    place = _index(values, position)
    if place is None:
        return null_because("no_element", index=position)
    return [*values[:place], item, *values[place + 1 :]]


@limited
def replace_where(values: list[Value], match: Function, item: Value) -> Value:
    """`list replace(list, match, newItem)`, `match(element, newItem)` choosing the elements."""
    if len(match.parameters) != 2:
        return null_because("arguments", function="list replace")
    chosen = [match.call((value, item)) for value in values]
    missing = missing_among(chosen)
    if missing is not None:
        return missing
    if any(type(choice) is not bool for choice in chosen):
        return null_because("arguments", function="list replace")
    return [item if choice else value for value, choice in zip(values, chosen, strict=True)]


def index_of(values: list[Value], match: Value) -> list[Value]:
    """`index of(list, match)`: every position where it stands."""
    return [
        Decimal(place) for place, value in enumerate(values, start=1) if equal(value, match) is True
    ]


@limited
def distinct(values: list[Value]) -> Value:
    """`distinct values(list)`: each value where it first stands."""
    kept: list[Value] = []
    for value in values:
        spend(len(kept) * (1 + weight(value) // SIZE_PER_STEP))
        if not any(equal(value, other) is True for other in kept):
            kept.append(value)
    return kept


@limited
def duplicates(values: list[Value]) -> Value:
    """`duplicate values(list)`: each value that stands there more than once."""
    return [value for value in distinct(values) if _stands_twice(values, value)]


def _stands_twice(values: list[Value], value: Value) -> bool:
    spend(len(values) * (1 + weight(value) // SIZE_PER_STEP))
    return len(index_of(values, value)) > 1


def flatten(values: list[Value]) -> list[Value]:
    """`flatten(list)`: no lists within the list."""
    flat: list[Value] = []
    for value in values:
        if type(value) is list:
            flat.extend(flatten(value))
        else:
            flat.append(value)
    return flat


class _Undecided(Exception):
    """Two elements have no order; carries the value to give instead."""

    def __init__(self, value: Missing | None) -> None:
        self.value = value


@limited
def sort(values: list[Value], precedes: Function | None = None) -> Value:
    """`sort(list, precedes)`: stable; without a function in ascending order."""
    if precedes is not None and len(precedes.parameters) != 2:
        return null_because("arguments", function="sort")

    def before(left: Value, right: Value) -> bool:
        truth = less(left, right) if precedes is None else precedes.call((left, right))
        if type(truth) is bool:
            return truth
        raise _Undecided(truth if type(truth) is Missing else None)

    def order(left: Value, right: Value) -> int:
        if before(left, right):
            return -1
        return 1 if before(right, left) else 0

    try:
        return sorted(values, key=cmp_to_key(order))
    except _Undecided as undecided:
        return undecided.value


_COMPARABLE = ListType()
_PRECEDES = ("precedes", FunctionType((("a", ANY), ("b", ANY)), BOOLEAN))
_ITEM = ("newItem", ANY)
_ANYTHING = ("element", ANY)

LISTS: Final = (
    Builtin(
        "list contains",
        (way("list contains", (_LIST, _ANYTHING), BOOLEAN, list_contains, nullable=("element",)),),
        "own",
    ),
    Builtin(
        "count",
        _spread("count", _COMPARABLE, NUMBER, lambda values: Decimal(len(values))),
        "shallow",
    ),
    _aggregate("min", _COMPARABLE, element_of, _extreme("min", less)),
    _aggregate("max", _COMPARABLE, element_of, _extreme("max", greater)),
    _aggregate("sum", ListType(NUMBER), NUMBER, total),
    _aggregate("mean", ListType(NUMBER), NUMBER, mean),
    _aggregate("product", ListType(NUMBER), NUMBER, product),
    _aggregate("median", ListType(NUMBER), NUMBER, median),
    _aggregate("stddev", ListType(NUMBER), NUMBER, deviation),
    _aggregate("mode", ListType(NUMBER), ListType(NUMBER), mode),
    _aggregate("all", ListType(BOOLEAN), BOOLEAN, every_true, "own"),
    _aggregate("any", ListType(BOOLEAN), BOOLEAN, any_true, "own"),
    Builtin(
        "sublist",
        (
            way(
                "sublist",
                (_LIST, ("start position", NUMBER), ("length", NUMBER)),
                same_list,
                sublist,
                optional=1,
            ),
        ),
        "shallow",
    ),
    Builtin(
        "append",
        (
            way(
                "append",
                (_LIST, ("item", ANY)),
                ListType(),
                lambda values, *items: [*values, *items],
                variadic=True,
                nullable=("item",),
            ),
        ),
        "own",
    ),
    Builtin(
        "concatenate",
        (way("concatenate", (_LIST,), same_list, concatenate, variadic=True),),
        "shallow",
    ),
    Builtin(
        "insert before",
        (way("insert before", (_LIST, _POSITION, _ITEM), ListType(), insert_before),),
        "shallow",
    ),
    Builtin("remove", (way("remove", (_LIST, _POSITION), same_list, remove),), "shallow"),
    Builtin(
        "list replace",
        (
            way("list replace", (_LIST, _POSITION, _ITEM), ListType(), replace_at),
            way(
                "list replace",
                (_LIST, ("match", FunctionType()), _ITEM),
                ListType(),
                replace_where,
            ),
        ),
        "shallow",
    ),
    Builtin(
        "reverse",
        (way("reverse", (_LIST,), same_list, lambda values: values[::-1]),),
        "shallow",
    ),
    Builtin("index of", (way("index of", (_LIST, ("match", ANY)), ListType(NUMBER), index_of),)),
    Builtin(
        "union",
        (
            way(
                "union",
                (_LIST,),
                same_list,
                lambda *lists: distinct(concatenate(*lists)),
                variadic=True,
            ),
        ),
    ),
    Builtin("distinct values", (way("distinct values", (_LIST,), same_list, distinct),)),
    Builtin("duplicate values", (way("duplicate values", (_LIST,), same_list, duplicates),)),
    Builtin("flatten", (way("flatten", (_LIST,), ListType(), flatten),)),
    Builtin(
        "sort",
        (way("sort", (_LIST, _PRECEDES), same_list, sort, optional=1),),
    ),
)

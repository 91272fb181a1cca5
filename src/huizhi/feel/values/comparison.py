"""Equality, order and membership, in three values and with what is missing.

Results are True, False, None (null: the values cannot be compared) or Missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Final, TypeAlias

from huizhi.feel.values.causes import null_because
from huizhi.feel.values.kinds import Missing, Range, Value, YearsMonthsDuration, missing_among
from huizhi.feel.values.temporal import day_instant
from huizhi.feel.values.texts import describe
from huizhi.feel.values.wide import (
    AnyTime,
    WideDate,
    WideDateTime,
    WideTime,
    day_number,
    seconds_since_year_one,
)

Truth: TypeAlias = bool | Missing | None

_SECOND: Final = dt.timedelta(seconds=1)
# Kinds whose Python equality is FEEL's.
_DIRECT: Final = frozenset(
    {Decimal, str, bool, type(None), dt.date, dt.timedelta, YearsMonthsDuration, Range}
)
# Kinds whose Python order is FEEL's.
_ORDERED: Final = frozenset({Decimal, str, dt.date, dt.timedelta, YearsMonthsDuration})


def _time_key(value: AnyTime) -> int:
    return day_instant(value) // _SECOND


# The standard compares times by whole seconds.
_KEYS: Final[dict[type, Callable[[Any], int]]] = {
    dt.time: _time_key,
    dt.datetime: seconds_since_year_one,
    dt.date: day_number,
    WideDate: day_number,
    WideDateTime: seconds_since_year_one,
    WideTime: _time_key,
}
_ALIKE: Final[dict[type, type]] = {WideDate: dt.date, WideDateTime: dt.datetime, WideTime: dt.time}


def equal(left: Value, right: Value) -> Truth:
    """`left = right`. Null equals null only; values of two kinds compare to null."""
    kind = type(left)
    if kind is type(right):
        if kind in _DIRECT:
            return bool(left == right)
        return _equal_parts(left, right, kind)
    if kind is Missing or type(right) is Missing:
        return missing_among((left, right))
    if left is None or right is None:
        return False
    if kind in _KEYS and _alike(left, right):
        return _KEYS[kind](left) == _KEYS[type(right)](right)
    null_because("incomparable", left=describe(left), right=describe(right))
    return None


def _equal_parts(left: Value, right: Value, kind: type) -> Truth:
    if kind is Missing:
        return missing_among((left, right))
    if kind in _KEYS:
        return _KEYS[kind](left) == _KEYS[kind](right)
    if kind is list:
        if len(left) != len(right):
            return False
        return conjunction(map(equal, left, right))
    if kind is dict:
        if left.keys() != right.keys():
            return False
        return conjunction(equal(left[key], right[key]) for key in left)
    return left is right


def _alike(left: Value, right: Value) -> bool:
    """Tell whether two values are of one kind, however far from each other."""
    return _ALIKE.get(type(left), type(left)) is _ALIKE.get(type(right), type(right))


def unequal(left: Value, right: Value) -> Truth:
    """`left != right`."""
    return negation(equal(left, right))


def less(left: Value, right: Value) -> Truth:
    """`left < right`."""
    kind = type(left)
    if kind is type(right) and kind in _ORDERED:
        return bool(left < right)
    keys = _order_keys(left, right)
    return keys[0] < keys[1] if isinstance(keys, tuple) else keys


def less_or_equal(left: Value, right: Value) -> Truth:
    """`left <= right`."""
    kind = type(left)
    if kind is type(right) and kind in _ORDERED:
        return bool(left <= right)
    keys = _order_keys(left, right)
    return keys[0] <= keys[1] if isinstance(keys, tuple) else keys


def greater(left: Value, right: Value) -> Truth:
    """`left > right`."""
    return less(right, left)


def greater_or_equal(left: Value, right: Value) -> Truth:
    """`left >= right`."""
    return less_or_equal(right, left)


def _order_keys(left: Value, right: Value) -> tuple[int, int] | Missing | None:
    kind = type(left)
    if kind is Missing or type(right) is Missing:
        return missing_among((left, right))
    if kind in _KEYS and _alike(left, right):
        return _KEYS[kind](left), _KEYS[type(right)](right)
    null_because("incomparable", left=describe(left), right=describe(right))
    return None


COMPARISONS: Final[dict[str, Callable[[Value, Value], Truth]]] = {
    "=": equal,
    "!=": unequal,
    "<": less,
    "<=": less_or_equal,
    ">": greater,
    ">=": greater_or_equal,
}


def negation(value: Value) -> Truth:
    """`not(value)`; what is not a truth value gives null."""
    if value is True:
        return False
    if value is False:
        return True
    return value if isinstance(value, Missing) else None


def conjunction(values: Iterable[Value]) -> Truth:
    """All of `values`: one false wins, then what is missing, then null."""
    return _junction(values, False)


def disjunction(values: Iterable[Value]) -> Truth:
    """Any of `values`: one true wins, then what is missing, then null."""
    return _junction(values, True)


def _junction(values: Iterable[Value], winner: bool) -> Truth:
    missing: Missing | None = None
    unclear = False
    for value in values:
        if value is winner:
            return bool(winner)
        if type(value) is Missing:
            missing = value if missing is None else Missing(missing.facts | value.facts)
        elif value is not (not winner):
            unclear = True
    if missing is not None:
        return missing
    return None if unclear else not winner


def between(value: Value, low: Value, high: Value) -> Truth:
    """`value between low and high`, both ends included."""
    above = less_or_equal(low, value)
    if above is False:
        return False
    return conjunction((above, less_or_equal(value, high)))


def within(value: Value, range_: Range) -> Truth:
    """`value in range`."""
    above: Truth = True
    if range_.low is not None:
        above = (less_or_equal if range_.low_included else less)(range_.low, value)
        if above is False:
            return False
    if range_.high is None:
        return above
    below = (less_or_equal if range_.high_included else less)(value, range_.high)
    return below if above is True else conjunction((above, below))


def belongs(value: Value, test: Value) -> Truth:
    """`value in test`: an equal value, an element of a list, or a point of a range."""
    kind = type(test)
    if kind is Range:
        return _belongs_to_range(value, test)
    if kind is list:
        if type(value) is list:
            whole = equal(value, test)
            if whole is True:
                return True
        return disjunction(_known(belongs(value, element)) for element in test)
    return equal(value, test)


def _belongs_to_range(value: Value, test: Range) -> Truth:
    if isinstance(value, Missing):
        return value
    return equal(value, test) if type(value) is Range else within(value, test)


def _known(truth: Truth) -> Truth:
    # In a list of several kinds an element of another kind is simply not the one looked for.
    return False if truth is None else truth


def make_range(low: Value, high: Value, low_included: bool, high_included: bool) -> Value:
    """Return the range between two given ends: null where they are of two kinds or reversed."""
    missing = missing_among((low, high))
    if missing is not None:
        return missing
    if less_or_equal(low, high) is None:
        return None
    return Range(low, high, low_included, high_included)

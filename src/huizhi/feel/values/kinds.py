"""The kinds of values, and the way of Python values into FEEL.

FEEL       Python
number     decimal.Decimal (34 digits)
string     str
boolean    bool
date       datetime.date, or WideDate beyond the years 1 to 9999
time       datetime.time, or WideTime with nanoseconds
date and time                datetime.datetime, or WideDateTime
days and time duration       datetime.timedelta
years and months duration    YearsMonthsDuration
list       list
context    dict with string keys
range      Range
function   Function
null       None
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import total_ordering
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from huizhi.feel.values.wide import WideDate, WideDateTime, WideTime

if TYPE_CHECKING:
    from huizhi.feel.semantics.types import FunctionType

Value: TypeAlias = Any

# decimal128 of IEEE 754: what the standard asks for.
DECIMAL: Final = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)


# More than lie between any two dates.
_MOST_MONTHS: Final = 10**15


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that depends on facts nobody knows; not null, which is a known absence.

    `facts` names what would have to be known.
    """

    facts: frozenset[str]

    def __bool__(self) -> bool:
        raise TypeError(
            "A missing value is neither true nor false: "
            f"compare with `is True`, or find out {', '.join(sorted(self.facts))}."
        )


@total_ordering
@dataclass(frozen=True, slots=True)
class YearsMonthsDuration:
    """A duration of whole months, e.g. `P1Y2M` is 14. Raises OverflowError beyond 10**15."""

    months: int

    def __post_init__(self) -> None:
        if abs(self.months) > _MOST_MONTHS:
            raise OverflowError("a duration of too many months")

    def __lt__(self, other: YearsMonthsDuration) -> bool:
        return self.months < other.months


@dataclass(frozen=True, slots=True)
class Range:
    """All values between two ends. An end of None has no limit."""

    low: Value
    high: Value
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function as a value. `call` takes as many arguments as there are parameters.

    `types` say what it takes and gives in each of the ways to call it, for `instance of`; none at
    all where nothing is stated.
    """

    parameters: tuple[str, ...]
    call: Callable[[Sequence[Value]], Value]
    types: tuple[FunctionType, ...] = ()


def missing_among(values: Iterable[Value]) -> Missing | None:
    """Return what is missing in any of `values`, or None where all are known."""
    facts: frozenset[str] | None = None
    for value in values:
        if type(value) is Missing:
            facts = value.facts if facts is None else facts | value.facts
    return None if facts is None else Missing(facts)


def missing_within(values: Iterable[Value]) -> Missing | None:
    """Return what is missing in any of `values` or anywhere inside them."""
    facts: frozenset[str] | None = None
    for value in values:
        found = value
        if type(value) is list:
            found = missing_within(value)
        elif type(value) is dict:
            found = missing_within(value.values())
        if type(found) is Missing:
            facts = found.facts if facts is None else facts | found.facts
    return None if facts is None else Missing(facts)


def same(left: Value, right: Value) -> bool:
    """Tell whether two values cannot be told apart; stricter than FEEL's `=`, and never null."""
    if type(left) is not type(right):
        return False
    if type(left) is list:
        return len(left) == len(right) and all(map(same, left, right))
    if type(left) is dict:
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return bool(left == right)


SCALARS: Final = frozenset(
    {
        Decimal,
        str,
        bool,
        type(None),
        dt.date,
        dt.time,
        dt.datetime,
        dt.timedelta,
        WideDate,
        WideDateTime,
        WideTime,
        YearsMonthsDuration,
        Missing,
        Range,
        Function,
    }
)


def from_python(value: object) -> Value:
    """Turn a Python value into a FEEL value; whole numbers become decimals.

    Lists and contexts are turned deeply, and returned as they are where nothing has to change.
    Raises TypeError for a float (binary fractions are not exact) and for what FEEL has no kind for.
    """
    if type(value) in SCALARS:
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return _context_from_python(value)
    if isinstance(value, list | tuple):
        turned = [from_python(element) for element in value]
        unchanged = type(value) is list and all(map(_is, turned, value))
        return value if unchanged else turned
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float; hand in a decimal.Decimal, which is exact.")
    raise TypeError(f"FEEL has no kind of value for {type(value).__name__}.")


def _context_from_python(value: Mapping[Any, object]) -> dict[str, Value]:
    turned = {}
    for key, member in value.items():
        if not isinstance(key, str):
            raise TypeError(f"The keys of a context are strings, not {type(key).__name__}.")
        turned[key] = from_python(member)
    if type(value) is dict and all(turned[key] is value[key] for key in turned):
        return value
    return turned


def _is(left: object, right: object) -> bool:
    return left is right

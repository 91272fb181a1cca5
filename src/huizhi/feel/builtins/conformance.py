"""Whether a value is of a type, and the conversions the standard makes without being asked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

from huizhi.feel.semantics.conformance import is_subtype
from huizhi.feel.semantics.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    NULL,
    NUMBER,
    TIME,
    YEARS_DURATION,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    OneOf,
    RangeType,
    StringType,
)
from huizhi.feel.values.causes import null_because
from huizhi.feel.values.kinds import Function, Missing, Range, Value, YearsMonthsDuration
from huizhi.feel.values.temporal import midnight
from huizhi.feel.values.texts import describe
from huizhi.feel.values.wide import WideDate, WideDateTime, WideTime

_KINDS: Final[dict[FeelType, type]] = {
    NUMBER: Decimal,
    BOOLEAN: bool,
    DATE: dt.date,
    TIME: dt.time,
    DATE_TIME: dt.datetime,
    DAYS_DURATION: dt.timedelta,
    YEARS_DURATION: YearsMonthsDuration,
    NULL: type(None),
}


_WIDE: Final[dict[FeelType, type]] = {DATE: WideDate, DATE_TIME: WideDateTime, TIME: WideTime}


class _Unfit:
    """The one answer of `convert` that is no value."""


UNFIT: Final = _Unfit()


def python_kind(kind: FeelType) -> type | None:
    """Return the Python type all of whose values are of type `kind`, if one look can tell.

    `object` stands for any value at all, None for a type whose parts have to be looked at.
    """
    if kind == ANY:
        return object
    if isinstance(kind, StringType):
        return str
    if isinstance(kind, ListType):
        return list if kind.element == ANY else None
    if isinstance(kind, ContextType):
        return None if kind.members else dict
    if isinstance(kind, FunctionType):
        return Function
    return _KINDS.get(kind)


def conforms(value: Value, kind: FeelType) -> bool:
    """Tell whether a known value is of a type; null is of type Any and Null only.

    What is missing inside a list or a context conforms to everything.
    """
    if kind == ANY or type(value) is Missing:
        return True
    if isinstance(kind, OneOf):
        return any(conforms(value, choice) for choice in kind.choices)
    if isinstance(kind, StringType):
        return type(value) is str
    if isinstance(kind, ListType):
        return type(value) is list and all(_conforms_or_null(item, kind.element) for item in value)
    if isinstance(kind, ContextType):
        return type(value) is dict and all(
            name in value and _conforms_or_null(value[name], member)
            for name, member in kind.members
        )
    if isinstance(kind, RangeType):
        return type(value) is Range and all(
            end is None or conforms(end, kind.element) for end in (value.low, value.high)
        )
    if isinstance(kind, FunctionType):
        return type(value) is Function and (
            kind == FunctionType()
            or not value.types
            or any(is_subtype(stated, kind) for stated in value.types)
        )
    return type(value) is _KINDS.get(kind) or type(value) is _WIDE.get(kind)


def _conforms_or_null(value: Value, kind: FeelType) -> bool:
    return value is None or conforms(value, kind)


def convert(value: Value, kind: FeelType) -> Any:
    """Return the value as one of type `kind`, or UNFIT.

    A list of one element serves as that element, a single value as a list of one, and a date as
    its midnight in UTC.
    """
    if conforms(value, kind):
        return value
    if isinstance(kind, OneOf):
        fits = (convert(value, choice) for choice in kind.choices)
        return next((fit for fit in fits if fit is not UNFIT), UNFIT)
    if isinstance(kind, ListType):
        if type(value) is not list and value is not None and conforms(value, kind.element):
            return [value]
        return UNFIT
    if type(value) is list and len(value) == 1 and type(value[0]) not in (list, type(None)):
        return convert(value[0], kind)
    if kind == DATE_TIME and type(value) in (dt.date, WideDate):
        return midnight(value)
    return UNFIT


def fit(value: Value, kind: FeelType) -> Value:
    """Return the value as one of type `kind`, or null with its cause; null fits every type."""
    if value is None:
        return None
    fitted = convert(value, kind)
    if fitted is UNFIT:
        return null_because("result_type", value=describe(value), type=str(kind))
    return fitted

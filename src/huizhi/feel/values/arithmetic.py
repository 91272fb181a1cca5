"""`+ - * / **` and the minus sign. What cannot be computed is null, with its cause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any, Final

from huizhi.feel.values.causes import null_because
from huizhi.feel.values.kinds import DECIMAL, Value, YearsMonthsDuration, missing_among
from huizhi.feel.values.limits import sized
from huizhi.feel.values.temporal import (
    MICROSECOND,
    add_duration,
    add_months,
    day_instant,
    microseconds,
    midnight,
    shift_time,
)
from huizhi.feel.values.texts import describe
from huizhi.feel.values.wide import (
    AnyDate,
    AnyDateTime,
    WideDate,
    WideDateTime,
    WideTime,
    clock_of,
    date_of_number,
    day_number,
    near_clock,
    seconds_since_year_one,
)

_add = DECIMAL.add
_subtract = DECIMAL.subtract
_multiply = DECIMAL.multiply
_divide = DECIMAL.divide


def add(left: Value, right: Value) -> Value:
    """`left + right`."""
    if type(left) is Decimal and type(right) is Decimal:
        try:
            return _add(left, right)
        except DecimalException:
            return null_because("out_of_range", operation="+")
    return _by_kind("+", left, right)


def subtract(left: Value, right: Value) -> Value:
    """`left - right`."""
    if type(left) is Decimal and type(right) is Decimal:
        try:
            return _subtract(left, right)
        except DecimalException:
            return null_because("out_of_range", operation="-")
    return _by_kind("-", left, right)


def multiply(left: Value, right: Value) -> Value:
    """`left * right`."""
    if type(left) is Decimal and type(right) is Decimal:
        try:
            return _multiply(left, right)
        except DecimalException:
            return null_because("out_of_range", operation="*")
    return _by_kind("*", left, right)


def divide(left: Value, right: Value) -> Value:
    """`left / right`; null where the divisor is zero."""
    if type(left) is Decimal and type(right) is Decimal:
        if not right:
            return null_because("division_by_zero")
        try:
            return _divide(left, right)
        except DecimalException:
            return null_because("out_of_range", operation="/")
    return _by_kind("/", left, right)


def power(left: Value, right: Value) -> Value:
    """`left ** right`."""
    if type(left) is Decimal and type(right) is Decimal:
        if not left and right < 0:
            # One divided by a power of zero; Python would call it infinite.
            return null_because("division_by_zero")
        try:
            return Decimal(1) if not right else DECIMAL.power(left, right)
        except DecimalException:
            return null_because("out_of_range", operation="**")
    return _by_kind("**", left, right)


def negate(value: Value) -> Value:
    """`-value`."""
    kind = type(value)
    if kind is Decimal:
        return DECIMAL.minus(value)
    if kind is dt.timedelta:
        return -value
    if kind is YearsMonthsDuration:
        return YearsMonthsDuration(-value.months)
    missing = missing_among((value,))
    if missing is not None:
        return missing
    return null_because("operand", operator="-", value=describe(value))


ARITHMETIC: Final[dict[str, Callable[[Value, Value], Value]]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}


def _by_kind(operator: str, left: Value, right: Value) -> Value:
    compute = _RARE.get((operator, type(left), type(right)))
    if compute is None:
        missing = missing_among((left, right))
        if missing is not None:
            return missing
        return null_because(
            "operands", operator=operator, left=describe(left), right=describe(right)
        )
    try:
        return compute(left, right)
    except ZeroDivisionError:
        return null_because("division_by_zero")
    except (ValueError, OverflowError, DecimalException):
        return null_because("out_of_range", operation=operator)


def _date_plus_days(date: AnyDate, duration: dt.timedelta) -> AnyDate:
    # A date is its midnight; what is left of a day after adding falls away.
    return date_of_number(day_number(date) + duration.days)


def _day_difference(left: AnyDate, right: AnyDate) -> dt.timedelta:
    return dt.timedelta(days=day_number(left) - day_number(right))


def _difference(left: AnyDateTime, right: AnyDateTime) -> Value:
    clocks = near_clock(clock_of(left)), near_clock(clock_of(right))
    if (clocks[0].tzinfo is None) != (clocks[1].tzinfo is None):
        return null_because("operands", operator="-", left=describe(left), right=describe(right))
    return dt.timedelta(
        seconds=seconds_since_year_one(left) - seconds_since_year_one(right),
        microseconds=clocks[0].microsecond - clocks[1].microsecond,
    )


def _scale_days(duration: dt.timedelta, factor: Decimal) -> dt.timedelta:
    return int(_multiply(Decimal(microseconds(duration)), factor)) * MICROSECOND


def _scale_months(duration: YearsMonthsDuration, factor: Decimal) -> YearsMonthsDuration:
    return YearsMonthsDuration(int(_multiply(Decimal(duration.months), factor)))


def _split_days(duration: dt.timedelta, divisor: Decimal) -> dt.timedelta:
    return int(_divide(Decimal(microseconds(duration)), divisor)) * MICROSECOND


def _split_months(duration: YearsMonthsDuration, divisor: Decimal) -> YearsMonthsDuration:
    return YearsMonthsDuration(int(_divide(Decimal(duration.months), divisor)))


def _ratio(left: int, right: int) -> Decimal:
    if not right:
        raise ZeroDivisionError
    return _divide(Decimal(left), Decimal(right))


_D, _T, _DT, _DAYS, _MONTHS = dt.date, dt.time, dt.datetime, dt.timedelta, YearsMonthsDuration
_Operation = Callable[[Any, Any], Value]
_NEAR: Final[dict[tuple[str, type, type], _Operation]] = {
    ("+", str, str): lambda a, b: sized(a + b),
    ("+", _DAYS, _DAYS): lambda a, b: a + b,
    ("-", _DAYS, _DAYS): lambda a, b: a - b,
    ("+", _MONTHS, _MONTHS): lambda a, b: YearsMonthsDuration(a.months + b.months),
    ("-", _MONTHS, _MONTHS): lambda a, b: YearsMonthsDuration(a.months - b.months),
    ("+", _D, _DAYS): _date_plus_days,
    ("+", _DAYS, _D): lambda a, b: _date_plus_days(b, a),
    ("-", _D, _DAYS): lambda a, b: _date_plus_days(a, -b),
    ("+", _D, _MONTHS): lambda a, b: add_months(a, b.months),
    ("+", _MONTHS, _D): lambda a, b: add_months(b, a.months),
    ("-", _D, _MONTHS): lambda a, b: add_months(a, -b.months),
    ("+", _DT, _DAYS): add_duration,
    ("+", _DAYS, _DT): lambda a, b: add_duration(b, a),
    ("-", _DT, _DAYS): lambda a, b: add_duration(a, -b),
    ("+", _DT, _MONTHS): lambda a, b: add_months(a, b.months),
    ("+", _MONTHS, _DT): lambda a, b: add_months(b, a.months),
    ("-", _DT, _MONTHS): lambda a, b: add_months(a, -b.months),
    ("+", _T, _DAYS): shift_time,
    ("+", _DAYS, _T): lambda a, b: shift_time(b, a),
    ("-", _T, _DAYS): lambda a, b: shift_time(a, -b),
    ("-", _D, _D): _day_difference,
    ("-", _DT, _DT): _difference,
    ("-", _DT, _D): lambda a, b: _difference(a, midnight(b)),
    ("-", _D, _DT): lambda a, b: _difference(midnight(a), b),
    ("-", _T, _T): lambda a, b: day_instant(a) - day_instant(b),
    ("*", _DAYS, Decimal): _scale_days,
    ("*", Decimal, _DAYS): lambda a, b: _scale_days(b, a),
    ("*", _MONTHS, Decimal): _scale_months,
    ("*", Decimal, _MONTHS): lambda a, b: _scale_months(b, a),
    ("/", _DAYS, Decimal): _split_days,
    ("/", _MONTHS, Decimal): _split_months,
    ("/", _DAYS, _DAYS): lambda a, b: _ratio(microseconds(a), microseconds(b)),
    ("/", _MONTHS, _MONTHS): lambda a, b: _ratio(a.months, b.months),
}
_WIDE: Final[dict[type, tuple[type, ...]]] = {
    _D: (_D, WideDate),
    _DT: (_DT, WideDateTime),
    _T: (_T, WideTime),
}
# What holds of dates holds of wide dates, and between the two.
_RARE: Final[dict[tuple[str, type, type], _Operation]] = {
    (operator, first, second): compute
    for (operator, left, right), compute in _NEAR.items()
    for first in _WIDE.get(left, (left,))
    for second in _WIDE.get(right, (right,))
}

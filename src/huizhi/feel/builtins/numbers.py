"""Builtins on numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)
from typing import Final

from huizhi.feel.builtins.registry import Builtin, way
from huizhi.feel.semantics.types import BOOLEAN, DAYS_DURATION, NUMBER, STRING, YEARS_DURATION
from huizhi.feel.values.arithmetic import negate
from huizhi.feel.values.causes import null_because
from huizhi.feel.values.kinds import DECIMAL, Value, YearsMonthsDuration

_NUMBER_PATTERN: Final = re.compile(r"-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_SMALLEST_SCALE, _LARGEST_SCALE = -6111, 6176


def read_number(
    text: str, grouping: str | None = None, decimal_separator: str | None = None
) -> Value:
    """`number(from, grouping separator, decimal separator)`."""
    if grouping not in (None, " ", ",", ".") or decimal_separator not in (None, ",", "."):
        return null_because("arguments", function="number")
    if grouping is not None and grouping == decimal_separator:
        return null_because("arguments", function="number")
    plain = text.replace(grouping, "") if grouping else text
    if decimal_separator:
        plain = plain.replace(decimal_separator, ".")
    if not _NUMBER_PATTERN.fullmatch(plain):
        return null_because("unreadable", text=text, kind="number")
    try:
        return DECIMAL.create_decimal(plain)
    except DecimalException:
        return null_because("out_of_range", operation="number")


def round_to(value: Decimal, scale: int, rounding: str) -> Value:
    """Round to `scale` digits after the point; a negative scale rounds tens, hundreds and so on."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= scale:
        return value
    try:
        return value.quantize(Decimal(1).scaleb(-scale), rounding=rounding, context=DECIMAL)
    except DecimalException:
        return null_because("out_of_range", operation="rounding")


def _rounder(name: str, rounding: str) -> Callable[..., Value]:
    def rounded(value: Decimal, scale: Decimal = Decimal(0)) -> Value:
        if not _SMALLEST_SCALE <= scale <= _LARGEST_SCALE:
            return null_because("argument", function=name, parameter="scale", value=scale)
        return round_to(value, int(scale), rounding)

    return rounded


def _rounding(name: str, rounding: str, *, optional: int = 0) -> Builtin:
    parameters = (("n", NUMBER), ("scale", NUMBER))
    return Builtin(
        name, (way(name, parameters, NUMBER, _rounder(name, rounding), optional=optional),)
    )


def modulo(dividend: Decimal, divisor: Decimal) -> Value:
    """`modulo(dividend, divisor)`: the remainder has the sign of the divisor."""
    if not divisor:
        return null_because("division_by_zero")
    try:
        remainder = DECIMAL.remainder(dividend, divisor)
    except DecimalException:
        return null_because("out_of_range", operation="modulo")
    if remainder and (remainder < 0) != (divisor < 0):
        return DECIMAL.add(remainder, divisor)
    return remainder


def absolute(value: Value) -> Value:
    """`abs(n)` of a number or a duration."""
    zero = {Decimal: Decimal(0), dt.timedelta: dt.timedelta()}.get(
        type(value), YearsMonthsDuration(0)
    )
    return negate(value) if value < zero else value


def _computed(name: str, compute: Callable[[Decimal], Decimal]) -> Builtin:
    def computed(value: Decimal) -> Value:
        try:
            return compute(value)
        except DecimalException:
            return null_because("out_of_range", operation=name)

    return Builtin(name, (way(name, (("number", NUMBER),), NUMBER, computed),))


def _logarithm(value: Decimal) -> Decimal:
    if not value:
        raise DecimalException
    return DECIMAL.ln(value)


def _parity(name: str, odd: bool) -> Builtin:
    def is_so(value: Decimal) -> Value:
        return value == value.to_integral_value() and bool(int(value) % 2) is odd

    return Builtin(name, (way(name, (("number", NUMBER),), BOOLEAN, is_so),))


NUMBERS: Final = (
    Builtin(
        "number",
        (
            way(
                "number",
                (("from", STRING), ("grouping separator", STRING), ("decimal separator", STRING)),
                NUMBER,
                read_number,
                optional=2,
                nullable=("grouping separator", "decimal separator"),
            ),
            way("number", (("from", NUMBER),), NUMBER, lambda value: value),
        ),
    ),
    _rounding("decimal", ROUND_HALF_EVEN),
    _rounding("floor", ROUND_FLOOR, optional=1),
    _rounding("ceiling", ROUND_CEILING, optional=1),
    _rounding("round up", ROUND_UP),
    _rounding("round down", ROUND_DOWN),
    _rounding("round half up", ROUND_HALF_UP),
    _rounding("round half down", ROUND_HALF_DOWN),
    Builtin(
        "abs",
        tuple(
            way("abs", (("n", kind),), kind, absolute)
            for kind in (NUMBER, DAYS_DURATION, YEARS_DURATION)
        ),
    ),
    Builtin(
        "modulo",
        (way("modulo", (("dividend", NUMBER), ("divisor", NUMBER)), NUMBER, modulo),),
    ),
    _computed("sqrt", DECIMAL.sqrt),
    _computed("log", _logarithm),
    _computed("exp", DECIMAL.exp),
    _parity("odd", True),
    _parity("even", False),
)

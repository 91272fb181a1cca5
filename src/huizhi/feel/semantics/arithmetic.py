"""The types of sums, products and their like. Source: DMN 1.5, tables 50 to 53."""

from __future__ import annotations

from huizhi.feel.semantics.conformance import is_open
from huizhi.feel.semantics.types import (
    ANY,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    NUMBER,
    STRING,
    TIME,
    YEARS_DURATION,
    FeelType,
    StringType,
)

_MOMENTS = (DATE, DATE_TIME)
_DURATIONS = (DAYS_DURATION, YEARS_DURATION)

_TABLE: dict[tuple[str, FeelType, FeelType], FeelType] = {
    ("+", STRING, STRING): STRING,
    ("-", TIME, TIME): DAYS_DURATION,
    ("+", TIME, DAYS_DURATION): TIME,
    ("+", DAYS_DURATION, TIME): TIME,
    ("-", TIME, DAYS_DURATION): TIME,
    **{(operator, NUMBER, NUMBER): NUMBER for operator in ("+", "-", "*", "/", "**")},
    **{("-", left, right): DAYS_DURATION for left in _MOMENTS for right in _MOMENTS},
    **{("+", moment, span): moment for moment in _MOMENTS for span in _DURATIONS},
    **{("+", span, moment): moment for moment in _MOMENTS for span in _DURATIONS},
    **{("-", moment, span): moment for moment in _MOMENTS for span in _DURATIONS},
    **{(operator, span, span): span for operator in ("+", "-") for span in _DURATIONS},
    **{("*", span, NUMBER): span for span in _DURATIONS},
    **{("*", NUMBER, span): span for span in _DURATIONS},
    **{("/", span, NUMBER): span for span in _DURATIONS},
    **{("/", span, span): NUMBER for span in _DURATIONS},
}


def arithmetic_type(operator: str, left: FeelType, right: FeelType) -> FeelType | None:
    """Return the type of `left operator right`, or None where it never has a value."""
    left, right = _plain(left), _plain(right)
    if not is_open(left) and not is_open(right):
        return _TABLE.get((operator, left, right))
    fitting = {
        kind
        for (sign, first, second), kind in _TABLE.items()
        if sign == operator
        and (is_open(left) or first == left)
        and (is_open(right) or second == right)
    }
    if not fitting:
        return None
    return fitting.pop() if len(fitting) == 1 else ANY


def negation_type(operand: FeelType) -> FeelType | None:
    """Return the type of `-operand`, or None where it never has a value."""
    if is_open(operand):
        return ANY
    return operand if operand in (NUMBER, *_DURATIONS) else None


def _plain(kind: FeelType) -> FeelType:
    return STRING if isinstance(kind, StringType) else kind

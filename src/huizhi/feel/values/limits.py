"""What one evaluation may use: steps, and the size of what it makes.

Nothing but a loop or a call can take long, so the outermost of them opens a purse of steps from
which all within it pay. Where the purse is empty the outermost gives null, with the cause.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Final, ParamSpec

from huizhi.feel.values.causes import null_because
from huizhi.feel.values.kinds import Value

STEP_LIMIT: Final = 1_000_000
# Characters of a text; elements of a list and of all the lists within it.
SIZE_LIMIT: Final = 1_000_000
# What is smaller costs next to nothing and is not counted.
_LIGHT: Final = 100
# How much a builtin gets through in the time of one step of a loop.
SIZE_PER_STEP: Final = 10

_P = ParamSpec("_P")


class _Spent(Exception):
    """The purse is empty."""


_PURSE: Final[ContextVar[list[int] | None]] = ContextVar("feel_steps", default=None)


def spend(steps: int) -> None:
    """Pay for steps; without an open purse nothing is due."""
    purse = _PURSE.get()
    if purse is not None:
        purse[0] -= steps
        if purse[0] < 0:
            raise _Spent


def limited(work: Callable[_P, Value]) -> Callable[_P, Value]:
    """Return work that ends with null where it, and all within it, take too many steps."""

    def run(*arguments: _P.args, **named: _P.kwargs) -> Value:
        if _PURSE.get() is not None:
            return work(*arguments, **named)
        token = _PURSE.set([STEP_LIMIT + 1])
        try:
            return work(*arguments, **named)
        except _Spent:
            return null_because("too_many", limit=STEP_LIMIT)
        finally:
            _PURSE.reset(token)

    return run


def sized(value: Value) -> Value:
    """Return a value, or null with the cause where it is too large."""
    if is_light(value):
        return value
    return null_because("too_large", limit=SIZE_LIMIT)


def weight(value: Value) -> int:
    """Return the size of a value; counting ends where it is too large."""
    kind = type(value)
    if kind is str:
        return len(value)
    if kind is not list and kind is not dict:
        return 0
    total = 0
    pending = [value]
    while pending and total <= SIZE_LIMIT:
        whole = pending.pop()
        total += len(whole)
        parts = whole.values() if type(whole) is dict else whole
        for part in parts:
            kind = type(part)
            if kind is str:
                total += len(part)
            elif kind is list or kind is dict:
                pending.append(part)
    return total


def is_light(value: Value) -> bool:
    """Tell whether a value is within the limit, and pay for finding out."""
    size = weight(value)
    if size > _LIGHT:
        spend(size // SIZE_PER_STEP)
    return size <= SIZE_LIMIT


def are_light(arguments: Sequence[Value]) -> bool:
    """Tell whether the arguments of a call are within the limit together; see `is_light`."""
    for argument in arguments:
        kind = type(argument)
        if kind is list or kind is dict or (kind is str and len(argument) > _LIGHT):
            return is_light(list(arguments))
    return True

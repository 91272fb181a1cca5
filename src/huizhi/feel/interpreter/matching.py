"""Which rules of a table a value meets, looked up instead of tried out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from huizhi.feel.interpreter.frames import Closure, Environment
from huizhi.feel.syntax.tree import Name, Node
from huizhi.feel.syntax.walk import walk
from huizhi.feel.values.kinds import Value, from_python

Column: TypeAlias = Mapping[type, Mapping[Value, int]]

# Kinds of which equal values meet the same tests. More values than `_MOST` are not kept.
_KINDS: Final = (str, bool, Decimal, int, dt.date, type(None))
_MOST: Final = 10_000


class _Met(dict[Value, int]):
    """For values of one kind the rules that they meet, as bits; worked out when first asked."""

    def __init__(self, tests: Sequence[Closure | None]) -> None:
        super().__init__()
        self._tests = tests

    def __missing__(self, value: Value) -> int:
        environment: Environment = (from_python(value), {})
        met = sum(
            1 << rule
            for rule, test in enumerate(self._tests)
            if test is None or test(environment) is True
        )
        if len(self) < _MOST:
            self[value] = met
        return met


def is_constant(tree: Node) -> bool:
    """Tell whether a text names nothing, neither facts nor functions such as `today`."""
    return not any(isinstance(part, Name) for part in walk(tree))


def met_by_value(tests: Sequence[Closure | None]) -> Column:
    """Return the rules that values meet by kind and value; None is a cell without a test.

    The tests must be constant, so that nothing but the value decides.
    """
    return {kind: _Met(tests) for kind in _KINDS}


def rules_of(met: int) -> tuple[int, ...]:
    """Return the numbers of the bits that are set, from 0."""
    return tuple(rule for rule in range(met.bit_length()) if met >> rule & 1)

"""Builtins on truth values, and identity."""

from __future__ import annotations

import datetime as dt
from typing import Final

from huizhi.feel.builtins.registry import Builtin, way
from huizhi.feel.semantics.types import ANY, BOOLEAN
from huizhi.feel.values.comparison import Truth, negation
from huizhi.feel.values.kinds import Value, same
from huizhi.feel.values.temporal import zone_name


def is_same(value1: Value, value2: Value) -> Truth:
    """`is(value1, value2)`: the same value of the same kind, zones told apart."""
    if type(value1) in (dt.time, dt.datetime) and type(value1) is type(value2):
        zones = [(zone_name(v.tzinfo), v.tzinfo is None, v.utcoffset()) for v in (value1, value2)]
        clocks = [v.replace(tzinfo=None) for v in (value1, value2)]
        return zones[0] == zones[1] and clocks[0] == clocks[1]
    return same(value1, value2)


BOOLEANS: Final = (
    Builtin("not", (way("not", (("negand", BOOLEAN),), BOOLEAN, negation, nullable=("negand",)),)),
    Builtin("is", (way("is", (("value1", ANY), ("value2", ANY)), BOOLEAN, is_same),)),
)

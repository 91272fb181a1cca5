"""Builtins on points and ranges (Allen's interval relations), as the standard defines them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from huizhi.feel.builtins.registry import Builtin, Way, way
from huizhi.feel.builtins.temporal import TEMPORAL
from huizhi.feel.errors import FeelError
from huizhi.feel.semantics.types import ANY, BOOLEAN, STRING, RangeType
from huizhi.feel.syntax.parser import parse_expression
from huizhi.feel.syntax.tree import (
    AtLiteral,
    Invocation,
    Name,
    Negation,
    Node,
    Number,
    RangeLiteral,
    String,
)
from huizhi.feel.values.arithmetic import negate
from huizhi.feel.values.causes import null_because
from huizhi.feel.values.comparison import (
    Truth,
    conjunction,
    disjunction,
    equal,
    greater,
    less,
    less_or_equal,
    within,
)
from huizhi.feel.values.kinds import Range, Value
from huizhi.feel.values.temporal import read_temporal

_Relation = Callable[[Value, Value], Truth]
# An open end of a text may be without a value; see `read_range`.
_NO_START: Final = re.compile(r"^\s*[(\]]\s*(?=\.\.)")
_NO_END: Final = re.compile(r"(?<=\.\.)\s*(?=[)\[]\s*$)")


def _both(*truths: Truth) -> Truth:
    return conjunction(truths)


def _either(*truths: Truth) -> Truth:
    return disjunction(truths)


def _low_inside(inner: Range, outer: Range) -> Truth:
    return _either(
        less(outer.low, inner.low),
        _both(equal(outer.low, inner.low), outer.low_included or not inner.low_included),
    )


def _high_inside(inner: Range, outer: Range) -> Truth:
    return _either(
        less(inner.high, outer.high),
        _both(equal(inner.high, outer.high), outer.high_included or not inner.high_included),
    )


def _before_point_range(point: Value, range_: Range) -> Truth:
    return _either(
        less(point, range_.low), _both(equal(point, range_.low), not range_.low_included)
    )


def _before_range_point(range_: Range, point: Value) -> Truth:
    return _either(
        less(range_.high, point), _both(equal(range_.high, point), not range_.high_included)
    )


def _before_ranges(left: Range, right: Range) -> Truth:
    return _either(
        less(left.high, right.low),
        _both(equal(left.high, right.low), not (left.high_included and right.low_included)),
    )


def _meets(left: Range, right: Range) -> Truth:
    return _both(left.high_included, right.low_included, equal(left.high, right.low))


def _reach(left: Range, right: Range) -> Truth:
    """Whether the left range ends where or after the right one begins."""
    return _either(
        greater(left.high, right.low),
        _both(equal(left.high, right.low), left.high_included and right.low_included),
    )


def _overlaps(left: Range, right: Range) -> Truth:
    return _both(_reach(left, right), _reach(right, left))


def _starts_earlier(left: Range, right: Range) -> Truth:
    return _either(
        less(left.low, right.low),
        _both(equal(left.low, right.low), left.low_included and not right.low_included),
    )


def _ends_earlier(left: Range, right: Range) -> Truth:
    return _either(
        less(left.high, right.high),
        _both(equal(left.high, right.high), right.high_included or not left.high_included),
    )


def _overlaps_before(left: Range, right: Range) -> Truth:
    return _both(_starts_earlier(left, right), _reach(left, right), _ends_earlier(left, right))


def _overlaps_after(left: Range, right: Range) -> Truth:
    ends_later = _either(
        greater(left.high, right.high),
        _both(equal(left.high, right.high), left.high_included or not right.high_included),
    )
    starts_later = _either(
        greater(left.low, right.low),
        _both(equal(left.low, right.low), right.low_included and not left.low_included),
    )
    return _both(starts_later, _reach(right, left), ends_later)


def _finishes_point(point: Value, range_: Range) -> Truth:
    return _both(range_.high_included, equal(range_.high, point))


def _finishes(left: Range, right: Range) -> Truth:
    return _both(
        left.high_included is right.high_included,
        equal(left.high, right.high),
        _low_inside(left, right),
    )


def _starts_point(point: Value, range_: Range) -> Truth:
    return _both(range_.low_included, equal(range_.low, point))


def _starts(left: Range, right: Range) -> Truth:
    return _both(
        left.low_included is right.low_included,
        equal(left.low, right.low),
        _high_inside(left, right),
    )


def _during(left: Range, right: Range) -> Truth:
    return _both(_low_inside(left, right), _high_inside(left, right))


def _coincide(left: Range, right: Range) -> Truth:
    return _both(
        equal(left.low, right.low),
        equal(left.high, right.high),
        left.low_included is right.low_included,
        left.high_included is right.high_included,
    )


def read_range(text: str) -> Value:
    """`range(from)`: a range of literals, e.g. `range("[1..3]")`, or with one end `range("[1..)")`.

    As in the grammar of range literals (rule 66) an open end may be left out, though not both.
    """
    starts, ends = _NO_START.search(text) is None, _NO_END.search(text) is None
    filled = _NO_END.sub(" null ", _NO_START.sub("(null", text))
    try:
        tree = parse_expression(filled, [builtin.name for builtin in TEMPORAL]).tree
    except FeelError:
        return null_because("unreadable", text=text, kind="range")
    if not isinstance(tree, RangeLiteral) or tree.low is None or tree.high is None:
        return null_because("unreadable", text=text, kind="range")
    low, high = _read_end(tree.low), _read_end(tree.high)
    are_read = starts is (low is not None) and ends is (high is not None)
    is_half = are_read and starts is not ends
    if not is_half and (low is None or high is None or less_or_equal(low, high) is not True):
        return null_because("unreadable", text=text, kind="range")
    return Range(low, high, tree.low_included, tree.high_included)


def _read_end(node: Node) -> Value:
    if isinstance(node, Number | String):
        return node.value
    if isinstance(node, Negation) and isinstance(node.operand, Number):
        return negate(node.operand.value)
    if isinstance(node, AtLiteral):
        return read_temporal(node.text)
    if isinstance(node, Invocation) and isinstance(node.function, Name):
        for builtin in TEMPORAL:
            if builtin.name == node.function.name and len(node.arguments) == 1:
                argument = node.arguments[0]
                return builtin.call([argument.value]) if isinstance(argument, String) else None
    return None


def _swapped(relation: _Relation) -> _Relation:
    return lambda left, right: relation(right, left)


_POINTS = (("point1", ANY), ("point2", ANY))
_POINT_RANGE = (("point", ANY), ("range", RangeType()))
_RANGE_POINT = (("range", RangeType()), ("point", ANY))
_RANGES = (("range1", RangeType()), ("range2", RangeType()))


def _relation(name: str, **relations: _Relation) -> Builtin:
    """Describe a relation by what it means between ranges, and points where it has a meaning."""
    shapes = {
        "ranges": _RANGES,
        "point_range": _POINT_RANGE,
        "range_point": _RANGE_POINT,
        "points": _POINTS,
    }
    ways: list[Way] = [
        way(name, parameters, BOOLEAN, relations[shape])
        for shape, parameters in shapes.items()
        if shape in relations
    ]
    return Builtin(name, tuple(ways))


RANGES: Final = (
    Builtin("range", (way("range", (("from", STRING),), RangeType(), read_range),)),
    _relation(
        "before",
        ranges=_before_ranges,
        point_range=_before_point_range,
        range_point=_before_range_point,
        points=less,
    ),
    _relation(
        "after",
        ranges=_swapped(_before_ranges),
        point_range=_swapped(_before_range_point),
        range_point=_swapped(_before_point_range),
        points=greater,
    ),
    _relation("meets", ranges=_meets),
    _relation("met by", ranges=_swapped(_meets)),
    _relation("overlaps", ranges=_overlaps),
    _relation("overlaps before", ranges=_overlaps_before),
    _relation("overlaps after", ranges=_overlaps_after),
    _relation("finishes", ranges=_finishes, point_range=_finishes_point),
    _relation("finished by", ranges=_swapped(_finishes), range_point=_swapped(_finishes_point)),
    _relation("includes", ranges=_swapped(_during), range_point=_swapped(within)),
    _relation("during", ranges=_during, point_range=within),
    _relation("starts", ranges=_starts, point_range=_starts_point),
    _relation("started by", ranges=_swapped(_starts), range_point=_swapped(_starts_point)),
    _relation("coincides", ranges=_coincide, points=equal),
)

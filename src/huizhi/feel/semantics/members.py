"""What may stand after a dot."""

from __future__ import annotations

from collections.abc import Mapping

from huizhi.feel.semantics.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    NULL,
    NUMBER,
    STRING,
    TIME,
    YEARS_DURATION,
    ContextType,
    FeelType,
    ListType,
    RangeType,
)

_OF_DATE: dict[str, FeelType] = dict.fromkeys(("year", "month", "day", "weekday"), NUMBER)
_OF_TIME: dict[str, FeelType] = {
    **dict.fromkeys(("hour", "minute", "second"), NUMBER),
    "time offset": DAYS_DURATION,
    "timezone": STRING,
}
_PROPERTIES: dict[FeelType, dict[str, FeelType]] = {
    DATE: _OF_DATE,
    TIME: _OF_TIME,
    DATE_TIME: _OF_DATE | _OF_TIME,
    DAYS_DURATION: dict.fromkeys(("days", "hours", "minutes", "seconds"), NUMBER),
    YEARS_DURATION: dict.fromkeys(("years", "months"), NUMBER),
}


def members_of(kind: FeelType) -> Mapping[str, FeelType]:
    """Return the known members of a type, by name; none where it has none."""
    if isinstance(kind, ContextType):
        return dict(kind.members)
    if isinstance(kind, RangeType):
        return {
            "start": kind.element,
            "end": kind.element,
            "start included": BOOLEAN,
            "end included": BOOLEAN,
        }
    return _PROPERTIES.get(kind, {})


def member_type(kind: FeelType, name: str) -> FeelType | None:
    """Return the type of `value.name`, or None where there is no such member.

    The member of a list is the list of the members of its elements.
    """
    if kind in (ANY, NULL):
        return ANY
    if isinstance(kind, ListType):
        element = member_type(kind.element, name)
        return None if element is None else ListType(element)
    if isinstance(kind, ContextType):
        return kind.member(name)
    return members_of(kind).get(name)

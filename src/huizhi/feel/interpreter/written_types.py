"""Types as written in a text, e.g. `list<number>`, to types."""

from __future__ import annotations

from typing import Final

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
    FunctionType,
    ListType,
    RangeType,
    SimpleType,
)
from huizhi.feel.syntax.tree import TypeReference

_SIMPLE: Final = {
    str(kind): kind
    for kind in (
        ANY,
        NULL,
        BOOLEAN,
        NUMBER,
        STRING,
        DATE,
        TIME,
        DATE_TIME,
        DAYS_DURATION,
        YEARS_DURATION,
    )
}


def resolve_type(written: TypeReference) -> FeelType:
    """Return the type; a name of no known type gives a type to which no value conforms."""
    parts = tuple(resolve_type(part) for part in written.parameters)
    if written.name == "list":
        return ListType(parts[0] if parts else ANY)
    if written.name == "range":
        return RangeType(parts[0] if parts else ANY)
    if written.name == "context":
        return ContextType(tuple(zip(written.members, parts, strict=True)), open=True)
    if written.name == "function":
        result = ANY if written.result is None else resolve_type(written.result)
        return FunctionType(tuple(("", part) for part in parts), result)
    return _SIMPLE.get(written.name, SimpleType(written.name))

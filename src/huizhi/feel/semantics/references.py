"""Types as written to types as known."""

from __future__ import annotations

from huizhi.feel.semantics.scope import Scope
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
)
from huizhi.feel.syntax.tree import TypeReference

STANDARD_TYPES: dict[str, FeelType] = {
    "Any": ANY,
    "Null": NULL,
    "number": NUMBER,
    "string": STRING,
    "boolean": BOOLEAN,
    "date": DATE,
    "time": TIME,
    "date and time": DATE_TIME,
    "days and time duration": DAYS_DURATION,
    "years and months duration": YEARS_DURATION,
    "list": ListType(),
    "range": RangeType(),
    "context": ContextType(open=True),
    "function": FunctionType(),
}


class UnknownTypeError(LookupError):
    """A type that neither the standard nor the scope knows; `reference` says where it stands."""

    def __init__(self, reference: TypeReference) -> None:
        self.reference = reference
        super().__init__(reference.name)


def resolve_type(reference: TypeReference, scope: Scope) -> FeelType:
    """Return the type that a reference names. Raises UnknownTypeError."""
    parameters = tuple(resolve_type(part, scope) for part in reference.parameters)
    if reference.result is not None:
        named = tuple((f"p{index}", kind) for index, kind in enumerate(parameters, 1))
        return FunctionType(named, resolve_type(reference.result, scope))
    if reference.members:
        return ContextType(tuple(zip(reference.members, parameters, strict=True)))
    if parameters:
        return ListType(parameters[0]) if reference.name == "list" else RangeType(parameters[0])
    known = STANDARD_TYPES.get(reference.name) or scope.find_type(reference.name)
    if known is None:
        raise UnknownTypeError(reference)
    return known

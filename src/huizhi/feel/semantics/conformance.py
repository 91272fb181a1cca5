"""How types relate: what may stand for what, what may be compared, what two have in common."""

from __future__ import annotations

from collections.abc import Iterable

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
    OneOf,
    RangeType,
    StringType,
)

# Beyond this many values a string is taken for free text.
MAX_VALUES = 100

_ORDERED = (NUMBER, DATE, TIME, DATE_TIME, DAYS_DURATION, YEARS_DURATION)


def is_open(kind: FeelType) -> bool:
    """Say whether nothing can be found wrong with this type: it is not known, or null."""
    return kind in (ANY, NULL)


def conforms(given: FeelType, wanted: FeelType) -> bool:
    """Say whether a value of one type may stand where another is wanted.

    A single value may stand for a list of one, and a date for a date and time, as the standard
    converts them. `Any` and null stand for everything.
    """
    if is_open(given) or wanted == ANY:
        return True
    if isinstance(wanted, OneOf):
        return any(conforms(given, choice) for choice in wanted.choices)
    if isinstance(wanted, ListType):
        element = given.element if isinstance(given, ListType) else given
        return conforms(element, wanted.element)
    if isinstance(wanted, StringType):
        return isinstance(given, StringType)
    if isinstance(wanted, RangeType):
        return isinstance(given, RangeType) and conforms(given.element, wanted.element)
    if isinstance(wanted, ContextType):
        return isinstance(given, ContextType) and _has_members(given, wanted)
    if isinstance(wanted, FunctionType):
        return isinstance(given, FunctionType) and (
            not wanted.parameters or len(given.parameters) == len(wanted.parameters)
        )
    return given == wanted or (given == DATE and wanted == DATE_TIME)


def is_subtype(given: FeelType, wanted: FeelType) -> bool:
    """Say whether every value of one type is of the other, as the standard has it.

    Nothing is converted: `Any` is a subtype of itself alone, `Null` of every type. A function may
    take more and give less than is wanted of it.
    """
    if wanted == ANY or given == NULL:
        return True
    if isinstance(given, OneOf):
        return all(is_subtype(choice, wanted) for choice in given.choices)
    if isinstance(wanted, OneOf):
        return any(is_subtype(given, choice) for choice in wanted.choices)
    if isinstance(wanted, ListType):
        return isinstance(given, ListType) and is_subtype(given.element, wanted.element)
    if isinstance(wanted, RangeType):
        return isinstance(given, RangeType) and is_subtype(given.element, wanted.element)
    if isinstance(wanted, StringType):
        return isinstance(given, StringType)
    if isinstance(wanted, ContextType):
        return isinstance(given, ContextType) and all(
            (member := given.member(name)) is not None and is_subtype(member, kind)
            for name, kind in wanted.members
        )
    if isinstance(wanted, FunctionType):
        return isinstance(given, FunctionType) and _is_function_subtype(given, wanted)
    return given == wanted


def _is_function_subtype(given: FunctionType, wanted: FunctionType) -> bool:
    return (
        len(given.parameters) == len(wanted.parameters)
        and all(
            is_subtype(asked, taken)
            for (_, taken), (_, asked) in zip(given.parameters, wanted.parameters, strict=True)
        )
        and is_subtype(given.result, wanted.result)
    )


def _has_members(given: ContextType, wanted: ContextType) -> bool:
    for name, kind in wanted.members:
        member = given.member(name)
        if member is None or not conforms(member, kind):
            return False
    return True


def comparable(left: FeelType, right: FeelType) -> bool:
    """Say whether `=` between two types can ever be true or false rather than null."""
    if is_open(left) or is_open(right):
        return True
    if isinstance(left, ListType | RangeType):
        return type(right) is type(left) and comparable(left.element, right.element)
    if isinstance(left, StringType | ContextType | FunctionType):
        return type(right) is type(left)
    return left == right


def ordered(kind: FeelType) -> bool:
    """Say whether `<` means something between two values of this type."""
    return is_open(kind) or isinstance(kind, StringType) or kind in _ORDERED


def single(kind: FeelType) -> FeelType:
    """Return the element type of a list, for the places where a list of one is unwrapped."""
    return kind.element if isinstance(kind, ListType) else kind


def common(kinds: Iterable[FeelType]) -> FeelType:
    """Return the narrowest type that all of these are of; of nothing at all, `Any`."""
    result: FeelType | None = None
    for kind in kinds:
        result = kind if result is None else _common(result, kind)
    return ANY if result is None else result


def _common(left: FeelType, right: FeelType) -> FeelType:
    if right in (left, NULL):
        return left
    if left == NULL:
        return right
    if isinstance(left, StringType) and isinstance(right, StringType):
        values = tuple(dict.fromkeys(left.allowed + right.allowed))
        listed = left.allowed and right.allowed and len(values) <= MAX_VALUES
        return StringType(values) if listed else STRING
    if isinstance(left, ListType) and isinstance(right, ListType):
        return ListType(_common(left.element, right.element))
    if isinstance(left, RangeType) and isinstance(right, RangeType):
        return RangeType(_common(left.element, right.element))
    if isinstance(left, ContextType) and isinstance(right, ContextType):
        return _common_context(left, right)
    return ANY


def _common_context(left: ContextType, right: ContextType) -> FeelType:
    others = dict(right.members)
    shared = tuple(
        (name, _common(kind, others[name])) for name, kind in left.members if name in others
    )
    closed = len(shared) == len(left.members) == len(right.members)
    return ContextType(shared, open=left.open or right.open or not closed)


def is_boolean(kind: FeelType) -> bool:
    """Say whether a value of this type may decide an `if`."""
    return is_open(kind) or kind == BOOLEAN

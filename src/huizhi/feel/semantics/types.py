"""The types of FEEL, as frozen values; `str(type)` is the spelling of the standard."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeelType:
    """Any type."""


@dataclass(frozen=True, slots=True)
class SimpleType(FeelType):
    """A type without parts. `ANY` accepts everything; `NULL` is the type of `null` alone."""

    name: str

    def __str__(self) -> str:
        return self.name


ANY = SimpleType("Any")
NULL = SimpleType("Null")
NUMBER = SimpleType("number")
BOOLEAN = SimpleType("boolean")
DATE = SimpleType("date")
TIME = SimpleType("time")
DATE_TIME = SimpleType("date and time")
DAYS_DURATION = SimpleType("days and time duration")
YEARS_DURATION = SimpleType("years and months duration")


@dataclass(frozen=True, slots=True)
class StringType(FeelType):
    """A string; `allowed` lists its known values (none at all: any string)."""

    allowed: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "string"


STRING = StringType()


@dataclass(frozen=True, slots=True)
class ListType(FeelType):
    """A list whose elements are of one type."""

    element: FeelType = ANY

    def __str__(self) -> str:
        return f"list<{self.element}>"


@dataclass(frozen=True, slots=True)
class ContextType(FeelType):
    """A context with these members. `open` ones may hold others, whose type is not known."""

    members: tuple[tuple[str, FeelType], ...] = ()
    open: bool = False

    def __str__(self) -> str:
        inner = ", ".join(f"{name}: {kind}" for name, kind in self.members)
        return f"context<{inner}>"

    def member(self, name: str) -> FeelType | None:
        """Return the type of a member, or None where there is no such member."""
        return dict(self.members).get(name, ANY if self.open else None)


@dataclass(frozen=True, slots=True)
class RangeType(FeelType):
    """A range of numbers, strings or temporal values."""

    element: FeelType = ANY

    def __str__(self) -> str:
        return f"range<{self.element}>"


@dataclass(frozen=True, slots=True)
class FunctionType(FeelType):
    """A function; `parameters` are (name, type) pairs."""

    parameters: tuple[tuple[str, FeelType], ...] = ()
    result: FeelType = ANY

    def __str__(self) -> str:
        inner = ", ".join(str(kind) for _, kind in self.parameters)
        return f"function<{inner}> -> {self.result}"


@dataclass(frozen=True, slots=True)
class OneOf(FeelType):
    """Any of several types. Only parameters of functions are of such a type, never values."""

    choices: tuple[FeelType, ...]

    def __str__(self) -> str:
        return " or ".join(str(choice) for choice in self.choices)

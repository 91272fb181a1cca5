"""Names that an expression may use, with their types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from huizhi.feel.semantics.types import ContextType, FeelType, FunctionType, ListType, RangeType


@dataclass(frozen=True)
class Scope:
    """Names and their types; an inner scope hides the names of the one around it.

    `types` are those that a model declares, by name, for `instance of`. In an `open` scope there
    may be further names, of which nobody knows the type: the members of an unknown context. In a
    `lenient` scope types are not checked: what has no value is null, as the standard has it.
    """

    names: Mapping[str, FeelType] = field(default_factory=dict)
    outer: Scope | None = None
    types: Mapping[str, FeelType] = field(default_factory=dict)
    open: bool = False
    lenient: bool = False

    def find(self, name: str) -> FeelType | None:
        """Return the type of a name, or None where nobody declares it."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return None

    def find_type(self, name: str) -> FeelType | None:
        """Return a type that a model declares, or None where there is none of that name."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.types:
                return scope.types[name]
            scope = scope.outer
        return None

    def may_hold_more(self) -> bool:
        """Say whether this scope or one around it may hold names that are not declared."""
        return self.open or (self.outer is not None and self.outer.may_hold_more())

    def is_lenient(self) -> bool:
        """Say whether what is wrong with names and types shows as null, when it is evaluated."""
        return self.lenient or (self.outer is not None and self.outer.is_lenient())

    def all_names(self) -> Iterable[str]:
        """Return every name that can be seen from here."""
        yield from self.names
        if self.outer:
            yield from self.outer.all_names()

    def all_types(self) -> Iterable[str]:
        """Return the name of every type that a model declares."""
        yield from self.types
        if self.outer:
            yield from self.outer.all_types()

    def all_members(self) -> frozenset[str]:
        """Return every name that may stand after a dot: the members of all contexts within."""
        return self._members if self.outer is None else self._members | self.outer.all_members()

    @cached_property
    def _members(self) -> frozenset[str]:
        # A pack has hundreds of names and hundreds of expressions, so they are gone through once.
        kinds = (*self.names.values(), *self.types.values())
        return frozenset(name for kind in kinds for name in _members(kind))

    def inner(self, names: Mapping[str, FeelType], *, open: bool = False) -> Scope:
        """Return a scope within this one."""
        return Scope(names, self, open=open)


def _members(kind: FeelType) -> Iterator[str]:
    if isinstance(kind, ContextType):
        for name, inner in kind.members:
            yield name
            yield from _members(inner)
    elif isinstance(kind, ListType | RangeType):
        yield from _members(kind.element)
    elif isinstance(kind, FunctionType):
        yield from _members(kind.result)

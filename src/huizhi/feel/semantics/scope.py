"""Names that an expression may use, with their types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from huizhi.feel.semantics.types import FeelType


@dataclass(frozen=True)
class Scope:
    """Names and their types; an inner scope hides the names of the one around it."""

    names: Mapping[str, FeelType] = field(default_factory=dict)
    outer: Scope | None = None

    def find(self, name: str) -> FeelType | None:
        """Return the type of a name, or None where nobody declares it."""
        if name in self.names:
            return self.names[name]
        return self.outer.find(name) if self.outer else None

    def all_names(self) -> Iterable[str]:
        """Return every name that can be seen from here."""
        yield from self.names
        if self.outer:
            yield from self.outer.all_names()

    def inner(self, names: Mapping[str, FeelType]) -> Scope:
        """Return a scope within this one."""
        return Scope(names, self)

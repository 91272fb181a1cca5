"""What a builtin function takes and gives, as the checker sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from huizhi.feel.semantics.types import FeelType, FunctionType

ResultOf = Callable[[tuple[FeelType, ...]], FeelType]


@dataclass(frozen=True)
class Signature:
    """One way to call a function, and in `others` the further ways.

    `parameters` are (name, type) pairs in order; the last `optional` of them may be left out.
    Where `variadic`, the last parameter may be given any number of times, at least once.
    `result` is a type, or a function of the argument types: one per parameter in their order
    (`NULL` for those left out), or one per argument of a variadic call.
    """

    name: str
    parameters: tuple[tuple[str, FeelType], ...]
    result: FeelType | ResultOf
    optional: int = 0
    variadic: bool = False
    others: tuple[Signature, ...] = ()

    @property
    def ways(self) -> tuple[Signature, ...]:
        """Every way to call the function, this one first."""
        return (self, *self.others)

    def result_type(self, arguments: tuple[FeelType, ...]) -> FeelType:
        """Return the type of the result for these argument types."""
        return self.result if isinstance(self.result, FeelType) else self.result(arguments)

    def accepts_count(self, count: int) -> bool:
        """Say whether a call may have this many arguments."""
        least = len(self.parameters) - self.optional
        return least <= count and (self.variadic or count <= len(self.parameters))

    def as_types(self) -> tuple[FunctionType, ...]:
        """Return the types of the function, one for each number of arguments of each way."""
        return tuple(
            FunctionType(way.parameters[:count], way.as_type().result)
            for way in self.ways
            for count in range(len(way.parameters), len(way.parameters) - way.optional - 1, -1)
        )

    def as_type(self) -> FunctionType:
        """Return the type of the function where it is passed on as a value."""
        kinds = tuple(kind for _, kind in self.parameters)
        return FunctionType(self.parameters, self.result_type(kinds))

"""What a builtin is: its signature for the checker and the Python functions behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from huizhi.feel.builtins.conformance import UNFIT, convert, python_kind
from huizhi.feel.semantics.signatures import ResultOf, Signature
from huizhi.feel.semantics.types import FeelType, ListType
from huizhi.feel.values.causes import null_because
from huizhi.feel.values.kinds import Missing, Value, missing_among, missing_within
from huizhi.feel.values.limits import SIZE_LIMIT, are_light, sized
from huizhi.feel.values.texts import describe

# How a function treats what is missing:
#   "deep"     what is missing in an argument, or anywhere inside one, makes the result missing
#   "shallow"  parts of an argument may be missing, whole arguments may not
#   "own"      the function looks at it itself, unless a whole list is missing
MissingPolicy: TypeAlias = Literal["deep", "shallow", "own"]


@dataclass(frozen=True)
class Way:
    """One way to call a builtin; `nullable` are the parameters that may be given null."""

    signature: Signature
    call: Callable[..., Value]
    nullable: frozenset[str]
    # What `python_kind` says of each parameter: most arguments need no closer look.
    kinds: tuple[type | None, ...]

    def accepts_names(self, names: Sequence[str]) -> bool:
        """Say whether a call may name its arguments so; one that is not named is null."""
        parameters = {name for name, _ in self.signature.parameters}
        return len(set(names)) == len(names) and set(names) <= parameters


@dataclass(frozen=True)
class Builtin:
    """A function of the standard. `ways` differ in number or types of arguments."""

    name: str
    ways: tuple[Way, ...]
    missing: MissingPolicy = "deep"

    @property
    def signature(self) -> Signature:
        """The signature of every way, as the checker wants it."""
        first, *others = (way.signature for way in self.ways)
        return replace(first, others=tuple(others))

    def call(self, arguments: Sequence[Value]) -> Value:
        """Call with positional arguments; wrong ones give null."""
        if not are_light(arguments):
            return null_because("too_large", limit=SIZE_LIMIT)
        missing = self._missing(arguments)
        if missing is not None:
            return missing
        refused = None
        for way in self.ways:
            if not way.signature.accepts_count(len(arguments)):
                continue
            fitted, refused = _fit(way, arguments)
            if refused is None:
                unknown = _missing_list(way, fitted) if self.missing == "own" else None
                return sized(way.call(*fitted)) if unknown is None else unknown
        if refused is None:
            return null_because("arguments", function=self.name)
        parameter, value = refused
        return null_because(
            "argument", function=self.name, parameter=parameter, value=describe(value)
        )

    def naming(self, names: Sequence[str]) -> Builtin | None:
        """Return the function with only the ways to call it by these names; None without any.

        Names alone do not tell `before(point, range)` from `before(range, point)`: there the order
        in which they are written does.
        """
        ways = [way for way in self.ways if way.accepts_names(names)]
        if not ways:
            return None
        orders = [[name for name, _ in way.signature.parameters if name in names] for way in ways]
        wanted = [*names] if [*names] in orders else orders[0]
        chosen = (way for way, order in zip(ways, orders, strict=True) if order == wanted)
        return replace(self, ways=tuple(chosen))

    def positions(self, names: Sequence[str]) -> tuple[int | None, ...]:
        """Return for each parameter where its argument stands in `names`, as a call in order.

        None in a place stands for a parameter that is not named. Optional ones at the end are
        left out.
        """
        signature = self.ways[0].signature
        parameters = [name for name, _ in signature.parameters]
        needed = len(parameters) - signature.optional
        last = max(needed, *(parameters.index(name) + 1 for name in names))
        return tuple(names.index(p) if p in names else None for p in parameters[:last])

    def _missing(self, arguments: Sequence[Value]) -> Missing | None:
        if self.missing == "own":
            return None
        if self.missing == "shallow":
            return missing_among(arguments)
        return missing_within(arguments)


def _missing_list(way: Way, fitted: Sequence[Value]) -> Missing | None:
    """Return what stands, missing, where a way wants a list."""
    for (_, kind), value in zip(way.signature.parameters, fitted, strict=False):
        if type(value) is Missing and isinstance(kind, ListType):
            return value
    return None


def _fit(way: Way, arguments: Sequence[Value]) -> tuple[list[Value], tuple[str, Value] | None]:
    parameters, kinds = way.signature.parameters, way.kinds
    last = len(parameters) - 1
    fitted: list[Value] = []
    for index, argument in enumerate(arguments):
        place = index if index < last else last
        if kinds[place] is type(argument) or kinds[place] is object:
            fitted.append(argument)
            continue
        name, kind = parameters[place]
        if argument is None and name in way.nullable:
            fitted.append(None)
            continue
        value = convert(argument, kind)
        if value is UNFIT:
            return fitted, (name, argument)
        fitted.append(value)
    return fitted, None


def way(
    name: str,
    parameters: tuple[tuple[str, FeelType], ...],
    result: FeelType | ResultOf,
    call: Callable[..., Value],
    *,
    optional: int = 0,
    variadic: bool = False,
    nullable: tuple[str, ...] = (),
) -> Way:
    """Describe one way to call the function `name`."""
    signature = Signature(name, parameters, result, optional, variadic)
    kinds = tuple(python_kind(kind) for _, kind in parameters)
    return Way(signature, call, frozenset(nullable), kinds)


def element_of(arguments: tuple[FeelType, ...]) -> FeelType:
    """Result type: what the first argument, a list, holds."""
    first = arguments[0]
    return first.element if isinstance(first, ListType) else first


def same_list(arguments: tuple[FeelType, ...]) -> FeelType:
    """Result type: a list like the first argument."""
    first = arguments[0]
    return first if isinstance(first, ListType) else ListType(first)

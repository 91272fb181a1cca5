"""The types that a model declares: what a value must be, and the conversions to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from huizhi.dmn.model import FunctionItem, ItemDefinition, Variable
from huizhi.feel import (
    ANY,
    ContextType,
    FeelError,
    FeelType,
    FunctionType,
    ListType,
    Scope,
    UnaryTest,
    Value,
    compile_unary_tests,
    describe,
    fit,
    null_because,
)
from huizhi.feel.semantics.references import STANDARD_TYPES


@dataclass(frozen=True)
class ItemType:
    """A type, and what its values must meet beyond it.

    `allowed` are tests of a value, or of each element where `element` says what a list holds; the
    last of them is the narrowest. `constraints` are tests of the list as a whole. `name` is the one
    by which the model declares it.
    """

    feel: FeelType
    allowed: tuple[UnaryTest, ...] = ()
    constraints: tuple[UnaryTest, ...] = ()
    members: Mapping[str, ItemType] = field(default_factory=dict)
    element: ItemType | None = None
    name: str = ""

    def fit(self, value: Value) -> Value:
        """Return the value as one of this type, or null with its cause."""
        fitted = fit(value, self.feel)
        if fitted is None or self._accepts(fitted):
            return fitted
        column = self.name or str(self.feel)
        return null_because("not_allowed", value=describe(fitted), column=column)

    def _accepts(self, value: Value) -> bool:
        if value is None:
            return True
        if not _meets(self.constraints, value):
            return False
        if self.element is not None:
            element = self.element
            return all(element._accepts(item) and _meets(self.allowed, item) for item in value)
        if not _meets(self.allowed, value):
            return False
        return all(member._accepts(value.get(name)) for name, member in self.members.items())


def _meets(tests: tuple[UnaryTest, ...], value: Value) -> bool:
    return all(test.evaluate(value, {}) is True for test in tests)


ANYTHING: Final = ItemType(ANY)
_STANDARD: Final = {name: ItemType(kind) for name, kind in STANDARD_TYPES.items()} | {
    # How DMN 1.1 spells them.
    "dateTime": ItemType(STANDARD_TYPES["date and time"]),
    "dayTimeDuration": ItemType(STANDARD_TYPES["days and time duration"]),
    "yearMonthDuration": ItemType(STANDARD_TYPES["years and months duration"]),
}


class Types:
    """The types of a model by name; those of an imported model as `import.type`."""

    def __init__(
        self, definitions: Iterable[ItemDefinition], imported: Mapping[str, Types] | None = None
    ) -> None:
        self._definitions = {definition.name: definition for definition in definitions}
        self._imported = imported or {}
        self._known: dict[str, ItemType] = {}

    def find(self, name: str) -> ItemType:
        """Return a type; Any for the empty name and for one that nobody declares."""
        if name in self._definitions:
            if name not in self._known:
                # A type that refers to itself is Any inside itself.
                self._known[name] = ANYTHING
                self._known[name] = replace(self._build(self._definitions[name]), name=name)
            return self._known[name]
        if name in _STANDARD:
            return _STANDARD[name]
        for prefix, types in self._imported.items():
            if not prefix or name.startswith(f"{prefix}."):
                found = types.find(name.removeprefix(f"{prefix}."))
                if found is not ANYTHING:
                    return found
        return ANYTHING

    def knows(self, name: str) -> bool:
        """Tell whether a type is declared; the empty name states none, which is well."""
        if not name or name in self._definitions or name in _STANDARD:
            return True
        return any(
            (not prefix or name.startswith(f"{prefix}."))
            and types.knows(name.removeprefix(f"{prefix}."))
            for prefix, types in self._imported.items()
        )

    def all_types(self) -> dict[str, FeelType]:
        """Return every declared type, by the name under which it is known here."""
        known = {name: self.find(name).feel for name in self._definitions}
        for prefix, types in self._imported.items():
            for name, kind in types.all_types().items():
                known.setdefault(f"{prefix}.{name}" if prefix else name, kind)
        return known

    def _build(self, definition: ItemDefinition) -> ItemType:
        kind = self._single(definition)
        if not definition.collection:
            return kind
        constraints = _tests(definition.constraint)
        return ItemType(ListType(kind.feel), constraints=constraints, element=kind)

    def _single(self, definition: ItemDefinition) -> ItemType:
        allowed = _tests(definition.allowed)
        constraints = () if definition.collection else _tests(definition.constraint)
        if definition.function is not None:
            return ItemType(self._function(definition.function))
        if definition.components:
            members = {part.name: self._build(part) for part in definition.components}
            kind = ContextType(tuple((name, member.feel) for name, member in members.items()))
            return ItemType(kind, allowed, constraints, members)
        base = self.find(definition.type_ref)
        if not allowed and not constraints:
            return base
        return replace(
            base,
            allowed=(*base.allowed, *allowed),
            constraints=(*base.constraints, *constraints),
        )

    def _function(self, function: FunctionItem) -> FeelType:
        return FunctionType(self.parameters(function.parameters), self.find(function.result).feel)

    def parameters(self, variables: Iterable[Variable]) -> tuple[tuple[str, FeelType], ...]:
        """Return the names and types of parameters."""
        return tuple((variable.name, self.find(variable.type_ref).feel) for variable in variables)


def _tests(text: str) -> tuple[UnaryTest, ...]:
    """Return the tests of a text; one that cannot be read tests nothing."""
    if not text:
        return ()
    try:
        return (compile_unary_tests(text, Scope(lenient=True), ANY),)
    except FeelError:
        return ()

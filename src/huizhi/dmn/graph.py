"""The elements of a model and of those it imports, and what each may refer to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from huizhi.dmn.model import (
    Decision,
    DecisionService,
    Element,
    InputData,
    KnowledgeModel,
    Model,
)
from huizhi.dmn.surroundings import Surroundings
from huizhi.dmn.types import ItemType, Types
from huizhi.feel import DATE, DATE_TIME, ContextType, FeelType, FunctionType, Scope

# The namespace and id of an element.
Key: TypeAlias = tuple[str, str]

# The functions that read the clock are handed in as values, with the moment of the question.
_CLOCK: Final = {"now": FunctionType(result=DATE_TIME), "today": FunctionType(result=DATE)}
_LENIENT: Final = Scope(_CLOCK, lenient=True)
_STRICT: Final = Scope(_CLOCK)


@dataclass(frozen=True, slots=True)
class Known:
    """An element as another one knows it: by a name, or as a member of an import's name."""

    prefix: str
    name: str
    key: Key


class Graph:
    """Finds elements by reference and by name. `main` is the model that is asked."""

    def __init__(self, main: Model, imported: Iterable[Model] = ()) -> None:
        self.main = main
        self._models: dict[str, Model] = {model.namespace: model for model in (*imported, main)}
        self._elements = {
            (model.namespace, element.id or element.name): element
            for model in self._models.values()
            for element in model.elements
        }
        self._types: dict[str, Types] = {}

    def element(self, key: Key) -> Element:
        """Return an element; KeyError where there is none."""
        return self._elements[key]

    def name(self, key: Key) -> str:
        """Return the name of an element in expressions."""
        element = self._elements[key]
        return element.variable.name or element.name

    def kind(self, key: Key) -> ItemType:
        """Return the type of an element's variable."""
        return self.types(key[0]).find(self._elements[key].variable.type_ref)

    def types(self, namespace: str) -> Types:
        """Return the types of a model, with those of its imports."""
        if namespace not in self._types:
            model = self._models[namespace]
            # Models that import one another see nothing of one another's types.
            self._types[namespace] = Types(model.types)
            imported = {
                part.name: self.types(part.namespace)
                for part in model.imports
                if part.namespace in self._models
            }
            self._types[namespace] = Types(model.types, imported)
        return self._types[namespace]

    def resolve(self, reference: str, namespace: str) -> Key | None:
        """Return the key of `#id` or `namespace#id`, None where there is no such element."""
        stated, _, identifier = reference.rpartition("#")
        key = (stated or namespace, identifier)
        return key if key in self._elements else None

    def resolve_all(self, references: Iterable[str], namespace: str) -> tuple[Key, ...]:
        """Return the keys of references, those that lead nowhere left out."""
        found = (self.resolve(reference, namespace) for reference in references)
        return tuple(key for key in found if key is not None)

    def find(self, name: str) -> Key | None:
        """Return the element of a name, those of the main model first.

        `{namespace}name` says which model is meant.
        """
        stated, _, plain = name.rpartition("}")
        wanted = stated.lstrip("{")
        namespaces = [wanted] if stated else [self.main.namespace, *self._models]
        for namespace in namespaces:
            for key, element in self._elements.items():
                if key[0] == namespace and plain in (element.name, element.variable.name):
                    return key
        return None

    def required(self, key: Key) -> tuple[Known, ...]:
        """Return what an element requires, by the names under which it knows it."""
        element = self._elements[key]
        if not isinstance(element, Decision | KnowledgeModel):
            return ()
        references = (requirement.reference for requirement in element.requires)
        keys = self.resolve_all(references, key[0])
        prefixes = {part.namespace: part.name for part in self._models[key[0]].imports}
        return tuple(
            Known(
                "" if other[0] == key[0] else prefixes.get(other[0], ""),
                self.name(other),
                other,
            )
            for other in keys
        )

    def needed(self, key: Key) -> tuple[Key, ...]:
        """Return the input data on which a decision depends, by way of others too."""
        reached = [key]
        for place in reached:
            # The list grows while it is walked; what is there already is not walked again.
            found = (known.key for known in self.required(place))
            reached += dict.fromkeys(one for one in found if one not in reached)
        return tuple(one for one in reached if isinstance(self._elements[one], InputData))

    def surroundings(self, key: Key, *, strict: bool = False) -> Surroundings:
        """Return what the logic of an element may refer to; types are looked at where `strict`."""
        names: dict[str, FeelType] = {}
        prefixed: dict[str, list[tuple[str, FeelType]]] = {}
        for known in self.required(key):
            kind = self.type_of(known.key)
            if known.prefix:
                prefixed.setdefault(known.prefix, []).append((known.name, kind))
            else:
                names[known.name] = kind
        names |= {prefix: ContextType(tuple(members)) for prefix, members in prefixed.items()}
        types = self.types(key[0])
        outer = _STRICT if strict else _LENIENT
        return Surroundings(Scope(names, outer, types.all_types()), types)

    def type_of(self, key: Key) -> FeelType:
        """Return the type of an element's value; of what can be called, that of the function."""
        element, kind = self._elements[key], self.kind(key).feel
        result = kind.result if isinstance(kind, FunctionType) else kind
        if isinstance(element, KnowledgeModel):
            variables = () if element.logic is None else element.logic.parameters
            return FunctionType(self.types(key[0]).parameters(variables), result)
        if isinstance(element, DecisionService):
            inputs = self.resolve_all((*element.inputs, *element.input_decisions), key[0])
            named = tuple((self.name(one), self.kind(one).feel) for one in inputs)
            return FunctionType(named, result)
        return kind

"""A model checked before it is asked: references, types, names and texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from huizhi.dmn.checking_boxes import BoxChecker, Problem
from huizhi.dmn.graph import Graph, Key
from huizhi.dmn.model import (
    Decision,
    DecisionService,
    Element,
    FunctionDefinition,
    ItemDefinition,
    KnowledgeModel,
    Model,
)
from huizhi.dmn.surroundings import Surroundings
from huizhi.dmn.types import Types
from huizhi.feel import FeelError, FunctionType, Scope, compile_unary_tests


def check_model(model: Model, imported: Iterable[Model] = ()) -> tuple[Problem, ...]:
    """Return what is wrong with a model, in its order. `imported` are the models it may name."""
    others = tuple(imported)
    checker = _Checker(model, Graph(model, others))
    checker.imports({other.namespace for other in others})
    for definition in model.types:
        checker.item(definition, definition.name)
    checker.names()
    for element in model.elements:
        checker.element(element)
    return tuple(checker.boxes.problems)


class _Checker:
    def __init__(self, model: Model, graph: Graph) -> None:
        self._model = model
        self._graph = graph
        self._types: Types = graph.types(model.namespace)
        self.boxes = BoxChecker()

    def imports(self, given: set[str]) -> None:
        for part in self._model.imports:
            if part.namespace not in given:
                told = {"namespace": part.namespace, "name": part.name}
                self.boxes.tell("import", "import-not-found", **told)

    def names(self) -> None:
        counted = Counter(element.name for element in self._model.elements)
        for name, count in counted.items():
            if count > 1:
                self.boxes.tell(name, "duplicate-element", name=name)
        seen: set[str] = set()
        for element in self._model.elements:
            if element.id and element.id in seen:
                self.boxes.tell(element.name, "duplicate-id", id=element.id)
            seen.add(element.id)

    def item(self, definition: ItemDefinition, place: str) -> None:
        """Check the types and tests of a declared type."""
        self.boxes.type_ref(definition.type_ref, self._types, place)
        scope = Scope(types=self._types.all_types())
        kind = self._types.find(definition.type_ref).feel
        for text in filter(None, (definition.allowed, definition.constraint)):
            try:
                compile_unary_tests(text, scope, kind)
            except FeelError as error:
                self.boxes.read(text, error, place)
        for component in definition.components:
            self.item(component, f"{place}/{component.name}")
        if definition.function is not None:
            self.boxes.type_ref(definition.function.result, self._types, place)
            for parameter in definition.function.parameters:
                self.boxes.type_ref(parameter.type_ref, self._types, f"{place}/{parameter.name}")

    def element(self, element: Element) -> None:
        """Check the references and the logic of an element."""
        key = (self._model.namespace, element.id or element.name)
        for reference in _references(element):
            if self._graph.resolve(reference, key[0]) is None:
                self.boxes.tell(element.name, "dead-reference", reference=reference)
        stated = element.variable.type_ref
        if isinstance(element, Decision):
            self._circle(element, key)
            kind = self.boxes.box(
                element.expression, self._graph.surroundings(key, strict=True), element.name
            )
            self.boxes.stated(kind, stated, self._types, element.name)
            return
        self.boxes.type_ref(stated, self._types, element.name)
        if isinstance(element, KnowledgeModel) and element.logic is not None:
            self._logic(element, element.logic, key)

    def _logic(self, element: KnowledgeModel, logic: FunctionDefinition, key: Key) -> None:
        own = self._graph.type_of(key)
        around = self._graph.surroundings(key, strict=True)
        scope = around.scope.inner({self._graph.name(key): own})
        found = self.boxes.function(logic, Surroundings(scope, around.types), element.name)
        if isinstance(found, FunctionType) and not isinstance(
            self._graph.kind(key).feel, FunctionType
        ):
            stated = element.variable.type_ref
            self.boxes.stated(found.result, stated, self._types, element.name)

    def _circle(self, element: Decision, key: Key) -> None:
        """Tell of the first way by which a decision comes to need its own value."""
        pending: list[tuple[Key, tuple[str, ...]]] = [(key, ())]
        seen: set[Key] = set()
        while pending:
            place, path = pending.pop()
            for known in self._graph.required(place):
                if known.key == key:
                    way = " → ".join((element.name, *path, element.name))
                    self.boxes.tell(element.name, "circular-requirement", path=way)
                    return
                if known.key not in seen:
                    seen.add(known.key)
                    pending.append((known.key, (*path, known.name)))


def _references(element: Element) -> Iterator[str]:
    if isinstance(element, Decision | KnowledgeModel):
        yield from (requirement.reference for requirement in element.requires)
    elif isinstance(element, DecisionService):
        yield from element.outputs
        yield from element.encapsulated
        yield from element.input_decisions
        yield from element.inputs

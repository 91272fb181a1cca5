"""A model and those it imports, ready to be asked by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from huizhi.dmn.errors import DmnError
from huizhi.dmn.graph import Graph, Key
from huizhi.dmn.model import Decision, DecisionService, InputData, Model
from huizhi.dmn.program import Program, Question
from huizhi.feel import (
    ANY,
    Cause,
    FeelType,
    FunctionType,
    Value,
    from_python,
    listening,
    null_because,
)


@dataclass(frozen=True, slots=True)
class Result:
    """A value, and why there were nulls on the way to it."""

    value: Value
    causes: tuple[Cause, ...] = ()


class Engine:
    """Answers questions to one model.

    `imported` are the models that it and its imports name; `moment` is what `now()` gives, and
    the day of it what `today()` gives.
    """

    def __init__(self, model: Model, imported: Iterable[Model], moment: dt.datetime) -> None:
        self._graph = Graph(model, imported)
        self._program = Program(self._graph, moment)

    def decide(self, name: str, inputs: Mapping[str, object]) -> Result:
        """Return the value of a decision.

        `inputs` are Python values by the name of the input data, `{namespace}name` where a name
        alone would not do; a decision among them is not evaluated. Raises DmnError where the model
        has no such decision, TypeError for a value of a kind that FEEL does not have.
        """
        key = self._graph.find(name)
        if key is None or not isinstance(self._graph.element(key), Decision):
            raise DmnError("unknown-decision", name=name)
        found = ((self._graph.find(given), value) for given, value in inputs.items())
        given = {place: from_python(value) for place, value in found if place is not None}
        return _answer(lambda: Question(self._program, given).value(key))

    def call(self, name: str, inputs: Mapping[str, object]) -> Result:
        """Return what a decision service or knowledge model gives for parameters by name.

        A parameter that is left out is null. Raises DmnError where the model has none of that
        name.
        """
        key = self._graph.find(name)
        function = None if key is None else self._program.function(key)
        if function is None:
            raise DmnError("unknown-service", name=name)
        arguments = [from_python(inputs.get(parameter)) for parameter in function.parameters]
        return _answer(lambda: function.call(arguments))

    def ask(self, name: str, inputs: Mapping[str, object]) -> Result:
        """Return what a decision, decision service or knowledge model gives; see those two."""
        key = self._graph.find(name)
        if key is not None and isinstance(self._graph.element(key), Decision):
            return self.decide(name, inputs)
        return self.call(name, inputs)

    def kind(self, name: str) -> FeelType:
        """Return the type of an element's value; Any where the model has none of that name."""
        key = self._graph.find(name)
        return ANY if key is None else self._graph.type_of(key)

    def is_askable(self, name: str) -> bool:
        """Tell whether a name is that of a decision, decision service or knowledge model."""
        key = self._graph.find(name)
        return key is not None and not isinstance(self._graph.element(key), InputData)

    def inputs(self, name: str) -> dict[str, FeelType]:
        """Return what an answer depends on: input data or parameters, by name, with their types.

        Raises DmnError where the model has nothing of that name to be asked.
        """
        key = self._graph.find(name)
        if key is None or not self.is_askable(name):
            raise DmnError("unknown-decision", name=name)
        kind = self._graph.type_of(key)
        if not isinstance(self._graph.element(key), Decision) and isinstance(kind, FunctionType):
            return dict(kind.parameters)
        return {self._called(one): self._graph.type_of(one) for one in self._graph.needed(key)}

    def _called(self, key: Key) -> str:
        """Return the name by which an element is found, whichever model it is of."""
        name = self._graph.name(key)
        return name if self._graph.find(name) == key else f"{{{key[0]}}}{name}"

    def outputs(self, name: str) -> tuple[str, ...]:
        """Return the names of the decisions that a decision service gives."""
        key = self._graph.find(name)
        element = None if key is None else self._graph.element(key)
        if key is None or not isinstance(element, DecisionService):
            return ()
        keys = self._graph.resolve_all(element.outputs, key[0])
        return tuple(self._graph.name(output) for output in keys)


def _answer(question: Callable[[], Value]) -> Result:
    with listening() as causes:
        try:
            value = question()
        except RecursionError:
            value = None
            null_because("too_deep")
    return Result(value, tuple(causes))

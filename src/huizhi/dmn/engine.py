"""A model and those it imports, ready to be asked: decisions, services and knowledge models."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from huizhi.dmn.boxes import compile_function, compile_stated
from huizhi.dmn.errors import DmnError
from huizhi.dmn.graph import Graph, Key
from huizhi.dmn.model import Decision, DecisionService, InputData, KnowledgeModel, Model
from huizhi.dmn.surroundings import Closure
from huizhi.feel import (
    Cause,
    Function,
    FunctionType,
    Value,
    fit,
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
        self._logic: dict[Key, Closure] = {}
        self._functions: dict[Key, Function] = {}
        self._clock: dict[str, Value] = {
            "now": _constant_function(moment),
            "today": _constant_function(moment.date()),
        }

    def decide(self, name: str, inputs: Mapping[str, Value]) -> Result:
        """Return the value of a decision.

        `inputs` are values by the name of the input data, `{namespace}name` where a name alone
        would not do; a decision among them is not evaluated. Raises DmnError where the model has
        no such decision.
        """
        key = self._graph.find(name)
        if key is None or not isinstance(self._graph.element(key), Decision):
            raise DmnError("unknown-decision", name=name)
        with listening() as causes:
            value = _Session(self, self._given(inputs)).value(key)
        return Result(value, tuple(causes))

    def call(self, name: str, inputs: Mapping[str, Value]) -> Result:
        """Return what a decision service or knowledge model gives for parameters by name.

        Raises DmnError where the model has none of that name.
        """
        key = self._graph.find(name)
        element = None if key is None else self._graph.element(key)
        if key is None or not isinstance(element, DecisionService | KnowledgeModel):
            raise DmnError("unknown-service", name=name)
        function = self.function(key)
        with listening() as causes:
            value = function.call([inputs.get(parameter) for parameter in function.parameters])
        return Result(value, tuple(causes))

    def outputs(self, name: str) -> tuple[str, ...]:
        """Return the names of the decisions that a decision service gives."""
        key = self._graph.find(name)
        element = None if key is None else self._graph.element(key)
        if key is None or not isinstance(element, DecisionService):
            raise DmnError("unknown-service", name=name)
        keys = self._graph.resolve_all(element.outputs, key[0])
        return tuple(self._name(output) for output in keys)

    def _given(self, inputs: Mapping[str, Value]) -> dict[Key, Value]:
        found = ((self._graph.find(name), value) for name, value in inputs.items())
        return {key: value for key, value in found if key is not None}

    def _name(self, key: Key) -> str:
        element = self._graph.element(key)
        return element.variable.name or element.name

    # --- logic ------------------------------------------------------------------------------

    def decision(self, key: Key, session: _Session) -> Value:
        """Evaluate a decision within a session."""
        decision = self._graph.element(key)
        assert isinstance(decision, Decision)
        if decision.expression is None:
            return null_because("no_logic", name=decision.name)
        if key not in self._logic:
            self._logic[key] = compile_stated(
                decision.expression, decision.variable, self._graph.surroundings(key)
            )
        return self._logic[key](self._names(key, session.value))

    def input(self, key: Key, value: Value) -> Value:
        """Return a value given for an element, as one of its type."""
        return self._graph.kind(key).fit(value)

    def is_input(self, key: Key) -> bool:
        """Say whether the value of an element is to be given."""
        return isinstance(self._graph.element(key), InputData)

    def is_decision(self, key: Key) -> bool:
        """Say whether an element is a decision."""
        return isinstance(self._graph.element(key), Decision)

    def name(self, key: Key) -> str:
        """Return the name of an element."""
        return self._name(key)

    def _names(self, key: Key, value: Callable[[Key], Value]) -> dict[str, Value]:
        names = dict(self._clock)
        for known in self._graph.required(key):
            holder = names.setdefault(known.prefix, {}) if known.prefix else names
            holder[known.name] = value(known.key)
        return names

    # --- functions --------------------------------------------------------------------------

    def function(self, key: Key) -> Function:
        """Return a decision service or knowledge model as a function."""
        if key not in self._functions:
            element = self._graph.element(key)
            if isinstance(element, DecisionService):
                parameters = self._service_parameters(element, key)
                names = tuple(self._name(parameter) for parameter in parameters)
                self._functions[key] = Function(names, partial(self._serve, key, parameters))
            elif isinstance(element, KnowledgeModel):
                logic = element.logic
                names = () if logic is None else tuple(p.name for p in logic.parameters)
                self._functions[key] = Function(names, partial(self._apply, key))
        return self._functions[key]

    def _service_parameters(self, service: DecisionService, key: Key) -> tuple[Key, ...]:
        return self._graph.resolve_all((*service.inputs, *service.input_decisions), key[0])

    def _serve(self, key: Key, parameters: tuple[Key, ...], arguments: Sequence[Value]) -> Value:
        service = self._graph.element(key)
        assert isinstance(service, DecisionService)
        if len(arguments) != len(parameters):
            return null_because("arguments", function=service.name)
        session = _Session(self, dict(zip(parameters, arguments, strict=True)))
        outputs = self._graph.resolve_all(service.outputs, key[0])
        values = {self._name(output): session.value(output) for output in outputs}
        value: Value = values
        if len(outputs) == 1:
            (value,) = values.values()
        return self._returned(key, value)

    def _apply(self, key: Key, arguments: Sequence[Value]) -> Value:
        model = self._graph.element(key)
        assert isinstance(model, KnowledgeModel)
        if model.logic is None:
            return null_because("no_logic", name=model.name)
        if key not in self._logic:
            around = self._graph.surroundings(key).naming(model.variable)
            self._logic[key] = compile_function(model.logic, around)
        names = self._names(key, self.function)
        names[self._name(key)] = self.function(key)
        return self._returned(key, self._logic[key](names).call(arguments))

    def _returned(self, key: Key, value: Value) -> Value:
        """Convert what a function gives: its variable states its type, or that of its result."""
        kind = self._graph.kind(key)
        if isinstance(kind.feel, FunctionType):
            return fit(value, kind.feel.result)
        return kind.fit(value)


class _Session:
    """One question: what was given, and what has been found out so far."""

    def __init__(self, engine: Engine, given: Mapping[Key, Value]) -> None:
        self._engine = engine
        self._known = {key: engine.input(key, value) for key, value in given.items()}
        self._running: set[Key] = set()

    def value(self, key: Key) -> Value:
        """Return the value of an element, evaluated at most once."""
        if key not in self._known:
            self._known[key] = self._evaluate(key)
        return self._known[key]

    def _evaluate(self, key: Key) -> Value:
        if self._engine.is_input(key):
            return null_because("not_provided", name=self._engine.name(key))
        if not self._engine.is_decision(key):
            return self._engine.function(key)
        if key in self._running:
            return null_because("circular", name=self._engine.name(key))
        self._running.add(key)
        value = self._engine.decision(key, self)
        self._running.discard(key)
        return value


def _constant_function(value: Value) -> Function:
    def call(arguments: Sequence[Value]) -> Value:
        return null_because("arguments", function="now") if arguments else value

    return Function((), call)

"""The logic of a graph, compiled where it is first needed, and questions to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial

from huizhi.dmn.boxes import compile_function, compile_stated
from huizhi.dmn.graph import Graph, Key
from huizhi.dmn.model import Decision, DecisionService, KnowledgeModel
from huizhi.dmn.surroundings import Closure, function_type
from huizhi.feel import Function, FunctionType, Value, fit, null_because


class Program:
    """Evaluates the elements of a graph; `moment` is what `now()` gives."""

    def __init__(self, graph: Graph, moment: dt.datetime) -> None:
        self.graph = graph
        self._logic: dict[Key, Closure] = {}
        self._functions: dict[Key, Function] = {}
        self._clock = {"now": _constant(moment), "today": _constant(moment.date())}

    def decision(self, decision: Decision, key: Key, question: Question) -> Value:
        """Return the value of a decision, whose requirements the question answers."""
        if decision.expression is None:
            return null_because("no_logic", name=decision.name)
        if key not in self._logic:
            around = self.graph.surroundings(key)
            self._logic[key] = compile_stated(decision.expression, decision.variable, around)
        return self._logic[key](self._names(key, question))

    def function(self, key: Key) -> Function | None:
        """Return a decision service or knowledge model as a function; None for what is neither."""
        if key not in self._functions:
            made = self._make(key)
            if made is None:
                return None
            self._functions[key] = made
        return self._functions[key]

    def _make(self, key: Key) -> Function | None:
        element = self.graph.element(key)
        if isinstance(element, DecisionService):
            keys = (*element.inputs, *element.input_decisions)
            parameters = self.graph.resolve_all(keys, key[0])
            names = tuple(self.graph.name(parameter) for parameter in parameters)
            return Function(
                names, partial(self._serve, element, key, parameters), self._stated(key)
            )
        if isinstance(element, KnowledgeModel):
            logic = element.logic
            names = () if logic is None else tuple(part.name for part in logic.parameters)
            return Function(names, partial(self._apply, element, key), self._stated(key))
        return None

    def _stated(self, key: Key) -> tuple[FunctionType, ...]:
        kind = self.graph.type_of(key)
        assert isinstance(kind, FunctionType)  # what can be called has the type of a function
        return (function_type(kind.parameters, kind.result),)

    def _serve(
        self,
        service: DecisionService,
        key: Key,
        parameters: tuple[Key, ...],
        arguments: Sequence[Value],
    ) -> Value:
        if len(arguments) != len(parameters):
            return null_because("arguments", function=service.name)
        question = Question(self, dict(zip(parameters, arguments, strict=True)))
        outputs = self.graph.resolve_all(service.outputs, key[0])
        if len(outputs) == 1:
            return self._returned(key, question.value(outputs[0]))
        values = {self.graph.name(output): question.value(output) for output in outputs}
        return self._returned(key, values)

    def _apply(self, model: KnowledgeModel, key: Key, arguments: Sequence[Value]) -> Value:
        if model.logic is None:
            return null_because("no_logic", name=model.name)
        if key not in self._logic:
            around = self.graph.surroundings(key).naming(model.variable)
            self._logic[key] = compile_function(model.logic, around)
        names = self._names(key, Question(self, {}))
        names[self.graph.name(key)] = self.function(key)
        return self._returned(key, self._logic[key](names).call(arguments))

    def _returned(self, key: Key, value: Value) -> Value:
        """Convert what a function gives: its variable states its type, or that of its result."""
        kind = self.graph.kind(key)
        if isinstance(kind.feel, FunctionType):
            return fit(value, kind.feel.result)
        return kind.fit(value)

    def _names(self, key: Key, question: Question) -> dict[str, Value]:
        names: dict[str, Value] = dict(self._clock)
        imported: dict[str, dict[str, Value]] = {}
        for known in self.graph.required(key):
            holder = imported.setdefault(known.prefix, {}) if known.prefix else names
            holder[known.name] = question.value(known.key)
        return names | imported


class Question:
    """What was given, and what has been found out so far. Every element is evaluated once."""

    def __init__(self, program: Program, given: Mapping[Key, Value]) -> None:
        self._program = program
        self._known = {key: program.graph.kind(key).fit(value) for key, value in given.items()}
        self._running: set[Key] = set()

    def value(self, key: Key) -> Value:
        """Return the value of an element; of what can be called, the function."""
        if key not in self._known:
            self._known[key] = self._evaluate(key)
        return self._known[key]

    def _evaluate(self, key: Key) -> Value:
        name, element = self._program.graph.name(key), self._program.graph.element(key)
        if not isinstance(element, Decision):
            function = self._program.function(key)
            return null_because("not_provided", name=name) if function is None else function
        if key in self._running:
            return null_because("circular", name=name)
        self._running.add(key)
        value = self._program.decision(element, key, self)
        self._running.discard(key)
        return value


def _constant(value: Value) -> Function:
    def call(arguments: Sequence[Value]) -> Value:
        return null_because("arguments", function="now") if arguments else value

    return Function((), call)

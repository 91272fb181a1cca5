"""What an evaluation did: one node for every part of the text that was evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from huizhi.feel.interpreter.frames import Closure, Environment
from huizhi.feel.syntax.spans import Span
from huizhi.feel.syntax.tree import AtLiteral, Boolean, Node, Null, Number, String
from huizhi.feel.values.causes import LISTENER, Cause
from huizhi.feel.values.kinds import Missing, Value
from huizhi.feel.values.texts import to_feel_literal

Outcome: TypeAlias = Literal["true", "false", "unknown"]

# A literal is its own explanation.
UNTRACED: Final = (Number, String, Boolean, Null, AtLiteral)


@dataclass(frozen=True, slots=True)
class Trace:
    """One evaluated part: its place in the text, its value, and the parts it was made of.

    `cause` says why the value is null where something went wrong in this very part. Parts that
    were not needed (after a false in an `and`, the other branch of an `if`) are not there.
    """

    span: Span
    text: str
    value: Value
    children: tuple[Trace, ...] = ()
    cause: Cause | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain data: values as FEEL literals, what is missing as a list of facts."""
        return {
            "start": self.span.start,
            "end": self.span.end,
            "text": self.text,
            "value": value_to_json(self.value),
            "cause": cause_to_json(self.cause),
            "children": [child.to_json() for child in self.children],
        }


@dataclass(frozen=True, slots=True)
class CellTrace:
    """One cell of a rule against its input; `column` counts from 0."""

    column: int
    text: str
    value: Value
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """One rule of a table; `rule` counts from 1. Cells after the first that failed are left out."""

    rule: int
    outcome: Outcome
    cells: tuple[CellTrace, ...]
    annotation: str = ""

    @property
    def failed(self) -> CellTrace | None:
        """The cell that decided against the rule."""
        return next((cell for cell in self.cells if cell.outcome == "false"), None)


@dataclass(frozen=True, slots=True)
class TableTrace:
    """What a table did: its inputs, every rule looked at, the outputs it computed, the result."""

    inputs: tuple[Trace, ...]
    rules: tuple[RuleTrace, ...]
    outputs: tuple[Trace, ...]
    value: Value
    cause: Cause | None = None

    @property
    def matched(self) -> tuple[int, ...]:
        """The numbers of the rules that matched, from 1."""
        return tuple(rule.rule for rule in self.rules if rule.outcome == "true")

    @property
    def unresolved(self) -> tuple[int, ...]:
        """The numbers of the rules that may match, if what is missing turns out so."""
        return tuple(rule.rule for rule in self.rules if rule.outcome == "unknown")

    def to_json(self) -> dict[str, Any]:
        """Return plain data, as `Trace.to_json` does."""
        return {
            "inputs": [trace.to_json() for trace in self.inputs],
            "rules": [
                {
                    "rule": rule.rule,
                    "outcome": rule.outcome,
                    "annotation": rule.annotation,
                    "cells": [
                        {
                            "column": cell.column,
                            "text": cell.text,
                            "value": value_to_json(cell.value),
                            "outcome": cell.outcome,
                        }
                        for cell in rule.cells
                    ],
                }
                for rule in self.rules
            ],
            "outputs": [trace.to_json() for trace in self.outputs],
            "value": value_to_json(self.value),
            "cause": cause_to_json(self.cause),
        }


def value_to_json(value: Value) -> Any:
    """Return a value as FEEL text, or `{"missing": [facts]}`."""
    if type(value) is Missing:
        return {"missing": sorted(value.facts)}
    return to_feel_literal(value)


def cause_to_json(cause: Cause | None) -> dict[str, Any] | None:
    """Return a cause as its code and blanks."""
    return None if cause is None else {"code": cause.code, "parameters": dict(cause.parameters)}


@dataclass(slots=True)
class Recorder:
    """Collects the traces of one evaluation, and the causes of its nulls."""

    levels: list[list[Trace]] = field(default_factory=lambda: [[]])
    causes: list[Cause] = field(default_factory=list)

    def taken(self) -> tuple[Trace, ...]:
        """Return the traces of the outermost level so far, and begin anew."""
        taken, self.levels[0] = tuple(self.levels[0]), []
        return taken

    def cause(self) -> Cause | None:
        """Return the first cause since the last call."""
        cause = self.causes[0] if self.causes else None
        self.causes.clear()
        return cause


_RECORDER: Final[ContextVar[Recorder]] = ContextVar("feel_recorder")


@contextmanager
def recording() -> Iterator[Recorder]:
    """Record what traced closures do within."""
    recorder = Recorder()
    recorder_token = _RECORDER.set(recorder)
    listener_token = LISTENER.set(recorder.causes)
    try:
        yield recorder
    finally:
        LISTENER.reset(listener_token)
        _RECORDER.reset(recorder_token)


def traced(node: Node, text: str, closure: Closure) -> Closure:
    """Return a closure that also records. To be called within `recording` only."""
    span, part = node.span, node.span.of(text)

    def record(environment: Environment) -> Value:
        recorder = _RECORDER.get()
        recorder.levels.append([])
        heard = len(recorder.causes)
        value = closure(environment)
        cause = None
        if len(recorder.causes) > heard:
            cause = recorder.causes[heard] if value is None else None
            del recorder.causes[heard:]
        children = tuple(recorder.levels.pop())
        recorder.levels[-1].append(Trace(span, part, value, children, cause))
        return value

    return record

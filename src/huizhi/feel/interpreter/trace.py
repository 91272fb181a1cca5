"""What an evaluation did: one node for every part of the text that was evaluated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
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


# A part that was evaluated: its node, the whole text, its value, where on the tape the parts
# within it begin (they stand before it), and why it is null. A plain tuple is quickest to make.
Recorded: TypeAlias = tuple[Node, str, Value, int, Cause | None]
Tape: TypeAlias = list[Recorded]


class Trace:
    """One evaluated part: its place in the text, its value, and the parts it was made of.

    Parts that were not needed (after a false in an `and`, the other branch of an `if`) are not
    there. A trace is a place on the tape of an evaluation; what it shows is read off that only
    when somebody looks.
    """

    __slots__ = ("_at", "_tape")

    def __init__(self, tape: Tape, at: int) -> None:
        self._tape = tape
        self._at = at

    @property
    def node(self) -> Node:
        """The part of the tree."""
        return self._tape[self._at][0]

    @property
    def span(self) -> Span:
        """The place in the whole text."""
        return self.node.span

    @property
    def text(self) -> str:
        """The text of this part."""
        return self.span.of(self._tape[self._at][1])

    @property
    def value(self) -> Value:
        """The value of this part."""
        return self._tape[self._at][2]

    @property
    def cause(self) -> Cause | None:
        """Why the value is null, where something went wrong in this very part."""
        return self._tape[self._at][4]

    @property
    def children(self) -> tuple[Trace, ...]:
        """The parts it was made of, in the order in which they were evaluated."""
        return traces(self._tape, self._tape[self._at][3], self._at)

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


def traces(tape: Tape, start: int, end: int) -> tuple[Trace, ...]:
    """Return what was recorded from `start` to before `end` and is part of nothing else there."""
    found = []
    while end > start:
        found.append(Trace(tape, end - 1))
        end = tape[end - 1][3]
    return tuple(reversed(found))


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


class TableTrace:
    """What a table did: its inputs, every rule, the outputs it computed, the result."""

    def __init__(
        self,
        tape: Tape,
        inputs: int,
        rules: Callable[[], tuple[RuleTrace, ...]],
        value: Value,
        cause: Cause | None = None,
    ) -> None:
        self._tape = tape
        self._inputs = inputs
        self._rules = rules
        self.value: Value = value
        self.cause: Cause | None = cause

    @property
    def inputs(self) -> tuple[Trace, ...]:
        """The inputs, one for each column that is no literal."""
        return traces(self._tape, 0, self._inputs)

    @property
    def outputs(self) -> tuple[Trace, ...]:
        """The outputs that were computed; a literal is its own explanation."""
        return traces(self._tape, self._inputs, len(self._tape))

    @cached_property
    def rules(self) -> tuple[RuleTrace, ...]:
        """Every rule against the inputs, tried out again when somebody looks."""
        return self._rules()

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


class Recorder(list[Cause]):
    """What one evaluation did, on a tape, and the causes of its nulls as it hears them."""

    __slots__ = ("tape",)

    def __init__(self) -> None:
        self.tape: Tape = []


# Beyond as many parts a part is kept without those it is made of.
MOST_PARTS: Final = 100_000


class recording:  # noqa: N801 (a context manager)
    """Record what traced closures do within. A class, as it is entered for every text."""

    __slots__ = ("_token",)

    def __enter__(self) -> Recorder:
        recorder = Recorder()
        self._token = LISTENER.set(recorder)
        return recorder

    def __exit__(self, *raised: object) -> None:
        LISTENER.reset(self._token)


def traced(node: Node, text: str, closure: Closure) -> Closure:
    """Return a closure that also records. To be called within `recording` only."""
    # Within `recording` it is a Recorder who listens.
    listener: Callable[[], Any] = LISTENER.get

    def record(environment: Environment) -> Value:
        recorder = listener()
        tape = recorder.tape
        start, heard = len(tape), len(recorder)
        value = closure(environment)
        cause = None
        if len(recorder) > heard:
            cause = recorder[heard] if value is None else None
            del recorder[heard:]
        if len(tape) > MOST_PARTS:
            del tape[start:]
        tape.append((node, text, value, start, cause))
        return value

    return record

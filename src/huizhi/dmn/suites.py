"""Test cases of the DMN TCK: what is given, what is expected, and whether it came out so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final
from xml.etree.ElementTree import Element as Xml

from huizhi.dmn.engine import Engine
from huizhi.dmn.errors import DmnError
from huizhi.dmn.reading_expressions import child, children, text_of
from huizhi.dmn.values import temporal
from huizhi.dmn.xml import XSI, local_name, parse_xml
from huizhi.feel import Cause, Value

# The published expectations give irrational results to some ten digits.
_TOLERANCE: Final = Decimal("1e-8")
_TEMPORAL: Final = {
    "date": "date",
    "time": "time",
    "dateTime": "date and time",
    "duration": "duration",
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a decision is to give."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its expected answers; `service` names the decision service or
    knowledge model to call."""

    id: str
    service: str
    inputs: dict[str, Value]
    expected: tuple[Expectation, ...]

    @property
    def non_null(self) -> bool:
        """Whether anything else than null is expected."""
        return any(expectation.value is not None for expectation in self.expected)


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer other than the expected one, with the first cause of its nulls."""

    name: str
    expected: Value
    got: Value
    cause: Cause | DmnError | None = None


@dataclass(frozen=True, slots=True)
class Suite:
    """The cases of one file, and the file name of the model they ask."""

    model: str
    cases: tuple[Case, ...]


def read_suite(data: bytes) -> Suite:
    """Read a file of test cases. Raises DmnError."""
    root = parse_xml(data)
    if local_name(root) != "testCases":
        raise DmnError("not-a-suite", name=root.tag)
    cases = tuple(_case(part) for part in children(root, "testCase"))
    return Suite(text_of(root, "modelName"), cases)


def run_case(case: Case, engine: Engine) -> tuple[Failure, ...]:
    """Ask the questions of a case; return what came out otherwise than expected."""
    return tuple(_failures(case, engine))


def _failures(case: Case, engine: Engine) -> Iterator[Failure]:
    for expectation in case.expected:
        try:
            got, causes = _ask(case, expectation.name, engine)
        except DmnError as error:
            yield Failure(expectation.name, expectation.value, None, error)
            continue
        if not matches(expectation.value, got):
            cause = causes[0] if causes else None
            yield Failure(expectation.name, expectation.value, got, cause)


def _ask(case: Case, name: str, engine: Engine) -> tuple[Value, tuple[Cause, ...]]:
    if not case.service:
        result = engine.decide(name, case.inputs)
        return result.value, result.causes
    result = engine.call(case.service, case.inputs)
    if len(engine.outputs(case.service)) > 1 and type(result.value) is dict:
        return result.value.get(name), result.causes
    return result.value, result.causes


# --- reading --------------------------------------------------------------------------------------


def _case(part: Xml) -> Case:
    inputs = {_input_name(node): _value(node) for node in children(part, "inputNode")}
    expected = tuple(_expectation(node) for node in children(part, "resultNode"))
    called = part.get("type") in ("decisionService", "bkm")
    service = part.get("invocableName", "") if called else ""
    return Case(part.get("id", ""), service, inputs, expected)


def _input_name(node: Xml) -> str:
    namespace = node.get("namespace", "")
    name = node.get("name", "")
    return f"{{{namespace}}}{name}" if namespace else name


def _expectation(node: Xml) -> Expectation:
    expected = child(node, "expected")
    return Expectation(node.get("name", ""), None if expected is None else _value(expected))


def _value(node: Xml) -> Value:
    """Read the value inside an element: a simple one, a list, or the members of a context."""
    if node.get(f"{XSI}nil") == "true":
        return None
    members = list(children(node, "component"))
    if members:
        return {member.get("name", ""): _value(member) for member in members}
    listed = child(node, "list")
    if listed is not None:
        if listed.get(f"{XSI}nil") == "true":
            return None
        return [_value(item) for item in children(listed, "item")]
    simple = child(node, "value")
    return None if simple is None else _simple(simple)


def _simple(node: Xml) -> Value:
    if node.get(f"{XSI}nil") == "true":
        return None
    kind = node.get(f"{XSI}type", "").rpartition(":")[2]
    text = node.text or ""
    if kind in _TEMPORAL:
        return temporal(text.strip(), _TEMPORAL[kind])
    if kind == "boolean":
        return text.strip() in ("true", "1")
    if kind in ("decimal", "double", "integer", "int", "long", "float"):
        return _number(text.strip(), kind)
    return text


def _number(text: str, kind: str) -> Value:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise DmnError("bad-value", text=text, type=kind) from None
    return number if number.is_finite() else None


# --- comparing ------------------------------------------------------------------------------------


def matches(expected: Value, got: Value) -> bool:
    """Say whether an answer is the expected one; numbers to a relative 1e-8."""
    if type(expected) is not type(got):
        return False
    if isinstance(expected, Decimal):
        return bool(abs(expected - got) <= _TOLERANCE * max(abs(expected), Decimal(1)))
    if type(expected) is list:
        return len(expected) == len(got) and all(map(matches, expected, got))
    if type(expected) is dict:
        return expected.keys() == got.keys() and all(
            matches(value, got[key]) for key, value in expected.items()
        )
    if isinstance(expected, dt.datetime | dt.time) and (expected.tzinfo is None) != (
        got.tzinfo is None
    ):
        return False
    return bool(expected == got)

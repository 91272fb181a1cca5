"""Writes small models of DMN 1.5, so that a test shows only what it is about."""

from __future__ import annotations

import datetime as dt
from xml.sax.saxutils import escape

from huizhi.dmn import Engine, read_model
from huizhi.feel import Value

NAMESPACE = "https://example.org/模型"
MOMENT = dt.datetime(2021, 7, 26, 8, tzinfo=dt.UTC)


def definitions(*parts: str, namespace: str = NAMESPACE, name: str = "模型") -> bytes:
    """Return the XML of a model with these elements."""
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" '
        f'name="{name}" namespace="{namespace}">{"".join(parts)}</definitions>'
    ).encode()


def literal(text: str, type_ref: str = "") -> str:
    return (
        f'<literalExpression typeRef="{type_ref}"><text>{escape(text)}</text></literalExpression>'
    )


def input_data(name: str, type_ref: str = "Any") -> str:
    variable = f'<variable name="{name}" typeRef="{type_ref}"/>'
    return f'<inputData id="{name}" name="{name}">{variable}</inputData>'


def requirement(kind: str, reference: str) -> str:
    outer = "knowledgeRequirement" if kind == "Knowledge" else "informationRequirement"
    href = reference if "#" in reference else f"#{reference}"
    return f'<{outer}><required{kind} href="{href}"/></{outer}>'


def decision(
    name: str,
    box: str,
    *,
    type_ref: str = "Any",
    inputs: tuple[str, ...] = (),
    decisions: tuple[str, ...] = (),
    knowledge: tuple[str, ...] = (),
) -> str:
    required = [requirement("Input", part) for part in inputs]
    required += [requirement("Decision", part) for part in decisions]
    required += [requirement("Knowledge", part) for part in knowledge]
    return (
        f'<decision id="{name}" name="{name}"><variable name="{name}" typeRef="{type_ref}"/>'
        f"{''.join(required)}{box}</decision>"
    )


def knowledge_model(
    name: str, parameters: dict[str, str], box: str, type_ref: str = "Any", kind: str = "FEEL"
) -> str:
    formal = "".join(
        f'<formalParameter name="{part}" typeRef="{of}"/>' for part, of in parameters.items()
    )
    return (
        f'<businessKnowledgeModel id="{name}" name="{name}">'
        f'<variable name="{name}" typeRef="{type_ref}"/>'
        f'<encapsulatedLogic kind="{kind}">{formal}{box}</encapsulatedLogic>'
        "</businessKnowledgeModel>"
    )


def context(*entries: tuple[str, str]) -> str:
    written = "".join(
        f'<contextEntry><variable name="{name}"/>{box}</contextEntry>'
        if name
        else f"<contextEntry>{box}</contextEntry>"
        for name, box in entries
    )
    return f"<context>{written}</context>"


def table(
    inputs: list[str], outputs: list[str], rules: list[tuple[list[str], list[str]]], policy: str
) -> str:
    """Write a table; `outputs` are whole elements, `policy` is of attributes."""
    heads = "".join(
        f"<input><inputExpression><text>{text}</text></inputExpression></input>" for text in inputs
    )
    rows = "".join(
        "<rule>"
        + "".join(f"<inputEntry><text>{escape(test)}</text></inputEntry>" for test in tests)
        + "".join(f"<outputEntry><text>{escape(text)}</text></outputEntry>" for text in results)
        + "</rule>"
        for tests, results in rules
    )
    return f"<decisionTable {policy}>{heads}{''.join(outputs)}{rows}</decisionTable>"


def engine(*parts: str) -> Engine:
    return Engine(read_model(definitions(*parts)), [], MOMENT)


def value_of(box: str, *parts: str, type_ref: str = "Any", **given: Value) -> Value:
    """Return the value of a decision of this box that reads what is given."""
    inputs = [input_data(name) for name in given]
    asked = decision("结果", box, type_ref=type_ref, inputs=tuple(given))
    return engine(*inputs, *parts, asked).decide("结果", given).value

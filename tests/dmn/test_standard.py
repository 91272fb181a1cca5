"""What the standard says of services as functions, models that import one another, and loops."""

import pytest

from huizhi.dmn import Engine, check_model, read_model
from tests.dmn.models import (
    MOMENT,
    decision,
    definitions,
    engine,
    input_data,
    knowledge_model,
    literal,
    requirement,
    value_of,
)


def service(name: str, **references: str) -> str:
    """Write a service; each word of `references` is an id."""
    parts = "".join(
        f'<{kind} href="#{one}"/>' for kind, ids in references.items() for one in ids.split()
    )
    return f'<decisionService id="{name}" name="{name}">{parts}</decisionService>'


SERVICES = (
    input_data("甲", "number"),
    input_data("乙", "number"),
    decision("和", literal("甲 + 乙"), type_ref="number", inputs=("甲", "乙")),
    decision("倍", literal("和 * 2"), type_ref="number", decisions=("和",)),
    service("全", outputDecision="倍", encapsulatedDecision="和", inputData="甲 乙"),
    service("半", outputDecision="倍", inputDecision="和"),
    service("两", outputDecision="倍 和", inputData="甲 乙"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全(1, 2)", 6),
        ("全(乙: 2, 甲: 1)", 6),
        ("全([1], 2)", 6),
        # What the service does not take is null, whatever is known outside.
        ("全(1)", None),
        ("全(1, 2, 3)", None),
        ('全("一", 2)', None),
        ("全(null, 2)", None),
        # An input decision is given, not evaluated.
        ("半(5)", 10),
        ("半(和: 5)", 10),
        # Several outputs are a context.
        ("两(1, 2)", {"倍": 6, "和": 3}),
        ("两(1, 2).和", 3),
        # A service is a value.
        ("for f in [全, function(a, b) a] return f(1, 2)", [6, 1]),
        ("{f: 全}.f(1, 2)", 6),
    ],
)
def test_a_service_is_a_function(text, expected):
    asked = decision("结果", literal(text), knowledge=("全", "半", "两"))
    given = {"甲": 100, "乙": 1}
    assert engine(*SERVICES, asked).decide("结果", given).value == expected


def test_a_service_that_is_not_required_is_no_name():
    asked = decision("结果", literal("全(1, 2)"))
    result = engine(*SERVICES, asked).decide("结果", {})
    assert (result.value, result.causes[0].code) == (None, "unknown_name")


def test_services_are_called_from_outside():
    asked = engine(*SERVICES)
    assert asked.call("全", {"甲": 1, "乙": 2}).value == 6
    assert asked.call("半", {"和": 3}).value == 6
    assert asked.call("两", {"甲": 1, "乙": 2}).value == {"倍": 6, "和": 3}
    assert asked.ask("半", {"和": 3}).value == asked.ask("倍", {"和": 3}).value == 6


# --- imports ----------------------------------------------------------------------------------


def imported(namespace: str, name: str) -> str:
    kind = "https://www.omg.org/spec/DMN/20230324/MODEL/"
    return f'<import namespace="{namespace}" name="{name}" importType="{kind}"/>'


def model(namespace: str, *parts: str):
    return read_model(definitions(*parts, namespace=namespace))


LOWEST = model(
    "urn:c",
    '<itemDefinition name="正"><typeRef>number</typeRef>'
    "<allowedValues><text>&gt; 0</text></allowedValues></itemDefinition>",
    input_data("x", "正"),
    decision("y", literal("x + 1"), type_ref="number", inputs=("x",)),
    knowledge_model("k", {"a": "正"}, literal("a * 2")),
)
MIDDLE = model(
    "urn:b",
    imported("urn:c", "丙"),
    input_data("p", "丙.正"),
    decision(
        "z",
        requirement("Decision", "urn:c#y")
        + requirement("Knowledge", "urn:c#k")
        + literal("丙.k(丙.y) + p"),
        inputs=("p",),
    ),
)
TOP = model(
    "urn:a",
    imported("urn:b", "乙"),
    imported("urn:c", "丙"),
    decision(
        "w",
        requirement("Decision", "urn:b#z")
        + requirement("Input", "urn:c#x")
        + literal("乙.z + 丙.x"),
    ),
    decision("v", requirement("Decision", "urn:b#z") + literal("乙.z"), type_ref="乙.丙.正"),
)


@pytest.mark.parametrize("others", [[MIDDLE, LOWEST], [LOWEST, MIDDLE]])
def test_models_import_models_that_import(others):
    asked = Engine(TOP, others, MOMENT)
    # (3 + 1) * 2 + 10 + 3
    assert asked.decide("w", {"x": 3, "p": 10}).value == 21
    assert asked.decide("w", {"{urn:c}x": 3, "{urn:b}p": 10}).value == 21
    assert asked.decide("v", {"x": 3, "p": 10}).value == 18
    assert asked.decide("w", {"x": -3, "p": 10}).value is None
    assert set(asked.inputs("w")) == {"x", "p"}
    assert check_model(TOP, others) == ()


def test_an_import_without_a_name_adds_its_names():
    top = model(
        "urn:a",
        imported("urn:c", ""),
        decision("w", requirement("Decision", "urn:c#y") + literal("y + 1"), type_ref="正"),
    )
    assert Engine(top, [LOWEST], MOMENT).decide("w", {"x": 3}).value == 5
    assert check_model(top, [LOWEST]) == ()


# --- boxes ------------------------------------------------------------------------------------


def loop(kind: str, domain: str, body: str) -> str:
    inner = "return" if kind == "for" else "satisfies"
    return (
        f'<{kind} iteratorVariable="个"><in>{literal(domain)}</in>'
        f"<{inner}>{literal(body)}</{inner}></{kind}>"
    )


def boxed(outer: str, **parts: str) -> str:
    return (
        f"<{outer}>" + "".join(f"<{k}>{literal(v)}</{k}>" for k, v in parts.items()) + f"</{outer}>"
    )


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (loop("for", "[1..3]", "个 * 2"), [2, 4, 6]),
        (loop("for", "[]", "个"), []),
        (loop("for", "null", "个"), None),
        (loop("for", "5", "个"), [5]),
        (loop("for", '[@"2021-01-01"..@"2021-01-02"]', "个.day"), [1, 2]),
        (loop("for", "[1, 2, 3]", "count(partial)"), [0, 1, 2]),
        (loop("some", "[1, null]", "个 > 1"), None),
        (loop("some", "[null, 2]", "个 > 1"), True),
        (loop("some", "[]", "true"), False),
        (loop("every", "[null, 0]", "个 > 1"), False),
        (loop("every", "[]", "false"), True),
        (loop("every", "[1]", '"不是"'), None),
        (boxed("filter", **{"in": "[{a: 1}, {a: 2}]", "match": "a > 1"}), [{"a": 2}]),
        (boxed("filter", **{"in": "[1, 2, null]", "match": "item > 1"}), [2]),
        (boxed("filter", **{"in": "5", "match": "item = 5"}), [5]),
        (boxed("filter", **{"in": "null", "match": "true"}), None),
        (boxed("conditional", **{"if": "null", "then": "1", "else": "2"}), 2),
        (boxed("conditional", **{"if": "true", "then": "1", "else": "2"}), 1),
        (boxed("conditional", **{"if": '"是"', "then": "1", "else": "2"}), None),
    ],
)
def test_boxes_mean_what_the_same_form_means_in_feel(box, expected):
    assert value_of(box) == expected

"""`instance of` with the functions and the types of functions that a model declares."""

import pytest

from tests.dmn.models import decision, engine, input_data, knowledge_model, literal

TYPES = (
    '<itemDefinition name="算法"><functionItem outputTypeRef="number">'
    '<parameters name="额" typeRef="number"/></functionItem></itemDefinition>'
    '<itemDefinition name="写法"><functionItem outputTypeRef="string">'
    '<parameters name="额" typeRef="number"/></functionItem></itemDefinition>'
    '<itemDefinition name="双"><functionItem outputTypeRef="number">'
    '<parameters name="甲" typeRef="number"/><parameters name="乙" typeRef="number"/>'
    "</functionItem></itemDefinition>"
)
MODEL = knowledge_model("翻倍", {"额": "number"}, literal("额 * 2"), type_ref="number")
# Of its result nothing is stated.
OPEN = knowledge_model("随便", {"额": ""}, literal("额"), type_ref="")
SERVICE = (
    '<decisionService id="服务" name="服务"><variable name="服务" typeRef="number"/>'
    '<outputDecision href="#加一"/><inputData href="#额"/></decisionService>'
)
PARTS = (
    TYPES,
    input_data("额", "number"),
    decision("加一", literal("额 + 1"), type_ref="number", inputs=("额",)),
    MODEL,
    OPEN,
    SERVICE,
)


@pytest.mark.parametrize(
    ("function", "kind", "expected"),
    [
        ("翻倍", "算法", True),
        ("翻倍", "写法", False),
        ("翻倍", "双", False),
        ("随便", "算法", True),
        ("随便", "写法", True),
        ("随便", "双", False),
        ("服务", "算法", True),
        ("服务", "写法", False),
        ("abs", "算法", True),
        ("(function(额: number) string(额))", "写法", True),
        ("[翻倍, abs]", "list<算法>", True),
    ],
)
def test_a_function_is_of_a_declared_type(function, kind, expected):
    asked = decision(
        "结果", literal(f"{function} instance of {kind}"), knowledge=("翻倍", "随便", "服务")
    )
    assert engine(*PARTS, asked).decide("结果", {}).value is expected


@pytest.mark.parametrize(("kind", "expected"), [("算法", 6), ("写法", None), ("双", None)])
def test_a_parameter_takes_only_functions_of_its_type(kind, expected):
    applying = knowledge_model("用", {"法": kind}, literal("法(3)"), type_ref="number")
    asked = decision("结果", literal("用(翻倍)"), knowledge=("翻倍", "用"))
    assert engine(*PARTS, applying, asked).decide("结果", {}).value == expected


def test_a_boxed_function_states_its_result():
    box = (
        '<functionDefinition><formalParameter name="额" typeRef="number"/>'
        f"{literal('额', 'number')}</functionDefinition>"
    )
    for kind, expected in (("算法", True), ("写法", False)):
        asked = decision("结果", literal(f"法 instance of {kind}"), decisions=("法",))
        assert engine(*PARTS, decision("法", box), asked).decide("结果", {}).value is expected

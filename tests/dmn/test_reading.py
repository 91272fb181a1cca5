import pytest

from huizhi.dmn import DmnError, read_model
from huizhi.dmn.model import (
    Context,
    ContextEntry,
    Decision,
    DecisionTable,
    FunctionItem,
    Import,
    InputClause,
    InputData,
    ItemDefinition,
    LiteralExpression,
    OutputClause,
    Requirement,
    Rule,
    Variable,
)
from huizhi.dmn.reading import VERSIONS
from tests.dmn.models import context, decision, definitions, input_data, literal, table


def test_the_elements_of_a_model():
    model = read_model(
        definitions(
            input_data("年龄", "number"),
            decision(
                "补贴",
                context(("每月", literal("年龄 * 100")), ("", literal("每月"))),
                inputs=("年龄",),
            ),
        )
    )
    assert (model.name, model.namespace) == ("模型", "https://example.org/模型")
    assert model.elements == (
        InputData(id="年龄", name="年龄", variable=Variable("年龄", "number")),
        Decision(
            id="补贴",
            name="补贴",
            variable=Variable("补贴", "Any"),
            requires=(Requirement("Input", "#年龄"),),
            expression=Context(
                (
                    ContextEntry(Variable("每月"), LiteralExpression("年龄 * 100")),
                    ContextEntry(None, LiteralExpression("每月")),
                )
            ),
        ),
    )


def test_a_decision_table():
    output = (
        '<output name="金额" typeRef="number"><outputValues><text>2, 1</text></outputValues>'
        "<defaultOutputEntry><text>0</text></defaultOutputEntry></output>"
    )
    box = table(["学位"], [output], [(['"博士"'], ["2"])], 'hitPolicy="COLLECT" aggregation="MAX"')
    (read,) = read_model(definitions(decision("金额", box))).elements
    assert read.expression == DecisionTable(
        (InputClause("学位"),),
        (OutputClause("金额", "number", "2, 1", "0"),),
        (Rule(('"博士"',), ("2",)),),
        "C>",
    )


def test_item_definitions_and_imports():
    model = read_model(
        definitions(
            '<import namespace="urn:b" name="乙" '
            'importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
            '<import namespace="urn:xsd" name="x" importType="http://www.w3.org/2001/XMLSchema"/>'
            '<itemDefinition name="人"><itemComponent name="学位"><typeRef>string</typeRef>'
            '<allowedValues><text>"博士"</text></allowedValues></itemComponent></itemDefinition>'
            '<itemDefinition name="组" isCollection="true"><typeRef>人</typeRef>'
            "<typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>"
            '<itemDefinition name="函"><functionItem outputTypeRef="number">'
            '<parameters name="a" typeRef="string"/></functionItem></itemDefinition>'
        )
    )
    assert model.imports == (Import("urn:b", "乙"),)
    assert model.types == (
        ItemDefinition("人", components=(ItemDefinition("学位", "string", allowed='"博士"'),)),
        ItemDefinition("组", "人", collection=True, constraint="count(?) < 3"),
        ItemDefinition("函", function=FunctionItem((Variable("a", "string"),), "number")),
    )


@pytest.mark.parametrize("namespace", VERSIONS)
def test_every_version_is_read(namespace):
    text = f'<d:definitions xmlns:d="{namespace}" name="m" namespace="urn:m"/>'
    assert read_model(text.encode()).name == "m"


def test_types_of_dmn_1_1_have_a_prefix():
    (read,) = read_model(definitions(input_data("a", "feel:number"))).elements
    assert read.variable == Variable("a", "number")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<definitions/>", "not-dmn"),
        (b'<definitions xmlns="urn:other"/>', "not-dmn"),
        (
            definitions(decision("a", table(["x"], [], [], 'hitPolicy="NONE"'))),
            "unknown-hit-policy",
        ),
    ],
)
def test_what_is_no_model(data, code):
    with pytest.raises(DmnError) as refused:
        read_model(data)
    assert refused.value.code == code

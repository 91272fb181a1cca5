"""What is found in a model before it is asked, and where."""

import pytest
from hypothesis import given

from huizhi.dmn import check_model, read_model
from tests.dmn.everything import OTHER, everything
from tests.dmn.models import (
    context,
    decision,
    definitions,
    input_data,
    knowledge_model,
    literal,
    requirement,
    table,
)
from tests.dmn.test_writing import MODELS

OUTPUT = '<output name="金额" typeRef="number"/>'


def found(*parts: str) -> list[tuple[str, str]]:
    """Return place and code of each finding in a model of these elements."""
    problems = check_model(read_model(definitions(*parts)))
    assert all(problem.message("zh") and problem.message("en") for problem in problems)
    return [(problem.place, problem.code) for problem in problems]


def boxed(box: str, **inputs: str) -> list[tuple[str, str]]:
    """Return what is found in a decision of this box, places within the decision."""
    given = [input_data(name, kind) for name, kind in inputs.items()]
    problems = found(*given, decision("金额", box, inputs=tuple(inputs)))
    return [(place.removeprefix("金额/"), code) for place, code in problems]


def test_a_model_with_everything_is_well_but_for_its_external_function():
    (problem,) = check_model(everything(), [OTHER])
    assert (problem.place, problem.code, problem.is_error) == ("外部", "external-function", True)


@pytest.mark.parametrize(
    ("box", "problems"),
    [
        (literal("年龄 +"), [("literalExpression", "expected-expression-at-end")]),
        (literal("年令 + 1"), [("literalExpression", "unknown-name-suggest")]),
        (literal('年龄 + "岁"'), [("literalExpression", "wrong-operands")]),
        (literal('"岁"', "number"), [("literalExpression", "wrong-result")]),
        (literal("1", "nunber"), [("literalExpression", "unknown-type-suggest")]),
        (literal("1", "钱"), [("literalExpression", "unknown-type")]),
        (literal("年龄 ＞ 1"), [("literalExpression", "full-width")]),
        # A list may hold one element, which then stands for itself.
        (literal("[年龄][item > 1]", "number"), []),
        (literal("now() + 1"), [("literalExpression", "wrong-operands")]),
        (
            context(("甲", literal("年龄")), ("乙", literal('甲 + "x"')), ("", literal("丙"))),
            [
                ("context/contextEntry[2]/literalExpression", "wrong-operands"),
                ("context/contextEntry[3]/literalExpression", "unknown-name"),
            ],
        ),
        (
            f"<list>{literal('1')}{literal('x')}</list>",
            [("list/literalExpression", "unknown-name")],
        ),
        (
            '<relation><column name="a" typeRef="number"/>'
            f"<row>{literal('1')}</row><row>{literal('true')}</row></relation>",
            [("relation/row[2]", "wrong-result")],
        ),
        (
            f"<conditional><if>{literal('年龄')}</if><then>{literal('1')}</then>"
            f"<else>{literal('x')}</else></conditional>",
            [
                ("conditional/if", "condition-not-boolean"),
                ("conditional/else/literalExpression", "unknown-name"),
            ],
        ),
        (
            f"<filter><in>{literal('[1, 2]')}</in><match>{literal('item + 1')}</match></filter>",
            [("filter/match", "condition-not-boolean")],
        ),
        (
            f"<filter><in>{literal('[{a: 1}]')}</in><match>{literal('a = b')}</match></filter>",
            [("filter/match/literalExpression", "unknown-name")],
        ),
        (
            f'<for iteratorVariable="个"><in>{literal("[1]")}</in>'
            f"<return>{literal('个 + true')}</return></for>",
            [("for/return/literalExpression", "wrong-operands")],
        ),
        (
            f'<some iteratorVariable="个"><in>{literal("[1]")}</in>'
            f"<satisfies>{literal('个')}</satisfies></some>",
            [("some/satisfies", "condition-not-boolean")],
        ),
        (
            f'<functionDefinition><formalParameter name="a" typeRef="数"/>{literal("a + b")}'
            "</functionDefinition>",
            [
                ("functionDefinition/formalParameter[1]", "unknown-type"),
                ("functionDefinition/literalExpression", "unknown-name"),
            ],
        ),
        (
            f"<invocation>{literal('年龄')}</invocation>",
            [("invocation", "not-a-function")],
        ),
    ],
)
def test_what_is_wrong_in_a_box(box, problems):
    assert boxed(box, 年龄="number") == problems


def test_what_is_wrong_in_a_table():
    box = table(
        ["年龄", "学历"],
        [
            OUTPUT.replace(
                "/>", "><defaultOutputEntry><text>无</text></defaultOutputEntry></output>"
            )
        ],
        [(["> 30", "-"], ["1"]), (['"x"', "-"], ['"多"'])],
        'hitPolicy="FIRST"',
    )
    assert boxed(box, 年龄="number") == [
        ("decisionTable/input[2]/inputExpression", "unknown-name"),
        ("decisionTable/rule[2]/inputEntry[1]", "wrong-test"),
        ("decisionTable/rule[2]/outputEntry[1]", "wrong-result"),
        ("decisionTable/output[1]/defaultOutputEntry", "unknown-name"),
    ]
    box = table(["年龄"], ['<output typeRef="钱"/>'], [(["＞ 3"], ["1"])], "")
    assert boxed(box, 年龄="number") == [
        ("decisionTable/output[1]", "unknown-type"),
        ("decisionTable/rule[1]/inputEntry[1]", "full-width"),
    ]


def test_what_is_wrong_in_calls_of_knowledge_models():
    model = knowledge_model("算", {"额": "number"}, literal("额 * 2"), type_ref="string")
    binding = '<binding><parameter name="{}"/>{}</binding>'
    call = (
        f"<invocation>{literal('算')}{binding.format('额', literal('true'))}"
        f"{binding.format('数', literal('1'))}{binding.format('额度', literal('1'))}</invocation>"
    )
    problems = found(
        model,
        decision("甲", call, knowledge=("算",)),
        decision("乙", literal("算(1, 2)"), knowledge=("算",)),
        decision("丙", literal("算(1) + 1")),
    )
    assert problems == [
        ("算", "wrong-result"),
        ("甲/invocation/binding[1]", "wrong-argument"),
        ("甲/invocation/binding[2]", "unknown-argument"),
        ("甲/invocation/binding[3]", "unknown-argument-suggest"),
        ("乙/literalExpression", "wrong-count"),
        ("丙/literalExpression", "unknown-name"),
    ]


def test_a_knowledge_model_may_call_itself():
    body = literal("if n = 0 then 1 else n * 阶乘(n - 1)")
    assert found(knowledge_model("阶乘", {"n": "number"}, body, type_ref="number")) == []


def test_what_is_wrong_with_types():
    assert found(
        '<itemDefinition name="档"><typeRef>string</typeRef><allowedValues><text>"高", 3'
        "</text></allowedValues></itemDefinition>"
        '<itemDefinition name="人"><itemComponent name="档次"><typeRef>档位</typeRef>'
        "</itemComponent></itemDefinition>"
        '<itemDefinition name="函"><functionItem outputTypeRef="数">'
        '<parameters name="a" typeRef="文"/></functionItem></itemDefinition>',
        input_data("谁", "人员"),
    ) == [
        ("档", "wrong-test"),
        ("人/档次", "unknown-type-suggest"),
        ("函", "unknown-type"),
        ("函/a", "unknown-type"),
        ("谁", "unknown-type-suggest"),
    ]


def test_references_that_lead_nowhere():
    service = (
        '<decisionService id="s" name="服务"><outputDecision href="#甲"/>'
        '<encapsulatedDecision href="#没有"/><inputData href="urn:b#x"/></decisionService>'
    )
    imported = (
        '<import namespace="urn:b" name="乙" '
        'importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
    )
    lost = decision("甲", requirement("Input", "没有") + literal("1"))
    assert found(imported, lost, service) == [
        ("import", "import-not-found"),
        ("甲", "dead-reference"),
        ("服务", "dead-reference"),
        ("服务", "dead-reference"),
    ]


def test_names_that_are_taken_and_circles():
    circle = [
        decision("甲", literal("乙"), decisions=("乙",)),
        decision("乙", literal("甲"), decisions=("甲",)),
        decision("丙", literal("甲"), decisions=("甲",)),
    ]
    assert found(*circle) == [("甲", "circular-requirement"), ("乙", "circular-requirement")]
    (first, _) = check_model(read_model(definitions(*circle)))
    assert "甲 → 乙 → 甲" in first.message("en")
    assert found(input_data("甲").replace('id="甲"', 'id="另"'), input_data("甲")) == [
        ("甲", "duplicate-element")
    ]
    assert found(input_data("甲"), input_data("乙").replace('id="乙"', 'id="甲"')) == [
        ("乙", "duplicate-id")
    ]
    without = '<inputData name="{}"><variable/></inputData>'
    assert found(without.format("甲"), without.format("乙")) == []


@given(MODELS)
def test_whatever_a_model_says_it_can_be_checked(model):
    assert all(problem.message("zh") for problem in check_model(model, [OTHER]))

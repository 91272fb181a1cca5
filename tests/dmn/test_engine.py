import datetime as dt

import pytest

from huizhi.dmn import DmnError, Engine, read_model
from tests.dmn.models import (
    MOMENT,
    context,
    decision,
    definitions,
    engine,
    input_data,
    knowledge_model,
    literal,
)


def service(name: str, *, type_ref: str = "Any", **references: tuple[str, ...]) -> str:
    parts = "".join(
        f'<{kind} href="#{reference}"/>'
        for kind, found in references.items()
        for reference in found
    )
    variable = f'<variable name="{name}" typeRef="{type_ref}"/>'
    return f'<decisionService id="{name}" name="{name}">{variable}{parts}</decisionService>'


CHAIN = (
    input_data("学位", "string"),
    decision("标准", literal('if 学位 = "博士" then 5000 else 0'), inputs=("学位",)),
    decision("补贴", literal("标准 * 12"), decisions=("标准",)),
)


def test_a_decision_asks_those_it_requires():
    assert engine(*CHAIN).decide("补贴", {"学位": "博士"}).value == 60000


def test_a_decision_that_is_given_is_not_evaluated():
    assert engine(*CHAIN).decide("补贴", {"学位": "博士", "标准": 1}).value == 12


def test_only_what_is_required_is_in_scope():
    result = engine(*CHAIN, decision("别的", literal("学位"))).decide("别的", {"学位": "博士"})
    assert (result.value, result.causes[0].code) == (None, "unknown_name")


def test_inputs_and_results_are_converted_to_their_types():
    asked = decision("结果", literal("[日]"), type_ref="date and time", inputs=("日",))
    model = engine(input_data("日", "date"), asked)
    day = dt.date(2021, 7, 26)
    assert model.decide("结果", {"日": [day]}).value == dt.datetime(2021, 7, 26, tzinfo=dt.UTC)
    result = model.decide("结果", {"日": "博士"})
    assert (result.value, result.causes[0].code) == (None, "result_type")


def test_what_depends_on_itself_is_null():
    circle = (
        decision("甲", literal("乙"), decisions=("乙",)),
        decision("乙", literal("甲"), decisions=("甲",)),
    )
    result = engine(*circle).decide("甲", {})
    assert (result.value, result.causes[0].code) == (None, "circular")


def test_a_decision_without_logic_is_null():
    result = engine(decision("空", "")).decide("空", {})
    assert (result.value, result.causes[0].code) == (None, "no_logic")


FACTORIAL = knowledge_model(
    "阶乘", {"n": "number"}, literal("if n < 2 then 1 else n * 阶乘(n - 1)")
)


@pytest.mark.parametrize(("n", "expected"), [(5, 120), (1, 1)])
def test_a_knowledge_model_may_call_itself(n, expected):
    asked = decision("结果", literal(f"阶乘({n})"), knowledge=("阶乘",))
    assert engine(FACTORIAL, asked).decide("结果", {}).value == expected


def test_calls_without_end_are_null_and_do_end():
    endless = knowledge_model("f", {"n": "number"}, literal("f(n + 1) + f(n + 2)"))
    result = engine(endless, decision("结果", literal("f(1)"), knowledge=("f",))).decide("结果", {})
    assert (result.value, result.causes[-1].code) == (None, "too_deep")


def test_a_knowledge_model_knows_those_it_requires_and_states_its_result():
    inner = knowledge_model("内", {"a": "Any"}, literal("a"), type_ref="number")
    asked = decision("结果", literal('[内(1), 内("x")]'), knowledge=("内",))
    assert engine(inner, asked).decide("结果", {}).value == [1, None]
    assert engine(inner).call("内", {"a": 2}).value == 2
    assert engine(knowledge_model("外", {}, literal("1"), kind="Java")).call("外", {}).value is None


SERVED = (
    *CHAIN,
    decision("合计", literal("补贴 + 1"), decisions=("补贴",)),
    service(
        "一项", outputDecision=("合计",), encapsulatedDecision=("补贴",), inputDecision=("标准",)
    ),
    service("两项", outputDecision=("补贴", "标准"), inputData=("学位",)),
    service("类型", type_ref="string", outputDecision=("标准",), inputData=("学位",)),
)


def test_decision_services():
    model = engine(*SERVED)
    assert model.call("一项", {"标准": 1}).value == 13
    assert model.call("两项", {"学位": "博士"}).value == {"补贴": 60000, "标准": 5000}
    assert model.outputs("两项") == ("补贴", "标准")
    assert model.call("类型", {"学位": "博士"}).value is None


def test_a_decision_service_is_a_function():
    asked = decision(
        "结果", literal("[一项(1), 一项(标准: 2), 一项(), 一项(别: 1)]"), knowledge=("一项",)
    )
    assert engine(*SERVED, asked).decide("结果", {}).value == [13, 25, None, None]


def test_unknown_names_are_errors():
    model = engine(*CHAIN)
    for ask, code in ((model.decide, "unknown-decision"), (model.call, "unknown-service")):
        for name in ("没有", "学位"):
            with pytest.raises(DmnError) as refused:
                ask(name, {})
            assert refused.value.code == code


def imported(name: str, *parts: str) -> Engine:
    other = definitions(
        input_data("年 龄", "number"),
        decision("成年", literal("年 龄 >= 18"), inputs=("年 龄",)),
        knowledge_model("倍", {"n": "number"}, literal("n * 2")),
        '<itemDefinition name="档"><typeRef>string</typeRef>'
        '<allowedValues><text>"高"</text></allowedValues></itemDefinition>',
        namespace="urn:乙",
    )
    link = (
        f'<import namespace="urn:乙" name="{name}" '
        'importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
    )
    return Engine(read_model(definitions(link, *parts)), [read_model(other)], MOMENT)


@pytest.mark.parametrize(("name", "prefix"), [("别 处", "别 处."), ("", "")])
def test_elements_of_another_model(name, prefix):
    text = f"if {prefix}成年 then {prefix}倍({prefix}年 龄) else 0"
    asked = decision(
        "结果",
        literal(text),
        inputs=("urn:乙#年 龄",),
        decisions=("urn:乙#成年",),
        knowledge=("urn:乙#倍",),
    )
    typed = decision("档次", literal('"低"'), type_ref=f"{prefix}档")
    model = imported(name, asked, typed)
    assert model.decide("结果", {"年 龄": 20}).value == 40
    assert model.decide("结果", {"{urn:乙}年 龄": 20}).value == 40
    assert model.decide("档次", {}).value is None


def test_the_clock_is_handed_in():
    asked = decision("结果", literal("[now(), today(), now(1)]"))
    assert engine(asked).decide("结果", {}).value == [MOMENT, MOMENT.date(), None]


def test_a_name_of_the_model_hides_the_clock():
    asked = decision("结果", context(("today", literal("1")), ("", literal("today"))))
    assert engine(asked).decide("结果", {}).value == 1

import datetime as dt
from decimal import Decimal

import pytest

from huizhi.dmn import check_model, read_model
from tests.dmn.models import (
    context,
    decision,
    definitions,
    engine,
    input_data,
    knowledge_model,
    literal,
    value_of,
)


def box(kind: str, **parts: str) -> str:
    inner = "".join(f"<{name}>{literal(text)}</{name}>" for name, text in parts.items())
    return f"<{kind}>{inner}</{kind}>"


def iteration(kind: str, domain: str, body: str) -> str:
    last = "return" if kind == "for" else "satisfies"
    return (
        f'<{kind} iteratorVariable="人"><in>{literal(domain)}</in>'
        f"<{last}>{literal(body)}</{last}></{kind}>"
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (literal("1 + 1"), 2),
        (literal("1 +"), None),
        (literal('1 + "a"'), None),
        (literal("没有这个名称"), None),
        (literal("today()"), "2021-07-26"),
        (context(("a", literal("1")), ("b c", literal("a + 1"))), {"a": 1, "b c": 2}),
        (context(("b c", literal("1")), ("", literal("b c + 1"))), 2),
        (f"<list>{literal('1')}{literal('null')}</list>", [1, None]),
        (box("conditional", **{"if": "true", "then": "1", "else": "2"}), 1),
        (box("conditional", **{"if": "null", "then": "1", "else": "2"}), 2),
        (box("conditional", **{"if": '"a"', "then": "1", "else": "2"}), None),
        (box("filter", **{"in": "[1,2,3]", "match": "item > 1"}), [2, 3]),
        (box("filter", **{"in": "[{年 龄: 1}, {年 龄: 2}]", "match": "年 龄 = 2"}), [{"年 龄": 2}]),
        (box("filter", **{"in": "[1,2]", "match": '"a"'}), None),
        (box("filter", **{"in": "null", "match": "true"}), None),
        (iteration("for", "[1..3]", "人 * 2"), [2, 4, 6]),
        (iteration("for", "[1..3]", "count(partial)"), [0, 1, 2]),
        (iteration("for", "null", "人"), None),
        (iteration("some", "[1, 2]", "人 > 1"), True),
        (iteration("every", "[1, 2]", "人 > 1"), False),
        (iteration("every", "[]", "人 > 1"), True),
        (iteration("some", "[1, null]", "人 > 1"), None),
    ],
)
def test_boxed_expressions(written, expected):
    found = value_of(context(("v", written), ("", literal("v"))))
    if expected == "2021-07-26":
        assert str(found) == expected
    else:
        assert found == expected


def test_a_relation_is_a_list_of_contexts():
    columns = '<column name="学位" typeRef="string"/><column name="金额" typeRef="number"/>'
    cells = [['"博士"', "1+1"], ["1", "3"]]
    rows = "".join(f"<row>{''.join(map(literal, row))}</row>" for row in cells)
    assert value_of(f"<relation>{columns}{rows}</relation>") == [
        {"学位": "博士", "金额": 2},
        {"学位": None, "金额": 3},
    ]


def function(parameter: str, of: str, body: str, kind: str = "FEEL") -> str:
    return (
        f'<functionDefinition kind="{kind}"><formalParameter name="{parameter}" typeRef="{of}"/>'
        f"{literal(body)}</functionDefinition>"
    )


@pytest.mark.parametrize(
    ("call", "expected"),
    [("f(2)", 12), ("f(n: 2)", 12), ('f("a")', None), ("f()", None), ("f(m: 2)", None)],
)
def test_a_function_sees_the_names_around_it(call, expected):
    boxed = context(
        ("base", literal("10")),
        ("f", function("n", "number", "n + base")),
        ("", literal(call)),
    )
    assert value_of(boxed) == expected


def test_an_external_function_is_refused_with_its_cause():
    boxed = context(("f", function("n", "number", "{class: 1}", "Java")), ("", literal("f(1)")))
    result = engine(decision("结果", boxed)).decide("结果", {})
    assert (result.value, result.causes[0].code) == (None, "external_function")
    written = literal('function(a) external {java: {class: "C", "method signature": "m()"}}')
    boxed = context(("f", written), ("", literal("f(1)")))
    result = engine(decision("结果", boxed)).decide("结果", {})
    assert (result.value, result.causes[0].code) == (None, "external_function")


def invocation(name: str, **bindings: str) -> str:
    bound = "".join(
        f'<binding><parameter name="{parameter}"/>{literal(text)}</binding>'
        for parameter, text in bindings.items()
    )
    return f"<invocation>{literal(name)}{bound}</invocation>"


@pytest.mark.parametrize(
    ("bindings", "expected"),
    [
        ({"月数": "3", "标准": "1000"}, Decimal(3000)),
        ({"月数": "3"}, None),
        ({"月数": "3", "标准": '"a"'}, None),
        ({"月数": "3", "标准": "[1000]"}, Decimal(3000)),
        ({"月数": "3", "标准": "1", "多余": "1"}, None),
    ],
)
def test_an_invocation_names_its_parameters(bindings, expected):
    model = knowledge_model("发放", {"标准": "number", "月数": "number"}, literal("标准 * 月数"))
    asked = decision("结果", invocation("发放", **bindings), knowledge=("发放",))
    assert engine(model, asked).decide("结果", {}).value == expected


@pytest.mark.parametrize(
    ("name", "bindings", "expected"),
    [
        ("string length", {"string": '"甲乙"'}, 2),
        ("substring", {"start position": "2", "string": '"甲乙"'}, "乙"),
        ("date", {"year": "2024", "month": "2", "day": "29"}, dt.date(2024, 2, 29)),
        (
            "date and time",
            {"date": '@"2024-02-29"', "time": '@"10:00:00Z"'},
            dt.datetime(2024, 2, 29, 10, tzinfo=dt.UTC),
        ),
        ("before", {"range": "[1..2]", "point": "3"}, True),
        ("before", {"point": "3", "range": "[1..2]"}, False),
        ("date", {"year": "2024", "monat": "2", "day": "29"}, None),
        ("abs", {}, None),
    ],
)
def test_an_invocation_of_a_builtin_is_a_call_by_names(name, bindings, expected):
    called = invocation(name, **bindings)
    assert value_of(called) == expected
    problems = check_model(read_model(definitions(decision("结果", called))))
    assert bool(problems) == (expected is None)


def test_a_knowledge_model_hides_the_builtin_of_its_name():
    own = knowledge_model("abs", {"数": "number"}, literal("数 + 1"))
    asked = decision("结果", invocation("abs", 数="-1"), knowledge=("abs",))
    assert engine(own, asked).decide("结果", {}).value == 0


def test_the_type_of_a_box_converts_its_value():
    typed = context(("v", literal("[1]", "number")), ("w", literal('"a"', "number")))
    assert value_of(typed) == {"v": 1, "w": None}


def test_an_input_that_nobody_gave_is_null_with_its_cause():
    asked = decision("结果", literal("年龄"), inputs=("年龄",))
    result = engine(input_data("年龄", "number"), asked).decide("结果", {})
    assert (result.value, result.causes[0].code) == (None, "not_provided")

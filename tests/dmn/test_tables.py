import pytest

from tests.dmn.models import decision, engine, input_data, table, value_of

DEGREE = [(['"博士"'], ['"高"']), (['"博士","硕士"'], ['"中"']), (["-"], ['"低"'])]


def named(name: str, values: str = "", default: str = "") -> str:
    inner = f"<outputValues><text>{values}</text></outputValues>" if values else ""
    inner += f"<defaultOutputEntry><text>{default}</text></defaultOutputEntry>" if default else ""
    return f'<output name="{name}">{inner}</output>'


RANKED = named("档", '"高","中","低"')


@pytest.mark.parametrize(
    ("policy", "output", "expected"),
    [
        ("FIRST", RANKED, "高"),
        ("UNIQUE", RANKED, None),
        ("ANY", RANKED, None),
        ("PRIORITY", named("档", '"低","高","中"'), "低"),
        ("OUTPUT ORDER", named("档", '"低","高","中"'), ["低", "高", "中"]),
        ("RULE ORDER", RANKED, ["高", "中", "低"]),
        ("COLLECT", RANKED, ["高", "中", "低"]),
        ('COLLECT" aggregation="COUNT', RANKED, 3),
    ],
)
def test_hit_policies(policy, output, expected):
    assert (
        value_of(table(["学位"], [output], DEGREE, f'hitPolicy="{policy}"'), 学位="博士")
        == expected
    )


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", 6), ("MIN", 1), ("MAX", 3)])
def test_aggregations(aggregation, expected):
    rules = [(["-"], ["1"]), (["-"], ["2"]), ([">0"], ["3"])]
    policy = f'hitPolicy="COLLECT" aggregation="{aggregation}"'
    assert value_of(table(["n"], [named("")], rules, policy), n=1) == expected


def test_several_outputs_and_defaults():
    outputs = [named("档", default='"无"'), named("金额", default="0")]
    box = table(["学位"], outputs, [(['"博士"'], ['"高"', "5000"])], "")
    assert value_of(box, 学位="博士") == {"档": "高", "金额": 5000}
    assert value_of(box, 学位="学士") == {"档": "无", "金额": 0}


def test_an_output_without_values_does_not_count_for_the_priority():
    outputs = [named("档", '"高","低"'), named("说明")]
    rules = [(["-"], ['"低"', '"a"']), (["-"], ['"高"', '"b"']), (["-"], ['"高"', '"c"'])]
    box = table(["n"], outputs, rules, 'hitPolicy="PRIORITY"')
    assert value_of(box, n=1) == {"档": "高", "说明": "b"}


def test_possible_values_come_from_the_type():
    kind = (
        '<itemDefinition name="档次"><typeRef>string</typeRef>'
        '<allowedValues><text>"低","高"</text></allowedValues></itemDefinition>'
    )
    rules = [(["-"], ['"高"']), (["-"], ['"低"'])]
    box = table(["n"], ["<output/>"], rules, 'hitPolicy="PRIORITY"')
    asked = decision("结果", box, type_ref="档次", inputs=("n",))
    assert engine(kind, input_data("n"), asked).decide("结果", {"n": 1}).value == "低"


def test_a_value_beyond_those_of_its_column_gives_null():
    head = (
        "<input><inputExpression><text>n</text></inputExpression>"
        "<inputValues><text>[1..3]</text></inputValues></input>"
    )
    rule = (
        "<rule><inputEntry><text>-</text></inputEntry>"
        "<outputEntry><text>true</text></outputEntry></rule>"
    )
    box = f"<decisionTable>{head}<output/>{rule}</decisionTable>"
    assert (value_of(box, n=2), value_of(box, n=4)) == (True, None)


def test_a_cell_that_cannot_be_read_gives_null_with_its_cause():
    box = table(["n"], [named("")], [(["1 +"], ["1"])], "")
    result = engine(input_data("n"), decision("结果", box, inputs=("n",))).decide("结果", {"n": 1})
    assert (result.value, result.causes[0].code) == (None, "not_feel")
    assert result.causes[0].parameters["text"] == "1 +"


def test_an_empty_result_is_null():
    assert value_of(table(["n"], [named("a"), named("b")], [(["-"], ["1", ""])], ""), n=1) == {
        "a": 1,
        "b": None,
    }

"""Tables with errors, several outputs, allowed values, and what a trace of a table shows."""

from __future__ import annotations

import json

import pytest

from huizhi.feel import (
    NUMBER,
    ContextType,
    FeelError,
    InputDefinition,
    ListType,
    OutputDefinition,
    RuleDefinition,
    Scope,
    StringType,
    TableDefinition,
    TableError,
    compile_table,
)
from tests.feel.evaluating import missing

SCOPE = Scope({"学位": StringType(("博士", "硕士", "学士")), "年龄": NUMBER})
DEGREE = InputDefinition("学位")
AGE = InputDefinition("年龄")
AMOUNT = OutputDefinition("金额", NUMBER)


def findings(definition: TableDefinition) -> list[tuple[str, str]]:
    with pytest.raises(TableError) as caught:
        compile_table(definition, SCOPE)
    assert isinstance(caught.value, FeelError)
    return [(str(found.place), found.diagnostic.code) for found in caught.value.findings]


def test_every_error_names_its_cell() -> None:
    found = findings(
        TableDefinition(
            (DEGREE, InputDefinition("年令")),
            (AMOUNT,),
            (
                RuleDefinition(('"博土"', "< 40"), ("5000",)),
                RuleDefinition(('"硕士"', "<"), ('"很多"',)),
            ),
        )
    )
    assert [place for place, _ in found] == [
        "heading, input 2 (年令)",
        "rule 1, test 1 (学位)",
        "rule 2, test 2 (年令)",
        "rule 2, result 1 (金额)",
    ]


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        (TableDefinition((DEGREE,), (), ()), "table-without-output"),
        (TableDefinition((DEGREE,), (AMOUNT,), (), "X"), "unknown-hit-policy"),  # type: ignore[arg-type]
        (TableDefinition((DEGREE,), (AMOUNT,), (), "P"), "priorities-needed"),
        (
            TableDefinition((DEGREE,), (AMOUNT,), (RuleDefinition(("-", "-"), ("1",)),)),
            "wrong-cell-count",
        ),
        (
            TableDefinition((DEGREE,), (AMOUNT, OutputDefinition("月数")), (), "C+"),
            "aggregate-of-several",
        ),
        (
            TableDefinition((DEGREE,), (OutputDefinition(), OutputDefinition("月数")), ()),
            "output-without-name",
        ),
    ],
)
def test_shapes_that_are_refused(definition: TableDefinition, code: str) -> None:
    assert [found for _, found in findings(definition)] == [code]


def test_several_outputs_make_a_context() -> None:
    table = compile_table(
        TableDefinition(
            (DEGREE,),
            (AMOUNT, OutputDefinition("月数", None, (), "0")),
            (RuleDefinition(('"博士"',), ("5000", "60")),),
        ),
        SCOPE,
    )
    assert table.evaluate({"学位": "博士"}) == {"金额": 5000, "月数": 60}
    assert table.evaluate({"学位": "硕士"}) == {"金额": None, "月数": 0}
    assert table.output_type == ContextType((("金额", NUMBER), ("月数", NUMBER)))


def test_types_of_results() -> None:
    rules = (RuleDefinition(("-",), ("1",)),)
    for policy, kind in (("U", NUMBER), ("C", ListType(NUMBER)), ("C+", NUMBER), ("C#", NUMBER)):
        definition = TableDefinition((DEGREE,), (OutputDefinition("金额"),), rules, policy)
        assert compile_table(definition, SCOPE).output_type == kind


def test_allowed_values_are_kept() -> None:
    table = compile_table(
        TableDefinition(
            (InputDefinition("年龄", "[0..150]"),), (AMOUNT,), (RuleDefinition(("-",), ("1",)),)
        ),
        SCOPE,
    )
    assert table.evaluate({"年龄": 30}) == 1
    value, trace = table.explain({"年龄": 200})
    assert value is None
    assert trace.cause is not None
    assert trace.cause.code == "not_allowed"


TABLE = compile_table(
    TableDefinition(
        (DEGREE, AGE),
        (OutputDefinition("金额", NUMBER, (), "0"),),
        (
            RuleDefinition(('"博士"', "< 45"), ("5000",), "第三条"),
            RuleDefinition(('"硕士"', "< 40"), ("2000 + 1000",)),
        ),
    ),
    SCOPE,
)


def test_the_trace_shows_rules_and_the_cell_that_failed() -> None:
    value, trace = TABLE.explain({"学位": "博士", "年龄": 50})
    assert value == trace.value == 0
    assert [rule.outcome for rule in trace.rules] == ["false", "false"]
    first, second = trace.rules
    assert first.annotation == "第三条"
    assert first.failed is not None
    assert (first.failed.column, first.failed.text, first.failed.value) == (1, "< 45", 50)
    assert second.failed is not None
    assert (second.failed.column, second.failed.value) == (0, "博士")


def test_the_trace_shows_matches_and_their_outputs() -> None:
    value, trace = TABLE.explain({"学位": "硕士", "年龄": 30})
    assert value == 3000
    assert trace.matched == (2,)
    assert [output.text for output in trace.outputs] == ["2000 + 1000"]
    data = trace.to_json()
    assert json.loads(json.dumps(data)) == data


def test_the_trace_shows_what_a_rule_waits_for() -> None:
    value, trace = TABLE.explain({"学位": "博士"})
    assert value == missing("年龄")
    assert trace.unresolved == (1,)
    assert trace.rules[0].cells[1].outcome == "unknown"


def test_the_trace_says_why_there_is_no_result() -> None:
    overlapping = compile_table(
        TableDefinition(
            (AGE,),
            (AMOUNT,),
            (RuleDefinition(("< 40",), ("1",)), RuleDefinition(("< 50",), ("2",))),
        ),
        SCOPE,
    )
    value, trace = overlapping.explain({"年龄": 30})
    assert value is None
    assert trace.cause is not None
    assert trace.cause.message("en").startswith("Rules 1, 2 match together")

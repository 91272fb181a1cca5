"""Rules looked up by value give what trying them out one by one gives."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.feel import (
    ANY,
    NUMBER,
    STRING,
    InputDefinition,
    Missing,
    OutputDefinition,
    RuleDefinition,
    Scope,
    TableDefinition,
    compile_table,
    listening,
)
from huizhi.feel.interpreter import matching
from tests.feel.evaluating import missing

SCOPE = Scope({"层次": STRING, "年龄": NUMBER, "其他": ANY, "上限": NUMBER})
CELLS = {
    "层次": ["-", '"A"', '"A", "B"', 'not("A")', "null", 'not("A", "B")'],
    "年龄": ["-", "<= 30", "[30..40)", "not(> 40)", "30", "null"],
    "其他": ["-", "true", "1", '"A"', 'date("2020-01-01")', "-1"],
}
VALUES = {
    "层次": st.sampled_from(["A", "B", "C", None, missing("层次")]),
    "年龄": st.sampled_from([29, Decimal(30), Decimal("30.0"), Decimal(41), None]),
    "其他": st.sampled_from([True, 1, Decimal(1), "A", dt.date(2020, 1, 1), None, [Decimal(1)]]),
}


def table(rules: list[tuple[str, ...]], policy: str, default: str = ""):
    return compile_table(
        TableDefinition(
            inputs=tuple(InputDefinition(name) for name in CELLS),
            outputs=(OutputDefinition(type=NUMBER, default=default),),
            rules=tuple(
                RuleDefinition(cells, (str(place // 2),)) for place, cells in enumerate(rules)
            ),
            hit_policy=policy,
        ),
        SCOPE,
    )


@given(
    st.lists(st.tuples(*map(st.sampled_from, CELLS.values())), min_size=1, max_size=5),
    st.sampled_from(["U", "A", "F", "R", "C", "C+", "C#"]),
    st.sampled_from(["", "7"]),
    st.lists(st.fixed_dictionaries({}, optional=VALUES), min_size=1, max_size=8),
)
def test_looking_up_is_trying_out(rules, policy, default, people) -> None:
    compiled = table(rules, policy, default)
    for facts in [*people, *people]:
        with listening():
            tried = compiled.evaluate(facts)
        looked_up = compiled.evaluate(facts)
        assert (looked_up, type(looked_up)) == (tried, type(tried))
        value, trace = compiled.explain(facts)
        assert (value, trace.value) == (tried, tried)


@given(st.tuples(*map(st.sampled_from, CELLS.values())), st.fixed_dictionaries({}, optional=VALUES))
def test_all_cells_of_a_rule_are_tried_where_a_trace_ends_at_the_first_that_fails(rule, facts):
    compiled = table([rule], "U")
    found = list(compiled.cells(1, facts))
    asking = [column for column, text in enumerate(rule) if text != "-"]
    assert [column for column, _, _ in found] == asking
    _, trace = compiled.explain(facts)
    for cell, (column, value, truth) in zip(trace.rules[0].cells, found, strict=False):
        assert (cell.column, cell.value) == (column, value)
        assert (cell.outcome == "true", cell.outcome == "unknown") == (
            truth is True,
            type(truth) is Missing,
        )


def test_what_equal_values_of_two_kinds_meet_is_kept_apart() -> None:
    compiled = table([("-", "-", "true"), ("-", "-", "false"), ("-", "-", "1")], "C")
    for value, output in ((True, 0), (Decimal(1), 1), (1, 1), (True, 0)):
        assert compiled.evaluate({"其他": value, "层次": "A"}) == [Decimal(output)]


def test_a_cell_that_reads_a_fact_is_tried_out_each_time() -> None:
    compiled = table([("-", "<= 上限", "-")], "F")
    results = [compiled.evaluate({"年龄": 30, "上限": most}) for most in (30, 29, 30)]
    assert results == [Decimal(0), None, Decimal(0)]


def test_a_trace_of_rules_is_of_the_facts_at_that_time() -> None:
    facts = {"层次": "A", "年龄": Decimal(30), "其他": True, "上限": Decimal(30)}
    for cell in ("<= 上限", "<= 30"):
        _, trace = table([("-", cell, "-")], "F").explain(facts)
        later = dict(facts)
        facts.update({"上限": Decimal(29), "年龄": Decimal(50)})
        assert trace.matched == (1,)
        facts = later


def test_not_every_value_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "_MOST", 2)
    column = matching.met_by_value([lambda environment: environment[0] > 1, None])
    assert [column[Decimal][Decimal(number)] for number in range(4)] == [2, 2, 3, 3]
    assert len(column[Decimal]) == 2

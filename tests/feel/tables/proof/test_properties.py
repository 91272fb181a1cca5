"""Whatever the table: what its proof says is what the interpreter does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.feel import Scope, Table, Value, YearsMonthsDuration, compile_unary_tests
from huizhi.feel.tables.proof.cells import ReadCell
from huizhi.feel.tables.proof.grid import Example, Where
from huizhi.feel.tables.proof.proving import prove
from tests.feel.tables.proof.tables import (
    CELLS,
    TYPES,
    VALUES,
    cases,
    matching,
    partitions,
    tables,
    without,
)


def meets(cell: str, column: str, value: Value) -> bool:
    return compile_unary_tests(cell, Scope(), TYPES[column]).evaluate(value, {}) is True


def facts_of(table: Table, example: Example) -> dict[str, Value]:
    """An example as facts; a column that does not matter has any value but null."""
    columns = [clause.text for clause in table.structure.inputs]
    facts = {column: next(v for v in VALUES[column] if v is not None) for column in columns}
    return facts | {columns[at]: value for at, value in example}


def lies_in(where: Where, table: Table, facts: Mapping[str, Value]) -> bool:
    columns = [table.structure.inputs[at].text for at, _ in where]
    return all(
        meets(tests, column, facts[column])
        for (_, tests), column in zip(where, columns, strict=True)
    )


def expects_null(table: Table, column: str) -> bool:
    """Whether a test of the column names null or is met by it."""
    cells = {
        rule.tests[at].text
        for at, clause in enumerate(table.structure.inputs)
        for rule in table.structure.rules
        if clause.text == column and rule.tests[at].text != "-"
    }
    return any("null" in cell or meets(cell, column, None) for cell in cells)


def expected_cases(table: Table) -> list[dict[str, Value]]:
    """The cases for which a rule should exist."""
    nulls = {c.text: expects_null(table, c.text) for c in table.structure.inputs}
    return [
        facts
        for facts in cases(table)
        if all(value is not None or nulls[column] for column, value in facts.items())
    ]


@pytest.mark.parametrize("column", CELLS)
def test_a_cell_is_read_as_the_interpreter_evaluates_it(column: str) -> None:
    for text in CELLS[column]:
        cell = ReadCell(compile_unary_tests(text, Scope(), TYPES[column]).tree)
        for value in VALUES[column]:
            assert cell.test(value) == meets(text, column, value), (text, value)


@given(tables())
def test_gaps_are_what_no_rule_matches(table: Table) -> None:
    proof = prove(table.structure)
    assert not proof.unread
    for gap in proof.gaps:
        facts = facts_of(table, gap.example)
        assert matching(table, facts) == []
        assert lies_in(gap.where, table, facts)
    uncovered = []
    for facts in expected_cases(table):
        gaps = [gap for gap in proof.gaps if lies_in(gap.where, table, facts)]
        assert len(gaps) <= 1
        is_covered = bool(matching(table, facts))
        assert not (gaps and is_covered)
        assert gaps or is_covered or proof.more_gaps
        uncovered += [] if is_covered else [facts]
    assert proof.complete is (not uncovered)


@given(tables())
def test_overlaps_are_the_pairs_that_match_at_once(table: Table) -> None:
    proof = prove(table.structure)
    met = {pair for facts in cases(table) for pair in combinations(matching(table, facts), 2)}
    assert {overlap.rules for overlap in proof.overlaps} == met
    assert proof.disjoint is (not met)
    for overlap in proof.overlaps:
        facts = facts_of(table, overlap.example)
        assert set(overlap.rules) <= set(matching(table, facts))
        outputs = {table.structure.rules[rule - 1].outputs[0].text for rule in overlap.rules}
        assert overlap.agree is (len(outputs) == 1)
        if overlap.winner is not None:
            alone = without(table, {*range(1, 8)} - set(overlap.rules))
            winner = table.structure.rules[overlap.winner - 1].outputs[0].text
            assert str(alone.evaluate(facts)) == winner


def deciding(table: Table) -> set[int]:
    """The rules of a table with precedence that decide some case; of others those that match."""
    rules = table.structure.rules
    found: set[int] = set()
    for facts in cases(table):
        hits = matching(table, facts)
        if table.structure.hit_policy == "P":
            # The possible values are 3, 2, 1.
            hits.sort(key=lambda rule: -int(rules[rule - 1].outputs[0].text))
        found |= set(hits[:1] if table.structure.hit_policy in "FP" else hits)
    return found


@given(tables())
def test_dead_rules_are_those_that_never_decide(table: Table) -> None:
    proof = prove(table.structure)
    everything = set(range(1, len(table.structure.rules) + 1))
    assert {dead.rule for dead in proof.dead} == everything - deciding(table)
    for dead in proof.dead:
        if dead.column is None:
            hits = matching(table, facts_of(table, dead.example))
            assert dead.rule in hits
            assert set(hits) & set(dead.by)
        else:
            rule = table.structure.rules[dead.rule - 1]
            assert all(dead.rule not in matching(table, facts) for facts in cases(table))
            assert rule.tests[dead.column].text != "-"


@given(tables("AFP"))
def test_the_dead_and_the_superfluous_can_be_taken_out_and_no_others(table: Table) -> None:
    proof = prove(table.structure)
    gone = {found.rule for found in (*proof.dead, *proof.superfluous)}
    less = without(table, gone)
    every = cases(table)
    before = [table.evaluate(facts) for facts in every]
    assert [less.evaluate(facts) for facts in every] == before
    for found in proof.superfluous:
        hits = matching(table, facts_of(table, found.example))
        assert {found.rule, found.by} <= set(hits)
    if table.structure.hit_policy == "A" and any(o.agree is False for o in proof.overlaps):
        return
    for number in range(1, len(less.structure.rules) + 1):
        shorter = without(less, {number})
        assert [shorter.evaluate(facts) for facts in every] != before


ANY_CASE = st.fixed_dictionaries(
    {
        "学历": st.sampled_from(["博士", "硕士", "学士"]),
        "年龄": st.decimals(allow_nan=False, allow_infinity=False, places=2)
        | st.integers(-1, 70).map(Decimal),
        "在岗": st.booleans(),
        "入职日期": st.dates() | st.dates(dt.date(2020, 12, 30), dt.date(2021, 1, 4)),
        "服务": st.integers(-30, 30).map(YearsMonthsDuration),
        "等待": st.timedeltas() | st.timedeltas(dt.timedelta(0), dt.timedelta(4)),
        "单位": st.text() | st.sampled_from(["企业", "高校"]),
    }
)


@given(partitions(), ANY_CASE)
def test_a_complete_and_disjoint_table_matches_exactly_one_rule(
    table: Table, facts: dict[str, Value]
) -> None:
    proof = prove(table.structure)
    assert (proof.complete, proof.disjoint) == (True, True)
    assert len(matching(table, facts)) == 1

"""Planted gaps, overlaps and rules that never decide: all of them are found, and nothing else."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from huizhi.feel import (
    InputDefinition,
    OutputDefinition,
    RuleDefinition,
    TableDefinition,
    YearsMonthsDuration,
    compile_table,
)
from huizhi.feel.tables.proof import grid
from huizhi.feel.tables.proof.grid import TooLarge, build_grid
from huizhi.feel.tables.proof.proving import (
    GAPS,
    DeadRule,
    Gap,
    Overlap,
    Proof,
    SuperfluousRule,
    UnreadColumn,
    prove,
)
from tests.feel.tables.proof.tables import SCOPE, proof_of, table


def test_a_table_that_is_complete_and_disjoint() -> None:
    proof = proof_of(
        "U",
        "学历 | 年龄",
        '"博士" | - | 5000',
        '"硕士", "学士" | <= 35 | 3000',
        'not("博士", null) | > 35 | 1000',
        "null | - | 0",
    )
    assert (proof.complete, proof.disjoint) == (True, True)
    assert not (proof.gaps or proof.overlaps or proof.dead or proof.superfluous or proof.unread)


def test_gaps_are_told_as_tests_and_with_an_example() -> None:
    proof = proof_of(
        "U",
        "学历 | 年龄",
        '"博士" | - | 5000',
        '"硕士" | < 35 | 3000',
        '"硕士" | (40..60) | 2000',
        '"学士" | <= 35 | 1000',
    )
    assert proof.complete is False
    assert proof.gaps == (
        Gap(((0, '"硕士"'), (1, "[35..40], >= 60")), ((0, "硕士"), (1, Decimal(35)))),
        Gap(((0, '"学士"'), (1, "> 35")), ((0, "学士"), (1, Decimal(38)))),
    )


@pytest.mark.parametrize(
    ("column", "rules", "where", "example"),
    [
        ("年龄", ["<= 35", ">= 36"], "(35..36)", Decimal("35.5")),
        ("年龄", ["< 35", "> 35"], "35", Decimal(35)),
        ("年龄", ["<= 10000", ">= 60000"], "(10000..60000)", Decimal(40000)),
        ("年龄", [">= 0"], "< 0", Decimal(-1)),
        ("入职日期", ['<= @"2021-07-25"', '>= @"2021-07-27"'],
         '(date("2021-07-25")..date("2021-07-27"))', dt.date(2021, 7, 26)),
        ("入职日期", ['>= @"2021-07-26"'], '< date("2021-07-26")', dt.date(2021, 7, 25)),
        ("服务", ['<= @"P1Y"', '>= @"P3Y"'], '(duration("P1Y")..duration("P3Y"))',
         YearsMonthsDuration(24)),
        ("等待", ['<= @"P1D"', '>= @"PT26H"'], '(duration("P1D")..duration("P1DT2H"))',
         dt.timedelta(hours=25)),
        ("学历", ['"博士"'], '"硕士", "学士"', "硕士"),
        ("在岗", ["true"], "false", False),
        ("单位", ['"企业"', '"高校"'], 'not("企业", "高校")', "其他"),
        ("单位", ['"其他"'], 'not("其他")', "其他其他"),
        # A test that names null or is met by it asks for a rule for null.
        ("年龄", ["null"], "not(null)", Decimal(0)),
        ("年龄", ["not(null)"], "null", None),
        ("年龄", ["? = null", "? < 18 or ? > 40"], "[18..40]", Decimal(18)),
    ],
)  # fmt: skip
def test_the_only_gap(column: str, rules: list[str], where: str, example: object) -> None:
    proof = proof_of("U", column, *(f"{rule} | 1" for rule in rules))
    assert proof.gaps == (Gap(((0, where),), ((0, example),)),)


@pytest.mark.parametrize(
    ("column", "rules"),
    [
        ("年龄", ["< 18", "[18..40]", "> 40"]),
        ("在岗", ["true", "not(true)"]),
        ("入职日期", ['<= @"2021-07-26"', '>= @"2021-07-27"']),
        ("服务", ['< @"P1Y"', '>= @"P12M"']),
        ("等待", ['< @"P1D"', '>= @"PT24H"']),
        ("单位", ['"企业"', 'not("企业")']),
    ],
)
def test_nothing_between_the_rules(column: str, rules: list[str]) -> None:
    proof = proof_of("U", column, *(f"{rule} | 1" for rule in rules))
    assert (proof.complete, proof.disjoint) == (True, True)


def test_values_that_are_not_allowed_need_no_rule() -> None:
    def proof(allowed: str) -> Proof:
        columns = (InputDefinition("年龄", allowed),)
        rules = (RuleDefinition(("[0..60)",), ("1",)), RuleDefinition(("> 150",), ("2",)))
        return prove(
            compile_table(TableDefinition(columns, (OutputDefinition(),), rules), SCOPE).structure
        )

    assert proof("[0..150]").gaps == (Gap(((0, "[60..150]"),), ((0, Decimal(60)),)),)
    assert proof("[0..150]").dead == (DeadRule(2, 0),)
    assert proof("? < 入职日期.year").complete is None


def test_whole_numbers_lie_next_to_one_another() -> None:
    rules = ("年龄", "<= 35 | 1", ">= 36 | 2", "(35..36) | 3")
    proof = proof_of("U", *rules, whole=frozenset({0}))
    assert proof.complete is True
    assert proof.dead == (DeadRule(3, 0),)
    assert proof_of("U", "年龄", "< 0.5 | 1", "> 1 | 2", whole=frozenset({0})).gaps == (
        Gap(((0, "1"),), ((0, Decimal(1)),)),
    )


def test_an_overlap_forbidden_by_the_hit_policy_and_one_that_it_settles() -> None:
    rules = ('"博士" | - | 1', "- | < 35 | 2", '"硕士" | >= 35 | 3')
    example = ((0, "博士"), (1, Decimal(34)))
    assert proof_of("U", "学历 | 年龄", *rules).overlaps == (Overlap((1, 2), example, False, None),)
    assert proof_of("F", "学历 | 年龄", *rules).overlaps == (Overlap((1, 2), example, False, 1),)
    assert proof_of("P", "学历 | 年龄", *rules).overlaps == (Overlap((1, 2), example, False, 2),)
    assert proof_of("C", "学历 | 年龄", *rules).overlaps == (Overlap((1, 2), example, False, None),)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [("1000", "1000.00", True), ("年龄", "年龄", True), ("1", "2", False), ("1", "年龄", None)],
)
def test_what_rules_that_overlap_say(one: str, other: str, agree: bool | None) -> None:
    (overlap,) = proof_of("A", "学历", f"- | {one}", f'"博士" | {other}').overlaps
    assert overlap.agree is agree


def test_rules_that_only_null_makes_overlap() -> None:
    (overlap,) = proof_of("U", "学历", '"博士", null | 1', "null | 2").overlaps
    assert overlap.example == ((0, None),)


def test_dead_rules() -> None:
    proof = proof_of(
        "F",
        "学历 | 年龄",
        '"博士" | - | 1',
        "- | >= 40 | 2",
        '"博士", "硕士" | > 50 | 3',
        "- | [40..18] | 3",
        '"硕士" | < 18, > 40 | 1',
        "- | - | 3",
    )
    assert proof.dead == (
        DeadRule(3, None, (2,), ((0, "博士"), (1, Decimal(51)))),
        DeadRule(4, 1),
    )


def test_the_last_rule_is_alive_for_null_alone() -> None:
    every = ("学历", '"博士" | 1', '"硕士" | 2', '"学士" | 3')
    assert proof_of("F", *every, "- | 1").dead == ()
    assert proof_of("F", *every, "null | 1", "- | 1").dead == (DeadRule(5, None, (1, 2, 3, 4), ()),)


def test_a_lower_priority_never_decides_below_a_higher_one() -> None:
    rules = ("- | < 40 | 1", '"博士" | < 50 | 3', '"博士" | < 30 | 2')
    assert [dead.rule for dead in proof_of("P", "学历 | 年龄", *rules).dead] == [3]
    # Which priority a computed output has is not known.
    assert proof_of("P", "学历 | 年龄", "- | - | 3", "- | - | 年龄").dead == ()


def test_superfluous_rules() -> None:
    proof = proof_of("F", "学历 | 年龄", '"博士" | < 40 | 2', '"博士" | - | 2', "- | - | 3")
    assert proof.superfluous == (SuperfluousRule(1, 2, ((0, "博士"), (1, Decimal(39)))),)
    needed = proof_of("F", "学历 | 年龄", '"博士" | < 40 | 2', "- | < 30 | 1", '"博士" | - | 2')
    assert needed.superfluous == ()
    agreeing = proof_of("A", "年龄", "< 40 | 2", ">= 40 | 2", "[30..50] | 2")
    assert [found.rule for found in agreeing.superfluous] == [3]
    # A rule that says what the default says is there to be read.
    default = table("U", "年龄", "< 40 | 2", default="2")
    assert prove(default.structure).superfluous == ()


def test_two_rules_that_are_the_same_are_not_both_superfluous() -> None:
    proof = proof_of("A", "年龄", "< 40 | 2", "< 40 | 2")
    assert [found.rule for found in proof.superfluous] == [2]


def test_columns_of_one_expression_are_one() -> None:
    proof = proof_of("U", "年龄 | 年龄", ">= 18 | < 40 | 1", "- | >= 40 | 2", "< 18 | - | 3")
    assert (proof.complete, proof.disjoint) == (True, True)
    never = proof_of("U", "年龄 | 年龄", "- | 3 | 1", ">= 18 | < 18 | 2")
    assert never.dead == (DeadRule(2, 0),)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("年龄", "> 入职日期.year"),
        ("年龄", "? * 2 > 30"),
        ("年龄", "if ? > 3 then true else false"),
        ("学历", 'starts with(?, "博")'),
        ("单位", '> "企业"'),
        ("荣誉", 'list contains(?, "院士")'),
    ],
)
def test_what_cannot_be_read_is_named_and_claims_nothing(column: str, cell: str) -> None:
    proof = proof_of("F", f"{column} | 在岗", f"{cell} | true | 1", "- | true | 2", "- | - | 3")
    assert proof.unread == (UnreadColumn(0, (1,)),)
    assert [overlap.rules for overlap in proof.overlaps] == [(2, 3)]
    assert (proof.complete, proof.disjoint, proof.dead) == (True, False, ())
    open_end = proof_of("U", f"{column} | 在岗", f"{cell} | true | 1", "- | false | 2")
    assert (open_end.complete, open_end.disjoint, open_end.gaps) == (None, True, ())
    both = proof_of("U", f"{column} | 在岗", f"{cell} | - | 1", "- | true | 2")
    assert (both.complete, both.disjoint, both.overlaps) == (None, None, ())
    gap = proof_of("U", f"{column} | 在岗", f"{cell} | true | 1")
    assert gap.gaps == (Gap(((1, "false"),), ((1, False),)),)


def test_a_rule_that_may_match_makes_no_other_dead_or_superfluous() -> None:
    covered = proof_of("F", "年龄 | 在岗", "? * 2 > 30 | - | 1", "- | - | 2", "< 3 | true | 2")
    assert [dead.rule for dead in covered.dead] == [3]
    needed = proof_of("F", "年龄 | 在岗", "- | true | 2", "? * 2 > 30 | - | 1", "- | - | 2")
    assert needed.superfluous == ()


def test_many_gaps_are_told_in_part() -> None:
    draughts = [f"{number} | {number} | 1" for number in range(2 * GAPS)]
    proof = proof_of("U", "年龄 | 年龄 * 2", *draughts)
    assert len(proof.gaps) == GAPS
    assert proof.more_gaps


def test_a_table_without_rules_is_one_gap() -> None:
    assert proof_of("U", "年龄").gaps == (Gap((), ()),)


def test_a_table_that_is_too_large_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [f"{number} | {number} | 1" for number in range(9)]
    whole = table("F", "年龄 | 年龄 * 2", *rules, "- | - | 2").structure
    assert not prove(whole).too_large
    with pytest.raises(TooLarge):
        small = build_grid(whole, frozenset())
        small.steps = 5
        small.is_covered(small.expected, small.exact & ~(1 << 9))
    monkeypatch.setattr(grid.Grid, "is_covered", _refuse)
    prove.cache_clear()
    proof = prove(whole)
    prove.cache_clear()
    assert (proof.too_large, proof.complete, proof.dead) == (True, None, ())


def _refuse(*_: object) -> bool:
    raise TooLarge

"""Hit policies, defaults, and tables that wait for a fact."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huizhi.feel import (
    NUMBER,
    STRING,
    HitPolicy,
    InputDefinition,
    OutputDefinition,
    RuleDefinition,
    Scope,
    Table,
    TableDefinition,
    compile_table,
)
from tests.feel.evaluating import missing

SCOPE = Scope({"学位": STRING, "年龄": NUMBER})


def table(
    policy: HitPolicy,
    *rules: tuple[str, str, str],
    values: tuple[str, ...] = (),
    default: str = "",
) -> Table:
    """A table of degree and age with one amount."""
    return compile_table(
        TableDefinition(
            (InputDefinition("学位"), InputDefinition("年龄")),
            (OutputDefinition("金额", None, values, default),),
            tuple(RuleDefinition((degree, age), (amount,)) for degree, age, amount in rules),
            policy,
        ),
        SCOPE,
    )


DOCTOR_FIRST = (('"博士"', "-", "5000"), ("-", "< 40", "3000"), ("-", ">= 40", "1000"))


@pytest.mark.parametrize(
    ("policy", "degree", "age", "expected"),
    [
        ("U", "硕士", 30, Decimal(3000)),
        ("U", "博士", 30, None),
        ("F", "博士", 30, Decimal(5000)),
        ("F", "硕士", 50, Decimal(1000)),
        ("A", "硕士", 30, Decimal(3000)),
        ("A", "博士", 30, None),
        ("C", "博士", 30, [Decimal(5000), Decimal(3000)]),
        ("R", "博士", 50, [Decimal(5000), Decimal(1000)]),
        ("C+", "博士", 30, Decimal(8000)),
        ("C<", "博士", 30, Decimal(3000)),
        ("C>", "博士", 30, Decimal(5000)),
        ("C#", "博士", 30, Decimal(2)),
    ],
)
def test_known_facts(policy: HitPolicy, degree: str, age: int, expected: object) -> None:
    result = table(policy, *DOCTOR_FIRST).evaluate({"学位": degree, "年龄": age})
    assert result == expected


def test_any_allows_several_rules_that_agree() -> None:
    agreeing = table("A", ('"博士"', "-", "5000"), ("-", "< 40", "5000"))
    assert agreeing.evaluate({"学位": "博士", "年龄": 30}) == 5000


@pytest.mark.parametrize(("policy", "expected"), [("P", "A"), ("O", ["A", "B", "C"])])
def test_priorities_follow_the_order_of_the_values(policy: HitPolicy, expected: object) -> None:
    ranked = table(
        policy,
        ("-", "< 40", '"C"'),
        ("-", "< 50", '"A"'),
        ("-", "< 60", '"B"'),
        values=('"A"', '"B"', '"C"'),
    )
    assert ranked.evaluate({"学位": "博士", "年龄": 30}) == expected


@pytest.mark.parametrize(
    ("policy", "default", "expected"),
    [
        ("U", "", None),
        ("U", "0", Decimal(0)),
        ("F", "0", Decimal(0)),
        ("C+", "", None),
        ("C+", "0", Decimal(0)),
        ("C#", "", Decimal(0)),
        ("C", "", []),
    ],
)
def test_no_rule_matches(policy: HitPolicy, default: str, expected: object) -> None:
    never = table(policy, ('"博士"', "-", "1"), default=default)
    assert never.evaluate({"学位": "硕士", "年龄": 1}) == expected


@pytest.mark.parametrize(
    ("policy", "facts", "expected"),
    [
        # The degree could make the first rule match.
        ("F", {"年龄": 30}, missing("学位")),
        # The first rule matches whatever the age is.
        ("F", {"学位": "博士"}, Decimal(5000)),
        ("F", {"学位": "硕士"}, missing("年龄")),
        ("F", {}, missing("学位", "年龄")),
        ("C", {"学位": "博士"}, missing("年龄")),
        ("C+", {"学位": "博士"}, missing("年龄")),
        ("C#", {"学位": "博士"}, missing("年龄")),
        # Whatever the age is, no rule gives more than the doctor's rule.
        ("C>", {"学位": "博士"}, Decimal(5000)),
        ("C<", {"学位": "博士"}, missing("年龄")),
        ("C<", {"年龄": 50}, Decimal(1000)),
    ],
)
def test_a_fact_is_missing(policy: HitPolicy, facts: dict[str, object], expected: object) -> None:
    assert table(policy, *DOCTOR_FIRST).evaluate(facts) == expected


def test_outputs_that_agree_make_an_unresolved_rule_harmless() -> None:
    same = table("U", ('"博士"', "< 40", "5000"), ('"博士"', ">= 40", "5000"), default="0")
    # The two rules agree, but the default does not: the age could be known to be absent.
    assert same.evaluate({"学位": "博士"}) == missing("年龄")
    assert same.evaluate({"学位": "硕士"}) == 0
    agreeing = table("F", ('"博士"', "< 40", "5000"), ('"博士"', "-", "5000.00"))
    assert agreeing.evaluate({"学位": "博士"}) == 5000


def test_a_failed_cell_decides_although_another_is_missing() -> None:
    both = table("U", ('"博士"', "< 40", "5000"), default="0")
    assert both.evaluate({"年龄": 50}) == 0
    assert both.evaluate({"学位": "硕士"}) == 0
    assert both.evaluate({"年龄": 30}) == missing("学位")


def test_priority_waits_only_for_what_would_win() -> None:
    ranked = table("P", ('"博士"', "-", '"A"'), ("-", "< 40", '"B"'), values=('"A"', '"B"'))
    assert ranked.evaluate({"年龄": 30}) == missing("学位")
    assert ranked.evaluate({"学位": "博士"}) == "A"


def test_a_dash_never_waits() -> None:
    anything = table("U", ("-", "", "7"))
    assert anything.evaluate({}) == 7
    assert anything.names == {"学位", "年龄"}


def test_an_output_that_is_missing_is_the_result() -> None:
    computed = table("U", ('"博士"', "-", "年龄 * 100"))
    assert computed.evaluate({"学位": "博士"}) == missing("年龄")


def test_null_meets_only_what_names_it() -> None:
    nothing = table("F", ("null", "-", "1"), ('not("博士")', "-", "2"), ("-", "-", "3"))
    assert nothing.evaluate({"学位": None, "年龄": 1}) == 1
    less = table("F", ("-", "< 40", "1"), ("-", "not(< 40)", "2"), ("-", "-", "3"))
    assert less.evaluate({"学位": "博士", "年龄": None}) == 3

"""What would have to change for a no, held against changing it."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huizhi.rules.evaluation.results import Outcome
from tests.rules.evaluation.test_evaluator import ANN, TABLE, evaluator, group, population
from tests.rules.packs.small_pack import benefit

FACTS = ["在岗", "是否租房", "毕业院校双一流", "入住人才社区"]
BODY = """\
definitions:
  - {name: 甲, english: a, clause: "1", type: boolean, feel: 在岗 and not(是否租房)}
tables:
  - name: 标准
    english: sum
    clause: "1"
    hit_policy: F
    inputs:
      - {label: 在岗, feel: 在岗}
      - {label: 双一流, feel: 毕业院校双一流}
    outputs:
      - {name: 标准, type: number}
    rules:
      - {when: ["true", "true"], then: ["0"]}
      - {when: ["-", "true"], then: ["100"]}
      - {when: ["false", "-"], then: ["if 入住人才社区 then 200 else 0"]}
"""
CONDITIONS = st.recursive(
    st.sampled_from([*FACTS, "甲", "标准 > 150"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} and {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} or {pair[1]})"),
        inner.map(lambda text: f"not({text})"),
        st.tuples(inner, inner, inner).map(lambda t: f"(if {t[0]} then {t[1]} else {t[2]})"),
    ),
    max_leaves=6,
)


def explain(facts, others=None, body="", head="", **more):
    run = evaluator(benefit("a", **more), body=body, head=head)
    return run.explain(population(facts, **(others or {})), ANN, "a")


def told(reason, language="zh"):
    return [[words.get(language) for words in one.sentences] for one in reason.changes.sets]


@settings(max_examples=120, deadline=None)
@given(CONDITIONS, st.fixed_dictionaries({fact: st.booleans() for fact in FACTS}))
def test_making_the_changes_of_a_set_gives_a_yes_and_less_does_not(condition, facts):
    run = evaluator(benefit("a", "标准", condition), body=BODY)

    def outcome(changed):
        (result,) = run.evaluate(population({**facts, **changed}), ANN)
        return result.outcome

    changes = run.explain(population(facts), ANN, "a").changes
    if changes is None:
        assert outcome({}) is Outcome.YES
        return
    reachable = False
    for values in ({f: bool(n >> at & 1) for at, f in enumerate(FACTS)} for n in range(16)):
        reachable = reachable or outcome(values) is Outcome.YES
    assert bool(changes.sets) is reachable
    for one in changes.sets:
        flipped = {change.text: change.wanted for change in one.changes}
        assert all(facts[text] is not value for text, value in flipped.items())
        assert outcome(flipped) is Outcome.YES
        for text in flipped:
            assert outcome({key: v for key, v in flipped.items() if key != text}) is Outcome.NO


@pytest.mark.parametrize(
    ("condition", "facts", "zh", "en"),
    [
        (
            "年龄 <= 40",
            {"年龄": Decimal(42)},
            [["年龄现为 42，须不超过 40"]],
            [["Age is 42; it must be at most 40"]],
        ),
        (
            'not(学位 in ("硕士", "博士")) and 在岗',
            {"学位": "博士"},
            [["学位现为“博士”，须不为“硕士”、“博士”之一", "在岗未知，须为是"]],
            [
                [
                    "Degree is “doctor”; it must be not one of “master”, “doctor”",
                    "In post is not known; it must be yes",
                ]
            ],
        ),
        (
            '年龄 between 18 and 40 or 学位 = "博士"',
            {"年龄": Decimal(50), "学位": "学士"},
            [["年龄现为 50，须在 18 至 40 之间"], ["学位现为“学士”，须为“博士”"]],
            [
                ["Age is 50; it must be between 18 and 40"],
                ["Degree is “bachelor”; it must be “doctor”"],
            ],
        ),
        (
            '毕业日期 != null and date("2020-01-01") <= 毕业日期',
            {"毕业日期": None},
            [["毕业日期现为无，须不早于 2020-01-01"]],
            [["Graduation date is none; it must be 2020-01-01 at the earliest"]],
        ),
        (
            'list contains(荣誉, "三晋学者")',
            {"荣誉": []},
            [['“list contains(荣誉, "三晋学者")”现不成立，须成立']],
            [['“list contains(荣誉, "三晋学者")” does not hold; it must hold']],
        ),
    ],
)
def test_a_set_says_what_is_and_what_must_be(condition, facts, zh, en):
    reason = explain(facts, condition=condition)
    assert told(reason) == zh
    assert told(reason, "en") == en


def test_a_change_carries_text_test_value_and_clause():
    ((one,),) = [
        s.changes for s in explain({"年龄": Decimal(42)}, condition="年龄 < 40").changes.sets
    ]
    assert (one.text, one.test, one.wanted, one.value) == ("年龄", "< 40", True, "42")
    assert (one.missing, one.clause) == ((), "rules#1")


def test_the_cells_of_a_table_that_gives_something():
    reason = explain({"学位": "学士"}, amount="标准", body=TABLE)
    assert told(reason) == [["学位现为“学士”，须为“博士”"], ["学位现为“学士”，须为“硕士”"]]


def test_tests_that_no_value_passes_together_make_no_set():
    reason = explain({"学位": "学士"}, amount="标准", condition='学位 = "博士"', body=TABLE)
    assert told(reason) == [["学位现为“学士”，须为“博士”"]]
    reason = explain({"年龄": Decimal(30)}, condition="年龄 > 40 and 年龄 < 35")
    assert reason.changes.sets == ()
    assert "没有可以改变" in reason.changes.instead.zh


def test_what_a_constant_is_compared_with_differs_from_one_to_another():
    run = evaluator(benefit("a", "标准", "标准 > 年龄"), body=TABLE)

    def told_at(age):
        return told(run.explain(population({"学位": "学士", **age}), ANN, "a"))

    doctor, master = ["学位现为“学士”，须为“博士”"], ["学位现为“学士”，须为“硕士”"]
    for _ in range(2):
        assert told_at({"年龄": Decimal(30)}) == [doctor, master]
        assert told_at({"年龄": Decimal(3000)}) == [doctor]
        assert told_at({"年龄": Decimal(9000)}) == []
    assert told_at({}) == []


def test_the_period_of_entitlement():
    window = '{start: "入职日期", months: 12}'
    reason = explain({"入职日期": dt.date(2019, 1, 1)}, period="month", window=window)
    assert told(reason) == [["12 个月的享受期从 2019-01-01 起算，2021-07-26 须在其中"]]


def test_of_many_sets_five_are_told():
    condition = " or ".join(f"年龄 = {age}" for age in range(8))
    changes = explain({"年龄": Decimal(42)}, condition=condition).changes
    assert len(changes.sets) == 5
    assert changes.more


def test_a_yes_and_an_unknown_have_nothing_to_change():
    assert explain({}).changes is None
    assert explain({}, condition="在岗").changes is None


def test_where_another_benefit_goes_before_that_is_said_instead():
    run = evaluator(
        benefit("a", "1000", group="g"), benefit("b", "2000", group="g"), head=group("highest_only")
    )
    changes = run.explain(population({}), ANN, "a").changes
    assert changes.sets == ()
    assert changes.instead.zh.endswith("已按“b”享受。")

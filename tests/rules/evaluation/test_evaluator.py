"""The evaluator: yes, no and unknown, amounts, stacking, caps and versions, by hand."""

import datetime as dt
import json
import pickle
from decimal import Decimal

import pytest

from huizhi.rules.evaluation.evaluator import (
    Evaluator,
    UnknownBenefitError,
    UnknownSubjectError,
)
from huizhi.rules.evaluation.results import Outcome, ReasonCode, Result
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.population import Population
from huizhi.rules.money import Money
from huizhi.rules.packs.loading import load_pack_from_files
from huizhi.rules.subjects import SubjectKind, SubjectRef
from tests.rules.packs.small_pack import benefit, pack_files

AS_OF = dt.date(2021, 7, 26)
ANN = SubjectRef(SubjectKind.PERSON, "ann")


def evaluator(*benefits, as_of=AS_OF, **more):
    return Evaluator(load_pack_from_files(pack_files(*benefits, **more)), load_catalogue(), as_of)


def population(facts, **others):
    kinds = {SubjectKind.PERSON: {"ann": facts}}
    for kind, subjects in others.items():
        kinds.setdefault(SubjectKind(kind), {}).update(subjects)
    return Population(kinds)


def decide(facts, *benefits, others=None, **more):
    results = evaluator(*benefits, **more).evaluate(population(facts, **(others or {})), ANN)
    return {result.benefit_id: result for result in results}


def one(facts, *, others=None, **more):
    return decide(facts, benefit("a", **more), others=others)["a"]


# --- conditions and Missing --------------------------------------------------------------------


def test_yes_with_amount_and_clause():
    result = one({"学位": "博士"}, condition='学位 = "博士"', amount="5000")
    assert result == Result(
        subject=ANN,
        benefit_id="a",
        period="once",
        outcome=Outcome.YES,
        clause="rules#1",
        reason_code=ReasonCode.ENTITLED,
        amount=Money(500000),
        gross=Money(500000),
    )


def test_no_names_the_condition():
    result = one({"学位": "硕士"}, condition='学位 = "博士"')
    assert (result.outcome, result.reason_code, result.amount) == (
        Outcome.NO,
        ReasonCode.CONDITION,
        Money(0),
    )
    assert result.reason_name.zh == "条件"
    assert result.summary("zh") == "不符合条件“条件”"


def test_a_fact_nobody_knows_is_not_a_no():
    result = one({}, condition='学位 = "博士"', amount="5000")
    assert (result.outcome, result.missing) == (Outcome.UNKNOWN, ("学位",))
    assert (result.amount, result.gross, result.potential) == (None, Money(500000), Money(500000))


def test_a_fact_known_to_be_absent_is():
    assert one({"职称": None}, condition='职称 = "教授"').outcome is Outcome.NO


@pytest.mark.parametrize(
    ("facts", "outcome", "missing"),
    [
        ({"学位": "硕士"}, Outcome.NO, ()),
        ({"在岗": False}, Outcome.NO, ()),
        ({"学位": "博士"}, Outcome.UNKNOWN, ("在岗",)),
        ({}, Outcome.UNKNOWN, ("在岗", "学位")),
        ({"学位": "博士", "在岗": True}, Outcome.YES, ()),
    ],
)
def test_false_wins_whatever_is_missing(facts, outcome, missing):
    result = one(facts, condition='学位 = "博士" and 在岗')
    assert (result.outcome, result.missing) == (outcome, missing)


def test_a_false_condition_after_an_unknown_one_is_a_no():
    two = benefit("a", condition="在岗") + (
        '    - {name: {zh: 二, en: Two}, clause: "1", feel: \'学位 = "博士"\'}\n'
    )
    result = decide({"学位": "硕士"}, two)["a"]
    assert (result.outcome, result.reason_name.zh) == (Outcome.NO, "二")


def test_a_derived_fact_asks_for_what_it_follows_from():
    assert one({}, condition="年龄 >= 35").missing == ("出生日期",)
    assert one({"出生日期": dt.date(1986, 7, 26)}, condition="年龄 >= 35").outcome is Outcome.YES
    assert one({"出生日期": dt.date(1986, 7, 27)}, condition="年龄 >= 35").outcome is Outcome.NO


def test_a_stated_value_wins_over_the_derivation():
    facts = {"出生日期": dt.date(1990, 1, 1), "年龄": 40}
    assert one(facts, condition="年龄 = 40").outcome is Outcome.YES


# --- other subjects and records ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "organisations", "outcome", "missing"),
    [
        ({"用人单位": "o"}, {"o": {"性质": "企业"}}, Outcome.YES, ()),
        ({"用人单位": "o"}, {"o": {"性质": "机关"}}, Outcome.NO, ()),
        ({"用人单位": "o"}, {"o": {}}, Outcome.UNKNOWN, ("用人单位.性质",)),
        ({"用人单位": "o"}, {}, Outcome.UNKNOWN, ("用人单位",)),
        ({}, {}, Outcome.UNKNOWN, ("用人单位",)),
        ({"用人单位": None}, {}, Outcome.NO, ()),
    ],
)
def test_facts_of_the_employer(facts, organisations, outcome, missing):
    result = one(facts, others={"organisation": organisations}, condition='用人单位.性质 = "企业"')
    assert (result.outcome, result.missing) == (outcome, missing)


def test_facts_of_the_employer_of_the_spouse():
    condition = '配偶.用人单位.性质 = "企业"'
    bob = {"用人单位": "o"}
    ann = {"配偶": "bob"}
    works = {"person": {"bob": bob}, "organisation": {"o": {"性质": "企业"}}}
    assert one(ann, others=works, condition=condition).outcome is Outcome.YES
    unsure = {"person": {"bob": bob}, "organisation": {"o": {}}}
    assert one(ann, others=unsure, condition=condition).missing == ("配偶.用人单位.性质",)


def test_spouses_who_point_at_each_other_end():
    others = {"person": {"bob": {"配偶": "ann", "学位": "硕士"}}}
    result = one({"配偶": "bob"}, others=others, condition='配偶.学位 = "硕士"')
    assert result.outcome is Outcome.YES


def test_a_member_of_a_record_that_is_not_stated_is_missing():
    condition = 'some 职 in 任职 satisfies 职.方式 = "全职"'
    assert one({"任职": [{"单位性质": "企业"}]}, condition=condition).missing == ("任职.方式",)
    both = [{"单位性质": "企业"}, {"方式": "全职"}]
    assert one({"任职": both}, condition=condition).outcome is Outcome.YES


# --- amounts -----------------------------------------------------------------------------------

TABLE = """\
tables:
  - name: 标准
    english: rate
    clause: "1"
    hit_policy: U
    inputs: [{label: 学位, feel: 学位}]
    outputs: [{name: 金额, type: number}]
    rules:
      - {when: ['"博士"'], then: [5000]}
      - {when: ['"硕士"'], then: [3000]}
"""


def from_table(facts, amount="标准", condition="true"):
    return decide(facts, benefit("a", amount, condition), body=TABLE)["a"]


def test_an_amount_from_a_table():
    assert from_table({"学位": "硕士"}).amount == Money(300000)


def test_no_rule_no_benefit():
    result = from_table({"学位": "学士"})
    assert (result.outcome, result.reason_code) == (Outcome.NO, ReasonCode.NO_AMOUNT)


def test_the_best_a_table_could_give_is_the_potential():
    result = from_table({}, "标准 * 12")
    assert (result.outcome, result.missing) == (Outcome.UNKNOWN, ("学位",))
    assert result.potential == Money(6000000)


def test_an_amount_that_hangs_on_a_bare_fact_has_no_potential():
    result = one({}, amount="min(学费, 30000)")
    assert (result.outcome, result.potential) == (Outcome.UNKNOWN, None)


def test_sure_to_get_something_but_not_how_much():
    result = decide(
        {}, benefit("a", "标准"), body=TABLE.replace("type: number", "type: number, default: 100")
    )["a"]
    assert (result.outcome, result.reason_code) == (Outcome.UNKNOWN, ReasonCode.AMOUNT_OPEN)


@pytest.mark.parametrize(
    ("rounding", "fen"), [("half_up", 3334), ("down", 3333), ("up", 3334), ("half_even", 3334)]
)
def test_rounding_is_that_of_the_benefit(rounding, fen):
    assert one({}, amount="100.005 / 3", rounding=rounding).amount == Money(fen)


@pytest.mark.parametrize("amount", ["0", "-5", "1 / 0", "null"])
def test_nothing_is_no_benefit(amount):
    result = one({}, amount=amount)
    assert (result.outcome, result.reason_code) == (Outcome.NO, ReasonCode.NO_AMOUNT)


def test_what_is_not_money_has_a_quantity():
    flat = {"form": "housing", "unit": "{zh: 套, en: flat}", "quantity": "2"}
    text = benefit("a", condition="在岗", **flat).replace("  amount: '1000'\n", "")
    result = decide({"在岗": True}, text)["a"]
    assert (result.outcome, result.quantity, result.amount) == (Outcome.YES, Decimal(2), None)
    assert result.summary("zh") == "符合条件，2 套"
    assert decide({}, text)["a"].outcome is Outcome.UNKNOWN


# --- windows -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "outcome"),
    [
        (dt.date(2021, 7, 31), Outcome.YES),
        (dt.date(2020, 8, 1), Outcome.YES),
        (dt.date(2020, 7, 31), Outcome.NO),
        (dt.date(2021, 8, 1), Outcome.NO),
        (None, Outcome.NO),
    ],
)
def test_twelve_months_from_the_first_day_at_work(start, outcome):
    more = {"period": "month", "window": "{start: 入职日期, months: 12}"}
    result = one({"入职日期": start}, **more)
    assert (result.outcome, result.period) == (outcome, "2021-07")


def test_a_window_whose_start_nobody_knows():
    result = one({}, period="month", window="{start: 入职日期, months: 12}")
    assert (result.outcome, result.missing) == (Outcome.UNKNOWN, ("入职日期",))


# --- stacking and caps -------------------------------------------------------------------------


def group(rule, **more):
    extra = "".join(f", {key}: {value}" for key, value in more.items())
    return f"""
    groups:
      - {{id: g, name: {{zh: 不重复, en: Once}}, rule: {rule}, clause: rules#1{extra}}}
    """


def test_the_highest_stays_and_the_other_says_why():
    results = decide(
        {},
        benefit("a", "1000", group="g"),
        benefit("b", "2000", group="g"),
        head=group("highest_only"),
    )
    assert results["b"].amount == Money(200000)
    lost = results["a"]
    assert (lost.outcome, lost.reason_code, lost.gross) == (
        Outcome.NO,
        ReasonCode.STACKED_OUT,
        Money(100000),
    )
    (adjustment,) = lost.adjustments
    assert (adjustment.kind, adjustment.by_id, adjustment.benefit_id, adjustment.taken) == (
        "highest_only",
        "g",
        "b",
        Money(100000),
    )


def test_ties_of_the_highest_go_by_the_file_and_not_by_priority():
    results = decide(
        {},
        benefit("a", group="g", priority="9"),
        benefit("b", group="g", priority="1"),
        head=group("highest_only"),
    )
    assert [results[id].outcome for id in "ab"] == [Outcome.YES, Outcome.NO]


def test_exclusive_goes_by_priority():
    results = decide(
        {},
        benefit("a", "9000", group="g", priority="9"),
        benefit("b", "1", group="g", priority="1"),
        head=group("exclusive"),
    )
    assert [results[id].outcome for id in "ab"] == [Outcome.NO, Outcome.YES]


def test_a_yes_waits_for_the_fact_that_could_take_it_away():
    both = (benefit("a", "1000", group="g"), benefit("b", "2000", "在岗", group="g"))
    results = decide({}, *both, head=group("highest_only"))
    assert [(results[id].outcome, results[id].missing) for id in "ab"] == [
        (Outcome.UNKNOWN, ("在岗",)),
        (Outcome.UNKNOWN, ("在岗",)),
    ]
    assert results["a"].potential == Money(100000)


def test_a_yes_that_nothing_can_take_away_stays():
    both = (benefit("a", "1000", group="g"), benefit("b", "999", "在岗", group="g"))
    results = decide({}, *both, head=group("highest_only"))
    assert (results["a"].outcome, results["a"].missing) == (Outcome.YES, ())
    assert (results["b"].outcome, results["b"].missing) == (Outcome.NO, ())


RENT_AND_HOME = (
    benefit("rent", "1000", "是否租房", group="g", period="month"),
    benefit("home", "20000", "名下住房套数 = 1", group="g"),
)


def received(*entries):
    names = ("事项", "期间", "金额")
    return [dict(zip(names, entry, strict=True)) for entry in entries]


def test_what_was_received_is_deducted():
    facts = {
        "是否租房": False,
        "名下住房套数": 1,
        "已领金额": received(
            ("rent", "2021-05", 1000), ("rent", "2021-06", Decimal("999.5")), ("x", "once", 5)
        ),
    }
    result = decide(facts, *RENT_AND_HOME, head=group("deduct"))["home"]
    assert (result.outcome, result.amount) == (Outcome.YES, Money(1800050))
    assert result.reason_code is ReasonCode.REDUCED


def test_receipts_nobody_knows_keep_a_deduction_open_unless_the_pack_ignores_them():
    facts = {"是否租房": False, "名下住房套数": 1}
    result = decide(facts, *RENT_AND_HOME, head=group("deduct"))["home"]
    assert (result.outcome, result.missing) == (Outcome.UNKNOWN, ("已领金额",))
    ignoring = decide(facts, *RENT_AND_HOME, head=group("deduct", received="ignore"))["home"]
    assert ignoring.amount == Money(2000000)


def test_this_months_rent_is_deducted_once():
    """It is claimed now; that it was paid already does not deduct it a second time."""
    facts = {
        "是否租房": True,
        "名下住房套数": 1,
        "已领金额": received(("rent", "2021-07", 1000), ("rent", "2021-06", 1000)),
    }
    results = decide(facts, *RENT_AND_HOME, head=group("deduct"))
    assert results["rent"].amount == Money(100000)
    assert results["home"].amount == Money(1800000)


def test_rent_paid_this_month_without_title_is_deducted_too():
    facts = {
        "是否租房": False,
        "名下住房套数": 1,
        "已领金额": received(("rent", "2021-07", 1000)),
    }
    assert decide(facts, *RENT_AND_HOME, head=group("deduct"))["home"].amount == Money(1900000)


def cap(limit, window="life", benefits="a, b", received="count"):
    return f"""
    caps:
      - {{id: c, name: {{zh: 上限, en: Cap}}, per: subject, window: {window}, limit: '{limit}',
         benefits: [{benefits}], clause: rules#1, received: {received}}}
    """


def capped(facts, head, a="1000", b="2000", **more):
    return decide(
        {"已领金额": [], **facts},
        benefit("a", a, period="year", priority="2", **more),
        benefit("b", b, period="year", priority="1"),
        head=head,
    )


def test_a_cap_is_used_up_by_priority():
    results = capped({}, cap("2500"))
    assert results["b"].amount == Money(200000)
    assert results["a"].amount == Money(50000)
    (adjustment,) = results["a"].adjustments
    assert (adjustment.kind, adjustment.by_id, adjustment.taken) == ("cap", "c", Money(50000))


def test_a_cap_used_up_is_a_no_that_says_so():
    result = capped({}, cap("2000"))["a"]
    assert (result.outcome, result.reason_code) == (Outcome.NO, ReasonCode.CAP_USED_UP)
    assert result.summary("en") == 'The limit "Cap" is used up'


@pytest.mark.parametrize(("window", "fen"), [("life", 10000), ("year", 70000), ("month", 100000)])
def test_what_was_received_in_the_window_uses_up_a_cap(window, fen):
    paid = received(("a", "2020", 600), ("a", "2021-03", 300), ("a", "2021", 9999))
    result = capped({"已领金额": paid}, cap("3000", window))["a"]
    assert result.amount == Money(fen)


def test_receipts_nobody_knows_keep_a_cap_open():
    results = decide({}, benefit("a", "1000"), head=cap("3000", benefits="a"))
    assert results["a"].missing == ("已领金额",)
    ignoring = decide({}, benefit("a", "1000"), head=cap("3000", benefits="a", received="ignore"))
    assert ignoring["a"].outcome is Outcome.YES


def test_a_limit_of_null_sets_none():
    limit = 'if 学位 = "博士" then null else 100'
    assert capped({"学位": "博士"}, cap(limit))["a"].amount == Money(100000)
    assert capped({"学位": "硕士"}, cap(limit))["a"].outcome is Outcome.NO


def test_a_limit_that_hangs_on_a_fact():
    limit = 'if 学位 = "博士" then 9000 else 100'
    result = capped({}, cap(limit))["a"]
    assert (result.outcome, result.missing, result.potential) == (
        Outcome.UNKNOWN,
        ("学位",),
        Money(100000),
    )


# --- versions, errors, data --------------------------------------------------------------------


def test_only_documents_in_force_count():
    files = pack_files(benefit("a", "2"))
    old = pack_files(benefit("a", "1"))["rules.yaml"]
    files["old.yaml"] = old.replace("2020-01-01, to: null", "2019-01-01, to: 2019-12-31")
    files["pack.yaml"] = files["pack.yaml"].replace("[rules.yaml]", "[old.yaml, rules.yaml]")
    pack = load_pack_from_files(files)
    amounts = []
    for day in (dt.date(2018, 12, 31), dt.date(2019, 12, 31), dt.date(2020, 1, 1)):
        results = Evaluator(pack, load_catalogue(), day).evaluate(population({}), ANN)
        amounts.append([result.amount.fen for result in results])
    assert amounts == [[], [100], [200]]


def test_unknown_subjects_and_benefits_are_errors():
    run = evaluator(benefit("a"))
    with pytest.raises(UnknownSubjectError):
        run.evaluate(population({}), SubjectRef(SubjectKind.PERSON, "bob"))
    with pytest.raises(UnknownBenefitError):
        run.explain(population({}), ANN, "b")


def test_kinds_without_benefits_have_no_results():
    run = evaluator(benefit("a"))
    everyone = population({}, organisation={"o": {}})
    assert run.evaluate(everyone, SubjectRef(SubjectKind.ORGANISATION, "o")) == []
    assert [result.subject for result in run.evaluate_all(everyone)] == [ANN]


def test_results_are_plain_data():
    results = capped({}, cap("2500"))
    for result in results.values():
        assert Result.from_json(json.loads(json.dumps(result.to_json()))) == result
        assert pickle.loads(pickle.dumps(result)) == result


def test_what_people_must_apply_stays_on_the_result():
    head = cap("3000", benefits="a").replace("per: subject", "per: employer")
    result = decide({}, benefit("a", lottery="true"), head=head)["a"]
    assert result.not_evaluated == ("lottery", "cap:c")


# --- reasons -----------------------------------------------------------------------------------


def test_a_reason_shows_condition_value_clause_rule_and_step():
    run = evaluator(
        benefit("a", "标准", "用人单位.成立日期 < 基准日", group="g"),
        benefit("b", "9000", "在岗", group="g"),
        head=group("highest_only"),
        body=TABLE,
    )
    everyone = population(
        {"学位": "博士", "用人单位": "o"}, organisation={"o": {"成立日期": dt.date(2000, 1, 2)}}
    )
    reason = run.explain(everyone, ANN, "a")
    assert reason.result.outcome is Outcome.UNKNOWN
    (condition,) = reason.conditions
    assert (condition.outcome, condition.clause.label.zh) == (Outcome.YES, "第一条")
    assert condition.reason.text == "用人单位.成立日期 < 基准日"
    assert {(seen.name, seen.value) for seen in condition.reason.facts} == {
        ("用人单位.成立日期", 'date("2000-01-02")'),
        ("基准日", 'date("2021-07-26")'),
    }
    (name,) = reason.names
    (rule,) = name.rules
    assert (name.name, name.kind, rule.number, rule.then) == ("标准", "table", 1, ("5000",))
    assert [(seen.name, seen.value) for seen in reason.amount.facts] == [("学位", '"博士"')]
    (step,) = reason.steps
    assert (step.kind, step.id, step.missing) == ("highest_only", "g", ("在岗",))
    assert {m.benefit_id: m.before for m in step.members} == {
        "a": (Money(500000), Money(500000)),
        "b": (Money(0), Money(900000)),
    }
    json.dumps(reason.to_json())


def test_a_reason_of_a_cap_shows_limit_and_receipts():
    run = evaluator(benefit("a", "1000"), head=cap("900", benefits="a"))
    paid = received(("a", "2020", 100))
    (step,) = run.explain(population({"已领金额": paid}), ANN, "a").steps
    assert (step.kind, step.limit.value, step.received) == (
        "cap",
        "900",
        (Money(10000), Money(10000)),
    )
    assert step.taken == Money(20000)


def test_a_reason_for_an_unknown_condition_names_what_is_missing_through_definitions():
    feel = '用人单位.县区 = "140212"'
    item = f'  - {{name: 甲, english: a, clause: "1", type: boolean, feel: {feel}}}'
    body = f"definitions:\n{item}\n"
    run = evaluator(benefit("a", condition="甲"), body=body)
    (condition,) = run.explain(population({"用人单位": "o"}), ANN, "a").conditions
    assert condition.outcome is Outcome.UNKNOWN
    assert condition.reason.uses == ("甲",)
    assert [(seen.name, seen.missing) for seen in condition.reason.facts] == [
        ("用人单位.县区", ("用人单位",))
    ]


def test_results_with_their_trace_are_the_results():
    run = evaluator(
        benefit("a", "标准", "在岗", group="g"),
        benefit("b", "9000", 'not(在岗) or 学位 = "博士"', group="g"),
        benefit("c", "标准"),
        head=group("highest_only"),
        body=TABLE,
    )
    for facts in ({}, {"学位": "博士"}, {"学位": "硕士", "在岗": True}, {"在岗": False}):
        everyone = population(facts)
        explained = run.explained(everyone, ANN)
        assert explained.results == run.evaluate(everyone, ANN)
        for result in explained.results:
            alone = run.explain(everyone, ANN, result.benefit_id)
            assert explained.reason(result.benefit_id).to_json() == alone.to_json()


def test_a_text_is_traced_once_for_all_benefits():
    run = evaluator(benefit("a", "标准"), benefit("b", "标准"), body=TABLE)
    explained = run.explained(population({"学位": "博士"}), ANN)
    first, second = (explained.reason(id).names[0] for id in "ab")
    assert first is second


def test_a_kind_without_benefits_has_nothing_to_explain():
    everyone = population({}, organisation={"o": {}})
    found = evaluator(benefit("a")).explained(everyone, SubjectRef(SubjectKind.ORGANISATION, "o"))
    assert found.results == []

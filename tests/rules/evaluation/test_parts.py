"""An evaluation told part by part: one sentence for each kind of part, in both languages."""

from decimal import Decimal

import pytest

from huizhi.feel import compile_expression
from huizhi.rules.evaluation.parts import Telling, part_to_json
from huizhi.rules.evaluation.wording import Wording
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind
from tests.rules.evaluation.test_evaluator import ANN, evaluator, population
from tests.rules.packs.small_pack import benefit

FACTS = {"年龄": Decimal(42), "学位": "硕士", "在岗": True, "荣誉": ["三晋学者"], "入职日期": None}
TABLE = """\
definitions:
  - {name: 甲, english: a, clause: "1", type: boolean, feel: 在岗}
tables:
  - name: 标准
    english: rate
    clause: "1"
    hit_policy: U
    inputs: [{label: 学位, feel: 学位}, {label: 年龄, feel: 年龄}]
    outputs: [{name: 金额, type: number}]
    rules:
      - {when: ['"博士"', "<= 40"], then: [5000]}
      - {when: ['"硕士"', "<= 40"], then: [3000], note: {zh: 青年, en: young}}
"""


def part_of(text):
    catalogue = load_catalogue()
    kind = SubjectKind.PERSON
    expression = compile_expression(text, catalogue.scope(kind))
    telling = Telling(Wording(catalogue, kind), FACTS, lambda text: text.explain(FACTS)[1])
    return telling.expression(expression)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "年龄 <= 40",
            "年龄现为 42，不满足“不超过 40”",
            "Age is 42, which does not meet “at most 40”",
        ),
        (
            '学位 in ("硕士", "博士")',
            "学位现为“硕士”，满足“为‘硕士’、‘博士’之一”",
            "Degree is “master”, which meets “one of ‘master’, ‘doctor’”",
        ),
        (
            "年龄 between 18 and 40",
            "年龄现为 42，不满足“在 18 至 40 之间”",
            "Age is 42, which does not meet “between 18 and 40”",
        ),
        (
            "年龄 in (18..40]",
            "年龄现为 42，不满足“在 18 至 40 之间（不含 18）”",
            "Age is 42, which does not meet “between 18 and 40 (without 18)”",
        ),
        (
            "名下住房套数 = 0",
            "名下住房套数未知，尚不能判断是否“为 0”",
            "Homes owned is not known; whether it is “0” is open",
        ),
        (
            "入职日期 != null",
            "入职日期现为无，不满足“有”",
            "Employed since is none, which does not meet “present”",
        ),
        ("在岗 and 年龄 < 40", "有一项不满足", "Part of it does not hold"),
        ("在岗 and 年龄 > 40", "各项都满足", "All of it holds"),
        ("年龄 < 40 or 年龄 > 90", "没有一项满足", "None of it holds"),
        ("年龄 < 40 or 在岗", "至少一项满足", "At least one holds"),
        ("年龄 < 40 or 是否租房", "尚不能判断", "That is open"),
        ("not(在岗)", "排除的情形成立", "The excluded case is present"),
        (
            'some 称号 in 荣誉 satisfies 称号 = "三晋学者"',
            '至少有一项满足“称号 = "三晋学者"”',
            'At least one meets “称号 = "三晋学者"”',
        ),
        (
            'every 称号 in 荣誉 satisfies 称号 = "技能大师"',
            '有一项不满足“称号 = "技能大师"”',
            'Not every one meets “称号 = "技能大师"”',
        ),
        ("if 在岗 then 1 else 2", "按条件取“1”", "By the condition, “1” counts"),
        ("在岗", "在岗现为是", "In post is yes"),
        ("5000", "5000", "5000"),
        (
            "年龄 / 0",
            "“年龄 / 0”的结果为无（除数为零）",
            "“年龄 / 0” gives none (Division by zero)",
        ),
    ],
)
def test_a_sentence_for_each_kind_of_part(text, zh, en):
    sentence = part_of(text).sentence
    assert sentence.zh == zh
    assert sentence.en == en


def test_the_shape_of_the_data():
    data = part_to_json(part_of("在岗 and 年龄 < 40"))
    assert data["span"] == [0, 14]
    assert [child["text"] for child in data["children"]] == ["在岗", "年龄 < 40"]
    assert list(data) == ["span", "text", "value", "missing", "clause", "sentence", "children"]
    assert data["children"][1]["span"] == [7, 14]


def test_definitions_and_tables_are_unfolded_once_with_their_clauses():
    run = evaluator(benefit("a", "标准", "甲 and 甲"), body=TABLE)
    tree = run.explain(population(FACTS), ANN, "a").tree
    condition, amount = tree.children
    first, second = condition.children
    assert [part.text for part in first.children] == ["在岗"]
    assert second.children == ()
    (table,) = amount.children
    assert (
        table.sentence.zh == "标准：没有规则适用，最接近的是第 2 条，结果为无（决策表没有规则命中）"
    )
    (rule,) = table.children
    assert (rule.value, rule.clause) == ("false", "rules#1")
    assert rule.sentence.en == "Rule 2 fails by 1: young"
    assert [cell.value for cell in rule.children] == ["true", "false"]


def test_the_rule_that_applies_is_told():
    run = evaluator(benefit("a", "标准"), body=TABLE)
    facts = {**FACTS, "年龄": Decimal(30)}
    (table,) = run.explain(population(facts), ANN, "a").tree.children[1].children
    assert table.sentence.zh == "标准：第 2 条规则适用，结果为 3000"
    del facts["年龄"]
    (table,) = run.explain(population(facts), ANN, "a").tree.children[1].children
    assert table.sentence.zh == "标准：第 2 条规则可能适用，结果为未知"
    assert table.missing == ("出生日期",)


def test_a_name_alone_is_no_step_of_its_own():
    part = part_of("年龄 + 1 < 40")
    assert [child.text for child in part.children] == ["年龄 + 1"]
    assert part.steps == list(part.children)
    assert part.children[0].steps == []

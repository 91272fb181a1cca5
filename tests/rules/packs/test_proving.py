"""What is proved of the tables of a pack: words, places, and what the hit policy makes of it."""

from __future__ import annotations

from textwrap import indent

import pytest

from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.packs.checking import PackError, check_files, table_proofs
from huizhi.rules.packs.loading import load_pack_from_files
from tests.rules.packs.small_pack import benefit, pack_files


def files_of(
    policy: str, inputs: str, *rules: str, output: str = "", head: str = ""
) -> dict[str, str]:
    """A pack with one table, whose inputs and cells are parted by `|`; the last is the output."""
    columns = ", ".join(f"{{label: {{zh: {x}, en: E{x}}}, feel: '{x}'}}" for x in inputs.split("|"))
    body = f"""
tables:
  - name: 标准
    english: the_rate
    clause: "1"
    hit_policy: {policy}
    inputs: [{columns}]
    outputs: [{{name: 金额, type: number{output}}}]
    rules:
"""
    for rule in rules:
        *tests, result = rule.split("|")
        cells = ", ".join(f"'{cell}'" for cell in tests)
        body += f"      - {{when: [{cells}], then: ['{result}']}}\n"
    return pack_files(benefit("a", "标准"), body=body, head=head)


def told(files: dict[str, str], language: str = "zh") -> list[tuple[str, str]]:
    return [(f.severity, f.message(language)) for f in check_files(files, load_catalogue())[1]]


def summary(files: dict[str, str], language: str = "zh") -> list[str]:
    pack, _ = check_files(files, load_catalogue())
    assert pack is not None
    (proof,) = table_proofs(pack)
    return [words.get(language) for words in proof.summary]


def test_a_sound_table_has_no_findings_and_says_why() -> None:
    files = files_of("U", "学位", '"博士"|3', 'not("博士")|2')
    assert told(files) == []
    assert summary(files) == [
        "完整：各栏都有值时，总有规则符合。",
        "互不重叠：没有取值同时符合两条规则。",
    ]
    assert summary(files, "en")[1] == "Disjoint: no value meets two rules."


def test_a_gap_stands_at_the_table_with_labels_and_an_example() -> None:
    files = files_of("U", "学位|年龄", '"博士"|-|3', '"硕士"|<= 35|2', '"学士"|-|1')
    assert told(files) == [
        ("notice", '“标准”：学位 "硕士"；年龄 > 35 没有规则（如 学位 = 硕士，年龄 = 36）。')
    ]
    assert told(files, "en") == [
        (
            "notice",
            '"The rate": No rule for E学位 "硕士"; E年龄 > 35 (such as E学位 = 硕士, E年龄 = 36).',
        )
    ]
    (finding,) = check_files(files, load_catalogue())[1]
    assert files["rules.yaml"].splitlines()[finding.line - 1].strip() == "- name: 标准"
    assert summary(files)[0] == "不完整：有的取值没有规则。"


@pytest.mark.parametrize(
    ("policy", "output", "says"),
    [
        ("U", ", default: 0", "没有规则的取值用默认结果（如 学位 = 硕士）。"),
        ("C", "", "有的取值没有规则，结果为空（如 学位 = 硕士）。"),
    ],
)
def test_a_value_without_a_rule_is_no_fault_where_it_has_a_result(policy, output, says) -> None:
    files = files_of(policy, "学位", '"博士"|3', output=output)
    files["rules.yaml"] = files["rules.yaml"].replace("amount: '标准'", "amount: 'count([标准])'")
    assert told(files) == []
    assert summary(files)[0] == says


def test_facts_that_are_whole_numbers_have_nothing_in_between() -> None:
    assert told(files_of("U", "年龄", "<= 35|1", ">= 36|2")) == []
    assert told(files_of("U", "用人单位.职工人数", "<= 35|1", ">= 36|2")) == []
    ((_, message),) = told(files_of("U", "学费", "<= 35|1", ">= 36|2"))
    assert "学费 = 35.5" in message
    own = """
    facts:
      person:
        - {name: 矿龄, english: mine_years, type: integer, meaning: {zh: 年, en: Years}}
    """
    assert told(files_of("U", "矿龄", "< 35|1", "> 34|2", head=own)) == []


@pytest.mark.parametrize(
    ("policy", "severity", "says"),
    [
        ("U", "error", "规则 1 和规则 2 同时符合：年龄 = 40。命中策略 U 只允许一条规则符合"),
        ("A", "error", "规则 1 和规则 2 同时符合而结果不同：年龄 = 40。"),
    ],
)
def test_overlaps_that_the_hit_policy_forbids_are_errors(policy, severity, says) -> None:
    files = files_of(policy, "年龄", "<= 40|1", ">= 40|2")
    ((found, message),) = told(files)
    assert (found, says in message) == (severity, True)
    with pytest.raises(PackError):
        load_pack_from_files(files)
    # A version stored before can still be read.
    pack, _ = check_files(files, load_catalogue())
    assert pack is not None
    assert summary(files)[1].startswith("1 对规则重叠（如 年龄 = 40 同时符合规则 1 和规则 2）")


def test_results_that_depend_on_facts_may_disagree() -> None:
    ((severity, message),) = told(files_of("A", "年龄", "<= 40|学费", ">= 40|2"))
    assert severity == "notice"
    assert "可能不同" in message
    assert told(files_of("A", "年龄", "<= 40|2", ">= 40|2.00")) == []


@pytest.mark.parametrize(
    ("policy", "values", "says"),
    [
        ("F", "", "取排在前面的规则。"),
        ("P", ", values: ['2', '1']", "取优先的结果。"),
        ("C", "", "都算。"),
    ],
)
def test_overlaps_that_the_hit_policy_settles_are_told_but_no_fault(policy, values, says) -> None:
    files = files_of(policy, "年龄", "<= 40|1", ">= 40|2", output=values)
    files["rules.yaml"] = files["rules.yaml"].replace("amount: '标准'", "amount: 'count([标准])'")
    assert told(files) == []
    assert summary(files)[1].endswith(says)


def test_many_overlaps_are_told_in_part() -> None:
    found = told(files_of("U", "年龄", *(f"{n}, 1|{n}" for n in range(2, 10)), "not(1)|1"))
    assert len([severity for severity, _ in found if severity == "error"]) == 20
    assert found[0] == ("notice", "“标准”：还有 16 对规则这样重叠。")


def test_dead_and_superfluous_rules_stand_at_their_line() -> None:
    files = files_of("F", "年龄|学位", "[40..18]|-|3", '< 40|"博士"|1', "-|-|1", '-|"博士"|2')
    findings = check_files(files, load_catalogue())[1]
    assert [(f.code, f.severity) for f in findings] == [
        ("rule-never-met", "notice"),
        ("rule-superfluous", "notice"),
        ("rule-never-decides", "notice"),
    ]
    lines = files["rules.yaml"].splitlines()
    assert ["40..18" in lines[findings[0].line - 1], "< 40" in lines[findings[1].line - 1]] == [
        True,
        True,
    ]
    assert "规则 4 轮不到：凡符合它的，都由规则 3 决定" in findings[2].message("zh")
    assert 'Rule 1 never matches: no value of "E年龄" meets [40..18].' in findings[0].message("en")


def test_a_column_that_cannot_be_read_is_named() -> None:
    files = files_of("U", "年龄|学位", '> 学费|"博士"|1', '-|not("博士")|2')
    ((severity, message),) = told(files)
    assert severity == "notice"
    assert message.startswith("“标准”：“年龄”一栏推理不了：规则 1 的条件不只是与常量比较。")
    assert summary(files) == ["是否完整，证明不了。", "互不重叠：没有取值同时符合两条规则。"]


def test_a_table_that_no_benefit_uses_is_proved_too() -> None:
    files = files_of("U", "学位", '"博士"|3')
    files["rules.yaml"] = files["rules.yaml"].replace("amount: '标准'", "amount: '1'")
    assert [code for code, _ in told(files)] == ["notice"]


def test_a_table_for_two_kinds_is_told_once() -> None:
    files = files_of("U", "基准日", '< @"2021-07-26"|3')
    other = indent(benefit("b", "标准", subject="organisation"), "  ")
    files["rules.yaml"] += other
    ((_, message),) = told(files)
    assert "基准日 = 2021-07-26" in message
    pack, _ = check_files(files, load_catalogue())
    assert len(table_proofs(pack)) == 1


CHAIN = """
tables:
  - name: 等级
    english: the_grade
    clause: "1"
    hit_policy: U
    inputs: [{label: 学位, feel: 学位}]
    outputs: [{name: 等级, type: string}]
    rules:
      - {when: ['"博士"'], then: ['"甲"']}
      - {when: ['not("博士")'], then: [OTHERS]}
  - name: 标准
    english: the_rate
    clause: "1"
    hit_policy: U
    inputs: [{label: 等级, feel: 等级}]
    outputs: [{name: 金额, type: number}]
    rules:
      - {when: ['"甲"'], then: ['5000']}
      - {when: ['SECOND'], then: ['3000']}
"""


def chained(others: str, second: str) -> dict[str, str]:
    body = CHAIN.replace("OTHERS", others).replace("SECOND", second)
    return pack_files(benefit("a", "标准"), body=body)


def test_the_results_of_a_table_are_the_values_of_the_next():
    others = "'\"乙\"'"
    assert told(chained(others, '"乙"')) == []
    _severity, unknown = told(chained(others, '"丙"'))[0]
    assert "丙" in unknown
    gap = ("notice", '“标准”：等级 "乙" 没有规则（如 等级 = 乙）。')
    assert gap in told(chained(others, '"甲"'))


def test_results_that_are_worked_out_are_any_text():
    found = [message for _severity, message in told(chained("'学位'", '"乙"'))]
    assert any("没有规则" in message and "not(" in message for message in found)

"""Findings: each mistake has a code, stands at the right place and says what would be right."""

import pytest

from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.packs.checking import PackError, check_files
from huizhi.rules.packs.loading import load_pack_from_files
from tests.rules.packs.small_pack import benefit, pack_files


def findings(files):
    return check_files(files, load_catalogue())[1]


def only(files):
    (finding,) = findings(files)
    return finding


def test_a_sound_pack_has_no_findings_and_keeps_its_fingerprint():
    files = pack_files(benefit("a"))
    assert findings(files) == []
    pack = load_pack_from_files(files)
    assert load_pack_from_files(pack.files).fingerprint == pack.fingerprint
    assert pack.version == "2021.10"
    changed = pack_files(benefit("a", "1001"))
    assert load_pack_from_files(changed).fingerprint != pack.fingerprint


def test_an_unknown_name_points_into_the_file_and_suggests():
    files = pack_files(benefit("a", condition='学为 = "博士"'))
    finding = only(files)
    line = files["rules.yaml"].splitlines()[finding.line - 1]
    assert line[finding.column - 1 : finding.end[1] - 1] == "学为"
    assert finding.severity == "error"
    assert "是不是“学" in finding.message("zh")
    assert finding.format("zh").startswith(f"rules.yaml:{finding.line}:{finding.column}: ")


def test_full_width_signs_are_a_warning_and_no_error():
    finding = only(pack_files(benefit("a", condition="年龄＞40")))
    assert finding.severity == "warning"
    load_pack_from_files(pack_files(benefit("a", condition="年龄＞40")))


@pytest.mark.parametrize(
    "condition", ['学位 = "博土"', "年龄 > true", "年龄", '用人单位.性制 = "企业"', "年龄 >"]
)
def test_what_is_wrong_in_a_condition_is_an_error_there(condition):
    files = pack_files(benefit("a", condition=condition))
    found = findings(files)
    assert found
    assert {f.severity for f in found} == {"error"}
    assert "conditions" in files["rules.yaml"].splitlines()[found[0].line - 2]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"clause": '"9"'}, "unknown-clause"),
        ({"group": "none"}, "unknown-group"),
        ({"form": "housing"}, "schema"),
        ({"perid": "once"}, "schema-unknown"),
        ({"period": "weekly"}, "schema-value"),
        ({"notice_days": "'5'"}, "schema-type"),
    ],
)
def test_mistakes_in_a_benefit(more, code):
    assert code in {finding.code for finding in findings(pack_files(benefit("a", **more)))}


def test_money_needs_an_amount_and_other_forms_a_unit():
    housing = benefit("a", form="housing").replace("  amount: '1000'\n", "")
    assert only(pack_files(housing)).code == "schema-required"
    money = benefit("a").replace("  amount: '1000'\n", "")
    finding = only(pack_files(money))
    assert (finding.code, finding.message("en")) == ("schema-required", "Missing here: amount.")


def test_an_amount_must_be_a_number():
    finding = only(pack_files(benefit("a", amount="学位")))
    assert finding.severity == "error"


def test_two_benefits_of_one_id():
    assert only(pack_files(benefit("a"), benefit("a"))).code == "duplicate-benefit"


DEFINITION = '  - {{name: {0}, english: {1}, clause: "1", type: {2}, feel: {3}}}\n'


def definitions(*items):
    return "definitions:\n" + "".join(DEFINITION.format(*item) for item in items)


def test_definitions_see_each_other_in_any_order():
    body = definitions(("甲", "a", "boolean", "乙 > 1"), ("乙", "b", "number", "年龄 + 1"))
    assert findings(pack_files(benefit("a", condition="甲"), body=body)) == []


def test_a_cycle_of_definitions_names_them():
    body = definitions(("甲", "a", "number", "乙 + 1"), ("乙", "b", "number", "甲 + 1"))
    finding = next(f for f in findings(pack_files(benefit("a", "甲"), body=body)))
    assert finding.code == "cycle"
    assert "甲 → 乙 → 甲" in finding.message("zh")


def test_a_definition_must_be_of_its_type_even_when_nobody_uses_it():
    body = definitions(("甲", "a", "number", "学位"))
    assert [f.severity for f in findings(pack_files(benefit("a"), body=body))] == ["error"]


def test_a_name_must_not_hide_a_fact():
    body = definitions(("学位", "x", "number", "1"))
    assert only(pack_files(benefit("a"), body=body)).code == "name-hides-fact"


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
      - {when: ['"硕土"'], then: [3000]}
      - {when: ['"学士"', '-'], then: [3000]}
"""


def test_a_rule_with_too_many_cells():
    body = TABLE.replace("硕土", "硕士")
    finding = only(pack_files(benefit("a", "标准"), body=body))
    assert (finding.code, finding.line) == ("rule-cells", 17)


def test_a_wrong_value_in_a_cell_points_at_the_cell():
    body = TABLE.replace("""      - {when: ['"学士"', '-'], then: [3000]}\n""", "")
    files = pack_files(benefit("a", "标准"), body=body)
    finding = only(files)
    assert "硕土" in files["rules.yaml"].splitlines()[finding.line - 1]
    assert finding.line == 16
    assert "硕士" in finding.message("zh")


def two_versions(first_end):
    files = pack_files(benefit("a"))
    old = files["rules.yaml"].replace("2020-01-01, to: null", f"2019-01-01, to: {first_end}")
    head = files["pack.yaml"].replace("[rules.yaml]", "[old.yaml, rules.yaml]")
    return {"pack.yaml": head, "old.yaml": old, "rules.yaml": files["rules.yaml"]}


def test_versions_of_a_document_follow_each_other():
    assert findings(two_versions("2019-12-31")) == []


def test_versions_of_a_document_must_not_overlap():
    codes = {finding.code for finding in findings(two_versions("2020-01-01"))}
    assert codes == {"versions-overlap", "duplicate-benefit"}


def test_groups_and_caps_need_money_of_one_kind():
    head = """
    groups:
      - {id: g, name: {zh: 组, en: Group}, rule: highest_only, clause: rules#1}
    caps:
      - {id: c, name: {zh: 限, en: Cap}, per: subject, window: life, limit: 1,
         benefits: [b, x], clause: rules#2}
    """
    post = benefit("b", form="post", unit="{zh: 个, en: post}", group="g").replace(
        "  amount: '1000'\n", ""
    )
    codes = [finding.code for finding in findings(pack_files(post, head=head))]
    assert sorted(codes) == ["not-money", "not-money", "unknown-benefit", "unknown-clause"]


def test_what_is_not_evaluated_is_said():
    head = """
    caps:
      - {id: c, name: {zh: 限, en: Cap}, per: employer, window: year, limit: 1,
         benefits: [a], clause: rules#1}
    """
    found = findings(pack_files(benefit("a", lottery="true"), head=head))
    assert [f.severity for f in found] == ["notice", "notice"]
    load_pack_from_files(pack_files(benefit("a", lottery="true"), head=head))


def test_a_pack_may_bring_facts_but_not_those_there_are():
    head = """
    facts:
      person:
        - {name: 矿区补贴档, english: mine_grade, type: integer, meaning: {zh: 档, en: Grade}}
    """
    assert findings(pack_files(benefit("a", condition="矿区补贴档 > 1"), head=head)) == []
    known = head.replace("矿区补贴档", "学位")
    assert "fact-known" in {f.code for f in findings(pack_files(benefit("a"), head=known))}


def test_a_fact_of_a_pack_derives_from_facts_there_are():
    head = """
    facts:
      person:
        - {name: 矿区档, english: mine_grade, type: integer,
           meaning: {zh: 档, en: Grade}, derive: %s}
    """
    sound = pack_files(benefit("a", condition="矿区档 > 1"), head=head % "年龄 + 1")
    assert findings(sound) == []
    assert only(pack_files(benefit("a"), head=head % "年令 + 1")).code == "fact-derivation"


def test_errors_are_all_in_the_exception():
    with pytest.raises(PackError) as caught:
        load_pack_from_files(pack_files(benefit("a", condition="甲 and 乙")))
    assert len(caught.value.findings) == 2


@pytest.mark.parametrize("text", ["", "[]", "schema: 1", "a: [", "documents: [x.yaml]"])
def test_a_broken_head_is_findings_only(text):
    pack, found = check_files({"pack.yaml": text}, load_catalogue())
    assert pack is None
    assert found


def test_a_document_that_is_not_there():
    files = pack_files(benefit("a"))
    del files["rules.yaml"]
    assert only(files).code == "file-missing"


def test_a_date_that_does_not_exist():
    files = pack_files(benefit("a"))
    files["rules.yaml"] = files["rules.yaml"].replace("2020-01-01", "2020-02-30")
    assert only(files).code == "date"

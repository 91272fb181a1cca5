"""What a comparison of two versions of a pack tells."""

from __future__ import annotations

from huizhi.rules.packs.comparing import compare
from huizhi.rules.packs.parts import with_new_part, with_part, without_part
from huizhi.rules.packs.reading import read_pack
from huizhi.rules.words import Words
from tests.rules.packs.small_pack import benefit, pack_files

TABLE = """
tables:
  - name: 标准
    english: standard
    clause: "1"
    hit_policy: U
    inputs: [{label: 学位, feel: 学位}]
    outputs: [{name: 金额, type: number, default: 0}]
    rules:
      - {when: ['"博士"'], then: [5000]}
      - {when: ['"硕士"'], then: [3000]}
      - {when: ['"学士"'], then: [1000]}
"""


AGE = {"label": {"zh": "年龄", "en": "Age"}, "feel": "年龄"}


def said(text):
    return text.zh if text else ""


def pack(change=lambda text: text):
    files = pack_files(benefit("a"), body=TABLE)
    files["rules.yaml"] = change(files["rules.yaml"])
    return read_pack(files)[0]


def test_the_same_pack_differs_in_nothing():
    found = compare(pack(), pack())
    assert (found.tables, found.texts) == ((), ())


def test_changed_added_and_removed_rules_are_told_cell_by_cell():
    line = """      - {when: ['"硕士"'], then: [3000]}\n"""
    new = pack(lambda t: t.replace(line, "").replace("5000", "6000") + "")
    (table,) = compare(pack(), new).tables
    changed, gone = table.rules
    assert changed.pairs == [('"博士"', '"博士"'), ("5000", "6000")]
    assert (gone.before.then, gone.after, gone.number) == (("3000",), None, 2)
    (table,) = compare(new, pack()).tables
    assert [rule.number for rule in table.rules] == [1, 2]
    assert table.rules[1].before is None


def test_changed_texts_are_told_with_their_owner():
    new = pack(lambda text: text.replace("'1000'", "'2000'").replace("default: 0", "default: 5"))
    found = compare(pack(), new).texts
    assert [(c.owner.zh, said(c.before), said(c.after)) for c in found] == [
        ("标准", "0", "5"),
        ("a", "1000", "2000"),
    ]


def changed(change, *more):
    """Return what differs after a change of the small pack's files."""
    old = pack()
    return compare(old, read_pack(change(old.files, "rules.yaml", *more))[0])


def test_rules_are_told_in_the_columns_the_table_has_now():
    path = ("tables", 0, "inputs")
    found = changed(with_new_part, path, AGE)
    (table,) = found.tables
    assert table.rules[0].pairs == [('"博士"', '"博士"'), ("", "-"), ("5000", "5000")]
    assert [(c.owner.zh, c.what.zh, said(c.before), said(c.after)) for c in found.texts] == [
        ("标准", "年龄：显示名称（中文）", "", "年龄"),
        ("标准", "年龄：显示名称（英文）", "", "Age"),
        ("标准", "年龄：表达式", "", "年龄"),
    ]
    whole = read_pack(with_new_part(pack().files, "rules.yaml", path, AGE))[0]
    less = read_pack(without_part(whole.files, "rules.yaml", (*path, 1)))[0]
    gone = compare(whole, less)
    assert gone.tables == ()
    assert [(c.what.zh, said(c.before)) for c in gone.texts if c.is_feel] == [
        ("年龄：表达式", "年龄")
    ]


def test_a_renamed_column_is_the_one_it_was():
    new = {"label": {"zh": "最高学位", "en": "Highest degree"}}
    found = changed(with_part, ("tables", 0, "inputs", 0), new)
    assert found.tables == ()
    assert {(c.what.en, said(c.before)) for c in found.texts} == {
        ("Highest degree: Label (Chinese)", "学位"),
        ("Highest degree: Label (English)", "学位"),
    }


def test_clauses_benefits_and_documents_that_come_and_go_are_told_whole():
    clause = {"id": "2", "label": "第二条", "text": {"zh": "新", "en": "New"}}
    found = changed(with_new_part, ("clauses",), clause).texts
    assert [(c.document.zh, c.owner.zh, c.what.en, said(c.after)) for c in found] == [
        ("办法", "第二条", "Id", "2"),
        ("办法", "第二条", "Label", "第二条"),
        ("办法", "第二条", "Text (Chinese)", "新"),
        ("办法", "第二条", "Text (English)", "New"),
    ]
    gone = changed(without_part, ("benefits", 0)).texts
    assert ("a", "条件：表达式", "true", "") in [
        (c.owner.zh, c.what.zh, said(c.before), said(c.after)) for c in gone
    ]
    table = changed(without_part, ("tables", 0)).tables[0]
    assert [rule.after for rule in table.rules] == [None] * 3


def test_values_of_a_list_are_told_in_words():
    found = changed(with_part, ("benefits", 0), {"period": "month", "rounding": "down"}).texts
    assert [(c.what.en, c.before, c.after and c.after.en) for c in found] == [
        ("Period", Words("一次", "once"), "each month"),
        ("Rounding", None, "down to whole fen"),
    ]

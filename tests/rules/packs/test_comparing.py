"""What a comparison of two versions of a pack tells."""

from __future__ import annotations

from huizhi.rules.packs.comparing import compare
from huizhi.rules.packs.reading import read_pack
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
    assert [(c.part.owner.zh, c.before, c.after) for c in found] == [
        ("标准", "0", "5"),
        ("a", "1000", "2000"),
    ]

"""Editing a part of a file: what changes, and that nothing else does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from huizhi.rules.packs.editing import Row, feel_parts, feel_value, rows_of, with_rows
from huizhi.rules.packs.reading import read_folder, read_pack
from huizhi.rules.yaml_edits import Put, edited
from huizhi.rules.yaml_text import read_yaml

PACKS = Path(__file__).parents[3] / "packs"

HEAD = """\
document:
  id: pay
  title: {zh: 办法, en: Measures}
  in_force: {from: 2021-01-01, to: null}
clauses:
  - {id: "1", label: 第一条, text: {zh: 甲, en: A}}
tables:
  - name: 标准
    english: standard
    clause: "1"
    hit_policy: U
    inputs: [{label: 学位, feel: 学位}]
    outputs: [{name: 金额, type: number}]
"""
BLOCK = """\
    rules:
      # doctors first
      - {when: ['"博士"'], then: [5000], clause: "1"}  # as of 2021
      - when:
          - '"硕士"'
        then: [3000]
        note: {zh: 硕士, en: Masters}
        assumption: {zh: 假定, en: Assumed}
      # the rest
      - {when: ['-'], then: [0]} # none
benefits: []
"""
FLOW = """\
    rules: [{when: ['"博士"'], then: [5000]}, {when: ['-'], then: [0]}]
benefits: []
"""
PACK = """\
schema: huizhi-pack/1
id: pay
name: {zh: 包, en: Pack}
region: "140200"
version: "1"
documents: [pay.yaml]
"""


def opened(rules: str):
    text = HEAD + rules
    pack, found = read_pack({"pack.yaml": PACK, "pay.yaml": text})
    assert pack is not None, found
    (document,) = pack.documents
    return read_yaml("pay.yaml", text), document.tables[0], rows_of(document.tables[0])


def read_again(text: str) -> list[Row]:
    _file, _table, rows = opened(text.removeprefix(HEAD))
    return rows


def test_a_changed_cell_changes_its_rule_alone():
    file, table, rows = opened(BLOCK)
    rows[0] = replace(rows[0], then=("6000",))
    old = """{when: ['"博士"'], then: [5000], clause: "1"}"""
    new = """{when: ['"博士"'], then: [6000], clause: '1'}"""
    assert with_rows(file, table, rows) == file.text.replace(old, new)


def test_a_changed_rule_keeps_what_the_grid_does_not_show():
    file, table, rows = opened(BLOCK)
    rows[1] = replace(rows[1], then=("3500",))
    text = with_rows(file, table, rows)
    assert 'note: {"zh": "硕士", "en": "Masters"}, assumption: {"zh": "假定"' in text
    assert "      # the rest\n" in text
    assert read_again(text)[1] == rows[1]


def test_rules_are_added_removed_and_moved_with_their_comments():
    file, table, rows = opened(BLOCK)
    added = Row(('"学士"',), ("1000",), "1", "本科'生")
    text = with_rows(file, table, [rows[2], added, rows[0]])
    assert text == (
        HEAD + "    rules:\n      # doctors first\n"
        "      - {when: ['-'], then: [0]} # none\n"
        "      - {when: ['\"学士\"'], then: [1000], clause: '1', note: \"本科'生\"}\n"
        '      - {when: [\'"博士"\'], then: [5000], clause: "1"}  # as of 2021\n'
        "benefits: []\n"
    )


def test_rules_on_one_line_stay_on_it():
    file, table, rows = opened(FLOW)
    rows.insert(1, Row(('"硕士"',), ("3000",)))
    line = """[{when: ['"博士"'], then: [5000]}, {when: ['"硕士"'], then: [3000]}, {when: ['-']"""
    assert line in with_rows(file, table, rows)


@pytest.mark.parametrize(
    "cell",
    [
        *("", "null", "it's", 'a\nb "c"', "007", "-1.50", "true", "{x: 1}"),
        *("a\x00b", "a\x0bb", "a\tb", "a\x7f'b", "a\x85b", "a\u2028b", "\ufeffa"),
    ],
)
def test_whatever_is_typed_is_read_back(cell):
    for rules in (BLOCK, FLOW):
        file, table, rows = opened(rules)
        rows[0] = replace(rows[0], then=(cell,), note=cell)
        again = read_again(with_rows(file, table, rows))[0]
        assert (again.then, again.note) == ((cell,), cell)


@pytest.mark.parametrize("name", ["datong", "taiyuan"])
def test_the_packs_of_this_installation_come_back_as_they_were(name):
    files = read_folder(PACKS / name)
    pack, _found = read_pack(files)
    for document in pack.documents:
        file = read_yaml(document.file, files[document.file])
        for table in document.tables:
            assert with_rows(file, table, rows_of(table)) == file.text


@pytest.mark.parametrize("text", ["a > 1", "a and\n  b", "x # y", '"甲: 乙", 2', "'", "{", "null"])
def test_every_expression_can_become_any_text(text):
    files = read_folder(PACKS / "datong")
    pack, _found = read_pack(files)
    for name in pack.files:
        file = read_yaml(name, files[name])
        paths = [part.feel.path for part in feel_parts(pack, name)]
        changed = edited(file, [Put(path, feel_value(text)) for path in paths])
        assert {changed.nodes[path].value for path in paths} <= {text}
        assert changed.nodes.keys() == file.nodes.keys()


@pytest.mark.parametrize("text", ["0", "-1.50", "12", "true", "+5", "-0", "007", "1.", "null", ""])
def test_a_text_of_feel_stays_the_text_it_is(text):
    value = feel_value(text)
    assert isinstance(value, str) == (text in ("+5", "-0", "007", "1.", "null", ""))
    assert edited(read_yaml("a.yaml", "a: 1"), [Put(("a",), value)]).nodes["a",].value == text

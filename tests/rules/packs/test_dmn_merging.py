"""What a modeller does to the tables of a pack, put back into the pack."""

from __future__ import annotations

from dataclasses import replace
from difflib import unified_diff
from functools import partial
from pathlib import Path

import pytest

from huizhi.dmn import read_model, write_model
from huizhi.rules.packs.dmn_merging import Left, merge
from huizhi.rules.packs.dmn_tables import entries_of_pack, model_of
from huizhi.rules.packs.loading import load_pack, load_pack_from_files
from huizhi.rules.yaml_text import read_yaml
from tests.dmn.modeller import saved, saved_by_bpmn
from tests.rules.packs.small_pack import pack_files

ROOT = Path(__file__).parents[3]
PACKS = ("packs/datong", "packs/taiyuan", "bench/pack")
drawn = partial(saved, draws=True)
TABLE = """
tables:
  # 全市标准
  - name: 月标准
    english: rate
    clause: "1"
    subject: person
    hit_policy: P
    inputs:
      - {label: {zh: 学位, en: Degree}, feel: 学位}
      - {label: {zh: 在岗, en: At work}, feel: 在岗}
    outputs:
      - {name: 档次, english: tier, type: string, values: ['"高"', '"低"'], default: '"低"'}
    rules:
      # 博士
      - when: ['"博士"', '-']  # 不论在岗
        then: ['"高"']
        clause: "1"
        note: {zh: 见附表, en: see the annex}
      - {when: ['"硕士"', true], then: ['"高"'], assumption: {zh: 未公开, en: not public}}  # 假定
      - {when: ['"硕士"', false], then: ['"低"'], clause: "1"}
    assumption: {zh: 标准未公开, en: the rate is not public}
"""


def pack():
    return load_pack_from_files(pack_files(body=TABLE))


def changes(before, after):
    """Return the lines that went and came, over all files."""
    assert set(before) == set(after)
    lines = []
    for name, text in before.items():
        diff = unified_diff(text.splitlines(), after[name].splitlines(), n=0, lineterm="")
        lines += [line for line in diff if not line.startswith(("---", "+++", "@@"))]
    return lines


def merged(edit):
    """Return what becomes of the pack where `edit` changes its only entry, and the lines."""
    (entry,) = entries_of_pack(pack())
    result = merge(pack(), model_of("试", [edit(entry)]))
    return result, changes(pack().files, result.files)


@pytest.mark.parametrize(
    ("save", "version"),
    [
        (partial(saved, draws=True), "1.5"),
        (partial(saved, draws=True), "1.3"),
        (saved_by_bpmn, "1.3"),
    ],
)
@pytest.mark.parametrize("folder", PACKS)
def test_a_pack_is_the_same_after_a_modeller_opened_and_saved_its_tables(folder, save, version):
    known = load_pack(ROOT / folder)
    entries = entries_of_pack(known)
    model = read_model(save(write_model(model_of("包", entries), version)))
    result = merge(known, model)
    assert entries
    assert (result.files, result.changed) == (known.files, ())
    assert (result.left, result.added) == ((), ())


@pytest.mark.parametrize("folder", PACKS)
def test_a_cell_that_a_modeller_changes_is_all_that_changes_in_a_pack(folder):
    known = load_pack(ROOT / folder)
    entries = entries_of_pack(known)
    name, rules = entries[-1]["name"], entries[-1]["rules"]
    column = len(rules[-1]["when"])
    data = saved(write_model(model_of("包", entries)), [(name, len(rules) - 1, column, "4321")])
    result = merge(known, read_model(data))
    gone, come = changes(known.files, result.files)
    assert (gone[0], come[0], result.changed) == ("-", "+", (name,))
    assert "4321" in come
    assert "4321" not in gone
    again = load_pack_from_files(result.files)
    old, new = (one.documents[-1].tables for one in (known, again))
    assert len(old) == len(new)


def test_rules_that_come_go_and_change_leave_the_others_and_their_comments():
    def edit(entry):
        first, second, third = entry["rules"]
        added = {"when": ['"学士"', "-"], "then": ['"低"'], "clause": "1"}
        return {**entry, "rules": [first, {**second, "then": ['"低"']}, added, third]}

    result, lines = merged(edit)
    assert result.changed == ("月标准",)
    assert lines == [
        """-      - {when: ['"硕士"', true], then: ['"高"'], """
        """assumption: {zh: 未公开, en: not public}}  # 假定""",
        """+      - {when: ['"硕士"', true], then: ['"低"'], """
        """assumption: {"zh": "未公开", "en": "not public"}}  # 假定""",
        """+      - {when: ['"学士"', '-'], then: ['"低"'], clause: '1'}""",
    ]
    assert merged(lambda entry: {**entry, "rules": entry["rules"][:2]})[1] == [
        """-      - {when: ['"硕士"', false], then: ['"低"'], clause: "1"}"""
    ]


def test_rules_in_another_order_keep_their_text():
    text = merged(lambda entry: {**entry, "rules": entry["rules"][::-1]})[0].files["rules.yaml"]
    assert text.index("false]") < text.index("true]") < text.index("见附表")
    assert "# 不论在岗" in text


def test_what_a_modeller_does_not_take_along_stays():
    def edit(entry):
        rules = [{name: rule[name] for name in ("when", "then")} for rule in entry["rules"]]
        return {**entry, "rules": [{**rules[0], "then": ['"低"']}, *rules[1:]]}

    _result, lines = merged(edit)
    assert [line for line in lines if line.startswith("+")] == [
        """+      - {when: ['"博士"', '-'], then: ['"低"'], clause: '1', """
        """note: {"zh": "见附表", "en": "see the annex"}}"""
    ]


def test_texts_of_a_table_change_in_their_place():
    def edit(entry):
        first, second = entry["inputs"]
        inputs = [{**first, "label": {"zh": "学位", "en": "Diploma"}}, second]
        outputs = [{**entry["outputs"][0], "default": '"高"', "values": ['"低"', '"高"']}]
        return {**entry, "hit_policy": "F", "inputs": inputs, "outputs": outputs}

    result, lines = merged(edit)
    assert result.left == ()
    assert [line for line in lines if line.startswith("+")] == [
        "+    hit_policy: F",
        "+      - {label: {zh: 学位, en: Diploma}, feel: 学位}",
        "+      - {name: 档次, english: tier, type: string, "
        """values: ['"低"', '"高"'], default: '"高"'}""",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\"甲，“乙”: {1} # '丙'\"",
        '"甲\n乙"',
        '"甲\r乙"',
        # Ends of lines, and what a file of YAML may not hold as it is.
        '"甲\x85乙\u2028丙\x7f"',
        '"甲 | 乙"',
        "- 甲",
        "null",
        "长" * 3000,
    ],
)
def test_odd_texts_come_back_as_they_were_written(text):
    def edit(entry):
        changed = {**entry["rules"][0], "when": [text, "-"], "then": [text], "clause": text}
        changed["note"] = {"zh": text.replace(" | ", "/"), "en": text}
        new = {"when": ["-", text], "then": [text], "clause": text}
        (output,) = entry["outputs"]
        outputs = [{**output, "default": text}]
        return {**entry, "outputs": outputs, "rules": [changed, *entry["rules"][1:], new]}

    (entry,) = entries_of_pack(pack())
    model = read_model(write_model(model_of("试", [edit(entry)])))
    (found,) = read_yaml("rules.yaml", merge(pack(), model).files["rules.yaml"]).data["tables"]
    assert found == edit(entry)


@pytest.mark.parametrize(
    ("edit", "left"),
    [
        (lambda entry: {**entry, "rules": []}, ["rules"]),
        (lambda entry: {**entry, "inputs": entry["inputs"][:1]}, ["inputs", "rules"]),
        (
            lambda entry: {**entry, "outputs": [{**entry["outputs"][0], "values": ['"高"']}]},
            ["outputs.0.values"],
        ),
        (lambda entry: {k: v for k, v in entry.items() if k != "english"}, ["english"]),
    ],
)
def test_what_has_no_place_of_its_own_is_told(edit, left):
    result, lines = merged(edit)
    assert result.left == tuple(Left("月标准", part) for part in left)
    assert lines == []


def test_other_tables_are_handed_over():
    result, lines = merged(lambda entry: {**entry, "name": "另一表"})
    assert [entry["name"] for entry in result.added] == ["另一表"]
    assert lines == []


def test_a_description_that_somebody_wrote_over_takes_nothing_away():
    (entry,) = entries_of_pack(pack())
    model = model_of("试", [entry])
    elements = [
        replace(one, description="由人工改写") if one.name == "月标准" else one
        for one in model.elements
    ]
    result = merge(pack(), replace(model, elements=tuple(elements)))
    assert result.files == pack().files
    assert {part.part for part in result.left} == {"english", "clause", "subject", "assumption"}

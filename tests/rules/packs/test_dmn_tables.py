"""Tables of packs as DMN and back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from huizhi.dmn import Engine, read_model, write_model
from huizhi.rules.packs.dmn_tables import entries_of_pack, model_of, tables_of, yaml_of
from huizhi.rules.packs.loading import load_pack
from huizhi.rules.yaml_text import read_yaml

ROOT = Path(__file__).parents[3]
PACKS = ("packs/datong", "packs/taiyuan", "bench/pack")
TABLE = {
    "name": "月标准",
    "english": "rate",
    "clause": "living",
    "subject": "person",
    "hit_policy": "P",
    "inputs": [
        {"label": {"zh": "年龄", "en": "Age"}, "feel": "年龄"},
        {"label": "单位", "feel": "用人单位.性质"},
        {"label": "在岗", "feel": "在岗"},
    ],
    "outputs": [
        {
            "name": "档次",
            "english": "tier",
            "type": "string",
            "values": ['"高"', '"低"', 3],
            "default": '"无"',
        },
        {"name": "名单", "type": "list<string>"},
    ],
    "rules": [
        {"when": ["[30..40)", "-", True], "then": ['"高"', '["甲"]'], "clause": "living"},
        {
            "when": ["< 30", 'not("企业")', "-"],
            "then": ['"低"', "[]"],
            "note": {"zh": "见附表", "en": "see the annex"},
            "assumption": {"zh": "未公开", "en": "not public"},
        },
    ],
    "assumption": {"zh": "标准未公开", "en": "the rate is not public"},
}


def through_xml(entries):
    return tables_of(read_model(write_model(model_of("试", entries))))


def test_a_table_with_everything_comes_back_as_it_was():
    assert through_xml([TABLE]) == [TABLE]


@pytest.mark.parametrize("folder", PACKS)
def test_the_tables_of_the_packs_come_back(folder):
    entries = entries_of_pack(load_pack(ROOT / folder))
    once = through_xml(entries)
    assert len(once) == len(entries) > 0
    assert through_xml(once) == once
    assert str(once).lower().replace("'", "") == str(entries).lower().replace("'", "")


def test_the_yaml_is_what_a_document_of_a_pack_holds():
    text = yaml_of([TABLE])
    assert read_yaml("a.yaml", text).data == {"tables": [TABLE]}


def test_another_engine_decides_as_the_pack_does():
    entries = entries_of_pack(load_pack(ROOT / "packs/taiyuan"))
    model = read_model(write_model(model_of("太原", entries)))
    engine = Engine(model, imported=[], moment=dt.datetime(2021, 7, 26, tzinfo=dt.UTC))
    for degree, key, expected in (("博士", False, 5000), ("硕士", True, 3000), ("硕士", False, 0)):
        given = {"学位": degree, "重点高校": key}
        assert engine.decide("生活补助月标准", given).value == expected


def test_a_table_of_a_modeller_comes_in_without_clause_and_english():
    xml = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m"
     namespace="urn:m"><decision id="d" name="补贴"><description>由建模工具写成</description>
     <variable name="补贴" typeRef="number"/><decisionTable hitPolicy="FIRST">
     <input id="i"><inputExpression><text>学历</text></inputExpression></input><output id="o"/>
     <rule id="r"><inputEntry><text>"硕士"</text></inputEntry><outputEntry><text>1.50</text>
     </outputEntry></rule></decisionTable></decision></definitions>"""
    assert tables_of(read_model(xml.encode())) == [
        {
            "name": "补贴",
            "hit_policy": "F",
            "inputs": [{"label": "学历", "feel": "学历"}],
            "outputs": [{"name": "补贴", "type": "number"}],
            "rules": [{"when": ['"硕士"'], "then": ["1.50"]}],
        }
    ]

"""`huizhi dmn`: a model of one file, checked, listed and asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from huizhi.cli.main import app
from huizhi.dmn import write_model
from tests.dmn.everything import OTHER
from tests.dmn.models import (
    decision,
    definitions,
    input_data,
    knowledge_model,
    literal,
    requirement,
)

IMPORT = (
    '<import namespace="urn:乙" name="乙" '
    'importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
)
BORN = '<itemDefinition name="日子"><typeRef>date</typeRef></itemDefinition>'
SOUND = (
    BORN,
    input_data("生日", "日子"),
    input_data("学位", "string"),
    knowledge_model("翻倍", {"额": "number"}, literal("额 * 2"), "number"),
    decision("年份", literal("生日.year"), type_ref="number", inputs=("生日",)),
    decision(
        "补贴",
        literal('if 学位 = "博士" then 翻倍(年份) + 0.5 else null'),
        type_ref="number",
        inputs=("学位",),
        decisions=("年份",),
        knowledge=("翻倍",),
    ),
)


def run(*arguments: str) -> tuple[int, str, str]:
    outcome = CliRunner().invoke(app, ["dmn", *arguments])
    return outcome.exit_code, outcome.stdout, outcome.stderr


@pytest.fixture
def sound(tmp_path: Path) -> str:
    path = tmp_path / "补贴.dmn"
    path.write_bytes(definitions(*SOUND))
    return str(path)


@pytest.fixture
def faulty(tmp_path: Path) -> str:
    lost = requirement("Input", "没有")
    path = tmp_path / "错.dmn"
    path.write_bytes(definitions(decision("甲", f"{lost}{literal('1 + 年令')}")))
    return str(path)


def test_a_model_is_listed(sound: str) -> None:
    assert run(sound, "--lang", "en") == (
        0,
        "Inputs\n  生日: 日子 = date\n  学位: string\n"
        "Decisions\n  年份(生日): number\n  补贴(学位, 生日): number\n"
        "Knowledge models\n  翻倍(额): number\n",
        "",
    )
    assert run(sound)[1].startswith("输入\n")
    data = json.loads(run(sound, "--json")[1])
    assert (data["name"], data["findings"]) == ("模型", [])
    assert data["elements"][-1] == {
        "kind": "Decision",
        "name": "补贴",
        "type": "number",
        "inputs": {"学位": "string", "生日": "date"},
    }


@pytest.mark.parametrize(
    ("name", "given", "shown"),
    [
        ("补贴", '{"学位": "博士", "生日": "1990-01-02"}', "3980.5"),
        ("补贴", '{"学位": "硕士", "生日": "1990-01-02"}', "null"),
        ("翻倍", '{"额": 1.5}', "3.0"),
    ],
)
def test_a_decision_is_evaluated(sound: str, name: str, given: str, shown: str) -> None:
    assert run(sound, "--decision", name, "--input", given) == (0, f"{shown}\n", "")


def test_inputs_may_stand_in_a_file_and_the_answer_be_json(sound: str, tmp_path: Path) -> None:
    given = tmp_path / "输入.json"
    given.write_text('{"学位": "博士", "生日": "1990-01-02"}', "utf-8-sig")
    _code, out, _told = run(sound, "--decision", "补贴", "--input", str(given), "--json")
    assert json.loads(out) == {"decision": "补贴", "value": 3980.5, "feel": "3980.5", "causes": []}


def test_what_is_left_out_is_null_and_told(sound: str) -> None:
    code, out, told = run(sound, "--decision", "年份", "--lang", "en")
    assert (code, out) == (0, "null\n")
    assert told.splitlines()[0] == "not_provided No value was given for `生日`."


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (
            ["--decision", "补帖"],
            2,
            "The model has no decision `补帖`. There are: 翻倍, 年份, 补贴",
        ),
        (
            ["--decision", "年份", "--input", '{"学位": "博士"}'],
            1,
            "--input: 学位: unknown-input The model has no input `学位`; there are: 生日.",
        ),
        (
            ["--decision", "年份", "--input", '{"生日": "去年"}'],
            1,
            "--input: 生日: bad-value `去年` is not a value of type date.",
        ),
        (["--decision", "年份", "--input", "{"], 2, "--input: not JSON"),
        (["--decision", "年份", "--input", "没有.json"], 2, "没有.json: not JSON"),
        (["--decision", "翻倍", "--input", '{"额": NaN}'], 2, "--input: not JSON (NaN)"),
        (
            ["--decision", "翻倍", "--input", '{"额": 1e9999}'],
            2,
            "--input: not JSON (1e9999 is out of range)",
        ),
        (
            ["--decision", "翻倍", "--input", '{"额": 1e9999999999999999999}'],
            2,
            "--input: not JSON (1e9999999999999999999 is out of range)",
        ),
        (
            ["--decision", "翻倍", "--input", '{"额": ' + "[" * 99_999],
            2,
            "--input: not JSON",
        ),
    ],
)
def test_what_cannot_be_asked(sound: str, arguments: list[str], code: int, told: str) -> None:
    found, out, said = run(sound, *arguments, "--lang", "en")
    assert (found, out) == (code, "")
    assert said.startswith(told)


def test_an_input_file_must_hold_an_object(sound: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[]")
    code, _out, told = run(sound, "--decision", "年份", "--input", str(tmp_path / "x.json"))
    assert code == 2
    assert "应是名称到值的对象" in told


def test_findings_say_where_they_are(faulty: str) -> None:
    code, out, _told = run(faulty, "--lang", "en")
    assert code == 1
    assert out.splitlines()[:4] == [
        f"{faulty}: 甲: dead-reference `#没有` leads to no element of the model or of its imports.",
        f"{faulty}: 甲/literalExpression: 1:5: unknown-name There is no fact, decision or "
        "function named “年令”; if it is text, put it in quotes.",
        "  1 + 年令",
        "      ^^^^",
    ]
    first, second = json.loads(run(faulty, "--json")[1])["findings"]
    assert (first["place"], first["code"], "line" in first) == ("甲", "dead-reference", False)
    assert (second["severity"], second["line"], second["column"]) == ("error", 1, 5)


def test_findings_forbid_no_evaluation(faulty: str) -> None:
    code, out, told = run(faulty, "--decision", "甲", "--lang", "en")
    assert (code, out) == (0, "null\n")
    assert "dead-reference" in told


def test_imported_models_lie_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "甲.dmn"
    asked = decision("甲", requirement("Decision", "urn:乙#x") + literal("乙.县"))
    path.write_bytes(definitions(IMPORT, asked))
    assert "import-not-found" in run(str(path))[1]
    (tmp_path / "乙.dmn").write_bytes(write_model(OTHER))
    (tmp_path / "坏.dmn").write_text("<")
    code, out, told = run(str(path), "--decision", "甲")
    assert (code, out) == (0, '"平城区"\n')
    assert f"{tmp_path / '坏.dmn'}: not-xml" in told


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "x.dmn"
    path.write_text("<a/>")
    code, out, told = run(str(path), "--lang", "en")
    assert (code, out) == (1, "")
    assert told.startswith(f"{path}: not-dmn `a` is not the definitions of DMN 1.1 to 1.6.")


@pytest.mark.parametrize("input_first", [True, False])
def test_a_decision_named_like_an_input_is_told_and_listed(
    tmp_path: Path, input_first: bool
) -> None:
    parts = [input_data("甲"), decision("乙", literal("1")).replace('name="乙"', 'name="甲"')]
    path = tmp_path / "x.dmn"
    path.write_bytes(definitions(*parts if input_first else reversed(parts)))
    code, out, _told = run(str(path), "--lang", "en")
    assert code == 1
    assert "duplicate-element" in out
    assert "Decisions\n  甲(): Any" in out

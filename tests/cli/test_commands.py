"""The small commands: feel, facts, pack check, pack test; and how lean they are."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from huizhi.cli.main import app

PACK = Path(__file__).parent / "data" / "hard-cases"
SOUND = Path(__file__).parents[1] / "packs" / "broken" / "sound"


def run(*arguments: str, **environment: str) -> tuple[int, str, str]:
    outcome = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "300", **environment})
    return outcome.exit_code, outcome.stdout, outcome.stderr


@pytest.fixture
def facts(tmp_path: Path) -> str:
    path = tmp_path / "facts.json"
    stated = {
        "学位": "硕士",
        "birth_date": "1986-07-26",
        "基准日": "2021-07-26",
        "配偶": None,
        "用人单位": {"性质": "高校"},
    }
    path.write_text(json.dumps(stated))
    return str(path)


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("0.1 + 0.2", "0.3"),
        ('学位 = "硕士" and 用人单位.性质 = "高校"', "true"),
        ("年龄", "35"),
        ("配偶 = null", "true"),
        ('婚姻状况 = "已婚"', "未知，缺少：婚姻状况"),
        ('学位 = "博士" and 婚姻状况 = "已婚"', "false"),
    ],
)
def test_feel(facts: str, expression: str, shown: str) -> None:
    assert run("feel", expression, "--facts", facts) == (0, f"{shown}\n", "")


def test_feel_errors_point_at_the_place(facts: str) -> None:
    code, out, told = run("feel", '学位 = "硕土"', "--facts", facts)
    assert (code, out) == (1, "")
    # Six columns for 学位 and the blanks around =, since a Chinese character takes two.
    assert told.splitlines()[1:] == ['  学位 = "硕土"', "         ^^^^^^"]
    assert "硕士" in told
    assert run("feel", "1 +", "--lang", "en")[0] == 1


def test_feel_warns_of_full_width_characters_and_explains_null() -> None:
    code, out, told = run("feel", "１＋１")
    assert (code, out) == (0, "2\n")
    assert "全角" in told
    code, out, told = run("feel", "1 / 0")
    assert (code, out) == (0, "null\n")
    assert "除数为零" in told


def test_feel_prints_its_parts_as_json(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text('{"年龄": 42}')
    code, out, _ = run("feel", "年龄 <= 40 and 在岗", "--facts", str(path), "--json")
    assert code == 0
    whole = json.loads(out)
    assert (whole["span"], whole["value"], whole["missing"]) == ([0, 15], "false", [])
    (part,) = whole["children"]
    assert part["sentence"] == {
        "zh": "年龄现为 42，不满足“不超过 40”",
        "en": "Age is 42, which does not meet “at most 40”",
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not json", 2),
        ("[1]", 2),
        ('{"学位": "硕土"}', 1),
        ('{"出生日期": "1990.5"}', 1),
        ('{"基准日": 5}', 1),
    ],
)
def test_feel_refuses_facts_that_do_not_fit(tmp_path: Path, text: str, code: int) -> None:
    path = tmp_path / "facts.json"
    path.write_text(text)
    assert run("feel", "1", "--facts", str(path))[:2] == (code, "")


def test_facts() -> None:
    code, out, _ = run("facts", "--kind", "person")
    assert code == 0
    assert "monthly_rent" in out
    assert "years and months duration(出生日期, 基准日).years" in out
    assert "credit_code" not in out
    data = json.loads(run("facts", "--json")[1])
    assert {"person", "organisation", "project"} <= set(data)
    degree = next(fact for fact in data["person"]["facts"] if fact["name"] == "学位")
    assert {"value": "硕士", "english": "master"} in degree["values"]


def test_the_language_comes_from_the_environment() -> None:
    assert "people" in run("facts", "--kind", "person", HUIZHI_LANG="en")[1]
    assert "人员" in run("facts", "--kind", "person", HUIZHI_LANG="zh")[1]
    assert run("facts", HUIZHI_LANG="fr")[0] == 2


def test_pack_check_and_test(tmp_path: Path) -> None:
    assert run("pack", "check", str(PACK))[:2] == (0, "")
    pack = tmp_path / "pack"
    shutil.copytree(PACK, pack)
    cases = pack / "cases.yaml"
    cases.write_text(cases.read_text().replace("年龄 <= 35", "年铃 <= 35"))
    line = next(n for n, text in enumerate(cases.read_text().split("\n"), 1) if "年铃" in text)
    code, out, _ = run("pack", "check", str(pack))
    assert code == 1
    assert out.startswith(f"{cases}:{line}:")
    assert "年龄" in out  # did you mean
    assert run("pack", "test", str(pack))[0] == 1
    assert run("pack", "check", str(tmp_path))[0] == 2


def test_pack_tables_tells_what_is_proved(tmp_path: Path) -> None:
    pack = tmp_path / "sound"
    shutil.copytree(SOUND, pack)
    code, out, _ = run("pack", "tables", str(pack))
    assert (code, out.splitlines()) == (
        0,
        [
            f"{pack}/policy.yaml:27: 月标准",
            "  没有规则的取值用默认结果（如 学位 = 学士）。",
            "  互不重叠：没有取值同时符合两条规则。",
        ],
    )
    policy = pack / "policy.yaml"
    policy.write_text(policy.read_text().replace("['\"硕士\"']", "['not(\"硕士\")']"))
    assert (
        "Rules 1 and 2 both match: 学位 = 博士"
        in run("pack", "tables", str(pack), "--lang", "en")[1]
    )
    assert run("pack", "check", str(pack))[0] == 1
    policy.write_text(policy.read_text().replace("学位}]", "学为}]"))
    code, out, told = run("pack", "tables", str(pack))
    assert (code, out) == (1, "")
    assert "学历" in told  # did you mean
    assert run("pack", "tables", str(tmp_path))[0] == 2


def test_pack_test_shows_expected_and_got(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(PACK, pack)
    (pack / "tests").mkdir()
    case = (
        "cases:\n  - name: 三十五岁\n    as_of: 2021-07-26\n    kind: person\n"
        "    facts: {出生日期: 1986-07-26}\n    expect: {young: {result: yes, amount: 1000}}\n"
    )
    (pack / "tests" / "young.yaml").write_text(case)
    assert run("pack", "test", str(pack))[:2] == (0, "")
    (pack / "tests" / "young.yaml").write_text(case.replace("1000", "999"))
    code, out, _ = run("pack", "test", str(pack))
    assert code == 1
    assert "tests/young.yaml:2: 三十五岁" in out
    assert "999" in out
    assert "1000" in out


def test_commands_without_a_database_do_not_load_django_or_pyarrow() -> None:
    script = (
        "import sys\n"
        "from huizhi.cli.main import app\n"
        f"sys.argv = ['huizhi', 'entitle', {str(PACK)!r}, sys.argv[1], '--as-of', '2021-07-26']\n"
        "try:\n    app()\nfinally:\n"
        "    print(sorted({'django', 'pyarrow', 'openpyxl'} & set(sys.modules)), file=sys.stderr)\n"
    )
    people = PACK.parent / "one-person.csv"
    source = Path(__file__).parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-c", script, str(people)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(source)},
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "[]"


def test_a_change_in_a_dmn_file_goes_into_a_pack_and_nothing_else(tmp_path):
    pack, target = tmp_path / "taiyuan", tmp_path / "taiyuan.dmn"
    shutil.copytree("packs/taiyuan", pack)
    before = {path: path.read_text("utf-8") for path in pack.rglob("*.yaml")}
    run("pack", "to-dmn", str(pack), str(target))
    assert run("pack", "from-dmn", str(target), "--into", str(pack)) == (
        0,
        "",
        f"{pack}：没有改动\n",
    )
    assert {path: path.read_text("utf-8") for path in pack.rglob("*.yaml")} == before
    written = target.read_text("utf-8")
    target.write_text(written.replace("<text>5000</text>", "<text>5500</text>"), "utf-8")
    code, out, told = run("pack", "from-dmn", str(target), "--into", str(pack), "--lang", "en")
    assert (code, out, told) == (0, "", f"{pack}: tables changed: 生活补助月标准\n")
    after = {path: path.read_text("utf-8") for path in pack.rglob("*.yaml")}
    assert sum(before[path] != after[path] for path in before) == 1
    assert "".join(after.values()).count("[5500]") == 1
    target.write_text(written.replace("<text>5000</text>", "<text>5000 +</text>"), "utf-8")
    code, _out, told = run("pack", "from-dmn", str(target), "--into", str(pack), "--lang", "en")
    assert (code, told.splitlines()[0]) == (1, "Nothing is written; the pack would have errors:")
    assert {path: path.read_text("utf-8") for path in pack.rglob("*.yaml")} == after


def test_tables_go_to_a_dmn_file_and_back(tmp_path):
    target = tmp_path / "taiyuan.dmn"
    code, _out, told = run("pack", "to-dmn", "packs/taiyuan", str(target))
    assert (code, told.strip()) == (0, f"{target}：3 张表")
    code, out, told = run("pack", "from-dmn", str(target), "--lang", "en")
    assert (code, told) == (0, "")
    assert "- name: 生活补助月标准" in out
    target.write_bytes(target.read_bytes().replace(b"clause: living", b""))
    assert (
        run("pack", "from-dmn", str(target), "--lang", "en")[2] == "“生活补助月标准”: add clause\n"
    )
    target.write_text("<definitions", encoding="utf-8")
    code, out, told = run("pack", "from-dmn", str(target), "--lang", "en")
    assert (code, out) == (1, "")
    assert told.startswith(f"{target}: not-")


def test_tables_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    target = tmp_path / "没有" / "x.dmn"
    code, out, told = run("pack", "to-dmn", "packs/taiyuan", str(target))
    assert (code, out) == (2, "")
    assert told.startswith(f"{target}: ")
    pack = tmp_path / "包"
    shutil.copytree("packs/taiyuan", pack)
    rules = pack / "rencai.yaml"
    text = rules.read_text("utf-8")
    rules.write_text(text.replace("label: {zh: 学位,", 'label: {zh: "学\\a位",'), "utf-8")
    code, _out, told = run("pack", "to-dmn", str(pack), str(tmp_path / "x.dmn"))
    assert (code, told.startswith(f"{pack}: bad-character")) == (1, True)

"""`huizhi tck` on a suite of its own, made here: figures, JSON, failures with their causes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from huizhi.cli.main import app
from tests.dmn.models import decision, definitions, input_data, literal
from tests.dmn.test_suites import HEAD, NIL, case, suite, value


def run(*arguments: str) -> tuple[int, str, str]:
    outcome = CliRunner().invoke(app, ["tck", *arguments], env={"COLUMNS": "200"})
    return outcome.exit_code, outcome.stdout, outcome.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    simple = tmp_path / "compliance-level-2" / "0001-simple"
    simple.mkdir(parents=True)
    asked = decision("结果", literal("给 * 2"), inputs=("给",))
    (simple / "模型.dmn").write_bytes(definitions(input_data("给", "number"), asked))
    (simple / "0001-test-01.xml").write_bytes(
        suite(case(value("4", "decimal"), value("2", "decimal")), case(NIL))
    )
    chinese = tmp_path / "compliance-level-3" / "0001-中文"
    chinese.mkdir(parents=True)
    asked = decision("结果", literal('if 给 = "博士" then 5000 else 给 + 1'), inputs=("给",))
    (chinese / "模型.dmn").write_bytes(definitions(input_data("给"), asked))
    (chinese / "0001-test-01.xml").write_bytes(
        suite(
            case(value("5000", "decimal"), value("博士", "string")),
            case(value("3000", "decimal"), value("硕士", "string")),
            case(NIL, value("硕士", "string")),
        )
    )
    (tmp_path / "compliance-level-3" / "0002-broken").mkdir()
    broken = tmp_path / "compliance-level-3" / "0002-broken"
    (broken / "模型.dmn").write_bytes(b"<!DOCTYPE a><a/>")
    (broken / "0002-test-01.xml").write_bytes(suite(case(NIL)))
    (broken / "0002-test-02.xml").write_bytes(f"{HEAD}<oops></testCases>".encode())
    return tmp_path


FIGURES = {
    "levels": {
        "2": {"cases": 2, "passed": 2, "non_null": 1, "passed_non_null": 1},
        "3": {"cases": 4, "passed": 2, "non_null": 2, "passed_non_null": 1},
    }
}


def test_json_is_all_that_is_printed(folder: Path) -> None:
    code, out, told = run(str(folder), "--json")
    assert (code, json.loads(out)) == (0, FIGURES)
    assert "0002-test-02.xml" in told


def test_the_table_of_figures(folder: Path) -> None:
    code, out, _ = run(str(folder), "--lang", "en")
    assert code == 0
    assert [line.split("│")[1:8] for line in out.splitlines() if "│" in line and "%" in line] == [
        ["     2 ", "     2 ", "      2 ", " 100.00 % ", "        1 ", "      1 ", " 100.00 % "],
        ["     3 ", "     4 ", "      2 ", "  50.00 % ", "        2 ", "      1 ", "  50.00 % "],
    ]


def test_failures_say_where_and_why(folder: Path) -> None:
    _, out, _ = run(str(folder), "--failures", "--lang", "en")
    assert out.splitlines()[:4] == [
        "compliance-level-3/0001-中文: 1 failed",
        "  0001-test-01.xml 001 结果: expected 3000, got null "
        '(`+` cannot be applied to "硕士" and 1.)',
        "compliance-level-3/0002-broken: 1 failed",
        "  0002-test-01.xml 001 结果: expected null, got null "
        "(The file declares a document type; remove `<!DOCTYPE …>`.)",
    ]
    _, out, told = run(str(folder), "--failures", "--json")
    assert json.loads(out) == FIGURES
    assert "应为 3000，得到 null" in told


def test_a_folder_that_is_no_suite_is_refused(tmp_path: Path) -> None:
    code, out, told = run(str(tmp_path))
    assert (code, out) == (2, "")
    assert "compliance-level-2" in told

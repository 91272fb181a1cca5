"""What `huizhi entitle` reads, writes and says, and how it ends."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from click.testing import Result as Outcome
from typer.testing import CliRunner

from huizhi.cli import result_output, runs, workbooks
from huizhi.cli.main import app
from tests.cli.twenty_people import write_list

PACK = Path(__file__).parent / "data" / "hard-cases"
ROOT = Path(__file__).parents[2]


def run(facts: Path, *options: str, pack: Path = PACK, as_of: str = "2021-07-26") -> Outcome:
    arguments = ["entitle", str(pack), str(facts), "--as-of", as_of, *options]
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "250"})


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("编号,姓名,出生日期,配偶\n=1+1,甲,1990-01-01,无\nb,乙,,\n")
    return path


def test_csv_opens_in_excel_and_holds_every_result(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    outcome = run(facts, "--out", str(out))
    assert outcome.exit_code == 0, outcome.output
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    assert " ".join(heading) == (
        "对象类别 编号 姓名或名称 事项 事项编号 期间 结果 金额（元） 依据条款 理由 含假定"
    )
    assert "|".join(rows[0]) == (
        "人员|'=1+1|甲|青年补贴|young|一次性|是|1000.00|《难例》第一条|符合条件，1,000.00 元|"
    )
    assert [(row[1], row[4], row[6], row[7]) for row in rows[1:]] == [
        ("'=1+1", "single", "是", "200.55"),
        ("'=1+1", "one-job", "未知", ""),
        ("b", "young", "未知", ""),
        ("b", "single", "未知", ""),
        ("b", "one-job", "未知", ""),
    ]
    assert rows[5][9] == "尚不能确定，缺少：任职"


def test_english(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    outcome = run(facts, "--out", str(out), "--lang", "en")
    assert outcome.exit_code == 0, outcome.output
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][:4] == ["kind", "subject", "name", "benefit"]
    assert "|".join(rows[1]) == (
        "people|'=1+1|甲|Allowance for the young|young|once|yes|1000.00|Hard cases, 第一条|"
        "Entitled: 1,000.00 yuan|"
    )
    assert "Hard cases 2021-07-26" in outcome.stdout


def test_xlsx(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert run(facts, "--out", str(out)).exit_code == 0
    (sheet,) = openpyxl.load_workbook(out).worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][1] == "编号"
    assert rows[1][1] == "=1+1"
    assert sheet["B2"].data_type in ("s", "inlineStr")  # a text, not a formula
    assert sheet["H2"].number_format == "#,##0.00"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert rows[2][7] == 200.55
    assert len(rows) == 7


def test_xlsx_goes_on_on_another_sheet(
    facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "ROWS_OF_A_SHEET", 4)
    out = tmp_path / "out.xlsx"
    assert run(facts, "--out", str(out)).exit_code == 0
    sheets = openpyxl.load_workbook(out).worksheets
    assert [sheet.max_row for sheet in sheets] == [5, 3]
    assert sheets[1]["B1"].value == "编号"


def test_parquet_holds_codes(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    assert run(facts, "--out", str(out)).exit_code == 0
    first, *_ = pq.read_table(out).to_pylist()
    assert first == {
        "kind": "person",
        "subject": "=1+1",
        "name": "甲",
        "benefit": "young",
        "period": "once",
        "result": "yes",
        "amount_yuan": Decimal("1000.00"),
        "clause": "cases#1",
        "reason": "符合条件，1,000.00 元",
        "assumption": False,
    }


def test_json_alone_is_on_stdout(facts: Path) -> None:
    outcome = run(facts, "--json")
    data = json.loads(outcome.stdout)
    assert data["pack"] == "hard-cases"
    assert len(data["results"]) == 6
    assert data["results"][0]["amount_fen"] == 100_000
    assert data["reports"] == []


def test_a_table_with_totals_on_the_screen(facts: Path) -> None:
    outcome = run(facts)
    assert outcome.exit_code == 0
    assert "青年补贴" in outcome.stdout
    assert "1,200.55" in outcome.stdout  # 1,000 and 200.55


def test_many_rows_are_not_shown(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_output, "_ROWS_ON_SCREEN", 5)
    outcome = run(facts)
    assert "《难例》" not in outcome.stdout
    assert "1,200.55" in outcome.stdout
    assert "--out" in outcome.stderr


def test_assumptions_are_marked_and_told(tmp_path: Path) -> None:
    facts = write_list(tmp_path / "名单.xlsx")
    outcome = run(facts, pack=ROOT / "packs" / "taiyuan")
    assert "√" in outcome.stdout
    assert "报道没有写明" not in outcome.stdout  # of a clause that no benefit rests on
    assert "假定在本市租房" in outcome.stdout or "假定须在本市租房" in outcome.stdout


def test_reasons(facts: Path) -> None:
    outcome = run(facts, "--explain", "b")
    assert outcome.exit_code == 0, outcome.output
    assert "年龄 <= 35 → 未知" in outcome.stdout
    assert "《难例》第一条" in outcome.stdout
    reasons = json.loads(run(facts, "--explain", "person:b", "--json").stdout)
    assert [reason["result"]["benefit"] for reason in reasons] == ["young", "single", "one-job"]
    assert reasons[0]["tree"]["children"][0]["text"] == "年龄 <= 35"
    assert run(facts, "--explain", "nobody").exit_code == 2


def test_refused_rows_end_with_1_and_the_others_are_written(tmp_path: Path) -> None:
    facts = tmp_path / "people.csv"
    facts.write_text("编号,出生日期,备注\na,1990-01-01,x\nb,1990.13,x\n")
    out = tmp_path / "out.csv"
    outcome = run(facts, "--out", str(out))
    assert outcome.exit_code == 1
    assert out.read_text("utf-8-sig").count("\n") == 4
    assert "people.csv，第 3 行，B 出生日期 列：“1990.13”没有这一天" in outcome.stderr
    assert "列“备注”不是任何事实的名称" in outcome.stderr


def test_reports_of_one_kind_are_cut_short(tmp_path: Path) -> None:
    facts = tmp_path / "people.csv"
    facts.write_text("编号,出生日期\n" + "".join(f"{n},1990.5\n" for n in range(30)))
    outcome = run(facts)
    assert outcome.exit_code == 0
    assert outcome.stderr.count("没有日") == 20
    assert "同类还有 10 条" in outcome.stderr


def test_a_run_that_dies_leaves_the_old_file(
    facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.csv"
    out.write_text("of last week")

    def die(chunk: object) -> list[object]:
        raise KeyboardInterrupt

    monkeypatch.setattr(runs, "_evaluate", die)
    run(facts, "--out", str(out))
    assert out.read_text() == "of last week"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "people.csv"]


def test_two_processes_give_the_same_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = tmp_path / "people.csv"
    lines = (f"{n},1990-01-{1 + n % 28:02},无\n" for n in range(120))
    facts.write_text("编号,出生日期,配偶\n" + "".join(lines))
    alone = run(facts, "--json").stdout
    monkeypatch.setattr(runs, "_ALONE_UP_TO", 10)
    monkeypatch.setattr(runs, "_CHUNK", 7)
    assert run(facts, "--json").stdout == alone
    assert len(json.loads(alone)["results"]) == 360


@pytest.mark.parametrize(
    ("as_of", "options", "told"),
    [
        ("2021-07", (), "2021-07-26"),
        ("soon", (), "--as-of"),
        ("2021-07-26", ("--out", "x.docx"), ".xlsx"),
        ("2021-07-26", ("--out", "/no/such/folder/x.csv"), "/no/such/folder"),
    ],
)
def test_usage_errors_end_with_2(
    facts: Path, as_of: str, options: tuple[str, ...], told: str
) -> None:
    outcome = run(facts, *options, as_of=as_of)
    assert outcome.exit_code == 2
    assert told in outcome.stderr


def test_before_any_document_is_in_force(facts: Path) -> None:
    outcome = run(facts, as_of="2019年12月31日")
    assert outcome.exit_code == 1
    assert "2019-12-31" in outcome.stderr


def test_inputs_that_cannot_be_used(tmp_path: Path, facts: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK no")
    assert run(broken).exit_code == 2
    assert run(tmp_path / "none.xlsx").exit_code == 2
    outcome = run(facts, pack=tmp_path)
    assert outcome.exit_code == 2
    assert "pack.yaml" in outcome.stderr

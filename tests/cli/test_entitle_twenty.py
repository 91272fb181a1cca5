"""`huizhi entitle` on a list whose answers were worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from huizhi.cli.main import app
from tests.cli.twenty_people import (
    AS_OF,
    HARD_CASES,
    NO,
    TAIYUAN,
    Answer,
    Unknown,
    write_list,
)

ROOT = Path(__file__).parents[2]


def answers(pack: Path, facts: Path) -> dict[tuple[str, str], Answer]:
    arguments = ["entitle", str(pack), str(facts), "--as-of", AS_OF, "--json"]
    outcome = CliRunner().invoke(app, arguments)
    assert outcome.exit_code == 0, outcome.output
    results = json.loads(outcome.stdout)["results"]
    return {(one["subject"]["id"], one["benefit"]): answer(one) for one in results}


def answer(result: dict[str, Any]) -> Answer:
    if result["outcome"] == "unknown":
        return Unknown(frozenset(result["missing"]))
    if result["outcome"] == "no":
        return NO
    yuan, fen = divmod(result["amount_fen"], 100)
    return f"{yuan}.{fen:02}"


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_list(tmp_path_factory.mktemp("twenty") / "名单.xlsx")


def test_taiyuan(facts: Path) -> None:
    found = answers(ROOT / "packs" / "taiyuan", facts)
    benefits = ("living-allowance", "home-purchase", "rent-subsidy", "tuition")
    assert found == {
        (person, benefit): expected
        for person, row in TAIYUAN.items()
        for benefit, expected in zip(benefits, row, strict=True)
    }


def test_hard_cases(facts: Path) -> None:
    found = answers(Path(__file__).parent / "data" / "hard-cases", facts)
    benefits = ("young", "single", "one-job")
    assert found == {
        (person, benefit): expected
        for person, row in HARD_CASES.items()
        for benefit, expected in zip(benefits, row, strict=True)
    }

"""One mistake at a time: the check finds it, names it, and points at the right stretch."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from huizhi.rules.findings import Finding
from huizhi.rules.packs.checking import check_pack
from huizhi.rules.yaml_text import read_yaml

FOLDER = Path(__file__).parent / "broken"
SOUND = FOLDER / "sound"
CASES: list[dict[str, Any]] = read_yaml(
    "cases.yaml", (FOLDER / "cases.yaml").read_text("utf-8")
).data["cases"]
CODE = re.compile(r"`([a-z-]+)`")


def write_sound_pack(to: Path) -> None:
    for file in SOUND.rglob("*.yaml"):
        target = to / file.relative_to(SOUND)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.read_text("utf-8"), "utf-8")


def text_at(finding: Finding, text: str) -> str:
    """Return the stretch of a file that a finding points at; it must lie on one line."""
    line = text.splitlines()[finding.line - 1]
    assert finding.end[0] == finding.line
    return line[finding.column - 1 : finding.end[1] - 1]


def test_the_sound_pack_has_no_findings() -> None:
    assert check_pack(SOUND) == []


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_mistake_is_found_where_it_stands(case: dict[str, Any], tmp_path: Path) -> None:
    write_sound_pack(tmp_path)
    file = tmp_path / case["file"]
    before = file.read_text("utf-8")
    assert before.count(case["was"]) == 1, "the case must change exactly one stretch"
    file.write_text(before.replace(case["was"], case["now"]), "utf-8")

    findings = check_pack(tmp_path)

    expected = case["finding"]
    matching = [found for found in findings if found.code == expected["code"]]
    assert len(matching) == 1, [found.format("en") for found in findings]
    found = matching[0]
    place = expected.get("in", case["file"])
    assert (found.path, found.line) == (place, expected["line"])
    assert found.severity == expected.get("severity", "error")
    if "text" in expected:
        assert text_at(found, (tmp_path / place).read_text("utf-8")) == expected["text"]
    assert expected.get("says", "") in found.message("zh")
    assert found.message("en")
    others = {other.code for other in findings if other is not found}
    assert others == set(case.get("also", ()))


def test_every_code_of_the_guide_has_a_case() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "policy-packs.md").read_text("utf-8")
    table = guide.split("| code | what is wrong |")[1].split("\n\n")[0]
    codes = {code for row in table.splitlines() for code in CODE.findall(row.split(" | ")[0])}

    assert len(codes) > 20
    assert codes <= {case["finding"]["code"] for case in CASES}

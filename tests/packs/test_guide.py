"""The example of the guide runs as it stands, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huizhi.rules.packs import testing
from huizhi.rules.packs.checking import check_pack

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = ("policy-packs.md", "policy-packs.zh.md")
BLOCK = re.compile(r"```yaml\n# (\S+\.yaml)\n(.*?)```", re.S)


def example(guide: str) -> dict[str, str]:
    return dict(BLOCK.findall((DOCS / guide).read_text("utf-8")))


def test_both_guides_show_the_same_files() -> None:
    one, other = map(example, GUIDES)

    assert set(one) == {"pack.yaml", "anju-2022.yaml", "anju-2024.yaml", "tests/anju.yaml"}
    assert one == other


@pytest.mark.parametrize("guide", GUIDES)
def test_the_example_checks_clean_and_its_cases_hold(guide: str, tmp_path: Path) -> None:
    for name, text in example(guide).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")

    assert [found.format("en") for found in check_pack(tmp_path)] == []
    outcomes = testing.test_pack(tmp_path)
    assert len(outcomes) >= 5
    assert [str(outcome) for outcome in outcomes if not outcome.passed] == []

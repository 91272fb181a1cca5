"""The example of the guide runs as it stands, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huizhi.rules.packs import testing
from huizhi.rules.packs.checking import check_pack
from huizhi.rules.words import Language

DOCS = Path(__file__).parents[2] / "docs"
GUIDES: dict[Language, str] = {"en": "policy-packs.md", "zh": "policy-packs.zh.md"}
BLOCK = re.compile(r"```yaml\n# (\S+\.yaml)\n(.*?)```", re.S)
FACTS = re.compile(r"```yaml\n(facts:\n.*?)```", re.S)


def example(language: Language) -> dict[str, str]:
    return dict(BLOCK.findall(guide(language)))


def guide(language: Language) -> str:
    return (DOCS / GUIDES[language]).read_text("utf-8")


def write_example(language: Language, folder: Path) -> None:
    for name, text in example(language).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def test_both_guides_show_the_same_files() -> None:
    files = example("en")

    assert set(files) == {"pack.yaml", "anju-2022.yaml", "anju-2024.yaml", "tests/anju.yaml"}
    assert files == example("zh")
    assert FACTS.findall(guide("en")) == FACTS.findall(guide("zh"))


@pytest.mark.parametrize("language", GUIDES)
def test_the_example_checks_clean_and_its_cases_hold(language: Language, tmp_path: Path) -> None:
    write_example(language, tmp_path)

    assert [found.format("en") for found in check_pack(tmp_path)] == []
    outcomes = testing.test_pack(tmp_path)
    assert len(outcomes) == 5
    assert [str(outcome) for outcome in outcomes if not outcome.passed] == []


@pytest.mark.parametrize("language", GUIDES)
def test_a_pack_may_bring_the_fact_shown(language: Language, tmp_path: Path) -> None:
    write_example(language, tmp_path)
    with (tmp_path / "pack.yaml").open("a", encoding="utf-8") as file:
        file.write(FACTS.findall(guide(language))[0])

    assert [found.format("en") for found in check_pack(tmp_path)] == []


@pytest.mark.parametrize("language", GUIDES)
def test_the_mistake_is_reported_as_shown(language: Language, tmp_path: Path) -> None:
    write_example(language, tmp_path)
    file = tmp_path / "anju-2022.yaml"
    file.write_text(file.read_text("utf-8").replace("名下住房套数 = 0", "名下住房数 = 0"), "utf-8")

    (found,) = check_pack(tmp_path)

    assert f"\nlinhu/{found.format(language)}\n" in guide(language)

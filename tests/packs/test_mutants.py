"""The cases of a pack prove it: whatever condition or row is taken away, some case fails."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from huizhi.rules.findings import Place
from huizhi.rules.packs import testing
from huizhi.rules.packs.loading import load_pack
from huizhi.rules.packs.model import Document

FOLDER = Path(__file__).parents[2] / "packs"
PACKS = ("datong", "taiyuan")


def mutants(name: str) -> Iterator[tuple[str, Place, str]]:
    """Yield what is taken away, where it stands, and what stands there instead."""
    for document in load_pack(FOLDER / name).documents:
        yield from conditions(document)
        yield from rows(document)


def conditions(document: Document) -> Iterator[tuple[str, Place, str]]:
    for benefit in document.benefits:
        for number, condition in enumerate(benefit.conditions, 1):
            yield f"{benefit.id} condition {number}", condition.feel.place, "true"


def rows(document: Document) -> Iterator[tuple[str, Place, str]]:
    for table in document.tables:
        for number, rule in enumerate(table.rules, 1):
            yield f"{table.english} row {number}", rule.then[0].place, "777"


@pytest.mark.parametrize(
    ("name", "place", "instead"),
    [
        pytest.param(name, place, instead, id=f"{name} {what}")
        for name in PACKS
        for what, place, instead in mutants(name)
    ],
)
def test_a_case_notices(name: str, place: Place, instead: str, tmp_path: Path) -> None:
    mutant = tmp_path / name
    shutil.copytree(FOLDER / name, mutant)
    file = mutant / place.path
    file.write_text(replaced(file.read_text("utf-8"), place, instead), "utf-8")

    outcomes = testing.test_pack(mutant)

    assert any(not outcome.passed for outcome in outcomes)


def replaced(text: str, place: Place, instead: str) -> str:
    lines = text.splitlines(keepends=True)
    before = [*lines[: place.line - 1], lines[place.line - 1][: place.column - 1]]
    if place.end_column == 1:  # a folded text ends where the next line begins
        return "".join([*before, instead, "\n", *lines[place.end_line - 1 :]])
    after = [lines[place.end_line - 1][place.end_column - 1 :], *lines[place.end_line :]]
    return "".join([*before, instead, *after])

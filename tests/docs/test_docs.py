"""The documents say what is there: commands, output, links, variables, statements."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from huizhi.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
READMES = ["README.md", "README.zh.md"]
DOCUMENTS = [
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "bench/README.md",
    *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md")),
]
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:^\$ |`)huizhi ((?:[a-z]+(?:-[a-z]+)* ?)+)", re.MULTILINE)
NEEDS_DATABASE = ("people", "regions", "user", "audit", "serve", "demo")
MORE_FOLLOWS = "…"
LARGEST_IMAGE = 250 * 1024


def read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def sessions(document: str) -> list[tuple[str, str]]:
    """Return every command of a document's console blocks with the output shown."""
    found = []
    for block in CONSOLE.findall(read(document)):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def without_trailing_blanks(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]


def test_both_readmes_show_the_same_commands_and_output():
    english, chinese = map(sessions, READMES)
    assert english == chinese


@pytest.mark.parametrize(
    "pattern",
    [r"!\[[^\]]*\]\(([^)]+)\)", r"^\| `([A-Z_]+)` \|", r"\]\(((?:docs/|[A-Z]{4})[^)#]*)"],
    ids=["pictures", "variables", "documents"],
)
def test_both_readmes_show_the_same(pattern):
    english, chinese = (
        {found.replace(".zh.md", ".md") for found in re.findall(pattern, read(name), re.MULTILINE)}
        for name in READMES
    )
    assert english == chinese


def test_the_readmes_name_every_variable():
    sources = (ROOT / "src" / "huizhi").rglob("*.py")
    used = {
        name
        for path in sources
        for name in re.findall(r"\"(HUIZHI_[A-Z_]+)\"", path.read_text(encoding="utf-8"))
    }
    for readme in READMES:
        assert used <= set(re.findall(r"HUIZHI_[A-Z_]+", read(readme)))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_and_pictures_exist(document):
    broken = [
        target
        for target in LINK.findall(re.sub(r"```.*?```", "", read(document), flags=re.DOTALL))
        if "://" not in target
        and not ((ROOT / document).parent / target.partition("#")[0]).resolve().exists()
    ]
    assert broken == []


def test_pictures_are_small():
    pictures = (ROOT / "docs" / "images").iterdir()
    assert [path.name for path in pictures if path.stat().st_size > LARGEST_IMAGE] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_that_are_named_exist(document):
    known = typer.main.get_command(app).commands
    for words in COMMAND.findall(read(document)):
        first, *rest = words.split()
        assert first in known, words
        inner = getattr(known[first], "commands", None)
        assert not rest or inner is None or rest[0] in inner, words


def shown_commands() -> list[tuple[str, str]]:
    return [
        (command, output)
        for command, output in sessions(READMES[0])
        if command.startswith("huizhi ") and command.split()[1] not in NEEDS_DATABASE
    ]


@pytest.mark.parametrize(("command", "shown"), shown_commands())
def test_output_in_the_readme_is_what_comes_out(command, shown, tmp_path):
    words = shlex.split(command.replace("results.xlsx", str(tmp_path / "results.xlsx")))[1:]
    done = subprocess.run(
        [sys.executable, "-m", "huizhi", *words],
        env={**os.environ, "COLUMNS": "80", "HUIZHI_LANG": "zh", "PYTHONPATH": str(ROOT / "src")},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    expected, came = without_trailing_blanks(shown), without_trailing_blanks(done.stdout)
    if expected[-1] == MORE_FOLLOWS:
        expected = expected[:-1]
        assert len(came) > len(expected)
        came = came[: len(expected)]
    assert came == expected


def test_the_model_case_names_every_statement():
    rows = re.findall(r"^\| S(\d+) ", read("docs/model-case.md"), re.MULTILINE)
    assert [int(number) for number in rows] == list(range(1, 35))


def test_every_decision_is_in_the_index():
    index = read("docs/adr/README.md")
    names = {path.name for path in (ROOT / "docs/adr").glob("*.md")} - {"README.md"}
    assert {name for name in names if f"]({name})" not in index} == set()

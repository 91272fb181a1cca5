"""The house rules that a machine can check: what is not checked decays."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path for path in (ROOT / "src" / "huizhi").rglob("*.py") if "migrations" not in path.parts
)
LONGEST_FUNCTION = 70
LONGEST_FILE = 600


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_rooms_import_only_from_rows_below(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert lint_imports() == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_module_says_its_purpose():
    silent = [
        relative(path)
        for path in SOURCES
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(parsed(path))
    ]
    assert silent == []


def test_functions_and_files_are_small():
    long = [
        f"{relative(path)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in ast.walk(parsed(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    long += [
        relative(path)
        for path in SOURCES
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE
    ]
    assert long == []


def test_nobody_swallows_an_error():
    swallowed = [
        f"{relative(path)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler)
        and all(isinstance(step, (ast.Pass, ast.Continue)) for step in node.body)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    assert swallowed == []


def test_no_drawers_and_no_signals():
    drawers = [relative(p) for p in SOURCES if {"common.py", "utils.py", "helpers.py"} & {p.name}]
    drawers += [
        relative(p)
        for p in SOURCES
        if {"common", "utils", "helpers"} & set(p.parts[len(ROOT.parts) :])
    ]
    signals = [relative(p) for p in SOURCES if "django.dispatch" in p.read_text(encoding="utf-8")]
    assert drawers + signals == []


MONEY = ["kernel", "ledger", "cases", "payments", "rules/money.py", "rules/evaluation"]


@pytest.mark.parametrize("place", MONEY)
def test_no_float_touches_money(place):
    floats = [
        f"{relative(path)}:{node.lineno}"
        for path in SOURCES
        if path.is_relative_to(ROOT / "src" / "huizhi" / place)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "float"
    ]
    assert floats == []


def test_templates_hold_no_inline_script():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|\son\w+\s*=\s*[\"']"
    )
    guilty = [
        relative(path)
        for path in (ROOT / "src").rglob("*.html")
        if inline.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_locks_hold_hashes_and_no_addresses():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path
        names = re.findall(r"^[a-z0-9._-]+(?:\[[a-z,]+\])?==", text, re.MULTILINE)
        assert names, path
        assert text.count("--hash=sha256:") >= len(names), path
    assert '"resolved"' not in (ROOT / "assets" / "package-lock.json").read_text(encoding="utf-8")

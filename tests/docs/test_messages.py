"""The page of messages has every code, in both languages, with examples that give it."""

import ast
import json
import re
from pathlib import Path

import pytest

from huizhi.feel import (
    NUMBER,
    FeelError,
    InputDefinition,
    OutputDefinition,
    RuleDefinition,
    TableDefinition,
    TableError,
    compile_expression,
    compile_table,
    compile_unary_tests,
)
from huizhi.feel.messages import MESSAGES
from huizhi.feel.values.causes import WORDS
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"en": ROOT / "docs/messages.md", "zh": ROOT / "docs/messages.zh.md"}
SCOPE = load_catalogue().scope(SubjectKind.PERSON)
ENTRY = re.compile(r"^### `([a-z_-]+)`\n\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"```feel(?: (\w+))?(?: (\S+))?\n(.*?)\n```", re.DOTALL)
# Who makes the findings of a pack, and how many arguments stand before the code.
MAKERS = {"_error": 1, "_notice": 1, "_complain": 1, "finding": 1, "Finding": 2, "Told": 2}


def entries(language):
    return ENTRY.findall(PAGES[language].read_text(encoding="utf-8"))


def pack_codes():
    """Return every code that the check of a pack writes down."""
    found = set()
    for path in [*ROOT.glob("src/huizhi/rules/packs/*.py"), ROOT / "src/huizhi/rules/yaml_text.py"]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            place = MAKERS.get(name)
            if place is not None and len(call.args) > place:
                code = call.args[place]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    found.add(code.value)
    return found


def table(text):
    data = json.loads(text)
    return TableDefinition(
        tuple(map(InputDefinition, data["inputs"])),
        tuple(map(OutputDefinition, data["outputs"])),
        tuple(RuleDefinition(tuple(when), tuple(then)) for when, then in data["rules"]),
        data["hit_policy"],
    )


def findings(kind, of, text):
    """Return what is found in an example, errors and warnings alike."""
    try:
        if kind == "table":
            return [found.diagnostic for found in compile_table(table(text), SCOPE).warnings]
        if kind == "cell":
            column = compile_expression(of, SCOPE).type
            return compile_unary_tests(text, SCOPE, column).warnings
        return compile_expression(text, SCOPE, NUMBER if kind == "result" else None).warnings
    except TableError as error:
        return [found.diagnostic for found in error.findings]
    except FeelError as error:
        return error.diagnostics


def causes(text):
    """Return why an example is null."""
    value, trace = compile_expression(text, SCOPE).explain({})
    assert value is None
    pending, found = [trace], []
    while pending:
        part = pending.pop()
        pending += part.children
        found += [part.cause] if part.cause is not None else []
    return found


@pytest.mark.parametrize("language", PAGES)
def test_every_code_has_one_entry_and_no_entry_is_stale(language):
    codes = [code for code, _ in entries(language)]
    assert len(codes) == len(set(codes))
    assert len(pack_codes()) > 30
    assert set(codes) == set(MESSAGES) | set(WORDS) | pack_codes()


def test_both_pages_have_the_same_entries_in_the_same_order():
    assert [code for code, _ in entries("en")] == [code for code, _ in entries("zh")]


@pytest.mark.parametrize("language", PAGES)
def test_each_example_gives_its_message(language):
    run = 0
    for code, entry in entries(language):
        for kind, of, text in EXAMPLE.findall(entry):
            found = causes(text) if kind == "null" else findings(kind, of, text)
            told = [one.message(language) for one in found if one.code == code]
            assert told, (code, [one.code for one in found])
            assert entry.startswith(told[0] + "\n"), code
            run += 1
    assert run > 85


@pytest.mark.parametrize("language", PAGES)
def test_every_entry_says_what_to_do(language):
    word = {"en": "What to do: ", "zh": "怎么办："}[language]
    assert all(entry.count(word) == 1 for _, entry in entries(language))

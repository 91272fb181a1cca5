"""The page of messages has every code, in both languages, with examples that give it."""

import ast
import json
import re
from functools import cache
from pathlib import Path
from textwrap import dedent, indent

import pytest

from huizhi.dmn import DmnError, Engine, check_model, read_model
from huizhi.dmn.errors import MESSAGES as DMN_MESSAGES
from huizhi.dmn.model import Decision
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
from huizhi.rules.packs.checking import PackError, check_files
from huizhi.rules.packs.testing import run_tests
from huizhi.rules.subjects import SubjectKind
from tests.dmn.models import MOMENT, definitions
from tests.rules.packs.small_pack import DOCUMENT, HEAD, benefit

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"en": ROOT / "docs/messages.md", "zh": ROOT / "docs/messages.zh.md"}
CATALOGUE = load_catalogue()
SCOPE = CATALOGUE.scope(SubjectKind.PERSON)
ENTRY = re.compile(r"^### `([a-z_-]+)`\n\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"```feel(?: (\w+))?(?: (\S+))?\n(.*?)\n```", re.DOTALL)
PART = re.compile(r"```yaml (\w+)\n(.*?)\n```", re.DOTALL)
MODEL = re.compile(r"```xml( file)?\n(.*?)\n```", re.DOTALL)
BLOCK = re.compile(r"^(?=\w)", re.MULTILINE)
PACK_FILES = [
    *ROOT.glob("src/huizhi/rules/packs/*.py"),
    ROOT / "src/huizhi/rules/yaml_text.py",
    ROOT / "src/huizhi/rules/facts/catalogue.py",
]
# What has a name or an id of its own in a pack: `duplicate-…`.
UNIQUE = ("name", "english", "benefit", "group", "cap")
# Too long to be shown.
UNSHOWN = {"table-gaps-more", "rules-overlap-more", "table-too-large"}
TABLE = """\
name: 标准
english: rate
clause: "1"
hit_policy: U
inputs: [{label: 年龄, feel: 年龄}]
outputs: [{name: 金额, type: number, default: 0}]
rules:
  - {when: ['< 30'], then: [1]}
"""
CASE = """\
name: 例
as_of: 2021-07-26
facts: {}
expect: {small: {result: "yes"}}
"""
# Who makes the findings of a pack, and how many arguments stand before the code.
MAKERS = {"_error": 1, "_notice": 1, "_complain": 1, "finding": 1, "Finding": 2, "Told": 2}


def entries(language):
    return ENTRY.findall(PAGES[language].read_text(encoding="utf-8"))


@cache
def pack_codes():
    """Return every code that the check of a pack writes down."""
    found = set()
    for path in PACK_FILES:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            place = MAKERS.get(name)
            if place is not None and len(call.args) > place:
                code = call.args[place]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    found.add(code.value)
                elif isinstance(code, ast.JoinedStr):
                    found |= {f"{code.values[0].value}{sort}" for sort in UNIQUE}
    # Of the catalogue alone: a pack has no kinds of its own.
    return found - {"fact-reference"}


def merged(base, example):
    """Return a text of YAML with the keys of an example in place of the base's."""
    texts = (
        {part.partition(":")[0]: part for part in BLOCK.split(f"{text}\n")}
        for text in (base, example)
    )
    known, shown = texts
    return "".join((known | shown).values())


def item(text):
    return indent("- " + indent(text, "  ")[2:], "  ")


def pack_with(parts):
    """Return the files of a sound pack in which the parts of an example stand."""
    shown = dict(parts)
    single = merged(dedent(benefit("small").replace("- ", "  ", 1)), shown.get("benefit", ""))
    text = f"{DOCUMENT}benefits:\n{item(single)}"
    if "table" in shown:
        text += f"tables:\n{item(merged(TABLE, shown['table']))}"
    files = {"pack.yaml": merged(HEAD, shown.get("pack", ""))}
    files["rules.yaml"] = merged(text, shown.get("document", ""))
    if "test" in shown:
        files["tests/a.yaml"] = f"cases:\n{item(merged(CASE, shown['test']))}"
    return files


def pack_findings(files):
    try:
        run_tests(files, CATALOGUE)
    except PackError as error:
        return error.findings
    return check_files(files, CATALOGUE)[1]


def model_told(is_file, text):
    """Return what is found in a model, and why its decisions are null."""
    try:
        model = read_model(text.encode() if is_file else definitions(text))
    except DmnError as error:
        return [error]
    told = list(check_model(model))
    engine = Engine(model, [], MOMENT)
    for element in model.elements:
        if isinstance(element, Decision):
            told += engine.decide(element.name, {}).causes
    return told


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
    assert set(codes) == set(MESSAGES) | set(WORDS) | pack_codes() | set(DMN_MESSAGES)


def test_both_pages_have_the_same_entries_in_the_same_order():
    assert [code for code, _ in entries("en")] == [code for code, _ in entries("zh")]


@pytest.mark.parametrize("language", PAGES)
def test_each_example_gives_its_message(language):
    run = 0
    for code, entry in entries(language):
        for kind, of, text in EXAMPLE.findall(entry):
            if (kind, of) == ("table", "null"):
                found = [compile_table(table(text), SCOPE).explain({})[1].cause]
            else:
                found = causes(text) if kind == "null" else findings(kind, of, text)
            told = [one.message(language) for one in found if one.code == code]
            assert told, (code, [one.code for one in found])
            assert entry.startswith(told[0] + "\n"), code
            run += 1
    assert run > 85


@pytest.mark.parametrize(("code", "entry"), entries("en"))
def test_each_example_of_a_pack_gives_its_finding_alone(code, entry):
    parts = PART.findall(entry)
    if code not in pack_codes() or code in UNSHOWN:
        assert not parts
        return
    found = pack_findings(pack_with(parts))
    assert {one.code for one in found} == {code}, [one.format("en") for one in found]


def test_the_pack_of_the_examples_is_sound():
    files = pack_with([("table", ""), ("test", "")])
    assert check_files(files, CATALOGUE)[1] == []
    assert [outcome.passed for outcome in run_tests(files, CATALOGUE)] == [True]


@pytest.mark.parametrize("language", PAGES)
def test_each_example_of_a_model_gives_its_message(language):
    run = 0
    for code, entry in entries(language):
        for is_file, text in MODEL.findall(entry):
            told = [one for one in model_told(is_file, text) if one.code == code]
            assert told, (code, [one.code for one in model_told(is_file, text)])
            assert entry.startswith(told[0].message(language) + "\n"), code
            run += 1
    assert run > 12


def test_both_pages_have_the_same_examples():
    for kind in (EXAMPLE, PART, MODEL):
        shown = ([kind.findall(entry) for _, entry in entries(language)] for language in PAGES)
        english, chinese = shown
        assert english == chinese


@pytest.mark.parametrize("language", PAGES)
def test_every_entry_says_what_to_do(language):
    word = {"en": "What to do: ", "zh": "怎么办："}[language]
    assert all(entry.count(word) == 1 for _, entry in entries(language))

"""The statements one by one: the list, the article, the records and the map say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from huizhi.portal.model_case.article import Figure, Mention, load_article
from huizhi.portal.model_case.statements import StatementsError, load_statements
from tests.portal.model_case.test_article import ARTICLE, PACKS

FOLDER = ARTICLE.parent
MAP = (Path(__file__).parents[3] / "docs" / "model-case.md").read_text(encoding="utf-8")
NUMBERS = [f"S{number}" for number in range(1, 35)]
NO_FIGURES = re.compile(r"7月(10日)?|2月|10 July|No\. 1")
NUMERALS = re.compile(
    r"\d|[二三四五六七八九十百千万两][多余]?[所名个年人类]|\b(?:two|three|five|ten|hundred)\b"
)


def statements():
    parts = load_statements(FOLDER / "statements.yaml")
    return {one.id: one for part in parts for one in part.statements}


def records():
    """Return the statement of each record of the demo's files by its reference."""
    found = {}
    for path in FOLDER.glob("*.yaml"):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for entry in content.get("records", ()) if isinstance(content, dict) else ():
            if "statement" in entry:
                found[entry["reference"]] = entry["statement"]
    return found


def rows_of_the_map():
    lines = re.findall(r"^\| (S\d+) (.*)$", MAP, re.MULTILINE)
    return dict(lines)


def write(folder, *entries):
    heading = {"zh": "甲", "en": "A"}
    path = folder / "statements.yaml"
    content = {"parts": [{"heading": heading, "statements": list(entries)}]}
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def test_the_list_and_the_map_have_every_statement_in_order():
    assert list(statements()) == NUMBERS
    assert list(rows_of_the_map()) == NUMBERS


def test_records_and_figures_bear_numbers_of_the_list():
    figures = load_article(ARTICLE).figures.values()
    assert {figure.statement for figure in figures} <= set(NUMBERS)
    assert set(records().values()) <= set(NUMBERS)
    governance = yaml.safe_load((FOLDER / "governance.yaml").read_text(encoding="utf-8"))
    told = [*governance["bodies"], *governance["meetings"], governance["plan"]]
    assert {one.get("statement", "S24") for one in told} <= set(NUMBERS)


def test_each_statement_is_held_or_says_why_not():
    held = {figure.statement for figure in load_article(ARTICLE).figures.values()}
    held |= set(records().values())
    for number, statement in statements().items():
        assert number in held or statement.also or statement.not_yet, number
    alone = {number for number, one in statements().items() if not (number in held or one.also)}
    assert alone == {"S33"}


def test_the_map_names_the_records_and_figures_of_each_statement():
    rows = rows_of_the_map()
    for reference, statement in records().items():
        assert f"`{reference}`" in rows[statement], reference
    for figure in load_article(ARTICLE).figures.values():
        assert f"`{figure.id}`" in rows[figure.statement], figure.id


def test_the_map_says_not_yet_where_the_list_or_a_figure_does():
    pending = {
        figure.statement for figure in load_article(ARTICLE).figures.values() if figure.not_yet
    }
    open_ones = {number for number, one in statements().items() if one.not_yet} | pending
    said = {number for number, text in rows_of_the_map().items() if "**not yet**" in text}
    assert said == open_ones


def test_every_number_of_the_text_is_a_figure():
    article = load_article(ARTICLE)
    for language in ("zh", "en"):
        for section in article.sections[language]:
            for paragraph in section.paragraphs:
                told = "".join(
                    part.text if isinstance(part, Mention) else part
                    for part in paragraph
                    if not isinstance(part, Figure)
                )
                assert NUMERALS.findall(NO_FIGURES.sub("", told)) == [], told


def test_words_of_the_map_are_those_of_the_pack():
    known = set(records()) | set(load_article(ARTICLE).figures)
    text = "\n".join(path.read_text(encoding="utf-8") for path in PACKS.rglob("*.yaml"))
    for row in rows_of_the_map().values():
        for word in re.findall(r"`([a-z][a-z0-9-]*-[a-z0-9-]+)`", row):
            assert word in known or f"id: {word}" in text or f"indicator: {word}" in text, word


@pytest.mark.parametrize("also", ["person:x", "page:no-such-page", "10001"])
def test_what_means_nothing_is_refused(tmp_path, also):
    entry = {"id": "S1", "says": {"zh": "甲", "en": "A"}, "also": [also]}
    with pytest.raises(StatementsError, match="S1"):
        load_statements(write(tmp_path, entry))


def test_a_number_stands_once(tmp_path):
    entry = {"id": "S1", "says": {"zh": "甲", "en": "A"}}
    with pytest.raises(StatementsError):
        load_statements(write(tmp_path, entry, entry))

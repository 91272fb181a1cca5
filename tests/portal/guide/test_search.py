"""Search over what is in force."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.portal.guide.held import packs_in_force
from huizhi.portal.guide.search import BENEFIT, CLAUSE, DOCUMENT, search
from tests.policies.factories import START, make_version


@pytest.fixture
def packs(make_user):
    make_version(make_user())
    return packs_in_force(START)


def found(packs, query):
    return [(hit.what, hit.name) for hit in search(packs, query)]


def test_benefits_come_before_documents_and_clauses(packs):
    assert found(packs, "博士") == [(BENEFIT, "周转房"), (CLAUSE, "第一条"), (CLAUSE, "第三条")]


def test_every_word_must_be_there(packs):
    assert found(packs, "博士 周转房") == [(BENEFIT, "周转房"), (CLAUSE, "第三条")]
    assert found(packs, "博士 企业") == []


def test_titles_and_numbers_are_found(packs):
    assert found(packs, "示例〔2021〕1号") == [(DOCUMENT, "示例办法")]


def test_words_are_marked_and_text_is_escaped(packs):
    (hit,) = search(packs, "10万")
    assert "企业奖励<mark>10万</mark>元" in hit.text
    assert search(packs, "<b>") == []


def test_nothing_is_found_for_nothing_or_before_the_day(packs):
    assert search(packs, "  ") == []
    assert packs_in_force(START - dt.timedelta(days=1)) == []

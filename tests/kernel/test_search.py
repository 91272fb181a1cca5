"""Tokens of texts, and the records that a query finds by them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from huizhi.kernel import search
from huizhi.kernel.models import SearchToken

TEXTS = {
    1: ("北京大学", "北大", "Peking University", "10001"),
    2: ("北京航空航天大学", "北航", "Beihang University"),
    3: ("大同（晋北） 机电有限公司", "Jinbei 5G Co., Ltd."),
    4: ("重庆大学",),
    5: ("𠮷林省基地",),
}


@pytest.fixture
def names(db):
    search.index_many(kind="organisation", texts=TEXTS)


def found(text: str, kind: str = "organisation") -> set[int]:
    return {number for (number,) in search.matching(kind=kind, text=text)}


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("北京大学", {1}),
        ("北大", {1}),
        ("大学", {1, 2, 4}),
        ("北京", {1, 2}),
        ("航空 大学", {2}),
        ("大学北京", set()),
        ("京", {1, 2}),
        ("司", {3}),  # the last character of a name
        ("bjdx", {1}),
        ("bd", {1}),
        ("BD", {1}),
        ("ｂｊ", {1, 2, 3}),  # 北京 and 北机
        ("hthk", set()),
        ("hkht", {2}),  # from the middle of a name
        ("cqdx", {4}),  # 重 as in 重庆, not as in 重要
        ("peking", {1}),
        ("univ", {1, 2}),
        ("iversity", set()),
        ("Peking university", {1}),
        ("1000", {1}),
        ("0001", set()),
        ("bj大学", {1, 2}),
        ("晋北机电", {3}),
        ("大同(晋北)机电", {3}),
        ("同晋", {3}),  # brackets do not count
        ("5g", {3}),
        ("𠮷林", {5}),
        ("", set()),
        ("，。", set()),
        ("%_", set()),
    ],
)
def test_a_query_finds(names, query, numbers):
    assert found(query) == numbers


def test_kinds_do_not_mix(names):
    search.index(kind="agreement", subject_id=1, texts=["与北京大学的合作"])
    assert found("合作") == set()
    assert found("合作", "agreement") == {1}


def test_indexing_again_replaces(names):
    search.index(kind="organisation", subject_id=1, texts=["清华大学"])
    assert found("清华") == {1}
    assert found("北大") == set()
    assert found("大学") == {1, 2, 4}
    search.index(kind="organisation", subject_id=1, texts=[])
    assert found("大学") == {2, 4}


def test_indexing_the_same_again_writes_nothing(names):
    before = SearchToken.objects.count()
    with CaptureQueriesContext(connection) as captured:
        search.index(kind="organisation", subject_id=1, texts=TEXTS[1])
    assert SearchToken.objects.count() == before
    assert not [q for q in captured if q["sql"].startswith(("INSERT", "DELETE"))]


def test_a_query_of_any_length_is_one_statement(names):
    with CaptureQueriesContext(connection) as captured:
        assert found("北京大学" * 200) == set()
    assert len(captured) == 1


NAME = st.text("北京大学农航天a b1（）·", min_size=2, max_size=12)


@given(NAME, st.integers(0, 11), st.integers(0, 12))
def test_every_part_of_a_name_finds_it_by_its_tokens(name, first, last):
    """A query that is cut out of a name asks for nothing that the name does not hold."""
    part = name[first:last]
    held = search.tokens_of([name])
    for token, is_beginning in search._query_parts(part):
        if token.isascii() and not name[:first].endswith((" ", "（", "）", "·")) and first:
            continue  # cut inside a Latin word, which is found by its beginning only
        assert any(one.startswith(token) if is_beginning else one == token for one in held), token

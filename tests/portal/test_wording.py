"""Literals, cells and paths in words."""

from __future__ import annotations

import pytest
from django.utils import translation

from huizhi.kernel.fact_wording import literal_words, path_words
from huizhi.portal.wording import cell_words, left_to_people
from huizhi.rules.subjects import SubjectKind


@pytest.mark.parametrize(
    ("literal", "words"),
    [
        (None, "未知"),
        ("true", "是"),
        ("false", "否"),
        ("null", "无"),
        ("[]", "无"),
        ('"博士"', "博士"),
        ('["优秀", "合格"]', "优秀、合格"),
        ('date("2019-05-01")', "2019-05-01"),
        ("10000000", "10,000,000"),
        ("0.25", "0.25"),
        ("{…}", "已知"),
        ("学位", "学位"),
    ],
)
def test_literals_read_as_people_write(literal, words):
    assert literal_words(literal) == words


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("-", "不限"),
        ("5000", "5,000"),
        ("5", "5"),
        ('"主板"', "主板"),
        ('"博士", "硕士"', "博士、硕士"),
        ('not("博士")', None),
        ("[1..5]", None),
    ],
)
def test_cells_that_are_expressions_stay_expressions(cell, words):
    assert cell_words(cell) == words


def test_listed_values_and_names_have_english():
    with translation.override("en"):
        assert literal_words('"博士"') == "doctor"
        assert path_words("用人单位.性质", SubjectKind.PERSON) == "Employer · Nature"
    assert path_words("用人单位.性质", SubjectKind.PERSON) == "用人单位 · 性质"
    assert path_words("没有的事实", SubjectKind.PERSON) == "没有的事实"


def test_what_is_left_to_people_is_said_plainly():
    assert left_to_people(("clawback", "cap:per-base")) == ["追缴", "共用限额"]

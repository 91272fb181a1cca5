"""What is asked: the facts that the benefits read, and no others."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from huizhi.portal.calculator.questions import question_groups
from huizhi.rules.packs.loading import load_pack
from huizhi.rules.subjects import SubjectKind

PACKS = Path(__file__).parents[3] / "packs"
EXAMPLE = Path(__file__).parents[2] / "policies" / "example_pack"
DAY = dt.date(2021, 7, 26)


def asked(folder, kind=SubjectKind.PERSON, on=DAY):
    groups = question_groups(load_pack(folder), on, kind)
    return {group.route: [q.fact.name for q in group.questions] for group in groups}


def test_only_facts_of_the_conditions_amounts_and_tables_are_asked():
    # The rate reads 学位, the condition 用人单位.性质; housing reads 学位.
    assert asked(EXAMPLE) == {(): ["学位"], ("用人单位",): ["性质"]}
    assert asked(EXAMPLE, SubjectKind.ORGANISATION) == {(): ["性质"]}


def test_nothing_is_asked_where_there_is_no_benefit():
    assert asked(EXAMPLE, SubjectKind.TEAM) == {}
    assert asked(EXAMPLE, on=dt.date(2020, 1, 1)) == {}


def test_for_a_fact_that_follows_from_others_those_are_asked():
    facts = asked(PACKS / "taiyuan")[()]
    assert "服务满月数" not in facts
    assert "入职日期" in facts


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("学位", "choice"),
        ("是否租房", "yes-no"),
        ("购房日期", "date"),
        ("名下住房套数", "number"),
        ("毕业院校双一流", "yes-no"),
    ],
)
def test_types_become_inputs(name, kind):
    groups = question_groups(load_pack(PACKS / "taiyuan"), DAY, SubjectKind.PERSON)
    (question,) = [q for group in groups for q in group.questions if q.fact.name == name]
    assert question.input == kind

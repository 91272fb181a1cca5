"""What the catalogue says: spellings mean one value, derived facts are right, privacy is kept."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.derivations import Derivations
from huizhi.rules.facts.model import Fact
from huizhi.rules.subjects import SubjectKind

CATALOGUE = load_catalogue()
FACTS = [
    pytest.param(kind, fact, id=f"{kind.value} {fact.english}")
    for kind, facts in CATALOGUE.kinds.items()
    for fact in facts.facts.values()
]
# What no public page may show, by the law on personal information and the rules of public notice.
PRIVATE = (
    "性别 出生日期 年龄 户籍地 婚姻状况 配偶 名下住房套数 购房日期 购房价格 是否租房 月租金 学费"
    " 连续社保月数 年度考核 已领金额"
)


@pytest.mark.parametrize(("kind", "fact"), FACTS)
def test_a_spelling_means_one_value(kind: SubjectKind, fact: Fact) -> None:
    for shape in (fact, *fact.members):
        spellings = [
            spelling.casefold()
            for value in shape.values
            for spelling in {value.value, value.english, *(a.text for a in value.aliases)}
        ]
        assert len(spellings) == len({*spellings})


@pytest.mark.parametrize(("kind", "fact"), FACTS)
def test_what_a_spelling_implies_is_a_value_of_another_fact(kind: SubjectKind, fact: Fact) -> None:
    for value in fact.values:
        for alias in value.aliases:
            for name, implied in alias.implies.items():
                other = CATALOGUE.fact(kind, name)
                assert other is not None and other is not fact
                assert implied in other.allowed


def test_what_is_private_never_appears_on_public_pages() -> None:
    for name in PRIVATE.split():
        fact = CATALOGUE.fact(SubjectKind.PERSON, name)
        assert fact is not None and not fact.publish, name


@pytest.mark.parametrize(
    ("kind", "name", "facts", "value"),
    [
        ("person", "年龄", {"出生日期": dt.date(1981, 7, 26)}, 40),
        ("person", "年龄", {"出生日期": dt.date(1981, 7, 27)}, 39),
        ("person", "年龄", {"出生日期": dt.date(2000, 2, 29)}, 21),
        ("person", "服务满月数", {"入职日期": dt.date(2016, 7, 26)}, 60),
        ("person", "服务满月数", {"入职日期": dt.date(2016, 7, 27)}, 59),
        ("person", "服务满月数", {"入职日期": dt.date(2021, 7, 26)}, 0),
        ("person", "服务满月数", {"入职日期": dt.date(2022, 1, 1)}, 0),
        ("person", "毕业满月数", {"毕业日期": dt.date(2019, 6, 30)}, 24),
        ("organisation", "成立满月数", {"成立日期": dt.date(2020, 12, 31)}, 6),
        ("platform", "认定满月数", {"认定日期": dt.date(2018, 5, 30)}, 37),
    ],
)
def test_derived_facts(kind: str, name: str, facts: dict[str, dt.date], value: int) -> None:
    derivation = Derivations(CATALOGUE).find(SubjectKind(kind), name)

    assert derivation is not None
    assert derivation.evaluate({**facts, "基准日": dt.date(2021, 7, 26)}) == value


def test_the_twelve_kinds_and_seven_states_of_bases() -> None:
    base = CATALOGUE.kinds[SubjectKind.BASE].facts

    assert len(base["类型"].allowed) == 12
    assert base["状态"].allowed == ("洽谈", "意向", "筹备", "签约", "揭牌", "运行", "终止")

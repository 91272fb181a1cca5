"""The catalogue: complete, consistent, and every derivation sound."""

import datetime as dt
from decimal import Decimal

import pytest

from huizhi.feel import DATE, NUMBER
from huizhi.rules.facts.catalogue import CatalogueError, load_catalogue, read_catalogue
from huizhi.rules.facts.derivations import DerivationError, Derivations
from huizhi.rules.facts.model import AS_OF, FactType
from huizhi.rules.facts.stating import StatedValueError, stated_value
from huizhi.rules.subjects import SubjectKind

CATALOGUE = load_catalogue()
FACTS = [(kind, fact) for kind, known in CATALOGUE.kinds.items() for fact in known.facts.values()]


def test_every_kind_of_subject_has_facts():
    assert set(CATALOGUE.kinds) == set(SubjectKind)


def test_no_heading_of_a_kind_means_two_facts():
    for known in CATALOGUE.kinds.values():
        for fact in known.facts.values():
            for heading in (fact.name, fact.english, *fact.headings):
                assert known.find(heading) is fact, (known.kind, heading)


def test_every_fact_is_a_name_the_language_can_read():
    scopes = {kind: CATALOGUE.scope(kind) for kind in CATALOGUE.kinds}
    for kind, fact in FACTS:
        assert fact.name.isidentifier(), fact.name
        assert scopes[kind].find(fact.name) is not None
    assert all(scope.find(AS_OF) == DATE for scope in scopes.values())


def test_derivations_compile_and_do_not_go_in_circles():
    assert Derivations(CATALOGUE).find(SubjectKind.PERSON, "年龄").type == NUMBER


def test_another_subject_is_a_context_down_to_a_depth():
    employer = CATALOGUE.scope(SubjectKind.PERSON).find("用人单位")
    assert employer.member("性质").allowed
    spouse = CATALOGUE.scope(SubjectKind.PERSON).find("配偶")
    assert spouse.member("用人单位").member("性质") is not None
    assert spouse.member("配偶").member("配偶") is None


FACT = "{name: %s, english: %s, type: number, meaning: {zh: 某, en: some}, derive: %s}"


def small(*facts):
    body = "".join(f"  - {FACT % fact}\n" for fact in facts)
    return {"person.yaml": f"kind: person\ntable: {{zh: 人, en: people}}\nfacts:\n{body}"}


def test_a_cycle_of_derivations_is_an_error():
    catalogue = read_catalogue(small(("甲", "a", "乙 + 1"), ("乙", "b", "甲 + 1")))
    with pytest.raises(DerivationError, match="甲 → 乙 → 甲"):
        Derivations(catalogue)


def test_a_derivation_with_an_unknown_name_is_an_error():
    with pytest.raises(DerivationError, match="丙"):
        Derivations(read_catalogue(small(("甲", "a", "丙 + 1"))))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ([("甲", "a", "1"), ("甲", "b", "1")], "fact-duplicate"),
        ([("甲", "a", "1"), ("乙", "a", "1")], "fact-duplicate"),
        ([("甲", "a", "1, type: list<number")], "duplicate-key"),
    ],
)
def test_mistakes_in_a_catalogue_are_findings(facts, code):
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(small(*facts))
    assert code in {finding.code for finding in caught.value.findings}


@pytest.mark.parametrize("text", ["string", "list<record>", "reference:base", "list<string>"])
def test_types_of_facts_read_back(text):
    assert str(FactType.parse(text)) == text


@pytest.mark.parametrize("text", ["text", "list<string", "reference", "string:base", "list<>"])
def test_other_types_are_refused(text):
    with pytest.raises(ValueError, match=r"fact|reference"):
        FactType.parse(text)


def fact(name):
    return CATALOGUE.fact(SubjectKind.PERSON, name)


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("学位", "博士", "博士"),
        ("学位", None, None),
        ("出生日期", "1990-05-01", dt.date(1990, 5, 1)),
        ("名下住房套数", 2, Decimal(2)),
        ("月租金", Decimal("1200.5"), Decimal("1200.5")),
        ("在岗", True, True),
        ("荣誉", ["院士", "长江学者"], None),
        ("用人单位", "o1", "o1"),
        (
            "已领金额",
            [{"benefit": "rent", "金额": 100}],
            [{"事项": "rent", "金额": Decimal(100)}],
        ),
    ],
)
def test_values_as_stated(name, raw, value):
    if name == "荣誉" and fact(name).allowed:
        raw = value = list(fact(name).allowed[:2])
    elif value is None and raw is not None:
        value = raw
    assert stated_value(fact(name), raw) == value


@pytest.mark.parametrize(
    ("name", "raw", "right"),
    [
        ("学位", "博土", "博士"),
        ("出生日期", "1990年5月", "2021-07-26"),
        ("名下住房套数", "2", "数字"),
        ("名下住房套数", Decimal("1.5"), "整数"),
        ("名下住房套数", True, "数字"),
        ("在岗", "是", "true"),
        ("户籍地", 140212, '"140212"'),
        ("已领金额", [{"数额": 1}], "金额"),
        ("已领金额", ["一千"], "金额"),
    ],
)
def test_values_that_do_not_fit_say_what_would(name, raw, right):
    with pytest.raises(StatedValueError) as caught:
        stated_value(fact(name), raw)
    assert right in caught.value.words.zh
    assert name in caught.value.words.zh

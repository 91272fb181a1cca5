"""Figures against records: what holds, what does not, what is not yet."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from huizhi.demo.registry import seed_registry
from huizhi.kernel.users import system_user
from huizhi.partners import services
from huizhi.partners.models import Platform
from huizhi.people.services import NewPerson, add_people
from huizhi.portal.model_case import counters
from huizhi.portal.model_case.article import load_article
from huizhi.portal.model_case.checks import FigureCheck, check_figure, figure_checks, holds
from huizhi.portal.model_case.presenting import mention_targets, present
from tests.partners import factories
from tests.portal.model_case.test_article import ARTICLE

ABOUT_RECORDS = 18  # of 31 figures; 7 are about people, 2 about money paid, 4 are not yet held


@pytest.mark.parametrize(
    ("relation", "counted", "claimed", "expected"),
    [
        ("=", 95, 95, True),
        ("=", 94, 95, False),
        ("≥", 1312, 1300, True),
        ("≥", 1299, 1300, False),
        ("≤", 200, 200, True),
        ("≤", 201, 200, False),
        ("≈", 220, 200, True),
        ("≈", 221, 200, False),
        ("≈", 179, 200, False),
        ("=", None, 95, None),
    ],
)
def test_relations(relation, counted, claimed, expected):
    value = None if counted is None else Decimal(counted)
    assert holds(relation, value, Decimal(claimed)) is expected


@pytest.mark.django_db
def test_counters_count_published_records_only(make_user):
    user = make_user()
    factories.visit(user, people=95, statement="S1")
    factories.visit(user, "未公开", people=5, statement="S1", published=False)
    factories.visit(user, "别的", people=200, people_bound="about", statement="S32")
    one = counters.sum_of(records="visits", column="people", statement="S1")
    assert (one.value, one.bound) == (Decimal(95), "exact")
    two = counters.sum_of(records="visits", column="people", statement="S32")
    assert (two.value, two.bound) == (Decimal(200), "about")
    assert counters.sum_of(records="visits", column="people", statement="S9").value is None
    assert counters.number_of(records="visits").value == 2


@pytest.mark.django_db
def test_arguments_that_are_not_foreseen_are_refused():
    with pytest.raises(ValueError, match="published"):
        counters.number_of(records="visits", published=False)
    with pytest.raises(ValueError, match="id"):
        counters.sum_of(records="visits", column="id")
    with pytest.raises(ValueError, match="身高"):
        counters.people_having(fact="身高")


@pytest.mark.django_db
def test_people_are_counted_by_fact(make_user):
    told = {
        "甲": {"荣誉": ["国务院特殊津贴", "三晋学者"]},
        "乙": {"荣誉": ["三晋学者"], "三晋英才类别": "高端领军"},
        "丙": {"三晋英才类别": None, "入住人才社区": True},
        "丁": {"三晋英才类别": "青年优秀"},
    }
    entries = [NewPerson(name=name, facts=facts, source="测试") for name, facts in told.items()]
    add_people(actor=make_user(), entries=entries)
    assert counters.people_having(fact="荣誉", value="三晋学者").value == 2
    assert counters.people_having(fact="三晋英才类别").value == 2
    assert counters.people_having(fact="入住人才社区", value=True).value == 1


@pytest.fixture
def seeded(db):
    actor = system_user()
    seed_registry(actor=actor, folder=ARTICLE.parent)
    return actor


def test_the_registry_meets_every_figure_that_is_about_records(seeded):
    article = load_article(ARTICLE)
    others = {"people_having", "paid", None}
    checks = [
        check_figure(figure) for figure in article.figures.values() if figure.counter not in others
    ]
    assert len(checks) == ABOUT_RECORDS
    assert [check.figure.id for check in checks if not check.holds] == []
    paid = check_figure(article.figures["sanjin-money"])
    assert paid.holds is None  # nothing is paid yet


def test_every_mention_leads_somewhere(seeded):
    article = load_article(ARTICLE)
    targets = mention_targets(article)
    assert [m for m in article.mentions() if (m.kind, m.key) not in targets] == []


def test_a_figure_follows_its_records_at_once(seeded):
    article = load_article(ARTICLE)
    assert figure_checks(article)["skill-masters"].holds is True
    studio = Platform.objects.get(reference="skill-master-01")
    services.move(actor=seeded, record=studio, to="ended", on=dt.date(2021, 7, 26))
    check = figure_checks(article)["skill-masters"]
    assert (check.holds, check.counted, check.state) == (False, "3", "missed")


def test_the_article_is_shown_in_both_languages_with_its_checks(seeded):
    article = load_article(ARTICLE)
    for language, claimed in (("zh", "95名师生"), ("en", "95 teachers and students")):
        shown = present(article, language)
        part = next(
            part
            for part in shown.sections[0].paragraphs[0]
            if part.check and part.check.figure.id == "delegation"
        )
        assert part.text == claimed
        assert part.check.mark == "✓"
        assert part.address == reverse("portal:records_figure", args=["delegation"])
        assert (shown.total, shown.met + shown.missed + shown.pending) == (31, 31)
        assert shown.met == ABOUT_RECORDS


def test_what_the_article_claims_is_said_in_words():
    figures = load_article(ARTICLE).figures
    claims = {
        name: FigureCheck(one, counters.Count(None), None).claim for name, one in figures.items()
    }
    assert claims["delegation"] == "等于95 人"
    assert claims["sanjin-money"].startswith("不少于9,600,000 元")

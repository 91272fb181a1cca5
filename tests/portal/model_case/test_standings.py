"""How statements stand: met, met as a bound, on record, in part, not met, not yet."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from django.urls import reverse

from huizhi.demo.registry import seed_registry
from huizhi.kernel.users import system_user
from huizhi.portal.model_case.article import load_article
from huizhi.portal.model_case.checks import FigureCheck, figure_checks
from huizhi.portal.model_case.counters import Count
from huizhi.portal.model_case.standings import ShownStatement, Standing, present_statements
from huizhi.portal.model_case.statements import load_statements
from huizhi.portal.model_case.targets import Target, statement_targets
from tests.partners import factories
from tests.portal.model_case.test_article import ARTICLE

FIGURE = load_article(ARTICLE).figures["delegation"]
RECORD = (Target("/records/visits/1/", "来访"),)


def check(holds, relation="="):
    figure = dataclasses.replace(FIGURE, relation=relation)
    return FigureCheck(figure, Count(None if holds is None else Decimal(95)), holds)


@pytest.mark.parametrize(
    ("figures", "targets", "not_yet", "expected"),
    [
        ([check(True)], RECORD, (), Standing.MET),
        ([check(True), check(True, "≥")], (), (), Standing.BOUND),
        ([], RECORD, (), Standing.HELD),
        ([check(True)], RECORD, ("缺",), Standing.PARTLY),
        ([check(True), check(None)], (), (), Standing.PARTLY),
        ([check(None)], RECORD, (), Standing.PARTLY),
        ([check(True), check(False)], RECORD, (), Standing.MISSED),
        ([check(None)], (), ("缺",), Standing.PENDING),
        ([], (), (), Standing.PENDING),
    ],
)
def test_standings(figures, targets, not_yet, expected):
    shown = ShownStatement("S1", "某事", tuple(figures), targets, not_yet)
    assert shown.standing is expected
    assert shown.words


@pytest.fixture
def shown(db):
    seed_registry(actor=system_user(), folder=ARTICLE.parent)
    parts = load_statements(ARTICLE.parent / "statements.yaml")
    checks = figure_checks(load_article(ARTICLE)).values()
    found = present_statements(parts, checks, "zh")
    return {one.id: one for part in found for one in part.statements}


def test_the_registry_holds_every_statement_but_one(shown):
    people = {"S17", "S18", "S19", "S21", "S22", "S23"}  # made by the rest of the demo
    standings = {number: one.standing for number, one in shown.items() if number not in people}
    partly = {"S4", "S7", "S10", "S14", "S15", "S20", "S34"}
    assert {n for n, standing in standings.items() if standing is Standing.PARTLY} == partly
    assert {n for n, one in standings.items() if one is Standing.PENDING} == {"S33"}
    assert {n for n, one in standings.items() if one is Standing.BOUND} == {"S32"}
    assert Standing.MISSED not in standings.values()


def test_all_that_is_named_beside_the_records_is_there(shown):
    parts = load_statements(ARTICLE.parent / "statements.yaml")
    own = statement_targets()
    for part in parts:
        for one in part.statements:
            expected = len(own.get(one.id, ())) + len(one.also)
            assert len(shown[one.id].targets) == expected, one.id


def test_what_is_made_up_is_not_listed_but_figures_say_so(shown):
    assert shown["S17"].targets == ()
    assert all(figure.count.synthetic for figure in shown["S17"].figures)
    assert not shown["S1"].figures[0].count.synthetic


def test_only_published_records_are_listed(make_user):
    user = make_user()
    public = factories.base(user, "公开的", statement="S2")
    factories.base(user, "不公开的", statement="S2", published=False)
    factories.base(user, "虚构的", statement="S2", synthetic=True)
    address = reverse("portal:records_base", args=[public.pk])
    assert statement_targets() == {"S2": [Target(address, "公开的")]}


def test_the_front_page_shows_each_statement(client, shown):
    for language, words in (("zh-hans", "逐条对照"), ("en", "Statement by statement")):
        client.cookies["django_language"] = language
        text = client.get("/").content.decode()
        assert words in text
        for number in shown:
            assert f'<tr id="{number}">' in text
        table = text.split('<section class="statements">')[1]
        assert reverse("portal:records_figure", args=["delegation"]) in table
        assert ("不少于800" in table) is (language == "zh-hans")
    assert "The software does not match needs and offers yet." in table

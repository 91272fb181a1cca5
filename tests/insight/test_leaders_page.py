"""The figures of the leaders' page, worked out by hand in `factories`."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huizhi.governance.lights import light_counts
from huizhi.insight.leaders.page import leaders_page
from huizhi.kernel.errors import RightMissing
from huizhi.kernel.roles import Role
from tests.insight.factories import ON, make_programme, make_promises, pay_allowances
from tests.partners import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(office, make_county):
    make_programme(office, make_county)
    return office


def numbers(figures):
    return {figure.selection.value: figure.number for figure in figures}


def test_the_pipeline_counts_no_intention_as_signed(programme):
    found = numbers(leaders_page(user=programme, on=ON).pipeline)
    assert found == {"talks": 4, "intention": 3, "signed": 2, "running": 1, "results": 1}


def test_what_is_dated_later_is_left_out(programme):
    later = leaders_page(user=programme, on=dt.date(2021, 8, 2))
    assert numbers(later.pipeline)["signed"] == 3


def test_the_trend_covers_twelve_months(programme):
    lines = leaders_page(user=programme, on=ON).trend
    by_label = {line.figures[0].selection.name: numbers(line.figures) for line in lines}
    signed = by_label["agreement.signed-in"]
    assert len(signed) == 12
    assert next(iter(signed)) == "2020-08"
    assert {month: count for month, count in signed.items() if count} == {
        "2021-06": 1,
        "2021-07": 1,
    }
    unveiled = by_label["base.unveiled-in"]
    assert {month for month, count in unveiled.items() if count} == {"2020-10", "2021-07"}


def test_money_is_planned_by_source(programme):
    found = numbers(leaders_page(user=programme, on=ON).planned)
    assert {source: fen for source, fen in found.items() if fen} == {
        "partnership": 20_000_000_00,
        "city": 10_000_000_00,
        "enterprise": 10_000_000_00,
    }


def test_promises_stand_beside_results(programme):
    found = {
        promise.promised.selection.name: (promise.promised.number, promise.reached.number)
        for promise in leaders_page(user=programme, on=ON).promises
    }
    assert found == {
        "agreement.reached": (2, 1),
        "base.standing": (4, 2),
        "base.intern-places": (80, 60),
        "funding.standing": (40_000_000_00, 30_000_000_00),
        "project.people": (813, 800),
        "project.floor-area": (260_000, 260_000),
    }


def test_what_was_promised_for_a_day_stands_beside_what_was_kept(programme, make_user, make_county):
    make_promises(programme)
    clerk = make_user(Role.COUNTY, county=make_county())

    def found(user):
        return {
            promise.promised.selection.name: (promise.promised.number, promise.reached.number)
            for promise in leaders_page(user=user, on=ON).promises
        }

    kept = {"obligation.due": (2, 1), "task.due": (2, 1), "series.with-target": (2, 1)}
    assert kept.items() <= found(programme).items()
    own = {"obligation.due": (2, 1), "task.due": (2, 1), "series.with-target": (1, 0)}
    assert own.items() <= found(clerk).items()


def test_paid_money_belongs_to_the_month_of_its_run(programme, second):
    pay_allowances(programme, second)
    page = leaders_page(user=programme, on=ON)
    money = page.trend[-1]
    assert numbers(money.figures)["2021-07"] == 8_000_00
    assert [figure.number for figure in page.cases if figure.selection.value == "paid"] == [
        8_000_00
    ]


def test_a_county_sees_its_own_figures_only(programme, make_user, make_county):
    clerk = make_user(Role.COUNTY, county=make_county())
    page = leaders_page(user=clerk, on=ON)
    assert numbers(page.pipeline) == {
        "talks": 2,
        "intention": 2,
        "signed": 2,
        "running": 1,
        "results": 1,
    }
    assert [tile.figure.selection.county for tile in page.counties] == ["140213"]
    assert sum(figure.number for figure in page.planned) == 30_000_000_00


def test_those_without_the_right_are_refused(make_user):
    with pytest.raises(RightMissing):
        leaders_page(user=make_user(Role.OPERATOR), on=ON)


def test_lights_are_counted_by_colour(programme):
    shown = leaders_page(user=programme, on=ON).lights
    counts = shown.colours
    assert [each.colour.value for each in counts] == ["red", "yellow", "green"]
    watched = sum(rule.total for rule in light_counts(programme, ON))
    assert sum(each.count for each in counts) == watched > 0
    alarms = sum(rule.red + rule.yellow for rule in shown.alarms)
    assert alarms == counts[0].count + counts[1].count


def test_the_queries_do_not_grow_with_the_rows(programme):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            leaders_page(user=programme, on=ON)
        return len(captured)

    first = queries()
    for number in range(5):
        agreement = factories.agreement(programme, f"协议{number}", signed_on=ON)
        factories.base(programme, f"基地{number}", agreement=agreement)
        factories.project(programme, f"项目{number}", agreement=agreement)
        factories.visit(programme, f"来访{number}", people=3)
    assert queries() == first <= 37


def test_a_sum_with_parts_that_are_bounds_is_a_bound(programme):
    page = leaders_page(user=programme, on=ON)
    people = next(p for p in page.promises if p.promised.selection.name == "project.people")
    assert (people.promised.text, people.reached.text) == ("≥ 813", "≥ 800")
    visitors = next(t.figure for t in page.tiles if t.figure.selection.name == "visit.known")
    assert visitors.text == "≈ 295"

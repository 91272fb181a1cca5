"""The leaders' page: every number opens its list, and the list adds up to it."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from huizhi.insight.leaders.figure import Unit
from huizhi.insight.leaders.page import leaders_page
from huizhi.insight.selections.register import read_selection
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.rules.money import Money
from tests.insight.factories import ON, make_programme, make_promises, pay_allowances
from tests.partners import factories

pytestmark = pytest.mark.django_db
PAGE = "/office/leaders/"


@pytest.fixture
def programme(office, second, make_county):
    make_programme(office, make_county)
    pay_allowances(office, second)
    make_promises(office)
    return office


def figures_of(page):
    """Return every figure of the page."""
    yield from (tile.figure for tile in page.tiles)
    yield from (tile.beside for tile in page.tiles if tile.beside)
    for promise in page.promises:
        yield from (promise.promised, promise.reached)
    yield from page.pipeline
    for line in page.trend:
        yield from line.figures
    yield from (tile.figure for tile in page.counties)
    for row in page.bases:
        yield from (row.total, *row.states)
    yield from (*page.planned, *page.cases, *page.tiers)


def plain(value):
    return value.fen if isinstance(value, Money) else int(value or 0)


def behind(client, figure):
    """Return the list behind a figure: how many rows it shows, and what they sum up to."""
    name = figure.selection.definition.model._meta.model_name
    response = client.get(reverse(f"{name}:index"), {"behind": figure.selection.code})
    assert response.status_code == 200, figure
    rows = response.context["paginator"].object_list
    if figure.selection.definition.total and figure.unit is not Unit.RECORDS:
        column = figure.selection.definition.total
        return plain(rows.order_by().aggregate(total=Sum(column))["total"])
    return response.context["paginator"].count


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICE, Role.COUNTY])
def test_every_number_opens_the_list_that_adds_up_to_it(
    client, programme, make_user, make_county, role
):
    user = make_user(role, county=make_county() if role == Role.COUNTY else None)
    client.force_login(user)
    for measure in ("bases", "agreements", "projects", "visits"):
        page = leaders_page(user=user, on=ON, measure=measure)
        figures = (
            list(figures_of(page)) if measure == "bases" else [t.figure for t in page.counties]
        )
        wrong = [
            (figure.selection.code, figure.number, found)
            for figure in figures
            if (found := behind(client, figure)) != figure.number
        ]
        assert wrong == []


def test_every_chart_shows_the_numbers_of_the_page_with_their_links(client, programme):
    client.force_login(programme)
    response = client.get(PAGE, {"on": "2021-07-26"})
    page = response.context["page"]
    charts = response.context["charts"]
    linked = {
        link
        for chart in charts.values()
        for link in [*chart["links"], *(link for part in chart["cell_links"] for link in part)]
    }
    for figure in figures_of(page):
        if figure.number and figure not in [tile.figure for tile in page.tiles]:
            assert figure.selection.code in str(linked) + response.content.decode()
    assert charts["planned"]["series"][0]["values"][4] == 2000.0
    text = response.content.decode()
    assert "甲协议" not in text
    assert 'class="leaders-number"' in text


def test_a_list_behind_a_sum_says_what_it_adds_up_to(client, programme):
    client.force_login(programme)
    text = client.get(
        reverse("visit:index"), {"behind": "visit.known~2021-07-26~~"}
    ).content.decode()
    assert "295" in text
    text = client.get(
        reverse("funding:index"), {"behind": "funding.source~2021-07-26~partnership~"}
    ).content.decode()
    assert "20,000,000.00" in text


def test_a_list_behind_no_figure_is_empty_and_says_why(client, programme):
    client.force_login(programme)
    response = client.get(reverse("base:index"), {"behind": "base.castle~2021-07-26~~"})
    assert response.context["paginator"].count == 0


def test_the_figure_stays_a_filter_beside_the_others_and_comes_into_the_export(client, programme):
    client.force_login(programme)
    address = reverse("agreement:index")
    code = "agreement.reached~2021-07-26~signed~"
    assert client.get(address, {"behind": code}).context["paginator"].count == 2
    both = client.get(address, {"behind": code, "state": "running"})
    assert both.context["paginator"].count == 1
    export = client.get(address, {"behind": code, "export": "csv"})
    text = b"".join(export.streaming_content).decode()
    assert "甲协议" in text
    assert "丙协议" not in text


def test_approving_all_that_is_listed_keeps_to_the_figure(client, office, second):
    from tests.cases.factories import make_cases, make_pool

    make_cases(office)
    make_pool(office)
    client.force_login(second)
    code = "case.state~2020-01-01~offered~"  # before any run: no case
    response = client.get(reverse("case:index"), {"behind": code})
    assert response.context["paginator"].count == 0
    approve_all = response.context["approve_all"]
    assert "behind" in approve_all
    shown = client.get(approve_all, follow=True).content.decode()
    assert "王博" not in shown


def test_the_day_is_chosen_and_a_wrong_one_is_named(client, programme):
    client.force_login(programme)
    assert client.get(PAGE, {"on": "2021-07-26"}).context["page"].on == ON
    response = client.get(PAGE, {"on": "yesterday"})
    assert response.status_code == 200
    assert "yesterday" in response.content.decode()


def test_the_demo_starts_on_the_day_of_its_newest_run(client, programme, settings):
    client.force_login(programme)
    settings.DEMO = True
    assert client.get(PAGE).context["page"].on == ON


def test_the_page_takes_the_same_queries_for_one_row_and_many(client, office):
    client.force_login(office)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE, {"on": "2021-07-26"}).status_code == 200
        return len(captured)

    queries()
    first = queries()
    for number in range(3):
        agreement = factories.agreement(office, f"协议{number}", signed_on=ON)
        factories.base(office, f"基地{number}", agreement=agreement)
        factories.project(office, f"项目{number}")
        factories.visit(office, f"来访{number}", people=9)
    assert queries() == first


def test_the_list_of_money_takes_the_same_queries_and_is_exported_with_words(client, programme):
    client.force_login(programme)
    address = reverse("funding:index")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    queries()
    first = queries()
    from tests.insight.factories import make_projects

    make_projects(programme, None, None)
    assert queries() == first
    text = b"".join(client.get(address, {"export": "csv"}).streaming_content).decode()
    assert "屋顶光伏" in text
    assert "partnership" not in text


def test_each_chart_comes_as_an_excel_file_and_on_the_log(client, programme):
    client.force_login(programme)
    charts = client.get(PAGE, {"on": "2021-07-26"}).context["charts"]
    address = reverse("chart:workbook")
    for chart in charts.values():
        response = client.post(address, {"chart": chart["signed"]})
        sheet = load_workbook(io.BytesIO(response.content)).active
        rows = list(sheet.values)
        assert len(rows) == len(chart["categories"]) + 1
        assert [row[0] for row in rows[1:]] == chart["categories"]
        drawn = [
            [Decimal(str(row[column])) for row in rows[1:]] for column in range(1, len(rows[0]))
        ]
        assert drawn == [[Decimal(str(v)) for v in one["values"]] for one in chart["series"]]
    assert AuditEntry.objects.filter(action="office.export", subject_kind="chart").count() == len(
        charts
    )


def test_figures_that_this_office_did_not_sign_are_no_file(client, programme):
    client.force_login(programme)
    assert client.post(reverse("chart:workbook"), {"chart": "made up"}).status_code == 403
    assert client.get(reverse("chart:workbook")).status_code == 405


def test_counties_see_their_own_only(client, programme, make_user, make_county):
    client.force_login(make_user(Role.COUNTY, county=make_county()))
    address = reverse("funding:index")
    assert client.get(address).context["paginator"].count == 2
    page = client.get(PAGE, {"on": "2021-07-26"}).context["page"]
    assert page.tiles[0].figure.number == 2


def test_read_selection_is_what_the_links_hold(client, programme):
    client.force_login(programme)
    page = client.get(PAGE, {"on": "2021-07-26"}).context["page"]
    for figure in figures_of(page):
        model = figure.selection.definition.model
        assert read_selection(figure.selection.code, model) == figure.selection

"""A county's clerk meets the own county's records alone: in every list, export, page and picker.

Every address of the office that names no record is called, so that a new one is held to the same.
"""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from huizhi.backoffice.chart_files import XLSX
from huizhi.insight.reports import services as reports
from huizhi.kernel import clock
from huizhi.kernel.roles import Role
from huizhi.partners import parts
from huizhi.partners import services as partners
from huizhi.partners.part_details import VisitReportDetails
from huizhi.people.models import Person
from huizhi.rules.money import Money
from tests.api.factories import one_of_each
from tests.backoffice.test_rights import ANY_NUMBER, office_addresses

pytestmark = pytest.mark.django_db

OURS, THEIRS = "本县某", "外县某"
DAY = dt.date(2021, 7, 10)
LISTS = (
    "organisation",
    "agreement",
    "base",
    "project",
    "visit",
    "event",
    "platform",
    "obligation",
    "milestone",
    "projectresult",
    "advice",
    "visitreport",
    "series",
    "funding",
    "task",
    "problem",
    "person",
)
"""Lists of which each county has a row here."""


@pytest.fixture
def clerk(make_user, make_county):
    office = make_user()
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    for name, county in ((OURS, own), (THEIRS, other)):
        records = one_of_each(office, name, county)
        details = VisitReportDetails(title=f"{name}报告", delivered_on=DAY)
        parts.add_part(actor=office, owner=records["visits"], details=details)
        partners.add_funding(
            actor=office, project=records["projects"], source="city", amount=Money(100)
        )
        Person.objects.create(name=f"{name}人", county=county, created_at=clock.now())
        reports.make_report(actor=office, month=DAY.replace(day=1), county=county)
    return make_user(Role.COUNTY, county=own)


def text_of(response) -> str:
    """Return what a page, a CSV file or a workbook says."""
    content = b"".join(response)
    if response["Content-Type"] != XLSX:
        return content.decode()
    book = openpyxl.load_workbook(BytesIO(content))
    return str([row for sheet in book for row in sheet.iter_rows(values_only=True)])


def test_no_page_list_or_picker_names_another_county(client, clerk):
    client.force_login(clerk)
    called = [address for address, _right in office_addresses() if ANY_NUMBER not in address]
    shown = 0
    for address in called:
        response = client.get(address)
        if response.status_code == 200:
            assert THEIRS not in text_of(response), address
            shown += 1
    assert shown > 60


@pytest.mark.parametrize("kind", LISTS)
def test_lists_and_exports_hold_the_own_county(client, clerk, kind):
    client.force_login(clerk)
    address = reverse(f"{kind}:index")
    for form in ("", "csv", "xlsx"):
        text = text_of(client.get(address, {"export": form} if form else {}))
        assert OURS in text, form
        assert THEIRS not in text, form


def test_the_report_and_the_leaders_page_tell_of_the_own_county(client, clerk):
    client.force_login(clerk)
    listed = text_of(client.get(reverse("report:index")))
    assert "广灵县" not in listed.split("<tbody")[-1]
    made = reports.make_report(actor=clerk, month=DAY.replace(day=1))
    text = text_of(client.get(reverse("report:record", args=[made.pk])))
    assert OURS in text
    assert THEIRS not in text
    page = client.get(reverse("leaders:page"), {"on": DAY.isoformat()})
    assert page.context["charts"]["counties"]["categories"] == ["平城区"]

"""Charts as data, and their figures as Excel."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from huizhi.backoffice.charts import chart
from huizhi.backoffice.templatetags.rule_words import thousands
from huizhi.kernel.roles import Role

CHART = chart(
    identity="c",
    kind="bar-line",
    title="发电量",
    unit="千瓦时",
    heading="月",
    categories=["2021-02", "=1+1"],
    series={"实际": [1200.5, None], "目标": [1000, 1000]},
)


@pytest.mark.django_db
def test_the_figures_come_as_excel(client, make_user):
    client.force_login(make_user(Role.AUDITOR))
    response = client.post(reverse("chart:workbook"), {"chart": CHART["signed"]})
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    assert list(sheet.iter_rows(values_only=True)) == [
        ("月", "实际 (千瓦时)", "目标 (千瓦时)"),
        ("2021-02", 1200.5, 1000),
        ("'=1+1", None, 1000),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "[]", CHART["signed"][:-1]])
def test_figures_that_this_office_did_not_show_are_refused(client, make_user, text):
    client.force_login(make_user())
    assert client.post(reverse("chart:workbook"), {"chart": text}).status_code == 403


def test_the_table_shows_a_dash_for_nothing():
    shown = [[thousands(cell["value"]) for cell in row["cells"]] for row in CHART["rows"]]
    assert shown == [["1,200.5", "1,000"], ["—", "1,000"]]

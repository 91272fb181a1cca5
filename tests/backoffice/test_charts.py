"""Charts as data, and their figures as Excel."""

from __future__ import annotations

import json
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from huizhi.backoffice.charts import chart
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


def test_the_table_shows_what_is_drawn_and_a_dash_for_nothing():
    assert [row["values"] for row in CHART["rows"]] == [["1,200.5", "1,000"], ["—", "1,000"]]


@pytest.mark.django_db
def test_the_figures_come_as_excel(client, make_user):
    client.force_login(make_user(Role.AUDITOR))
    response = client.post(reverse("chart_workbook"), {"chart": json.dumps(CHART)})
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    assert list(sheet.iter_rows(values_only=True)) == [
        ("月", "实际 (千瓦时)", "目标 (千瓦时)"),
        ("2021-02", 1200.5, 1000),
        ("=1+1", None, 1000),
    ]
    assert sheet["A3"].data_type == "s"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"series": 1}', '{"title":"x","unit":"","heading":"",'
     '"categories":["a"],"series":[{"name":"n","values":[{}]}]}']
)  # fmt: skip
def test_what_is_no_chart_is_refused(client, make_user, text):
    client.force_login(make_user())
    assert client.post(reverse("chart_workbook"), {"chart": text}).status_code == 400

"""Results and series on the public pages: published ones only, what is made up marked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from huizhi.partners.series.points import record_points
from huizhi.partners.series.services import NewTarget, set_targets
from huizhi.rules.money import Money
from tests.partners import factories as records
from tests.partners.outcomes import factories as outcomes
from tests.partners.series import factories

pytestmark = pytest.mark.django_db


def page(client, record):
    address = reverse(f"portal:records_{record._meta.model_name}", args=[record.pk])
    return client.get(address).content.decode()


def test_published_results_are_shown_with_their_bounds(client, make_user):
    user = make_user()
    project = records.project(user)
    outcomes.result(user, project, "首批学生", kind="students", count=800, bound="at_least")
    outcomes.result(user, project, "销售", kind="income", amount=Money(1_000_00), bound="about")
    outcomes.result(user, project, "内部专利", published=False)
    text = page(client, project)
    assert "首批学生" in text
    assert "≥ 800" in text
    assert "≈ 1,000 元" in text
    assert "内部专利" not in text


def test_series_that_are_made_up_say_so_and_unpublished_ones_are_not_there(client, make_user):
    user = make_user()
    project = records.project(user)
    made_up = factories.indicator(user, "one", name="发电量")
    real = factories.indicator(user, "two", name="装机量")
    hidden = factories.indicator(user, "three", name="内部指标")
    series = factories.series(user, project, made_up, synthetic=True, source="演示数据（虚构）")
    factories.series(user, project, real)
    factories.series(user, project, hidden, published=False)
    record_points(actor=user, points=[factories.point(series, value="1234.5")])
    target = NewTarget(dt.date(2021, 2, 1), Decimal(2000), assumed=True)
    set_targets(actor=user, series=series, targets=[target], source="演示假设")
    text = page(client, project)
    assert "发电量 (千瓦时)：演示数据，虚构" in text
    assert "1,234.5" in text
    assert "2,000.0（假设）" in text
    assert "落后" in text
    assert text.count("装机量") == 1
    assert "内部指标" not in text


def test_a_base_shows_its_series_and_one_without_shows_nothing(client, make_user):
    user = make_user()
    base = records.base(user)
    assert "指标序列" not in page(client, base)
    factories.series(user, base)
    assert "指标序列" in page(client, base)

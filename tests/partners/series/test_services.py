"""Indicators, series and targets: rights, scope, guards."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from huizhi.kernel.errors import OutOfScope, RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.partners.models import Indicator, ProjectKind, ValueType
from huizhi.partners.queries import base_kind_names
from huizhi.partners.series import queries
from huizhi.partners.series.definitions import SHIPPED, read_definitions
from huizhi.partners.series.errors import SeriesRefused
from huizhi.partners.series.points import record_points
from huizhi.partners.series.services import (
    NewTarget,
    SeriesDetails,
    change_series,
    enter_shipped_indicators,
    set_targets,
)
from tests.partners import factories as records
from tests.partners.series import factories

pytestmark = pytest.mark.django_db

DAY = dt.date


def test_the_shipped_indicators_are_sound_and_every_kind_of_base_has_some(make_user):
    Indicator.objects.all().delete()
    definitions = read_definitions(SHIPPED)
    assert enter_shipped_indicators(actor=make_user()) == len(definitions)
    assert enter_shipped_indicators(actor=make_user()) == 0
    kinds = {kind for one in definitions for kind in one.base_kinds}
    assert kinds - {"*"} == set(base_kind_names())
    assert {k for one in definitions for k in one.project_kinds} - {"*"} == set(ProjectKind.values)
    assert {one.value_type for one in definitions} == set(ValueType.values)


def test_an_indicator_is_defined_for_the_whole_city_only(make_user, make_county):
    with pytest.raises(OutOfScope):
        factories.indicator(make_user(Role.COUNTY, county=make_county()))
    with pytest.raises(RightMissing):
        factories.indicator(make_user(Role.AUDITOR))
    user = make_user()
    factories.indicator(user, "one")
    for wrong in (
        {"code": "one", "name": "另一"},
        {"value_type": "float"},
        {"decimals": 5},
        {"project_kinds": (), "base_kinds": ()},
        {"minimum": Decimal(5), "maximum": Decimal(4)},
    ):
        with pytest.raises(SeriesRefused):
            factories.indicator(user, **{"code": "two", **wrong})
    assert not Indicator.objects.filter(code="two").exists()


def test_a_series_needs_a_fitting_record_and_is_there_once(make_user, make_county):
    user = make_user()
    only = factories.indicator(user, project_kinds=("research",), base_kinds=())
    project = records.project(user, county=make_county())
    assert only in queries.indicators_for(project)
    with pytest.raises(SeriesRefused):
        factories.series(user, records.base(user), only)
    with pytest.raises(OutOfScope):
        clerk = make_user(Role.COUNTY, county=make_county("140223", "广灵县", "Guangling"))
        factories.series(clerk, project, only)
    factories.series(user, project, only)
    assert only not in queries.indicators_for(project)
    with pytest.raises(SeriesRefused):
        factories.series(user, project, only)
    assert AuditEntry.objects.filter(action="partners.series_start").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"granularity": "week"},
        {"granularity": "year", "target_per": "month"},
        {"target_per": "day"},
        {"ends_on": DAY(2020, 1, 1)},
    ],
)
def test_periods_must_make_sense(make_user, wrong):
    with pytest.raises(SeriesRefused):
        factories.series(make_user(), **wrong)


def test_days_may_not_cut_off_values(make_user):
    user = make_user()
    series = factories.series(user)
    record_points(actor=user, points=[factories.point(series, "2021-02")])
    for days in ({"starts_on": DAY(2021, 3, 1)}, {"ends_on": DAY(2021, 1, 31)}):
        details = SeriesDetails(**{"starts_on": DAY(2021, 1, 1), "source": "测试", **days})
        with pytest.raises(SeriesRefused):
            change_series(actor=user, series=series, details=details)
    details = SeriesDetails(starts_on=DAY(2021, 2, 10), source="测试", published=False)
    assert change_series(actor=user, series=series, details=details).published is False
    assert AuditEntry.objects.get(action="partners.series_change").detail["changed"] == [
        "starts_on",
        "published",
    ]


def test_targets_are_replaced_and_the_log_keeps_the_earlier_ones(make_user):
    user = make_user()
    series = factories.series(user, target_per="year")
    first = NewTarget(DAY(2021, 1, 1), Decimal("100"))
    set_targets(actor=user, series=series, targets=[first], source="计划")
    set_targets(actor=user, series=series, targets=[], source="计划")
    assert not series.targets.exists()
    entry = AuditEntry.objects.filter(action="partners.series_targets").latest("position")
    assert entry.detail["before"] == [["2021-01-01", "100.0000", False]]
    for wrong in (
        [NewTarget(DAY(2021, 2, 1), Decimal(1))],
        [NewTarget(DAY(2021, 1, 1), Decimal("0.15"))],
        [first, first],
    ):
        with pytest.raises(SeriesRefused):
            set_targets(actor=user, series=series, targets=wrong, source="计划")


def test_sums_per_indicator_come_from_the_summaries(make_user, make_county):
    user = make_user()
    own = make_county()
    flow = factories.indicator(user, "flow")
    level = factories.indicator(user, "level", adds_up="last")
    rate = factories.indicator(user, "rate", adds_up="average")
    for name, county in (("甲", own), ("乙", None)):
        project = records.project(user, name, county=county)
        for indicator in (flow, level, rate):
            series = factories.series(user, project, indicator)
            points = [
                factories.point(series, "2021-01", "1"),
                factories.point(series, "2021-02", "2"),
            ]
            record_points(actor=user, points=points)
    mine = ("flow", "level", "rate")

    def totals(user):
        rows = queries.indicators_with_totals(user).filter(code__in=mine)
        return [(one.series_count, one.total, one.no_target) for one in rows]

    assert totals(user) == [(2, Decimal(6), 2), (2, Decimal(4), 2), (2, None, 2)]
    clerk = make_user(Role.COUNTY, county=own)
    assert totals(clerk) == [(1, Decimal(3), 1), (1, Decimal(2), 1), (1, None, 1)]

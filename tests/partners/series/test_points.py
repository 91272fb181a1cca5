"""Recording points: checks, history, keys, and that order and repetition change nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huizhi.kernel import clock
from huizhi.kernel.errors import RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.partners.models import Point, PointKey, Series
from huizhi.partners.series import queries
from huizhi.partners.series.errors import SeriesRefused
from huizhi.partners.series.points import MOST_POINTS, NewPoint, record_points
from huizhi.partners.series.services import NewTarget, set_targets, withdraw_point
from tests.partners import factories as records
from tests.partners.series import factories

pytestmark = pytest.mark.django_db


def d(text):
    return Decimal(text)


def outcomes(actor, *points):
    return [str(one.outcome) for one in record_points(actor=actor, points=points)]


def refusal(actor, point):
    (one,) = record_points(actor=actor, points=[point])
    assert str(one.outcome) == "refused"
    return one


def test_points_come_in_with_one_entry_of_the_log_and_the_summary(make_user):
    user = make_user()
    series = factories.series(user)
    before = AuditEntry.objects.count()
    points = [factories.point(series, f"2021-0{month}", f"{month}.5") for month in (3, 2, 4)]
    assert outcomes(user, *points) == ["accepted"] * 3
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.latest("position").detail["accepted"] == 3
    series.refresh_from_db()
    assert (series.point_count, series.total) == (3, d("10.5"))
    assert (series.last_period, series.last_value) == (dt.date(2021, 4, 1), d("4.5"))
    assert series.standing == "no_target"
    assert queries.points_of(series).first().recorded_by == user


def test_a_correction_keeps_who_said_what_before(make_user):
    first, second = make_user(), make_user()
    series = factories.series(first)
    assert outcomes(first, factories.point(series, value="10")) == ["accepted"]
    assert outcomes(second, factories.point(series, value="12")) == ["replaced"]
    assert [point.value for point in queries.points_of(series)] == [d("12")]
    (old,) = queries.superseded_points(series)
    assert (old.value, old.recorded.actor, old.superseded.actor) == (d("10"), first, second)
    series.refresh_from_db()
    assert (series.point_count, series.total) == (1, d("12"))


def test_the_same_again_changes_nothing(make_user):
    user = make_user()
    series = factories.series(user)
    point = factories.point(series)
    outcomes(user, point)
    entries = AuditEntry.objects.count()
    assert outcomes(user, point) == ["unchanged"]
    assert AuditEntry.objects.count() == entries
    assert Point.objects.count() == 1


def test_a_key_decides_before_the_period(make_user):
    user, other = make_user(), make_user()
    series = factories.series(user)
    first = factories.point(series, value="10", key="a1")
    assert outcomes(user, first) == ["accepted"]
    assert refusal(user, factories.point(series, value="11", key="a1")).code == "key_used"
    assert outcomes(user, factories.point(series, value="11", key="a2")) == ["replaced"]
    # The first message comes late once more: it does not undo the correction.
    assert outcomes(user, first) == ["unchanged"]
    assert queries.points_of(series).get().value == d("11")
    # Another sender's keys are its own.
    assert outcomes(other, factories.point(series, value="12", key="a1")) == ["replaced"]


def test_contradictions_within_a_batch_are_refused_together(make_user):
    user = make_user()
    series = factories.series(user)
    made = record_points(
        actor=user,
        points=[
            factories.point(series, "2021-02", "1"),
            factories.point(series, "2021-02", "2"),
            factories.point(series, "2021-03", "3", key="k"),
            factories.point(series, "2021-04", "3", key="k"),
            factories.point(series, "2021-05", "5"),
            factories.point(series, "2021-05", "5"),
        ],
    )
    assert [(str(one.outcome), one.code) for one in made] == [
        ("refused", "contradiction"),
        ("refused", "contradiction"),
        ("refused", "key_twice"),
        ("refused", "key_twice"),
        ("accepted", ""),
        ("unchanged", ""),
    ]
    assert Point.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "code", "part"),
    [
        ({"period": "2020-12"}, "period_outside", "period"),
        ({"period": "2022-01"}, "period_outside", "period"),
        ({"period": "2021-02-01"}, "", ""),
        ({"period": "2021-02-15"}, "period_length", "period"),
        ({"period": "2021"}, "period_length", "period"),
        ({"period": "2021-13"}, "period_unreadable", "period"),
        ({"period": "二月"}, "period_unreadable", "period"),
        ({"value": d("0.12")}, "value_decimals", "value"),
        ({"value": d("1e12")}, "value_decimals", "value"),
        ({"value": d("NaN")}, "value_not_a_number", "value"),
        ({"value": d("Infinity")}, "value_not_a_number", "value"),
        ({"value": d("-1")}, "value_out_of_range", "value"),
        ({"unit": "吨"}, "unit_wrong", "unit"),
        ({"unit": "KWH"}, "", ""),
        ({"series": 999999}, "series_unknown", "series"),
        ({"series": 2**70}, "series_unknown", "series"),
        ({"source": "x" * 201}, "text_wrong", "source"),
        ({"key": "a\0b"}, "text_wrong", "key"),
    ],
)
def test_bad_points_are_refused_with_the_part_that_is_wrong(make_user, change, code, part):
    user = make_user()
    series = factories.series(user, ends_on=dt.date(2021, 12, 31))
    good = {"series": series.pk, "period": "2021-02", "value": d("10")}
    (one,) = record_points(actor=user, points=[NewPoint(**{**good, **change})])
    assert (one.code, one.part) == (code, part)
    assert bool(one.message) is bool(code)


def test_the_future_is_refused(make_user, monkeypatch):
    user = make_user()
    series = factories.series(user)
    monkeypatch.setattr(clock, "today", lambda: dt.date(2021, 7, 26))
    assert refusal(user, factories.point(series, "2021-08")).code == "period_future"
    assert outcomes(user, factories.point(series, "2021-07")) == ["accepted"]


def test_series_are_found_by_words_and_near_ones_are_named(make_user):
    user = make_user()
    project = records.project(user, "平城区公共建筑屋顶光伏", reference="solar")
    indicator = factories.indicator(user, "roof-output", name="屋顶发电量")
    factories.series(user, project, indicator)

    def named(**words):
        return NewPoint(period="2021-02", value=d("1"), **words)

    good = [
        named(indicator="屋顶发电量", subject="平城区公共建筑屋顶光伏"),
        named(indicator="roof-output", subject="solar"),
        named(indicator="TEST indicator roof-output", subject="solar"),
    ]
    assert outcomes(user, *good) == ["accepted", "unchanged", "unchanged"]
    wrong = refusal(user, named(indicator="屋顶发电", subject="solar"))
    assert (wrong.code, wrong.part) == ("indicator_unknown", "indicator")
    assert "屋顶发电量" in wrong.message
    wrong = refusal(user, named(indicator="屋顶发电量", subject="平城区公共建筑光伏"))
    assert (wrong.code, wrong.part) == ("series_unknown", "subject")
    assert "平城区公共建筑屋顶光伏" in wrong.message


def test_two_records_of_one_name_need_the_reference(make_user):
    user = make_user()
    indicator = factories.indicator(user)
    for reference in ("one", "two"):
        factories.series(user, records.project(user, "同名项目", reference=reference), indicator)
    words = {"indicator": "test-output", "period": "2021-02", "value": d("1")}
    assert refusal(user, NewPoint(subject="同名项目", **words)).code == "series_ambiguous"
    assert outcomes(user, NewPoint(subject="two", **words)) == ["accepted"]


def test_rights_and_scope(make_user, make_county):
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    user = make_user()
    here = factories.series(user, records.project(user, "本县", county=own))
    there = factories.series(user, records.base(user, "外县", county=other))
    with pytest.raises(RightMissing):
        record_points(actor=make_user(Role.AUDITOR), points=[factories.point(here)])
    clerk = make_user(Role.COUNTY, county=own)
    assert set(queries.series_for(clerk)) == {here}
    assert outcomes(clerk, factories.point(here), factories.point(there)) == [
        "accepted",
        "refused",
    ]
    assert not Point.objects.filter(series=there).exists()
    # Nothing tells a clerk that the other county's series is there.
    hidden = refusal(clerk, factories.point(there))
    unknown = refusal(clerk, NewPoint(series=999999, period="2021-02", value=d("1")))
    assert hidden.code == unknown.code


def test_money_is_entered_in_yuan_and_kept_in_fen(make_user):
    user = make_user()
    indicator = factories.indicator(user, "test-money", value_type="money", decimals=0)
    series = factories.series(user, of=indicator)
    assert outcomes(user, factories.point(series, value="12345.67")) == ["accepted"]
    assert refusal(user, factories.point(series, value="1.234")).code == "value_decimals"
    assert queries.points_of(series).get().value == d("1234567")


def test_values_are_exact_where_a_float_would_not_be(make_user):
    user = make_user()
    indicator = factories.indicator(user, "test-exact", decimals=4)
    series = factories.series(user, of=indicator)
    values = ["987654321098.7654", "0.1000", "0.2000"]
    points = [
        factories.point(series, f"2021-0{month}", value) for month, value in enumerate(values, 1)
    ]
    outcomes(user, *points)
    series.refresh_from_db()
    assert [point.value for point in queries.points_of(series)] == [d(value) for value in values]
    assert series.total == d("987654321099.0654")


def test_targets_and_points_both_move_the_standing(make_user):
    user = make_user()
    series = factories.series(user)
    outcomes(user, factories.point(series, "2021-02", "8"))
    target = NewTarget(dt.date(2021, 2, 1), d("10"), assumed=True)
    set_targets(actor=user, series=series, targets=[target], source="假设")
    series.refresh_from_db()
    assert (series.standing, series.so_far, series.expected) == ("behind", d("8"), d("10"))
    outcomes(user, factories.point(series, "2021-02", "11"))
    series.refresh_from_db()
    assert series.standing == "ahead"


def test_a_value_that_is_taken_out_stays_in_the_history(make_user):
    user = make_user()
    series = factories.series(user)
    first, second = factories.point(series, key="k"), factories.point(series, "2021-03", "20")
    outcomes(user, first, second)
    point = queries.points_of(series).get(period=dt.date(2021, 2, 1))
    with pytest.raises(SeriesRefused):
        withdraw_point(actor=user, point=point, reason=" ")
    withdraw_point(actor=user, point=point, reason="录错月份")
    with pytest.raises(SeriesRefused):
        withdraw_point(actor=user, point=point, reason="录错月份")
    series.refresh_from_db()
    assert (series.point_count, series.total) == (1, d("20"))
    assert queries.superseded_points(series).get().superseded.detail["reason"] == "录错月份"
    # Its key is known: the late message does not bring it back.
    assert outcomes(user, first) == ["unchanged"]
    withdraw_point(actor=user, point=queries.points_of(series).get(), reason="录错")
    series.refresh_from_db()
    assert (series.point_count, series.last_value, series.standing) == (0, None, "no_data")


def test_a_large_batch_goes_in_parts_with_the_same_queries_for_each(
    make_user, django_assert_max_num_queries
):
    user = make_user()
    series = factories.series(user, granularity="day")
    start = dt.date(2021, 1, 1)
    points = [
        factories.point(series, (start + dt.timedelta(days=day)).isoformat()) for day in range(1200)
    ]
    with django_assert_max_num_queries(80):
        assert set(outcomes(user, *points)) == {"accepted"}
    assert AuditEntry.objects.filter(action="partners.points").count() == 3
    with pytest.raises(SeriesRefused):
        record_points(actor=user, points=points[:1] * (MOST_POINTS + 1))


def state():
    """Return all that points have made, without the numbers and times of rows."""
    points = Point.objects.order_by("series", "period", "value")
    keys = PointKey.objects.order_by("key")
    summary = Series.objects.order_by("pk").values_list("pk", "point_count", "total", "last_value")
    return (
        list(points.values_list("series", "period", "value", "source", "superseded")),
        list(keys.values_list("key", "point__series", "point__period", "point__value")),
        list(summary),
    )


PIECES = st.tuples(
    st.sampled_from(["2021-01", "2021-02", "2021-03"]),
    st.sampled_from(["1", "2", "0.12"]),
    st.sampled_from(["", "k1", "k2"]),
    st.sampled_from([0, 1]),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_and_repetition_of_a_batch_gives_the_same_state(make_user, data):
    from django.db import transaction

    pieces = data.draw(st.lists(PIECES, max_size=8))
    shuffled = data.draw(st.permutations(pieces))
    repeats = data.draw(st.integers(0, 2))
    double = data.draw(st.booleans())

    def run(batches):
        with transaction.atomic():
            user = make_user()
            both = [factories.series(user), factories.series(user)]
            first = both[0].pk
            for batch in batches:
                record_points(
                    actor=user,
                    points=[
                        factories.point(both[which], period, value, key=key)
                        for period, value, key, which in batch
                    ],
                )
            points, keys, summary = state()
            transaction.set_rollback(True)
        return (
            [(row[0] - first, *row[1:]) for row in points],
            [(row[0], row[1] - first, *row[2:]) for row in keys],
            [(row[0] - first, *row[1:]) for row in summary],
        )

    again = [*shuffled, *shuffled] if double else shuffled
    assert run([pieces]) == run([again] * (repeats + 1))

"""Facts in two times: never updated, readable as of a date and as known then."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.kernel import audit, facts
from huizhi.kernel.facts import StatedFact
from huizhi.kernel.models import AuditEntry, Fact
from huizhi.rules.subjects import SubjectKind

pytestmark = pytest.mark.django_db

DAY = dt.date


def state(user, value, start=None, end=None, name="学位"):
    fact = StatedFact(SubjectKind.PERSON, 7, name, value, "人员名单.xlsx", start, end)
    return facts.record(actor=user, stated=[fact])


def degrees(on, position=None):
    rows = facts.known(on=on, position=position).filter(name="学位")
    return list(rows.values_list("value", flat=True))


def test_a_later_value_closes_the_earlier_one(make_user):
    user = make_user()
    state(user, "硕士", DAY(2015, 7, 1))
    state(user, "博士", DAY(2020, 7, 1))
    assert degrees(DAY(2015, 6, 30)) == []
    assert degrees(DAY(2015, 7, 1)) == ["硕士"]
    assert degrees(DAY(2020, 6, 30)) == ["硕士"]
    assert degrees(DAY(2020, 7, 1)) == ["博士"]


def test_as_known_then_is_a_position_of_the_log(make_user):
    user = make_user()
    state(user, "硕士")
    then = audit.last_position()
    state(user, "博士")
    assert degrees(DAY(2021, 7, 26)) == ["博士"]
    assert degrees(DAY(2021, 7, 26), position=then) == ["硕士"]


def test_the_same_statement_again_changes_nothing(make_user):
    user = make_user()
    assert state(user, "硕士", DAY(2015, 7, 1)) == 1
    entries = AuditEntry.objects.count()
    assert state(user, "硕士", DAY(2016, 1, 1)) == 0
    assert (Fact.objects.count(), AuditEntry.objects.count()) == (1, entries)


def test_a_statement_for_a_time_in_between_leaves_both_sides(make_user):
    user = make_user()
    state(user, True, name="在岗")
    state(user, False, DAY(2019, 1, 1), DAY(2020, 1, 1), name="在岗")
    values = {
        day: facts.known(on=day).get(name="在岗").value
        for day in (DAY(2018, 12, 31), DAY(2019, 1, 1), DAY(2019, 12, 31), DAY(2020, 1, 1))
    }
    assert list(values.values()) == [True, False, False, True]


def test_known_absent_is_a_row_with_null(make_user):
    user = make_user()
    assert state(user, None, name="配偶") == 1
    assert facts.known(on=DAY(2021, 1, 1)).get(name="配偶").value is None
    assert state(user, None, name="配偶") == 0


def test_a_fact_stated_twice_at_once_is_known_once(make_user):
    stated = [
        StatedFact(SubjectKind.PERSON, 7, "学位", value, "人员名单.xlsx")
        for value in ("硕士", "博士")
    ]
    assert facts.record(actor=make_user(), stated=stated) == 2
    assert degrees(DAY(2021, 7, 26)) == ["博士"]
    earlier = Fact.objects.get(value="硕士")
    assert earlier.recorded_id < earlier.superseded_id

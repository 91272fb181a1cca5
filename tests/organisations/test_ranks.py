"""The dated record of an organisation's rank."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.kernel.errors import OutOfScope
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.organisations.errors import OrganisationRefused
from huizhi.organisations.ranks import record_rank, remove_rank
from tests.organisations.factories import add

pytestmark = pytest.mark.django_db

MONTH = {"since": dt.date(2021, 2, 1), "precision": "month", "source": "测试"}


def test_an_institute_is_raised_without_a_level_being_told(make_user):
    user = make_user()
    institute = add(user, "云冈研究院", kind="institute")
    made = record_rank(actor=user, organisation=institute, change="raised", **MONTH)
    assert (made.level, made.since_text) == ("", "2021-02")
    entry = AuditEntry.objects.get(action="organisations.record_rank")
    assert entry.detail == {"change": "raised", "level": "", "since": "2021-02"}
    remove_rank(actor=user, rank=made)
    assert not institute.ranks.exists()


@pytest.mark.parametrize(
    ("precision", "text"), [("day", "2021-02-01"), ("month", "2021-02"), ("year", "2021")]
)
def test_a_day_is_shown_as_exactly_as_it_is_known(make_user, precision, text):
    user = make_user()
    made = record_rank(
        actor=user,
        organisation=add(user),
        change="stated",
        level="正处级",
        **{**MONTH, "precision": precision},
    )
    assert made.since_text == text


def test_what_says_nothing_or_stands_already_is_refused(make_user):
    user = make_user()
    institute = add(user, "云冈研究院", kind="institute")
    with pytest.raises(OrganisationRefused):
        record_rank(actor=user, organisation=institute, change="stated", **MONTH)
    record_rank(actor=user, organisation=institute, change="raised", **MONTH)
    with pytest.raises(OrganisationRefused):
        record_rank(actor=user, organisation=institute, change="raised", **MONTH)


def test_a_county_ranks_only_its_own(make_user, make_county):
    institute = add(make_user(), "云冈研究院", kind="institute")
    clerk = make_user(Role.COUNTY, county=make_county())
    with pytest.raises(OutOfScope):
        record_rank(actor=clerk, organisation=institute, change="raised", **MONTH)

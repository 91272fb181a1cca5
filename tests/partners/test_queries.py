"""Lists within scope, signed ones, public ones."""

from __future__ import annotations

import pytest

from huizhi.kernel.roles import Role
from huizhi.partners import queries
from huizhi.partners.models import Agreement, Base
from tests.organisations.factories import add
from tests.partners import factories

pytestmark = pytest.mark.django_db


def test_counties_and_universities_see_their_own(make_user, make_county):
    user = make_user()
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    first, second = (add(user, name, kind="university") for name in ("甲大学", "乙大学"))
    here = factories.base(user, "甲地", county=own, partners=(first, second))
    there = factories.base(user, "乙地", county=other, partners=(second,))
    assert set(queries.bases_for(user)) == {here, there}
    assert set(queries.bases_for(make_user(Role.COUNTY, county=own))) == {here}
    assert list(queries.bases_for(make_user(Role.UNIVERSITY, organisation_id=first.pk))) == [here]
    assert len(queries.bases_for(make_user(Role.UNIVERSITY, organisation_id=second.pk))) == 2
    assert not queries.bases_for(make_user(Role.TALENT))


def test_intentions_and_ended_ones_are_not_counted_as_signed(make_user):
    user = make_user()
    for state in Agreement.MOVES:
        factories.agreement(user, state, state=state)
    for state in Base.MOVES:
        factories.base(user, state, state=state)
    agreements = queries.signed_agreements(queries.agreements_for(user))
    bases = queries.signed_bases(queries.bases_for(user))
    assert {row.state for row in agreements} == {"signed", "running"}
    assert {row.state for row in bases} == {"signed", "unveiled", "running"}


def test_unpublished_records_are_not_public(make_user):
    user = make_user()
    shown = factories.platform(user)
    factories.platform(user, "不公开", published=False)
    assert list(queries.public_platforms()) == [shown]


def test_reading_a_list_takes_the_same_queries_for_one_and_three(
    make_user, django_assert_num_queries
):
    user = make_user()
    university = add(user, "甲大学", kind="university")

    def read():
        return [
            (p.partner_names, p.total_funding, p.host, p.county) for p in queries.projects_for(user)
        ]

    factories.project(user, partners=(university,))
    with django_assert_num_queries(3):  # projects, their money, their partners
        assert len(read()) == 1
    for name in ("乙", "丙"):
        factories.project(user, name, partners=(university,))
    with django_assert_num_queries(3):
        assert len(read()) == 3

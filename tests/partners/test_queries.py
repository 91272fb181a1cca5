"""Lists within scope, signed ones, public ones."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.kernel.roles import Role
from huizhi.partners import obligations, queries, services
from huizhi.partners.details import AgreementDetails
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import Agreement, Base
from huizhi.partners.states import ObligationState
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


def test_a_university_sees_once_what_it_and_its_colleges_take_part_in(make_user):
    office = make_user()
    university = add(office, "甲大学", kind="university", nature="university")
    college = add(office, "农学院", kind="college", nature="", parent=university)
    of_college = factories.base(office, "学院基地", partners=(college,))
    of_both = factories.base(office, "两方基地", partners=(university, college))
    factories.base(office, "别的基地")
    dean = make_user(Role.UNIVERSITY, organisation_id=university.pk)
    assert {*queries.bases_for(dean)} == {of_college, of_both}
    assert queries.bases_for(dean).count() == 2
    reader = make_user(Role.UNIVERSITY, organisation_id=college.pk)
    assert queries.bases_for(reader).count() == 2


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


DAY = dt.date
TODAY = DAY(2021, 7, 26)


def test_agreements_to_watch_end_soon_or_ended_or_want_renewal(make_user):
    user = make_user()
    until = TODAY + dt.timedelta(days=queries.EXPIRY_WARNING_DAYS)
    after = until + dt.timedelta(days=1)
    soon = factories.agreement(user, "快到期", ends_on=until)
    late = factories.agreement(user, "已过期", ends_on=DAY(2021, 7, 1))
    renewal = factories.agreement(user, "待续签", ends_on=after, renew_by=TODAY)
    factories.agreement(user, "还早", ends_on=after)
    factories.agreement(user, "意向", state="intention", ends_on=TODAY)
    factories.agreement(user, "已终止", state="ended", ends_on=TODAY)
    factories.agreement(user, "已续签", ends_on=TODAY, renewed_by=soon)
    assert set(queries.agreements_to_watch(user, TODAY)) == {soon, late, renewal}
    assert set(queries.agreements_to_watch(user, TODAY, 91)) > {soon, late, renewal}
    assert list(queries.past_their_end(queries.agreements_for(user), TODAY)) == [late]


def test_obligations_by_state_and_side_within_the_county(make_user, make_county):
    user, own, other = make_user(), make_county(), make_county("140223", "广灵县", "Guangling")
    university = add(user, "甲大学", kind="university")
    host = add(user, "平城区人民政府", kind="county_government", county=own)
    agreement = factories.agreement(user, host=host, partners=(university,), county=own)
    ours = factories.party(user, agreement, host, "party_a")
    theirs = factories.party(user, agreement, university)
    rows = {
        "open": factories.obligation(user, ours, "甲", due_on=TODAY),
        "overdue": factories.obligation(user, theirs, "乙", due_on=DAY(2021, 7, 25)),
        "undated": factories.obligation(user, theirs, "丙"),
        "done": factories.obligation(user, ours, "丁", due_on=DAY(2021, 7, 1)),
    }
    obligations.settle(
        actor=user, obligation=rows["done"], to="fulfilled", on=TODAY, evidence="已交"
    )
    seen = queries.obligations_for(user)

    def standing(state):
        return set(queries.obligations_in_state(seen, state, TODAY))

    assert standing("open") == {rows["open"], rows["undated"]}
    assert standing("overdue") == {rows["overdue"]}
    assert standing("fulfilled") == {rows["done"]}
    assert standing("waived") == set()
    for state in ObligationState.values:
        assert all(row.state_on(TODAY) == state for row in standing(state))
    assert set(queries.obligations_of_side(seen, "city")) == {rows["open"], rows["done"]}
    assert set(queries.obligations_of_side(seen, "partner")) == {rows["overdue"], rows["undated"]}
    late = queries.with_overdue_obligations(queries.agreements_for(user), TODAY)
    assert list(late) == [agreement]
    assert queries.obligations_for(make_user(Role.COUNTY, county=own)).count() == 4
    assert not queries.obligations_for(make_user(Role.COUNTY, county=other))
    assert queries.obligations_for(make_user(Role.UNIVERSITY, organisation_id=university.pk))


def test_a_number_and_a_renewal_contradict_nothing(make_user):
    user = make_user()
    first = factories.agreement(user, "甲", number="同校合〔2021〕1号")
    with pytest.raises(RecordRefused, match="1号"):
        factories.agreement(user, "乙", number="同校合〔2021〕1号")
    later = factories.agreement(user, "丙")

    def renew(record, by):
        details = AgreementDetails(name=record.name, source="测试", renewed_by=by)
        return services.change(actor=user, record=record, details=details)

    assert renew(first, later).renewed_by == later
    for record, by in ((later, first), (later, later)):
        with pytest.raises(RecordRefused):
            renew(record, by)
    with pytest.raises(RecordRefused, match="2021-01-01"):
        factories.agreement(user, in_force_from=TODAY, ends_on=DAY(2021, 1, 1))

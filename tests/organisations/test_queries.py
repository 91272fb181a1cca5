"""Lists within scope, look-ups by name, likely duplicates."""

from __future__ import annotations

import pytest

from huizhi.kernel.roles import Role
from huizhi.organisations import queries
from tests.organisations.factories import add

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(make_user, make_county):
    user = make_user()
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    return (
        add(user, "平城机电有限公司", county=own),
        add(user, "广灵菌业有限公司", county=other),
        add(user, "外地大学", kind="university"),
    )


def test_each_role_sees_its_own(three, make_user):
    own, other, outside = three
    office = make_user()
    clerk = make_user(Role.COUNTY, county=own.county)
    employer = make_user(Role.EMPLOYER, organisation_id=other.pk)
    lost = make_user(Role.COUNTY)
    assert set(queries.organisations_for(office)) == {own, other, outside}
    assert set(queries.organisations_for(clerk)) == {own, outside}
    assert set(queries.organisations_for(employer)) == {other}
    assert set(queries.organisations_for(lost)) == set()
    assert set(queries.organisations_for(make_user(Role.TALENT))) == set()


def test_spellings_of_one_name_are_one(make_user):
    firm = add(make_user(), "大同（晋北） 机电有限公司", short_name="晋北机电")
    assert queries.find_duplicates(name="大同(晋北)机电有限公司").get() == firm
    assert not queries.find_duplicates(name="晋北").exists()


def test_duplicates_by_name_or_code(three, make_user):
    own, _, outside = three
    other = add(make_user(), "又一大学", kind="university", ministry_code="10001")
    found = queries.find_duplicates(name="平城机电 有限公司", ministry_code="10001")
    assert set(found) == {own, other}
    assert list(queries.find_duplicates(name="外地大学", except_id=outside.pk)) == []

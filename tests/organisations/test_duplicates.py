"""Likely duplicates: of one that is added, and among those on record."""

from __future__ import annotations

import pytest

from huizhi.kernel.errors import OutOfScope, RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.organisations.duplicates import (
    Likeness,
    find_duplicates,
    mark_different,
    similar_pairs,
)
from huizhi.organisations.other_names import add_name
from tests.organisations.factories import add

pytestmark = pytest.mark.django_db


def pairs(user):
    return {(one.first, one.second): one.likeness for one in similar_pairs(user)}


def test_spellings_of_one_name_are_one(make_user):
    firm = add(make_user(), "大同（晋北） 机电有限公司", short_name="晋北机电")
    assert find_duplicates(name="大同(晋北)机电有限公司").get() == firm
    assert not find_duplicates(name="晋北").exists()
    assert not find_duplicates(name="  ").exists()


def test_duplicates_are_found_over_all_names(make_user):
    user = make_user()
    college = add(user, "云冈研究院", kind="institute", short_name="云冈院")
    add_name(actor=user, organisation=college, kind="former", name="云冈石窟研究院", source="测试")
    assert find_duplicates(name="云冈石窟 研究院").get() == college
    assert find_duplicates(name="云冈院").get() == college
    assert find_duplicates(name="别的院", other_names=["", "云冈研究院"]).get() == college


def test_duplicates_by_name_or_code(make_user):
    user = make_user()
    own = add(user, "平城机电有限公司")
    other = add(user, "又一大学", kind="university", ministry_code="10001")
    found = find_duplicates(name="平城机电 有限公司", ministry_code="10001")
    assert set(found) == {own, other}
    assert list(find_duplicates(name=own.name, except_id=own.pk)) == []


def test_pairs_share_a_name_or_its_core(make_user):
    user = make_user()
    plain = add(user, "晋北机电公司")
    long = add(user, "大同市晋北机电有限责任公司")
    other = add(user, "恒山酒业有限公司")
    add_name(actor=user, organisation=other, kind="former", name="晋北机电公司", source="测试")
    add(user, "大同市教育局", kind="department")
    add(user, "太原市教育局", kind="department")
    add(user, "甲公司")
    add(user, "大同市甲有限公司")
    assert pairs(user) == {
        (plain, long): Likeness.SAME_CORE,
        (plain, other): Likeness.SAME_NAME,
        (long, other): Likeness.SAME_CORE,
    }


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("晋北机电有限公司", "晋北机电有限责任公司（演示）"),
        ("云冈石窟研究院", "云冈石窟研究院（演示）"),
        ("云冈石窟研究院", "云冈石窟研究院 【筹】(演示)"),
        ("晋北机电股份有限公司", "山西省大同市晋北机电集团公司"),
        ("晋北机电有限公司", "大同晋北机电有限公司"),
        ("广灵县东方红菌业有限公司", "东方红菌业公司"),
        ("大同市广灵县东方红菌业有限公司", "广灵东方红菌业公司"),
        ("ＡＢＣ科技有限公司", "abc科技公司"),
        ("恒山・酒业有限公司", "恒山酒业有限公司"),
        ("大同市甲有限公司", "大同市甲有限责任公司"),
    ],
)
def test_names_that_may_be_one(make_user, make_county, name, other):
    user = make_user()
    make_county("140200", "大同市", "Datong")
    make_county("140223", "广灵县", "Guangling")
    first, second = add(user, name), add(user, other)
    assert list(pairs(user)) == [(first, second)]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("阳高县供水公司投资有限公司", "广灵县供水公司投资有限公司"),
        ("大同市晋北机电有限公司", "太原市晋北机电有限公司"),
        ("大同市教育局", "太原市教育局（演示）"),
        ("晋北（大同）机电有限公司", "晋北（太原）机电有限公司"),
    ],
)
def test_names_that_are_two(make_user, make_county, name, other):
    user = make_user()
    make_county("140223", "广灵县", "Guangling")
    add(user, name)
    add(user, other)
    assert pairs(user) == {}


def test_universities_with_codes_of_their_own_are_two(make_user):
    user = make_user()
    for code, name in (("11414", "中国石油大学（北京）"), ("10425", "中国石油大学（华东）")):
        add(user, name, kind="university", ministry_code=code)
    assert pairs(user) == {}


def test_colleges_of_two_universities_are_two(make_user):
    user = make_user()
    for name in ("甲大学", "乙大学"):
        university = add(user, name, kind="university")
        add(user, "农学院", kind="college", parent=university)
    assert pairs(user) == {}


def test_a_part_with_the_name_of_its_whole_is_not_the_same(make_user):
    user = make_user()
    whole = add(user, "晋北机电公司")
    add(user, "晋北机电有限公司", parent=whole)
    assert pairs(user) == {}


def test_who_found_a_pair_to_be_two_is_asked_no_more(make_user):
    user = make_user()
    first, second = add(user, "晋北机电公司"), add(user, "晋北机电有限公司")
    mark_different(actor=user, first=second, second=first)
    mark_different(actor=user, first=first, second=second)
    assert pairs(user) == {}
    entry = AuditEntry.objects.get(action="organisations.mark_different")
    assert entry.detail["other"] == second.pk


def test_pairs_keep_to_the_scope(make_user, make_county):
    user = make_user()
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    first = add(user, "晋北机电公司", county=own)
    second = add(user, "晋北机电有限公司", county=other)
    clerk = make_user(Role.COUNTY, county=own)
    assert pairs(clerk) == {}
    with pytest.raises(OutOfScope):
        mark_different(actor=clerk, first=first, second=second)
    with pytest.raises(RightMissing):
        mark_different(actor=make_user(Role.AUDITOR), first=first, second=second)


def test_the_queries_for_pairs_do_not_grow(make_user, django_assert_num_queries):
    user = make_user()
    for number in range(5):
        add(user, f"晋北机电{'有限' * (number % 2)}公司{number // 2}分公司")
    with django_assert_num_queries(4):
        similar_pairs(user)

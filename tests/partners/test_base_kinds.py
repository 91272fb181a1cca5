"""Kinds of bases: the twelve, a city's own, and codes that never change."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from huizhi.kernel import facts
from huizhi.kernel.errors import RightMissing
from huizhi.kernel.roles import Role
from huizhi.partners import base_kinds
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import BaseKind
from huizhi.partners.models.base_kind import kinds_known_to_facts
from huizhi.rules.subjects import SubjectKind
from tests.partners import factories

pytestmark = pytest.mark.django_db

DAY = dt.date(2021, 7, 26)


def change(actor, kind, **new):
    values = {"name": kind.name, "name_en": kind.name_en, "order": kind.order, "in_use": True}
    return base_kinds.change_kind(actor=actor, kind=kind, **{**values, **new})


def test_the_twelve_are_there_with_the_codes_that_facts_know():
    codes = list(BaseKind.objects.values_list("code", flat=True))
    assert len(codes) == 12
    assert set(codes) == kinds_known_to_facts()
    assert codes[0] == "internship"
    assert all(kind.known_to_facts for kind in BaseKind.objects.all())


def test_a_kind_is_renamed_and_its_code_stays(make_user):
    user = make_user()
    base = factories.base(user)
    changed = change(user, base.kind, name="优质生源基地")
    assert (changed.code, changed.name) == ("student_source", "优质生源基地")
    base.refresh_from_db()
    assert base.kind_id == "student_source"
    known = facts.known(on=DAY, kind=SubjectKind.BASE).get(name="类型")
    assert known.value == "高校优质生源"


def test_a_kind_out_of_use_is_kept_by_its_bases_and_not_given_to_others(make_user):
    user = make_user()
    base = factories.base(user)
    change(user, base.kind, in_use=False)
    with pytest.raises(RecordRefused, match="大学生实习实训"):
        factories.base(user, "又一个")
    base.refresh_from_db()
    assert base.get_kind_display()


def test_a_citys_own_kind_is_no_fact(make_user):
    user = make_user()
    kind = base_kinds.add_kind(
        actor=user, code="yungang_studies", name="云冈学研究", name_en="Yungang studies"
    )
    assert kind.order == 13
    assert not kind.known_to_facts
    base = factories.base(user, kind="yungang_studies")
    names = facts.known(on=DAY, kind=SubjectKind.BASE).filter(subject_id=base.pk)
    assert "类型" not in names.values_list("name", flat=True)


@pytest.mark.parametrize(
    "given",
    [
        {"code": "大学"},
        {"code": "internship"},
        {"name": "大学生实习实训"},
        {"name": " "},
        {"name_en": ""},
    ],
)
def test_what_is_no_kind_is_refused(make_user, given):
    values = {"code": "own", "name": "自定", "name_en": "Own", **given}
    with pytest.raises(RecordRefused):
        base_kinds.add_kind(actor=make_user(), **values)
    assert BaseKind.objects.count() == 12


def test_kinds_are_changed_by_the_city_only(make_user, make_county):
    kind = BaseKind.objects.get(pk="alumni")
    with pytest.raises(RightMissing):
        change(make_user(Role.COUNTY, county=make_county()), kind, in_use=False)
    with pytest.raises(RightMissing):
        change(make_user(Role.AUDITOR), kind, in_use=False)


def test_an_unknown_kind_is_refused(make_user):
    with pytest.raises(RecordRefused, match="nonsense"):
        factories.base(make_user(), kind="nonsense")
    assert factories.base(make_user(), kind="").kind is None


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("40.1", None), (None, "113.3"), ("113.3", "40.1"), ("0", "0"), ("40.1", "-113.3")],
)
def test_a_place_lies_in_or_near_china(make_user, latitude, longitude):
    place = [Decimal(each) if each else None for each in (latitude, longitude)]
    with pytest.raises(RecordRefused):
        factories.base(make_user(), latitude=place[0], longitude=place[1])


def test_a_place_is_kept(make_user):
    base = factories.base(make_user(), latitude=Decimal("40.1"), longitude=Decimal("113.3"))
    assert (base.latitude, base.longitude) == (Decimal("40.1"), Decimal("113.3"))

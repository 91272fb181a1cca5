"""Adding and changing organisations: rights, scope, codes, facts, audit."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError

from huizhi.kernel import facts
from huizhi.kernel.errors import OutOfScope, RightMissing
from huizhi.kernel.models import AuditEntry, Fact
from huizhi.kernel.roles import Role
from huizhi.organisations import services
from huizhi.organisations.errors import OrganisationRefused
from huizhi.organisations.models import Nature, Organisation
from huizhi.organisations.services import OrganisationDetails
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.money import Money
from huizhi.rules.subjects import SubjectKind
from tests.organisations.factories import add

pytestmark = pytest.mark.django_db

BAD_CHECK = "91110000600037341A"


def known(organisation, on=dt.date(2021, 7, 26)):
    rows = facts.known(on=on, kind=SubjectKind.ORGANISATION).filter(subject_id=organisation.pk)
    return dict(rows.values_list("name", "value"))


def test_adding_states_the_facts_of_the_columns(make_user, make_county):
    firm = add(make_user(), county=make_county())
    assert known(firm) == {"名称": "晋北机电有限公司", "性质": "企业", "县区": "140213"}


def test_natures_are_the_words_of_the_catalogue():
    fact = load_catalogue().fact(SubjectKind.ORGANISATION, "性质")
    assert {value.english for value in fact.values} == set(Nature.values)


def test_roles_without_the_right_are_refused(make_user):
    for role in (Role.AUDITOR, Role.DEPARTMENT, Role.EMPLOYER):
        with pytest.raises(RightMissing):
            add(make_user(role))
    assert Organisation.objects.count() == 0


def test_a_county_adds_and_moves_only_within_its_own(make_user, make_county):
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    clerk = make_user(Role.COUNTY, county=own)
    firm = add(clerk, county=own)
    with pytest.raises(OutOfScope):
        add(clerk, "广灵菌业", county=other)
    with pytest.raises(OutOfScope):
        add(clerk, "外地大学", county=None)
    details = OrganisationDetails(kind="employer", name=firm.name, county=other)
    with pytest.raises(OutOfScope):
        services.change_organisation(actor=clerk, organisation=firm, details=details)
    firm.refresh_from_db()
    assert firm.county == own


def test_a_change_writes_what_changed_and_the_new_facts(make_user, make_county):
    user = make_user()
    firm = add(user, county=make_county())
    details = OrganisationDetails(
        kind="employer",
        name=firm.name,
        nature="public_institution",
        county=firm.county,
        source="测试",
    )
    services.change_organisation(
        actor=user, organisation=firm, details=details, since=dt.date(2020, 1, 1)
    )
    entry = AuditEntry.objects.filter(action="organisations.change").get()
    assert entry.detail["changed"] == ["nature"]
    assert known(firm, dt.date(2019, 12, 31))["性质"] == "企业"
    assert known(firm)["性质"] == "事业单位"


def test_saving_again_without_change_writes_nothing(make_user):
    user = make_user()
    firm = add(user)
    before = AuditEntry.objects.count()
    details = OrganisationDetails(
        kind="employer", name=firm.name, nature="enterprise", source="测试"
    )
    services.change_organisation(actor=user, organisation=firm, details=details)
    assert AuditEntry.objects.count() == before


def test_an_accepted_wrong_code_is_logged_with_its_reason(make_user):
    firm = add(make_user(), credit_code=BAD_CHECK, code_reason="执照原件如此")
    entry = AuditEntry.objects.get(action="organisations.add")
    assert entry.detail["accepted_code"] == {"code": BAD_CHECK, "reason": "执照原件如此"}
    assert known(firm)["信用代码"] == BAD_CHECK


def test_a_code_belongs_to_one_organisation(make_user):
    user = make_user()
    add(user, "甲大学", kind="university", ministry_code="10001")
    with pytest.raises(IntegrityError):
        add(user, "乙大学", kind="university", ministry_code="10001")


def test_a_college_needs_its_university_and_no_circle_is_made(make_user):
    user = make_user()
    with pytest.raises(OrganisationRefused):
        add(user, "城市与环境学院", kind="college")
    parent = add(user, "甲大学", kind="university")
    college = add(user, "农学院", kind="college", parent=parent)
    details = OrganisationDetails(kind="university", name="甲大学", parent=college)
    with pytest.raises(OrganisationRefused):
        services.change_organisation(actor=user, organisation=parent, details=details)


def test_further_facts_are_stated_by_the_names_of_the_catalogue(make_user):
    user = make_user()
    firm = add(user)
    count = services.state_facts(
        actor=user,
        organisation=firm,
        source="工商登记",
        values={"注册资本": Money(1_000_000_00), "上市板块": None, "成立日期": dt.date(2015, 3, 1)},
    )
    assert count == 3
    assert known(firm)["注册资本"] == "1000000.00"
    assert known(firm)["上市板块"] is None
    assert known(firm)["成立日期"] == "2015-03-01"
    with pytest.raises(OrganisationRefused):
        services.state_facts(actor=user, organisation=firm, values={"年龄": 3}, source="测试")
    with pytest.raises(OrganisationRefused):
        services.state_facts(actor=user, organisation=firm, values={"名称": "乙"}, source="测试")


def test_double_first_class_may_begin_later(make_user):
    user = make_user()
    university = add(user, "甲大学", kind="university", double_first_class=False)
    services.state_facts(
        actor=user,
        organisation=university,
        values={"双一流建设高校": True},
        source="教育部",
        valid_from=dt.date(2022, 2, 14),
    )
    assert known(university)["双一流建设高校"] is False
    assert known(university, dt.date(2022, 2, 14))["双一流建设高校"] is True


def test_a_refused_name_leaves_nothing(make_user):
    user = make_user()
    with pytest.raises(OrganisationRefused):
        add(user, "  ")
    assert Organisation.objects.count() == Fact.objects.count() == 0


def test_a_firm_comes_into_a_park(make_user):
    user = make_user()
    park = add(user, "通用航空产业园", kind="park")
    firm = add(user, park=park, attracted_on=dt.date(2020, 5, 1))
    assert list(park.firms.all()) == [firm]
    with pytest.raises(OrganisationRefused, match="晋北机电"):
        add(user, "乙公司", park=firm)
    with pytest.raises(OrganisationRefused):
        add(user, "乙公司", attracted_on=dt.date(2020, 5, 1))
    details = OrganisationDetails(kind="employer", name=park.name, source="测试")
    with pytest.raises(OrganisationRefused, match="1"):
        services.change_organisation(actor=user, organisation=park, details=details)

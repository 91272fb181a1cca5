"""Adding, changing and moving cooperation records; the money of projects."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.kernel import facts
from huizhi.kernel.errors import IllegalMove, OutOfScope, RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.partners import services
from huizhi.partners.details import BaseDetails, VisitDetails
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import Base, Project
from huizhi.rules.money import Money
from huizhi.rules.subjects import SubjectKind
from tests.organisations.factories import add
from tests.partners import factories

pytestmark = pytest.mark.django_db

DAY = dt.date


def known(record, on=None):
    rows = facts.known(on=on or DAY(2021, 7, 26), kind=record.SUBJECT_KIND)
    return dict(rows.filter(subject_id=record.pk).values_list("name", "value"))


def test_a_base_states_its_facts_and_the_university_of_a_college(make_user, make_county):
    user = make_user()
    university = add(user, "甲大学", kind="university", nature="university")
    college = add(user, "农学院", kind="college", nature="", parent=university)
    base = factories.base(
        user, state="signed", county=make_county(), partners=(college,), intern_capacity=30
    )
    assert known(base) == {
        "名称": "生源基地",
        "类型": "高校优质生源",
        "状态": "签约",
        "县区": "140213",
        "合作高校": university.pk,
        "揭牌日期": None,
        "实习容量": 30,
    }


def test_a_move_follows_the_table_and_keeps_the_day(make_user):
    user = make_user()
    base = factories.base(user, state="intention")
    base = services.move(actor=user, record=base, to="signed", on=DAY(2021, 7, 10))
    assert (base.state, base.signed_on) == ("signed", DAY(2021, 7, 10))
    assert known(base, DAY(2021, 7, 9))["状态"] == "意向"
    assert known(base, DAY(2021, 7, 9))["签约日期"] is None
    assert known(base, DAY(2021, 7, 10))["状态"] == "签约"
    assert known(base, DAY(2021, 7, 10))["签约日期"] == "2021-07-10"
    entry = AuditEntry.objects.get(action="partners.move")
    assert entry.detail["from"] == "intention"
    assert entry.detail["on"] == "2021-07-10"


def test_an_illegal_move_says_what_is_possible_and_changes_nothing(make_user):
    user = make_user()
    base = factories.base(user, state="running")
    with pytest.raises(IllegalMove, match="生源基地"):
        services.move(actor=user, record=base, to="in_talks", on=DAY(2021, 7, 10))
    base.refresh_from_db()
    assert base.state == "running"
    assert not AuditEntry.objects.filter(action="partners.move").exists()


def test_a_known_date_is_not_overwritten_by_a_move(make_user):
    user = make_user()
    base = factories.base(user, state="preparing", unveiled_on=DAY(2021, 7, 10))
    base = services.move(actor=user, record=base, to="unveiled", on=DAY(2021, 7, 12))
    assert base.unveiled_on == DAY(2021, 7, 10)


def test_rights_and_county(make_user, make_county):
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    clerk = make_user(Role.COUNTY, county=own)
    with pytest.raises(RightMissing):
        factories.base(make_user(Role.AUDITOR))
    with pytest.raises(OutOfScope):
        factories.base(clerk, county=other)
    foreign = factories.base(make_user(), county=other)
    with pytest.raises(OutOfScope):
        services.move(actor=clerk, record=foreign, to="signed", on=DAY(2021, 7, 1))
    details = BaseDetails(name="我的", kind="internship", source="测试", county=own)
    with pytest.raises(OutOfScope):
        services.change(actor=clerk, record=foreign, details=details)
    assert Base.objects.get().name == "生源基地"


def test_a_change_keeps_the_state_and_names_what_changed(make_user):
    user = make_user()
    base = factories.base(user)
    university = add(user, "甲大学", kind="university")
    details = BaseDetails(
        name="生源基地",
        kind="student_source",
        source="测试",
        published=True,
        partners=(university,),
        note="续",
    )
    changed = services.change(actor=user, record=base, details=details)
    assert changed.state == "in_talks"
    assert AuditEntry.objects.get(action="partners.change").detail["changed"] == [
        "note",
        "partners",
    ]
    before = AuditEntry.objects.count()
    services.change(actor=user, record=base, details=details)
    assert AuditEntry.objects.count() == before


def test_money_of_a_project_by_source(make_user):
    user = make_user()
    project = factories.project(user)
    assert project.total_funding is None
    services.add_funding(
        actor=user, project=project, source="partnership", amount=Money(30_000_000_00)
    )
    part = services.add_funding(
        actor=user, project=project, source="city", amount=Money(10_000_000_00)
    )
    assert Project.objects.get().total_funding == Money(40_000_000_00)
    assert known(project)["总投资"] == "40000000.00"
    services.remove_funding(actor=user, funding=part)
    assert known(project)["总投资"] == "30000000.00"
    with pytest.raises(RecordRefused):
        services.add_funding(actor=user, project=project, source="city", amount=Money(0))


def test_dates_must_run_forwards(make_user):
    with pytest.raises(RecordRefused, match="2021-07-01"):
        factories.visit(make_user(), starts_on=DAY(2021, 7, 10), ends_on=DAY(2021, 7, 1))


def test_a_state_of_another_kind_is_refused(make_user):
    with pytest.raises(RecordRefused):
        factories.visit(make_user(), state="unveiled")


def test_further_facts_only_where_there_are_facts(make_user):
    user = make_user()
    base, visit = factories.base(user), factories.visit(user)
    platform = factories.platform(user)
    assert (
        services.state_facts(
            actor=user, record=platform, values={"年度考核": "优秀"}, source="年度考核结果"
        )
        == 1
    )
    assert (
        facts.known(on=DAY(2021, 7, 26), kind=SubjectKind.PLATFORM)
        .filter(name="年度考核", value="优秀")
        .exists()
    )
    with pytest.raises(RecordRefused):
        services.state_facts(actor=user, record=visit, values={"名称": "x"}, source="x")
    with pytest.raises(RecordRefused):
        services.state_facts(actor=user, record=base, values={"状态": "签约"}, source="x")


def test_details_of_one_kind_do_not_change_a_record_of_another(make_user):
    user = make_user()
    with pytest.raises(TypeError):
        services.change(
            actor=user,
            record=factories.base(user),
            details=VisitDetails(name="x", source="x"),
        )

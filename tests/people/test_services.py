"""Entering people, stating facts, ID numbers and publication, each behind right and scope."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from huizhi.kernel import facts
from huizhi.kernel.errors import OutOfScope, RightMissing
from huizhi.kernel.fact_values import FactValueWrong
from huizhi.kernel.models import AuditEntry, Fact
from huizhi.kernel.roles import Role
from huizhi.people.errors import IdNumberRefused, IdNumberTaken, PersonRefused, ReasonMissing
from huizhi.people.models import Person
from huizhi.people.privacy import reveal_id_number, set_id_number, set_publication
from huizhi.people.services import (
    NewPerson,
    PersonChange,
    add_people,
    add_person,
    change_facts,
    confirm_facts,
)
from huizhi.people.teams import NewTeam, add_team, set_members
from huizhi.rules.subjects import SubjectKind
from tests.people.factories import make_employer, make_id_number, make_person

pytestmark = pytest.mark.django_db

DAY = dt.date


def values(person, on=None):
    rows = facts.known(on=on or DAY(2021, 7, 26), kind=SubjectKind.PERSON).filter(
        subject_id=person.pk
    )
    return dict(rows.values_list("name", "value"))


def test_a_person_enters_with_facts_and_what_the_id_number_says(make_user, make_county):
    county, employer = make_county(), make_employer()
    entry = NewPerson(
        name="张三",
        facts={"县区": county.pk, "用人单位": employer.pk, "学位": "博士", "月租金": Decimal(1500)},
        source="人事档案",
        id_number=make_id_number(DAY(1990, 5, 1), 11),
    )
    person = add_person(actor=make_user(), entry=entry)
    person.refresh_from_db()
    assert (person.name, person.county, person.employer) == ("张三", county, employer)
    assert values(person) == {
        "姓名": "张三",
        "县区": "140213",
        "用人单位": employer.pk,
        "学位": "博士",
        "月租金": "1500.00",
        "出生日期": "1990-05-01",
        "性别": "男",
    }
    assert AuditEntry.objects.filter(action="people.add", subject_id=person.pk).count() == 1


def test_no_id_number_stands_readable_in_the_database(make_user):
    number = make_id_number()
    person = make_person(id_number=number)
    row = Person.objects.filter(pk=person.pk).values()[0]
    assert number not in str({**row, "id_number_cipher": bytes(row["id_number_cipher"])})
    assert number not in str(list(AuditEntry.objects.values_list("detail", flat=True)))
    assert number not in str(list(Fact.objects.values_list("value", "source")))


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"facts": {"学位": "大博士"}}, FactValueWrong),
        ({"facts": {"没有": 1}}, PersonRefused),
        ({"facts": {"县区": "999999"}}, PersonRefused),
        ({"facts": {"用人单位": 999}}, PersonRefused),
        ({"name": " "}, PersonRefused),
        ({"id_number": "110105194912310021"}, IdNumberRefused),
        ({"facts": {"出生日期": DAY(1990, 5, 2)}, "id_number": make_id_number()}, IdNumberRefused),
    ],
)
def test_a_wrong_entry_is_refused_and_none_of_the_others_enters(make_user, given, error):
    good = NewPerson(name="李四", facts={}, source="x")
    bad = NewPerson(**{"name": "张三", "facts": {}, "source": "x", **given})
    with pytest.raises(error):
        add_people(actor=make_user(), entries=[good, bad])
    assert not Person.objects.exists()


def test_an_id_number_enters_once(make_user):
    make_person(id_number=make_id_number())
    again = NewPerson(name="李四", facts={}, source="x", id_number=make_id_number())
    with pytest.raises(IdNumberTaken, match="张三"):
        add_person(actor=make_user(), entry=again)
    other = NewPerson(name="王五", facts={}, source="x", id_number=make_id_number(sequence=13))
    with pytest.raises(IdNumberTaken):
        add_people(actor=make_user(), entries=[other, other])


def test_a_clerk_enters_people_of_their_county_only(make_user, make_county):
    here, there = make_county(), make_county("140215", "云州区", "Yunzhou")
    clerk = make_user(Role.COUNTY, county=here)
    add_person(actor=clerk, entry=NewPerson(name="张三", facts={"县区": here.pk}, source="x"))
    for other in ({"县区": there.pk}, {}):
        with pytest.raises(OutOfScope):
            add_person(actor=clerk, entry=NewPerson(name="李四", facts=other, source="x"))
    stranger = make_person("王五", county=there)
    with pytest.raises(OutOfScope):
        change_facts(actor=clerk, change=PersonChange(stranger, {"学位": "博士"}, "x"))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.OPERATOR, Role.TALENT, Role.EMPLOYER])
def test_who_may_not_edit_is_refused(make_user, role):
    with pytest.raises(RightMissing):
        add_person(actor=make_user(role), entry=NewPerson(name="张三", facts={}, source="x"))


def test_a_changed_fact_keeps_the_columns_in_step(make_user, make_county):
    person = make_person(county=make_county())
    employer = make_employer()
    there = make_county("140215", "云州区", "Yunzhou")
    change = PersonChange(person, {"县区": there.pk, "用人单位": employer.pk, "姓名": "张叁"}, "x")
    assert change_facts(actor=make_user(), change=change) == 3
    person.refresh_from_db()
    assert (person.name, person.county, person.employer) == ("张叁", there, employer)
    assert change_facts(actor=make_user(), change=change) == 0


def test_a_fact_of_the_past_or_the_future_leaves_the_columns_alone(make_user, make_county):
    here, there = make_county(), make_county("140215", "云州区", "Yunzhou")
    person = make_person(county=here)
    past = PersonChange(person, {"县区": there.pk}, "x", DAY(2010, 1, 1), DAY(2012, 1, 1))
    future = PersonChange(person, {"县区": there.pk}, "x", DAY(2999, 1, 1))
    for change in (past, future):
        assert change_facts(actor=make_user(), change=change) == 1
        person.refresh_from_db()
        assert person.county == here
    assert values(person, DAY(2011, 6, 1))["县区"] == "140215"
    assert values(person, DAY(2012, 1, 1))["县区"] == "140213"


def test_confirming_says_who_and_when_and_once(make_user):
    person = make_person(facts={"学位": "博士", "职称": "教授"})
    department = make_user(Role.DEPARTMENT)
    assert confirm_facts(actor=department, person=person, names=["学位"]) == 1
    row = Fact.objects.get(subject_id=person.pk, name="学位", superseded=None)
    assert row.confirmed_by == department
    assert row.confirmed_at is not None
    assert row.source == "测试"
    assert confirm_facts(actor=make_user(), person=person, names=["学位"]) == 0
    assert Fact.objects.get(name="职称").confirmed_by is None


def test_revealing_a_number_needs_right_scope_and_reason_and_is_logged(make_user, make_county):
    number = make_id_number()
    here = make_county()
    person = make_person(county=here, id_number=number)
    clerk = make_user(Role.COUNTY, county=here)
    assert reveal_id_number(actor=clerk, person=person, reason="核对社保缴费") == number
    entry = AuditEntry.objects.get(action="people.reveal_id_number")
    assert (entry.actor, entry.detail) == (clerk, {"reason": "核对社保缴费"})
    with pytest.raises(ReasonMissing):
        reveal_id_number(actor=clerk, person=person, reason="  x ")
    with pytest.raises(RightMissing):
        reveal_id_number(actor=make_user(Role.DEPARTMENT), person=person, reason="核对社保缴费")
    there = make_county("140215", "云州区", "Yunzhou")
    with pytest.raises(OutOfScope):
        reveal_id_number(
            actor=make_user(Role.COUNTY, county=there), person=person, reason="核对社保缴费"
        )
    with pytest.raises(PersonRefused):
        reveal_id_number(actor=clerk, person=make_person(county=here), reason="核对社保缴费")
    assert AuditEntry.objects.filter(action="people.reveal_id_number").count() == 1


def test_a_number_is_given_freely_and_corrected_with_a_reason(make_user):
    person, user = make_person(), make_user()
    set_id_number(actor=user, person=person, id_number=make_id_number(), reason="")
    with pytest.raises(ReasonMissing):
        set_id_number(actor=user, person=person, id_number=make_id_number(sequence=13), reason="")
    set_id_number(
        actor=user, person=person, id_number=make_id_number(sequence=13), reason="录入有误"
    )
    person.refresh_from_db()
    asked = reveal_id_number(actor=user, person=person, reason="核对无误")
    assert asked == make_id_number(sequence=13)


def test_publication_is_switched_with_a_reason(make_user):
    person, user = make_person(), make_user()
    with pytest.raises(ReasonMissing):
        set_publication(actor=user, person=person, not_for_publication=True, reason="")
    set_publication(actor=user, person=person, not_for_publication=True, reason="本人要求")
    person.refresh_from_db()
    assert person.not_for_publication
    assert AuditEntry.objects.filter(action="people.set_publication").count() == 1


def test_a_team_counts_its_leader(make_user):
    leader, member, newcomer = make_person("甲"), make_person("乙"), make_person("丙")
    user = make_user()
    team = add_team(
        actor=user, entry=NewTeam("云冈数字化团队", leader, "x", [member], facts={"层次": "B"})
    )
    rows = facts.known(on=DAY(2021, 7, 26), kind=SubjectKind.TEAM)
    assert dict(rows.values_list("name", "value")) == {
        "名称": "云冈数字化团队",
        "带头人": leader.pk,
        "成员数": 2,
        "层次": "B",
    }
    set_members(actor=user, team=team, members=[newcomer], source="x")
    assert set(team.members.all()) == {leader, newcomer}


def test_five_hundred_people_take_few_queries(make_user, django_assert_max_num_queries):
    entries = [
        NewPerson(
            name=f"张{number}",
            facts={"学位": "博士", "学历": "博士研究生", "在岗": True},
            source="x",
            id_number=make_id_number(DAY(1990, 1, 1) + dt.timedelta(days=number)),
        )
        for number in range(500)
    ]
    user = make_user()
    # SQLite takes 999 parameters at a time, so the rows of persons and of the log come in parts.
    with django_assert_max_num_queries(40):
        people = add_people(actor=user, entries=entries)
    assert [person.name for person in people] == [entry.name for entry in entries]
    assert Fact.objects.count() == 500 * 6

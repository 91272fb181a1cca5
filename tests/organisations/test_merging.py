"""Merging two organisations: all that moves, what is refused, and where the old one is hidden."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from huizhi.kernel import audit, facts
from huizhi.kernel.errors import OutOfScope, RightMissing
from huizhi.kernel.models import AuditEntry, Fact
from huizhi.kernel.roles import Role
from huizhi.organisations import services
from huizhi.organisations.clusters import add_cluster
from huizhi.organisations.duplicates import find_duplicates, mark_different, similar_pairs
from huizhi.organisations.errors import OrganisationRefused
from huizhi.organisations.lookups import organisation_names
from huizhi.organisations.merging import merge_organisations, plan_merge
from huizhi.organisations.models import DifferentOrganisations, Organisation
from huizhi.organisations.other_names import add_name
from huizhi.organisations.queries import named_like, organisations_for, survivor_of
from huizhi.organisations.ranks import record_rank
from huizhi.organisations.references import references
from huizhi.payments.models import PayeeAccount
from huizhi.people.queries import subject_history
from huizhi.rules.subjects import SubjectKind
from tests.governance import factories as governance
from tests.organisations.factories import add
from tests.partners import factories as partners
from tests.people.factories import make_person

pytestmark = pytest.mark.django_db

ORGANISATION = SubjectKind.ORGANISATION
CODE = "91140200MA0GT4KN1X"


def merge(user, leaving, survivor):
    made = merge_organisations(actor=user, leaving=leaving, survivor=survivor)
    leaving.refresh_from_db()
    survivor.refresh_from_db()
    return made


def problems(user, leaving, survivor):
    found = plan_merge(actor=user, leaving=leaving, survivor=survivor).problems
    with pytest.raises(OrganisationRefused):
        merge_organisations(actor=user, leaving=leaving, survivor=survivor)
    return " ".join(found)


def value_today(kind, number, name):
    return (
        facts.known(on=dt.date(2021, 7, 26), kind=kind)
        .filter(subject_id=number, name=name)
        .values_list("value", flat=True)
        .get()
    )


@pytest.fixture
def pair(make_user):
    user = make_user()
    return user, add(user, "晋北机电有限责任公司（演示）"), add(user, "晋北机电有限公司")


def point_to(user, one):
    """Let a row of each kind point to an organisation."""
    record = partners.agreement(user, host=one, partners=(one,))
    partners.party(user, record, one)
    for make in (partners.base, partners.project, partners.visit, partners.event):
        make(user, partners=(one,), host=one)
    partners.platform(user, partners=(one,), host=one)
    governance.task(user, organisation=one)
    governance.problem(user, organisation=one)
    make_person(facts={"用人单位": one.pk})
    add(user, "下属公司", parent=one)
    add_name(actor=user, organisation=one, kind="former", name="大同机电厂", source="测试")
    record_rank(
        actor=user, organisation=one, change="raised", since=dt.date(2021, 2, 1), source="测试"
    )


def test_everything_points_to_the_one_that_stays(pair, make_user):
    user, leaving, survivor = pair
    point_to(user, leaving)
    own = make_user(Role.EMPLOYER, organisation_id=leaving.pk)
    plan = plan_merge(actor=user, leaving=leaving, survivor=survivor)
    before = {move.reference.label: move.count for move in plan.moves}
    assert len(before) == 20
    merge(user, leaving, survivor)
    left = {one.label for one in references() if one.rows(leaving).exists()}
    assert left == set()
    for one in references():
        assert one.rows(survivor).count() >= before.get(one.label, 0), one.label
    own.refresh_from_db()
    assert own.organisation_id == survivor.pk
    assert {one.name for one in survivor.names.all()} == {"大同机电厂", leaving.name}
    entry = AuditEntry.objects.get(action="organisations.merge")
    assert {label: len(ids["moved"]) for label, ids in entry.detail["moved"].items()} == before
    assert entry.detail["moved"]["kernel.User.organisation_id"]["moved"] == [own.pk]
    assert AuditEntry.objects.get(action="organisations.merged_into").detail == {
        "into": survivor.pk
    }
    assert audit.find_first_break() is None


def test_the_one_that_left_is_found_nowhere_and_leads_to_the_other(pair):
    user, leaving, survivor = pair
    merge(user, leaving, survivor)
    assert list(organisations_for(user)) == [survivor]
    assert Organisation.objects.count() == 1
    assert list(named_like(Organisation.with_merged.all(), "演示")) == [survivor]
    assert organisation_names(user).find(leaving.name) == survivor.pk
    assert find_duplicates(name=leaving.name).get() == survivor
    assert similar_pairs(user) == []
    assert survivor_of(leaving.pk) == survivor
    assert survivor_of(survivor.pk) is None


def test_a_second_merge_leads_on(pair):
    user, first, second = pair
    third = add(user, "晋北机电公司")
    merge(user, first, second)
    merge(user, second, third)
    assert survivor_of(first.pk) == survivor_of(second.pk) == third


def test_codes_are_taken_and_two_codes_are_refused(pair):
    user, leaving, survivor = pair
    Organisation.objects.filter(pk=leaving.pk).update(credit_code=CODE, nature="enterprise")
    other = add(user, "晋北公司", credit_code="91140211MA0KB2QJ7Q", code_reason="照印")
    leaving.refresh_from_db()
    assert CODE in problems(user, leaving, other)
    merge(user, leaving, survivor)
    assert (survivor.credit_code, leaving.credit_code) == (CODE, "")
    assert value_today(ORGANISATION, survivor.pk, "信用代码") == CODE
    assert AuditEntry.objects.get(action="organisations.merge").detail["columns"] == {
        "credit_code": CODE
    }


def test_facts_are_withdrawn_stated_anew_and_known_then_as_before(pair):
    user, leaving, survivor = pair
    person = make_person(facts={"用人单位": leaving.pk})
    own = {"注册资本": 500, "成立日期": dt.date(2001, 1, 1)}
    for one, values in ((leaving, own), (survivor, {"注册资本": 800})):
        services.state_facts(actor=user, organisation=one, values=values, source="工商登记")
    before = audit.last_position()
    merge(user, leaving, survivor)
    day = dt.date(2021, 7, 26)
    known = facts.known(on=day, kind=ORGANISATION)
    assert set(known.values_list("subject_id", flat=True)) == {survivor.pk}
    assert value_today(ORGANISATION, survivor.pk, "注册资本") == "800.00"
    taken = known.get(name="成立日期")
    assert (taken.value, taken.source) == ("2001-01-01", f"{leaving.name}：工商登记")
    assert value_today(SubjectKind.PERSON, person.pk, "用人单位") == survivor.pk
    then = facts.known(on=day, position=before)
    assert then.filter(subject_id=leaving.pk, subject_kind=ORGANISATION).count() >= 3
    assert then.get(subject_kind="person", name="用人单位").value == leaving.pk
    person.refresh_from_db()
    assert person.employer_id == survivor.pk
    lines = subject_history(kind=SubjectKind.PERSON, subject_id=person.pk)
    assert leaving.name in {line.text for line in lines}
    assert Fact.objects.filter(subject_kind=ORGANISATION, subject_id=leaving.pk).exists()


def test_what_both_have_stands_once(pair):
    user, leaving, survivor = pair
    cluster = add_cluster(
        actor=user, code="new-energy", name="新能源", name_en="New energy", source="测试"
    )
    for one in (leaving, survivor):
        one.clusters.add(cluster)
        add_name(actor=user, organisation=one, kind="alias", name="北机", source="测试")
    record = partners.agreement(user, partners=(leaving, survivor))
    merge(user, leaving, survivor)
    assert list(record.partners.all()) == [survivor]
    assert list(survivor.clusters.all()) == [cluster]
    assert survivor.names.filter(name="北机").count() == 1
    moved = AuditEntry.objects.get(action="organisations.merge").detail["moved"]
    assert len(moved["partners.Agreement_partners.organisation"]["dropped"]) == 1


def test_rows_that_say_more_are_not_dropped(make_user):
    user = make_user()
    first, second = add(user, "甲学院", kind="university"), add(user, "甲大学", kind="university")
    record = partners.agreement(user, partners=(first, second))
    for one in (first, second):
        partners.party(user, record, one)
    assert "甲学院" in problems(user, first, second)
    bodies = [governance.body(user, name) for name in ("人才工作专班", "人才专班")]
    found = problems(user, *(one.organisation for one in bodies))
    assert "人才工作专班" in found


def test_pairs_found_to_be_two_are_carried_over(pair):
    user, leaving, survivor = pair
    others = [add(user, f"晋北机电{number}有限公司") for number in range(2)]
    mark_different(actor=user, first=leaving, second=survivor)
    for other in others:
        mark_different(actor=user, first=leaving, second=other)
    mark_different(actor=user, first=survivor, second=others[0])
    merge(user, leaving, survivor)
    pairs = set(DifferentOrganisations.objects.values_list("first_id", "second_id"))
    assert pairs == {(survivor.pk, other.pk) for other in others}


def test_what_speaks_against_a_merge(pair, make_user):
    user, leaving, survivor = pair
    assert problems(user, leaving, leaving)
    school = add(user, "晋北大学", kind="university")
    assert school.get_kind_display() in problems(user, leaving, school)
    below = add(user, "晋北子公司", parent=leaving)
    grandchild = add(user, "晋北孙公司", parent=below)
    assert problems(user, leaving, grandchild)
    PayeeAccount.objects.create(
        subject_kind=ORGANISATION,
        subject_id=leaving.pk,
        holder="晋北",
        bank="银行",
        number_cipher=b"",
        number_masked="",
    )
    assert leaving.name in problems(user, leaving, survivor)
    merge(user, survivor, leaving)
    assert problems(user, survivor, leaving)


def test_a_merge_is_the_city_s(pair, make_user, make_county):
    _user, leaving, survivor = pair
    for role, error in ((Role.COUNTY, OutOfScope), (Role.AUDITOR, RightMissing)):
        clerk = make_user(role, county=make_county() if role is Role.COUNTY else None)
        with pytest.raises(error):
            plan_merge(actor=clerk, leaving=leaving, survivor=survivor)
        with pytest.raises(error), transaction.atomic():
            merge_organisations(actor=clerk, leaving=leaving, survivor=survivor)

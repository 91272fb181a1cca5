"""A person's, an employer's, a university's own page; staff go to the office."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.cases import services as cases
from huizhi.entitlements import services
from huizhi.kernel import clock
from huizhi.kernel.roles import Role
from huizhi.organisations.models import Organisation
from huizhi.partners.models import Agreement
from huizhi.rules.subjects import SubjectKind
from tests.entitlements.factories import make_run, state
from tests.people.factories import make_employer, make_id_number, make_person
from tests.policies.factories import make_version

AS_OF = dt.date(2026, 1, 1)


@pytest.fixture(autouse=True)
def snapshot_folder(settings, tmp_path):
    settings.SNAPSHOT_DIR = tmp_path


@pytest.fixture
def registry(make_user, make_county):
    """Two people of two employers, both doctors at an enterprise: 5,000 a month and a flat."""
    county = make_county()
    people = []
    for number, name in enumerate(("王博", "李硕")):
        employer = make_employer(f"第{number}公司", nature="enterprise", county=county)
        people.append(
            make_person(
                name,
                county=county,
                id_number=make_id_number(sequence=11 + number),
                facts={"学位": "博士", "用人单位": employer.pk},
            )
        )
    office = make_user()
    services.run_now(actor=office, as_of=AS_OF, pack_version=make_version(office))
    return people


def signed_in(client, make_user, role, **fields):
    client.force_login(make_user(role, **fields))
    return client


def test_a_stranger_is_asked_to_sign_in(client, db):
    answer = client.get("/me/")
    assert answer["Location"] == "/sign-in/?next=/me/"


def test_a_talent_sees_facts_and_results_of_their_own_only(client, make_user, registry):
    signed_in(client, make_user, Role.TALENT, person_id=registry[0].pk)
    text = client.get("/me/").content.decode()
    assert "王博" in text
    assert "李硕" not in text
    assert "周转房" in text
    assert registry[0].id_number_masked in text
    assert make_id_number(sequence=11) not in text


def test_a_talent_opens_the_reason_of_their_own_result_only(client, make_user, registry):
    from huizhi.entitlements.models import Result

    own = Result.objects.get(subject_kind="person", subject_id=registry[0].pk, benefit="housing")
    other = Result.objects.get(subject_kind="person", subject_id=registry[1].pk, benefit="housing")
    signed_in(client, make_user, Role.TALENT, person_id=registry[0].pk)
    text = client.get(f"/me/results/{own.pk}/").content.decode()
    assert "第三条" in text
    assert "学位 = 博士" in text
    assert client.get(f"/me/results/{other.pk}/").status_code == 404


def test_a_talent_who_gets_nothing_reads_what_would_have_to_change(client, make_user, registry):
    from huizhi.entitlements.models import Result

    bachelor = make_person("张学", facts={"学位": "学士", "用人单位": None})
    run = services.run_now(
        actor=make_user(), as_of=AS_OF, pack_version=Result.objects.first().run.pack_version
    )
    own = Result.objects.get(run=run, subject_id=bachelor.pk, benefit="housing")
    signed_in(client, make_user, Role.TALENT, person_id=bachelor.pk)
    text = client.get(f"/me/results/{own.pk}/").content.decode()
    assert "怎样才能享受" in text
    assert "学位现为“学士”，须为“博士”" in text


def test_a_talent_without_a_person_is_told(client, make_user, db):
    signed_in(client, make_user, Role.TALENT)
    assert "此账号尚未关联登记人员" in client.get("/me/").content.decode()


def test_an_employer_sees_its_own_people_and_totals(client, make_user, registry):
    employer = registry[0].employer
    signed_in(client, make_user, Role.EMPLOYER, organisation_id=employer.pk)
    answer = client.get("/me/")
    text = answer.content.decode()
    assert employer.name in text
    assert "王博" in text
    assert "李硕" not in text
    totals = {total.key: total.entitled for total in answer.context["totals"]}
    assert totals["housing"] == 1
    assert make_id_number(sequence=11) not in text


def test_the_list_of_people_does_not_ask_more_for_more(
    client, make_user, registry, django_assert_num_queries
):
    employer = registry[0].employer
    signed_in(client, make_user, Role.EMPLOYER, organisation_id=employer.pk)
    client.get("/me/")
    with django_assert_num_queries(8):
        client.get("/me/")
    for number in range(3):
        make_person(f"某{number}", facts={"用人单位": employer.pk})
    with django_assert_num_queries(8):
        assert len(client.get("/me/").context["page"].object_list) == 4


def test_a_university_sees_its_own_agreements(client, make_user, city):
    ours, other = make_employer("甲大学"), make_employer("乙大学")
    for name, partner in (("甲协议", ours), ("乙协议", other)):
        row = Agreement.objects.create(
            name=name, state="signed", source="测试", created_at=clock.now(), county=city
        )
        row.partners.add(partner)
    signed_in(client, make_user, Role.UNIVERSITY, organisation_id=ours.pk)
    text = client.get("/me/").content.decode()
    assert "甲协议" in text
    assert "乙协议" not in text


def test_staff_are_sent_to_the_office(client, make_user, db):
    signed_in(client, make_user, Role.COUNTY)
    assert client.get("/me/")["Location"] == "/office/"


@pytest.mark.parametrize(("role", "start"), [(Role.TALENT, "/me/"), (Role.DEPARTMENT, "/office/")])
def test_signing_in_leads_where_the_user_begins(client, make_user, role, start):
    user = make_user(role)
    data = {"username": user.username, "password": "a long enough password"}
    assert client.post("/sign-in/", data)["Location"] == start


def test_a_wrong_password_is_refused_and_signing_out_ends(client, make_user):
    user = make_user(Role.TALENT)
    answer = client.post("/sign-in/", {"username": user.username, "password": "wrong"})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    client.force_login(user)
    assert client.post("/sign-out/")["Location"] == "/"
    assert client.get("/me/").status_code == 302


def test_a_talent_sees_how_far_each_benefit_is(client, make_user, registry):
    office = make_user()
    employer = Organisation.objects.get(name="第0公司")
    named = {employer.pk: {"名称": employer.name, "性质": "企业"}}
    state(office, SubjectKind.ORGANISATION, named)
    run = make_run(office)
    signed_in(client, make_user, Role.TALENT, person_id=registry[0].pk)
    before = client.get("/me/").content.decode()
    assert "尚未推送" in before
    cases.make_offers(actor=office, run=run, benefit="living-allowance")
    after = client.get("/me/").content.decode()
    assert "尚未推送" not in after
    assert f"{clock.now():%Y}" in after.split("已推送", 1)[1][:90]

"""The demo's registry: complete for the model case, seeded through services, once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db.models import Q

from huizhi.demo.registry import seed_registry
from huizhi.kernel import facts
from huizhi.kernel.models import AuditEntry, Fact, Region
from huizhi.kernel.users import system_user
from huizhi.organisations.models import IndustryCluster, Organisation
from huizhi.organisations.queries import named_like, organisations_for
from huizhi.organisations.university_list import BUILT_IN, read_university_list
from huizhi.partners import queries
from huizhi.partners.models import (
    Advice,
    Agreement,
    Base,
    Event,
    FollowUp,
    Obligation,
    Platform,
    Project,
    Step,
    Visit,
    VisitReport,
)
from huizhi.rules.money import Money
from huizhi.rules.subjects import SubjectKind

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parents[2] / "packs" / "datong" / "demo"
DAY = dt.date(2021, 7, 26)


@pytest.fixture
def seeded(db):
    actor = system_user()
    seed_registry(actor=actor, folder=FOLDER)
    return actor


def counts():
    cooperation = (Agreement, Base, Project, Visit, Event, Platform, Step, Obligation, FollowUp)
    models = (Region, IndustryCluster, Organisation, *cooperation, Fact, AuditEntry)
    return [model.objects.count() for model in models]


def test_the_registry_meets_the_model_case_and_a_second_seeding_changes_nothing(seeded):
    first = counts()
    seed_registry(actor=seeded, folder=FOLDER)
    assert counts() == first

    assert Region.objects.filter(parent__code="140200", in_use=True).count() == 10
    kinds: dict[str, int] = {}
    for platform in Platform.objects.filter(synthetic=True):
        kinds[platform.kind] = kinds.get(platform.kind, 0) + 1
    assert kinds == {  # S17
        "skill_master_studio": 4,
        "expert_doctor_studio": 52,
        "science_platform": 15,
        "enterprise_technology_centre": 53,
    }
    committee = Platform.objects.get(reference="platform-energy-committee")
    assert (committee.academicians, committee.experts) == (28, 77)  # S16
    solar = queries.projects_for(seeded).get(reference="project-rooftop-solar")
    assert solar.total_funding == Money(30_000_000_00)  # S11
    assert solar.county.name == "平城区"
    assert Visit.objects.get(statement="S1").people == 95


def test_organisations_are_as_the_report_tells_them(seeded):
    assert IndustryCluster.objects.count() == 10  # S4
    assert all("推定" in cluster.source for cluster in IndustryCluster.objects.all())
    institute = Organisation.objects.get(name="云冈研究院")
    rank = institute.ranks.get()
    assert (rank.change, rank.level, rank.since_text) == ("raised", "", "2021-02")  # S7
    assert institute.former_names == "云冈石窟研究院"
    park = Organisation.objects.get(kind="park")
    assert park.firms.count() == 2  # S9
    assert not park.firms.exclude(attracted_on=None).exists()
    college = Organisation.objects.get(ministry_code="14697")  # S10
    assert str(college.names.get()) == "通用航空职业学院"
    rows = organisations_for(seeded)
    for text in ("石窟研究院", "ygyjy", "华东化工", "bh", "通航", "tyhkzyxy"):
        found = named_like(rows, text)
        assert found.exists() == (text != "通航"), text


def test_states_are_those_of_the_report(seeded):
    states = dict(Base.objects.values_list("reference", "state"))
    assert states == {
        "base-pku-practice": "unveiled",
        "base-tsinghua-students": "in_talks",
        "base-buaa-flight": "preparing",
        "base-cau-agronomy": "signed",
        "base-nwpu-students": "signed",
        "base-ecust-institute": "in_talks",
    }
    signed = queries.signed_agreements(queries.agreements_for(seeded))
    assert not signed.filter(reference="agreement-pku-yungang").exists()


def test_runs_see_the_registered_facts(seeded):
    base = Base.objects.get(reference="base-pku-practice")
    rows = facts.known(on=DAY, kind=SubjectKind.BASE).filter(subject_id=base.pk)
    known = dict(rows.values_list("name", "value"))
    assert known["状态"] == "揭牌"
    assert known["揭牌日期"] == "2021-07-10"
    university = Organisation.objects.get(ministry_code="10001")
    assert known["合作高校"] == university.pk
    shanxi = Organisation.objects.get(ministry_code="10108")
    first_class = facts.known(on=DAY, kind=SubjectKind.ORGANISATION).get(
        subject_id=shanxi.pk, name="双一流建设高校"
    )
    assert first_class.value is False


def test_steps_events_and_villages_are_those_of_the_report(seeded):
    base = Base.objects.get(reference="base-pku-practice")
    told = [*Base.objects.all(), *Agreement.objects.filter(synthetic=False)]
    for record in told:  # one state each is told, and of one the day
        step = queries.steps_of(record).get()
        unveiled = dt.date(2021, 7, 10) if record == base else None
        assert (step.state, step.happened_on) == (record.state, unveiled)
        assert step.evidence == "2021年7月26日公开报道"
    events = {
        event.statement: (event.kind, event.held_on, event.base.reference)
        for event in Event.objects.filter(synthetic=False)
    }
    assert events == {
        "S2": ("unveiling", dt.date(2021, 7, 10), "base-pku-practice"),
        "S27": ("talks", None, "base-tsinghua-students"),
        "S29": ("signing", None, "base-cau-agronomy"),
        "S31": ("talks", None, "base-ecust-institute"),
    }
    visit = Visit.objects.get(statement="S1")
    assert list(visit.visited_villages.values_list("name", "county__name")) == [
        ("许堡村", "云州区")
    ]
    assert not VisitReport.objects.exists()
    assert not Base.objects.exclude(latitude=None).exists()


def test_what_peking_university_supports_is_owed_without_a_day(seeded):  # S26
    agreement = Agreement.objects.get(reference="agreement-pku")
    party = agreement.parties.get()
    assert (party.organisation.ministry_code, party.role) == ("10001", "supporter")
    owed = agreement.obligations.all()
    assert [(one.text, one.due_on, one.state, one.synthetic) for one in owed] == [
        ("支持大同经济社会发展", None, "open", False),
        ("支持乡村振兴", None, "open", False),
        ("支持智库建设", None, "open", False),
    ]
    assert agreement not in queries.with_overdue_obligations(Agreement.objects.all(), DAY)


def test_every_university_has_its_code_and_takes_part(seeded):  # S5
    listed = {row.code: row.name for row in read_university_list(BUILT_IN).rows}
    universities = Organisation.objects.filter(kind="university")
    assert universities.count() == 13
    for university in universities:
        assert listed[university.ministry_code] == university.name
    whole = Organisation.objects.filter(kind__in=("university", "college", "institute", "park"))
    for organisation in whole:
        assert takes_part(organisation), organisation


def takes_part(organisation):
    public = (
        queries.public_agreements(),
        queries.public_bases(),
        queries.public_projects(),
        queries.public_visits(),
        queries.public_events(),
    )
    own = Q(partners=organisation) | Q(partners__parent=organisation) | Q(host=organisation)
    return any(rows.filter(own).exists() for rows in public)


def test_nobody_takes_the_synthetic_for_real(seeded):
    made_up = Obligation.objects.filter(agreement__synthetic=True)
    assert made_up.exists()
    for part in (*made_up, *Advice.objects.all(), *FollowUp.objects.all()):
        assert part.synthetic
    assert all("演示" in str(part) for part in (*made_up, *Advice.objects.all()))
    assert not Agreement.objects.filter(synthetic=True, published=True).exists()
    for model in (Organisation, Platform, Agreement, Event):
        for record in model.objects.filter(synthetic=True):
            assert "演示" in record.name
    # What the report does not name is not given a name.
    assert Platform.objects.filter(statement="S17", synthetic=False).count() == 0

"""The demo's registry: complete for the model case, seeded through services, once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from huizhi.demo.registry import seed_registry
from huizhi.kernel import facts
from huizhi.kernel.models import AuditEntry, Fact, Region
from huizhi.kernel.users import system_user
from huizhi.organisations.models import IndustryCluster, Organisation
from huizhi.organisations.queries import named_like, organisations_for
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
    step = queries.last_step(base)
    assert (step.state, step.happened_on, step.evidence) == (
        "unveiled",
        dt.date(2021, 7, 10),
        "2021年7月26日公开报道",
    )
    assert queries.last_step(Base.objects.get(reference="base-cau-agronomy")).happened_on is None
    unveiling = Event.objects.get(statement="S2")
    assert (unveiling.held_on, unveiling.base) == (dt.date(2021, 7, 10), base)
    assert Event.objects.get(statement="S29").held_on is None
    visit = Visit.objects.get(statement="S1")
    assert list(visit.visited_villages.values_list("name", "county__name")) == [
        ("许堡村", "云州区")
    ]
    assert not VisitReport.objects.exists()
    assert not Base.objects.exclude(latitude=None).exists()


def test_nobody_takes_the_synthetic_for_real(seeded):
    for part in (*Obligation.objects.all(), *Advice.objects.all(), *FollowUp.objects.all()):
        assert part.synthetic
    assert all("演示" in str(part) for part in (*Obligation.objects.all(), *Advice.objects.all()))
    assert not Agreement.objects.filter(synthetic=True, published=True).exists()
    for model in (Organisation, Platform, Agreement, Event):
        for record in model.objects.filter(synthetic=True):
            assert "演示" in record.name
    # What the report does not name is not given a name.
    assert Platform.objects.filter(statement="S17", synthetic=False).count() == 0

"""Snapshots: the same facts give the same fingerprint, in types the rules want."""

from __future__ import annotations

import stat
from decimal import Decimal

import pytest
from django.db import transaction

from huizhi.entitlements import running, snapshot
from huizhi.entitlements.errors import SnapshotChanged
from huizhi.kernel import facts
from huizhi.kernel.facts import StatedFact
from huizhi.kernel.models import Fact
from huizhi.policies.queries import parsed
from huizhi.rules.subjects import SubjectKind, SubjectRef
from tests.entitlements.factories import make_run, state

pytestmark = pytest.mark.django_db


def catalogue_of(run):
    return running.catalogue_for(parsed(run.pack_version))


def test_values_come_back_in_the_types_of_the_catalogue(office):
    state(
        office,
        SubjectKind.PERSON,
        {
            6: {
                "出生日期": "1990-05-01",
                "连续社保月数": 12,
                "月租金": "1200.5",
                "在岗": True,
                "配偶": 1,
                "人才层次": None,
                "荣誉": [],
                "已领金额": [{"事项": "housing", "期间": "once", "金额": "30000"}],
                "没有这个事实": "x",
            }
        },
    )
    run = make_run(office)
    stated = snapshot.read(run=run, catalogue=catalogue_of(run)).find(SubjectKind.PERSON, "6")
    assert stated is not None
    assert stated["出生日期"].isoformat() == "1990-05-01"
    assert (stated["连续社保月数"], stated["月租金"]) == (Decimal(12), Decimal("1200.5"))
    assert (stated["在岗"], stated["配偶"], stated["人才层次"]) == (True, "1", None)
    assert stated["荣誉"] == []
    assert stated["已领金额"] == [{"事项": "housing", "期间": "once", "金额": Decimal(30000)}]
    assert "没有这个事实" not in stated
    assert "学位" not in stated


def test_the_same_facts_have_the_same_fingerprint(office):
    first, second = make_run(office), make_run(office)
    assert first.snapshot_fingerprint == second.snapshot_fingerprint
    assert len(first.snapshot_fingerprint) == 64


def test_one_subject_comes_with_those_it_refers_to(office):
    run = make_run(office)
    found = snapshot.read_subject(
        run=run, catalogue=catalogue_of(run), subject=SubjectRef(SubjectKind.PERSON, "1")
    )
    kinds = {kind: set(subjects) for kind, subjects in found.population.facts.items()}
    assert kinds == {SubjectKind.PERSON: {"1"}, SubjectKind.ORGANISATION: {"91"}}
    record = Fact.objects.get(pk=found.records[SubjectKind.ORGANISATION, "91", "性质"])
    assert (record.value, record.source) == ("企业", "人员名单.xlsx")


def test_one_subject_is_read_by_what_is_known_now(office):
    run = make_run(office)
    with transaction.atomic():
        facts.record(
            actor=office, stated=[StatedFact(SubjectKind.PERSON, 1, "学位", "硕士", "更正")]
        )
    subject = SubjectRef(SubjectKind.PERSON, "1")
    found = snapshot.read_now(on=run.as_of, catalogue=catalogue_of(run), subject=subject)
    kinds = {kind: set(subjects) for kind, subjects in found.population.facts.items()}
    assert kinds == {SubjectKind.PERSON: {"1"}, SubjectKind.ORGANISATION: {"91"}}
    assert found.population.facts[SubjectKind.PERSON]["1"]["学位"] == "硕士"


def test_a_lost_snapshot_is_taken_again_as_known_then(office):
    run = make_run(office)
    run.snapshot_path.unlink()
    with transaction.atomic():
        facts.record(
            actor=office, stated=[StatedFact(SubjectKind.PERSON, 1, "学位", "学士", "更正")]
        )
    found = snapshot.read_subject(
        run=run, catalogue=catalogue_of(run), subject=SubjectRef(SubjectKind.PERSON, "1")
    )
    assert found.population.facts[SubjectKind.PERSON]["1"]["学位"] == "博士"


def test_facts_that_were_tampered_with_are_noticed(office):
    run = make_run(office)
    run.snapshot_path.unlink()
    Fact.objects.filter(subject_id=1, name="学位").update(value="学士")
    with pytest.raises(SnapshotChanged, match=str(run.log_position)):
        snapshot.retake(run)
    assert not run.snapshot_path.exists()


def test_a_snapshot_is_readable_by_its_owner_only(office):
    path = make_run(office).snapshot_path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600

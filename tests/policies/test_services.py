"""Storing packs, putting them in force, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.kernel.errors import IllegalMove, RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.policies import queries, services
from huizhi.policies.errors import NoVersionInForce, PackRefused, VersionFixed
from huizhi.policies.models import PackVersion
from huizhi.policies.states import VersionState
from tests.policies.factories import START, changed_pack, make_draft, make_version

pytestmark = pytest.mark.django_db


def test_a_stored_pack_is_a_draft_with_its_whole_text(make_user):
    version = make_draft(make_user())
    assert version.state == VersionState.DRAFT
    assert set(version.files) == {"pack.yaml", "living.yaml"}
    assert queries.parsed(version).fingerprint == version.fingerprint
    assert AuditEntry.objects.get().action == "policies.store"


def test_the_same_text_again_changes_nothing(make_user):
    user = make_user()
    assert make_draft(user) == make_draft(user)
    assert (PackVersion.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_a_draft_is_replaced_by_its_next_text(make_user, tmp_path):
    user = make_user()
    first = make_draft(user)
    second = make_draft(user, changed_pack(tmp_path, "示例政策包", "改过的包"))
    assert second.pk == first.pk
    assert second.name_zh == "改过的包"
    assert second.fingerprint != first.fingerprint


def test_a_version_that_was_in_force_never_changes(make_user, tmp_path):
    user = make_user()
    make_version(user)
    with pytest.raises(VersionFixed, match="1"):
        make_draft(user, changed_pack(tmp_path, "示例政策包", "改过的包"))


def test_a_pack_with_errors_is_refused_with_the_place(make_user, tmp_path):
    broken = changed_pack(
        tmp_path, "amount: 生活补贴月标准", "amount: 生活补帖月标准", "living.yaml"
    )
    with pytest.raises(PackRefused, match=r"living\.yaml:\d+:\d+") as caught:
        make_draft(make_user(), broken)
    assert any(finding.severity == "error" for finding in caught.value.findings)
    assert not PackVersion.objects.exists()


def test_a_stored_draft_whose_text_is_broken_cannot_be_put_in_force(make_user):
    user = make_user()
    version = make_draft(user)
    version.files["living.yaml"] = version.files["living.yaml"].replace("'1'", "'一 +'")
    version.save()
    with pytest.raises(PackRefused):
        services.put_in_force(version=version, from_=START, actor=user)
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


def test_a_table_with_an_overlap_is_refused_and_yet_readable_where_it_was_stored(make_user):
    user = make_user()
    version = make_draft(user)
    version.files["living.yaml"] = version.files["living.yaml"].replace(
        """['"硕士"']""", """['"硕士", "博士"']"""
    )
    version.fingerprint = "0" * 64
    version.save()
    with pytest.raises(PackRefused, match="学位 = 博士"):
        services.put_in_force(version=version, from_=START, actor=user)
    assert queries.parsed(version).id == "example"
    (proof,) = queries.proofs(version)
    assert (proof.table.name, proof.proof.disjoint) == ("生活补贴月标准", False)


def test_the_version_before_ends_on_the_day_before(make_user, tmp_path):
    user = make_user()
    first = make_version(user)
    second = make_draft(user, changed_pack(tmp_path, 'version: "1"', 'version: "2"'))
    services.put_in_force(version=second, from_=dt.date(2021, 7, 1), actor=user)
    first.refresh_from_db()
    assert first.in_force_to == dt.date(2021, 6, 30)
    assert queries.version_in_force(on=dt.date(2021, 6, 30)) == first
    assert queries.version_in_force(on=dt.date(2021, 7, 1)) == second


def test_a_version_cannot_start_before_the_one_in_force(make_user, tmp_path):
    user = make_user()
    make_version(user)
    second = make_draft(user, changed_pack(tmp_path, 'version: "1"', 'version: "2"'))
    with pytest.raises(IllegalMove, match="2021-01-01"):
        services.put_in_force(version=second, from_=START, actor=user)


def test_a_withdrawn_version_is_in_force_no_more_and_stays_withdrawn(make_user):
    user = make_user()
    version = services.withdraw(version=make_version(user), reason="印制有误", actor=user)
    assert not version.holds(START)
    with pytest.raises(NoVersionInForce):
        queries.version_in_force(on=START)
    with pytest.raises(IllegalMove):
        services.put_in_force(version=version, from_=dt.date(2022, 1, 1), actor=user)
    assert AuditEntry.objects.get(action="policies.withdraw").detail == {"reason": "印制有误"}


def test_before_its_first_day_a_version_is_not_in_force(make_user):
    make_version(make_user())
    with pytest.raises(NoVersionInForce, match="2020-12-31"):
        queries.version_in_force(on=dt.date(2020, 12, 31))


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.COUNTY, Role.AUDITOR, Role.EMPLOYER])
def test_only_the_programme_office_enforces(make_user, role):
    version = make_draft(make_user())
    clerk = make_user(role)
    with pytest.raises(RightMissing):
        make_draft(clerk)
    with pytest.raises(RightMissing):
        services.put_in_force(version=version, from_=START, actor=clerk)
    with pytest.raises(RightMissing):
        services.withdraw(version=version, reason="", actor=clerk)


def test_a_benefit_names_the_assumption_behind_it(make_user):
    version = make_version(make_user())
    benefits = queries.benefits(version, START)
    assert list(benefits) == ["living-allowance", "housing", "award"]
    assert benefits["award"].assumption == "金额为假定"
    assert benefits["housing"].assumption == ""
    assert queries.benefits(version, dt.date(2020, 1, 1)) == {}

"""The city's table of industry clusters."""

from __future__ import annotations

import pytest
from django.utils import translation

from huizhi.kernel.errors import OutOfScope, RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.organisations import services
from huizhi.organisations.clusters import add_cluster, rename_cluster, set_cluster_in_use
from huizhi.organisations.errors import OrganisationRefused
from huizhi.organisations.models import IndustryCluster
from huizhi.organisations.services import OrganisationDetails
from tests.organisations.factories import add

pytestmark = pytest.mark.django_db


def energy(actor, **changes):
    values = {"code": "new-energy", "name": "新能源", "name_en": "New energy", "source": "测试"}
    return add_cluster(actor=actor, **{**values, **changes})


def test_a_cluster_is_added_renamed_given_up_and_taken_up_again(make_user):
    user = make_user()
    made = energy(user)
    rename_cluster(actor=user, cluster=made, name="绿色能源", name_en="Green energy", source="测试")
    set_cluster_in_use(actor=user, cluster=made, in_use=False)
    set_cluster_in_use(actor=user, cluster=made, in_use=False)
    set_cluster_in_use(actor=user, cluster=made, in_use=True)
    made.refresh_from_db()
    assert (made.code, made.name, made.in_use) == ("new-energy", "绿色能源", True)
    actions = AuditEntry.objects.filter(subject_kind="industry_cluster")
    assert [entry.action.split(".")[1] for entry in actions] == [
        "add_cluster",
        "rename_cluster",
        "retire_cluster",
        "restore_cluster",
    ]


@pytest.mark.parametrize(
    "changes",
    [{"code": "New energy"}, {"code": ""}, {"name": " "}, {"name_en": ""}, {"code": "新能源"}],
)
def test_a_cluster_needs_a_code_and_both_names(make_user, changes):
    with pytest.raises(OrganisationRefused):
        energy(make_user(), **changes)
    assert not IndustryCluster.objects.exists()


def test_codes_and_names_are_taken_once(make_user):
    user = make_user()
    made = energy(user)
    with pytest.raises(OrganisationRefused, match="new-energy"):
        energy(user, name="别的")
    with pytest.raises(OrganisationRefused, match="新能源"):
        energy(user, code="other")
    other = energy(user, code="other", name="别的")
    with pytest.raises(OrganisationRefused):
        rename_cluster(actor=user, cluster=other, name=made.name, name_en="Other", source="测试")


def test_the_table_is_the_citys(make_user, make_county):
    with pytest.raises(OutOfScope):
        energy(make_user(Role.COUNTY, county=make_county()))
    with pytest.raises(RightMissing):
        energy(make_user(Role.DEPARTMENT))


def test_its_name_is_in_the_language_of_the_screen(make_user):
    made = energy(make_user())
    assert str(made) == "新能源"
    with translation.override("en"):
        assert str(made) == "New energy"


def test_an_organisation_belongs_to_clusters(make_user):
    user = make_user()
    first, second = energy(user), energy(user, code="other", name="别的")
    firm = add(user, clusters=(first,))
    details = OrganisationDetails(
        kind="employer", name=firm.name, nature="enterprise", source="测试", clusters=(second,)
    )
    services.change_organisation(actor=user, organisation=firm, details=details)
    assert list(firm.clusters.all()) == [second]
    entry = AuditEntry.objects.get(action="organisations.change")
    assert entry.detail["changed"] == ["clusters"]

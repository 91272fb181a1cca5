"""Lists within scope, what a search finds, clusters on offer."""

from __future__ import annotations

import pytest

from huizhi.kernel.roles import Role
from huizhi.organisations import queries
from huizhi.organisations.clusters import add_cluster, set_cluster_in_use
from huizhi.organisations.other_names import add_name
from tests.organisations.factories import add

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(make_user, make_county):
    user = make_user()
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    return (
        add(user, "平城机电有限公司", county=own),
        add(user, "广灵菌业有限公司", county=other),
        add(user, "外地大学", kind="university"),
    )


def test_each_role_sees_its_own(three, make_user):
    own, other, outside = three
    office = make_user()
    clerk = make_user(Role.COUNTY, county=own.county)
    employer = make_user(Role.EMPLOYER, organisation_id=other.pk)
    lost = make_user(Role.COUNTY)
    assert set(queries.organisations_for(office)) == {own, other, outside}
    add(office, "市级企业", county=own.county.parent)
    bureau = add(office, "市教育局", kind="department", county=own.county.parent)
    assert set(queries.organisations_for(clerk)) == {own, outside, bureau}
    assert set(queries.organisations_for(employer)) == {other}
    assert set(queries.organisations_for(lost)) == set()
    assert set(queries.organisations_for(make_user(Role.TALENT))) == set()


def test_a_search_finds_all_names_within_the_scope(three, make_user):
    own, other, outside = three
    office, clerk = make_user(), make_user(Role.COUNTY, county=own.county)
    for user, found in ((office, {own, other}), (clerk, {own})):
        rows = queries.organisations_for(user)
        assert set(queries.named_like(rows, "有限")) == found
    add_name(actor=office, organisation=outside, kind="alias", name="域外学堂", source="测试")
    assert queries.named_like(queries.organisations_for(clerk), "ywxt").get() == outside


def test_clusters_given_up_are_not_offered(make_user):
    user = make_user()
    values = {"name_en": "New energy", "source": "测试"}
    kept = add_cluster(actor=user, code="energy", name="新能源", **values)
    gone = add_cluster(actor=user, code="coal", name="煤化工", **values)
    set_cluster_in_use(actor=user, cluster=gone, in_use=False)
    assert list(queries.clusters_in_use()) == [kept]

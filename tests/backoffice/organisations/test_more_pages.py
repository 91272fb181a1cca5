"""Other names, rank, parks, clusters and likely duplicates on the screen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.kernel.roles import Role
from huizhi.organisations.clusters import add_cluster
from huizhi.organisations.models import DifferentOrganisations, IndustryCluster
from huizhi.organisations.other_names import add_name
from tests.organisations.factories import add

pytestmark = pytest.mark.django_db

DAY = "2021-02-19"


@pytest.fixture
def office(client, make_user):
    user = make_user()
    client.force_login(user)
    return user


def page(client, organisation):
    return client.get(reverse("organisation:record", args=[organisation.pk])).content.decode()


def cluster(user, code="new-energy", name="新能源"):
    return add_cluster(actor=user, code=code, name=name, name_en=code, source="测试")


def test_a_name_is_added_shown_and_taken_back(client, office):
    institute = add(office, "云冈研究院", kind="institute")
    address = reverse("organisation:add_name", args=[institute.pk])
    assert client.get(address).status_code == 200
    data = {"kind": "former", "name": "云冈石窟研究院", "until": DAY, "source": "测试"}
    assert client.post(address, data).status_code == 302
    text = page(client, institute)
    assert "云冈石窟研究院" in text
    assert DAY in text
    found = client.get(reverse("organisation:index"), {"q": "石窟"}).content.decode()
    assert "云冈研究院" in found
    entry = institute.names.get()
    client.post(reverse("organisation:remove_name", args=[institute.pk, entry.pk]))
    assert not institute.names.exists()


def test_a_name_that_it_has_and_a_day_that_cannot_be_are_explained(client, office):
    institute = add(office, "云冈研究院", kind="institute")
    address = reverse("organisation:add_name", args=[institute.pk])
    same = {"kind": "alias", "name": "云冈 研究院", "source": "测试"}
    assert client.post(address, same).status_code == 422
    ends = {"kind": "alias", "name": "云院", "until": DAY, "source": "测试"}
    assert client.post(address, ends).status_code == 422
    assert not institute.names.exists()


def test_a_rank_is_recorded_and_shown_to_the_month(client, office):
    institute = add(office, "云冈研究院", kind="institute")
    address = reverse("organisation:add_rank", args=[institute.pk])
    assert client.get(address).status_code == 200
    data = {"change": "raised", "since": "2021-02-01", "precision": "month", "source": "测试"}
    client.post(address, data)
    text = page(client, institute)
    assert "升格" in text
    assert "2021-02</th>" in text
    rank = institute.ranks.get()
    client.post(reverse("organisation:remove_rank", args=[institute.pk, rank.pk]))
    assert not institute.ranks.exists()


def test_names_and_ranks_of_another_county_are_not_reached(client, office, make_user, make_county):
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    foreign = add(office, "广灵菌业有限公司", county=other)
    entry = add_name(actor=office, organisation=foreign, kind="alias", name="广菌", source="测试")
    outside = add(office, "外地大学", kind="university")
    client.force_login(make_user(Role.COUNTY, county=own))
    assert client.get(reverse("organisation:add_name", args=[foreign.pk])).status_code == 404
    address = reverse("organisation:remove_name", args=[foreign.pk, entry.pk])
    assert client.post(address).status_code == 404
    data = {"kind": "alias", "name": "域外学堂", "source": "测试"}
    response = client.post(reverse("organisation:add_name", args=[outside.pk]), data)
    assert response.status_code == 403
    assert foreign.names.count() == 1


def test_renaming_keeps_the_former_name_and_clusters_are_chosen(client, office):
    energy, gone = cluster(office), cluster(office, "coal", "煤化工")
    firm = add(office, "老名称有限公司")
    IndustryCluster.objects.filter(pk=gone.pk).update(in_use=False)
    address = reverse("organisation:edit", args=[firm.pk])
    form = client.get(address).content.decode()
    assert "新能源" in form
    assert "煤化工" not in form
    data = {
        "kind": "employer",
        "name": "新名称有限公司",
        "nature": "enterprise",
        "source": "测试",
        "clusters": [energy.pk],
        "renamed": "on",
        "since": DAY,
    }
    assert client.post(address, data).status_code == 302
    assert firm.names.get().until == dt.date(2021, 2, 19)
    assert "新能源" in page(client, firm)
    shown = client.get(reverse("organisation:index"), {"clusters": energy.pk}).content.decode()
    assert "新名称" in shown
    export = client.get(reverse("organisation:index"), {"export": "csv"})
    text = b"".join(export.streaming_content).decode()
    assert "老名称有限公司" in text
    assert "新能源" in text


def test_a_park_lists_its_firms(client, office):
    park = add(office, "通用航空产业园", kind="park")
    assert "没有登记入园企业" in page(client, park)
    firm = add(office, park=park, attracted_on=dt.date(2020, 5, 1))
    assert firm.name in page(client, park)
    assert park.name in page(client, firm)


def test_pairs_are_shown_and_answered(client, office):
    first, second = add(office, "晋北机电公司"), add(office, "晋北机电有限公司")
    address = reverse("organisation:similar")
    assert first.name in client.get(address).content.decode()
    client.post(reverse("organisation:differs", args=[second.pk, first.pk]))
    assert DifferentOrganisations.objects.filter(first=first, second=second).exists()
    assert "没有疑似重复的单位" in client.get(address).content.decode()


def test_a_county_decides_about_no_pair_of_others(client, office, make_user, make_county):
    own = make_county()
    first = add(office, "晋北机电公司", county=own)
    second = add(office, "晋北机电有限公司")
    client.force_login(make_user(Role.COUNTY, county=own))
    text = client.get(reverse("organisation:similar")).content.decode()
    address = reverse("organisation:differs", args=[first.pk, second.pk])
    assert first.name in text
    assert address not in text
    assert client.post(address).status_code == 403


def test_clusters_are_listed_added_renamed_and_given_up(client, office, make_county):
    data = {"code": "new-energy", "name": "新能源", "name_en": "New energy", "source": "测试"}
    response = client.post(reverse("industrycluster:add"), data)
    made = IndustryCluster.objects.get()
    record = reverse("industrycluster:record", args=[made.pk])
    assert response.url == record
    edit = reverse("industrycluster:edit", args=[made.pk])
    assert client.get(edit).status_code == 200
    client.post(edit, {**data, "name": "绿色能源"})
    use = reverse("industrycluster:use", args=[made.pk])
    client.post(use)
    made.refresh_from_db()
    assert (made.name, made.in_use) == ("绿色能源", False)
    assert "已停用" in client.get(record).content.decode()
    client.post(use, {"in_use": "1"})
    made.refresh_from_db()
    assert made.in_use
    assert client.post(reverse("industrycluster:add"), data | {"code": "大"}).status_code == 422


def test_a_county_reads_the_clusters_and_counts_its_own(client, office, make_user, make_county):
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    energy = cluster(office)
    for name, county in (("甲公司", own), ("乙公司", other)):
        add(office, name, county=county, clusters=(energy,))
    client.force_login(make_user(Role.COUNTY, county=own))
    response = client.get(reverse("industrycluster:index"))
    assert [row.organisation_count for row in response.context["object_list"]] == [1]
    data = {"code": "coal", "name": "煤化工", "name_en": "Coal", "source": "测试"}
    assert client.post(reverse("industrycluster:add"), data).status_code == 403


def test_the_list_of_clusters_takes_the_same_queries_for_one_and_three(client, office):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("industrycluster:index")).status_code == 200
        return len(captured)

    add(office, "甲公司", clusters=(cluster(office),))
    queries()
    first = queries()
    for code in ("b", "c"):
        add(office, f"{code}公司", clusters=(cluster(office, code, code),))
    assert queries() == first


def test_the_page_of_pairs_takes_the_same_queries_for_one_and_three(client, office):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("organisation:similar")).status_code == 200
        return len(captured)

    for name in ("甲机电公司", "甲机电有限公司"):
        add(office, name)
    queries()
    first = queries()
    for name in ("乙机电公司", "乙机电有限公司", "丙机电公司", "丙机电有限公司"):
        add(office, name)
    assert queries() == first

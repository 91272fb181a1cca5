"""Those whom the platforms drew: each a member of a platform, as many as the report counts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from huizhi.demo.members import seat_members
from huizhi.demo.population import load_plan
from huizhi.demo.registry import seed_registry
from huizhi.kernel.users import system_user
from huizhi.partners.models import PlatformMember
from huizhi.people.services import NewPerson, add_people
from huizhi.portal.model_case.article import load_article
from huizhi.portal.model_case.checks import check_figure

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parents[2] / "packs" / "datong" / "demo"
S18 = ("国家重点人才计划", "国务院特殊津贴", "省学术技术带头人", "新兴产业领军人才")


def test_each_of_them_is_on_a_platform_and_counted_by_the_article():
    actor = system_user()
    seed_registry(actor=actor, folder=FOLDER)
    honours = load_plan(FOLDER / "population.yaml").honours
    given = {f"{one}{number}": [one] for one in S18 for number in range(honours[one])}
    given["国家重点人才计划0"].append(S18[1])  # one person with two of the honours
    given.pop("国务院特殊津贴0")
    people = [
        NewPerson(
            name=f"{name}（演示）", facts={"荣誉": some}, source="演示数据（虚构）", synthetic=True
        )
        for name, some in given.items()
    ]
    add_people(actor=actor, entries=people)
    assert seat_members(actor=actor, folder=FOLDER) == len(given) == 74
    members = PlatformMember.objects.all()
    roles = [
        honour for role in members.values_list("role", flat=True) for honour in role.split("、")
    ]
    assert Counter(roles) == {honour: honours[honour] for honour in S18}
    assert not members.exclude(synthetic=True, brought=True).exists()
    assert set(members.values_list("platform__statement", flat=True)) == {"S17"}
    figures = load_article(FOLDER / "article.yaml").figures.values()
    told = {one.arguments["value"]: check_figure(one) for one in figures if one.statement == "S18"}
    assert set(told) == set(S18)
    assert all(check.holds and check.count.synthetic for check in told.values())

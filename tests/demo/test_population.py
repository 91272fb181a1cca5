"""The synthetic people: as many of each category as the model case says, and nobody real."""

from __future__ import annotations

from collections import Counter

import pytest
from django.conf import settings
from stdnum.cn import ric

from huizhi.demo.population import LEAST_PEOPLE, draw_employers, draw_people, load_plan


@pytest.fixture(scope="module")
def plan():
    return load_plan(settings.PACKS_DIR / "datong" / "demo" / "population.yaml")


@pytest.fixture(scope="module")
def employers(plan):
    return draw_employers(plan, dict.fromkeys(plan.counties, "某县"))


@pytest.fixture(scope="module")
def people(plan, employers):
    return draw_people(plan, LEAST_PEOPLE, employers)


def test_each_category_is_met_by_itself(plan, people):
    classes = Counter(one.facts["三晋英才类别"] for one in people)
    assert {kind: classes[kind] for kind in plan.sanjin} == plan.sanjin
    assert sum(plan.sanjin.values()) == 557
    honours = Counter(honour for one in people for honour in one.facts["荣誉"])
    assert honours == plan.honours
    assert sum(one.facts["入住人才社区"] for one in people) == 1312
    assert sum(one.not_for_publication for one in people) == plan.not_for_publication


def test_id_numbers_are_right_unique_and_of_nobody(people):
    numbers = [one.id_number for one in people]
    assert len(set(numbers)) == len(numbers)
    assert all(ric.calc_check_digit(number) == number[-1] for number in numbers)
    assert {number[14:17] for number in numbers} == {"998", "999"}


def test_the_draw_is_the_same_each_time(plan, employers, people):
    assert draw_people(plan, LEAST_PEOPLE, employers) == people


def test_too_few_people_are_refused(plan, employers):
    with pytest.raises(ValueError, match=str(LEAST_PEOPLE)):
        draw_people(plan, LEAST_PEOPLE - 1, employers)


def test_employers_say_that_they_are_made_up(employers):
    assert all(employer.name.endswith("（演示）") for employer in employers)

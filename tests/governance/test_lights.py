"""Colours of each rule at the days of its limits, worked out by hand; limits, and who set them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from huizhi.governance.errors import GovernanceRefused
from huizhi.governance.lights import Colour, light_counts, lights_for
from huizhi.governance.lights.limits import first_limits, rules_in_force
from huizhi.governance.lights.rule import Limits
from huizhi.governance.lights.rules import RULES
from huizhi.governance.models import LightRule
from huizhi.governance.services.light_rules import set_limits
from huizhi.governance.services.tasks import move_task
from huizhi.kernel import clock
from huizhi.kernel.errors import RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.partners import services as partner_services
from tests.governance import factories
from tests.partners import factories as partners

pytestmark = pytest.mark.django_db

TODAY = dt.date(2021, 7, 26)
ALL = tuple(Colour)


def day(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


def colours(user, kind, on=TODAY):
    found = lights_for(user, on, kinds={kind}, colours=ALL)
    return {light.name: (light.colour.value, light.days) for light in found}


def test_every_rule_has_first_limits_that_make_sense():
    assert set(first_limits()) == set(RULES)
    for kind, rule in RULES.items():
        limits = first_limits()[kind]
        if rule.counting == "until":
            assert 0 <= limits.red <= limits.yellow
        else:
            assert limits.red >= limits.yellow


def test_tasks_are_yellow_seven_days_before_and_red_on_the_day(make_user):
    office = make_user()
    for number in (8, 7, 1, 0, -3):
        factories.task(office, f"{number}", due_on=day(number))
    factories.task(office, "无期限")
    done = factories.task(office, "已办结", due_on=day(-5))
    move_task(actor=office, task=done, to="done", text="已办")
    assert colours(office, "task_due") == {
        "8": ("green", 8),
        "7": ("yellow", 7),
        "1": ("yellow", 1),
        "0": ("red", 0),
        "-3": ("red", -3),
    }


def test_agreements_before_their_expiry(make_user):
    office = make_user()
    for number in (91, 90, 31, 30, -1):
        partners.agreement(office, f"{number}", ends_on=day(number))
    partners.agreement(office, "意向", state="intention", ends_on=day(1))
    partners.agreement(office, "无期限")
    assert colours(office, "agreement_expiry") == {
        "91": ("green", 91),
        "90": ("yellow", 90),
        "31": ("yellow", 31),
        "30": ("red", 30),
        "-1": ("red", -1),
    }


def test_bases_that_stand_still_since_their_last_move(make_user):
    office = make_user()
    moved, still = partners.base(office, "有进展"), partners.base(office, "无进展")
    partners.base(office, "已运行", state="running")
    entered = dt.datetime(2021, 3, 28, 23, 30, tzinfo=timezone.get_current_timezone())
    type(still).objects.update(created_at=entered)  # 120 days before the 26th of July
    assert colours(office, "base_standstill") == {
        "有进展": ("red", 120),
        "无进展": ("red", 120),
    }
    assert colours(office, "base_standstill", day(-1))["无进展"] == ("yellow", 119)
    assert colours(office, "base_standstill", day(-60))["无进展"] == ("yellow", 60)
    assert colours(office, "base_standstill", day(-61))["无进展"] == ("green", 59)
    partner_services.move(actor=office, record=moved, to="signed", on=TODAY)
    after = colours(office, "base_standstill", clock.today())
    assert after["有进展"] == ("green", 0)
    assert after["无进展"][0] == "red"


def test_projects_at_their_planned_end(make_user):
    office = make_user()
    for number in (31, 30, 0):
        partners.project(office, f"{number}", ends_on=day(number))
    partners.project(office, "已完成", state="completed", ends_on=day(-9))
    assert colours(office, "project_end") == {
        "31": ("green", 31),
        "30": ("yellow", 30),
        "0": ("red", 0),
    }


def test_problems_before_their_day(make_user):
    office = make_user()
    for number in (16, 15, 0):
        factories.problem(office, f"{number}", due_on=day(number))
    assert colours(office, "problem_due") == {
        "16": ("green", 16),
        "15": ("yellow", 15),
        "0": ("red", 0),
    }


def test_a_light_says_the_figure_and_the_rule(make_user):
    office = make_user()
    with translation.override("en"):
        for number in (12, 5, -3):
            factories.task(office, f"{number}", due_on=day(number))
        found = {light.name: light for light in lights_for(office, TODAY, colours=ALL)}
        assert found["12"].figure == "days to the due date: 12 > 7"
        assert found["5"].figure == "days to the due date: 5 ≤ 7"
        assert found["-3"].figure == "3 days late (days to the due date ≤ 0)"
        assert found["5"].rule_words == "days to the due date: yellow at ≤ 7, red at ≤ 0"
    assert "距到期 5 天 ≤ 7 天" in {light.figure for light in lights_for(office, TODAY)}


def test_red_comes_first_and_green_only_when_asked_for(make_user):
    office = make_user()
    factories.task(office, "绿", due_on=day(40))
    factories.task(office, "黄", due_on=day(3))
    partners.agreement(office, "红", ends_on=day(2))
    assert [light.name for light in lights_for(office, TODAY)] == ["红", "黄"]
    counts = {count.rule.rule.kind: count for count in light_counts(office, TODAY)}
    task_count = counts["task_due"]
    assert (task_count.red, task_count.yellow, task_count.green, task_count.total) == (0, 1, 1, 2)
    assert counts["agreement_expiry"].red == 1
    assert len(lights_for(office, TODAY, at_most=0)) == 0


def test_a_county_sees_its_own_lights_only(make_user, make_county):
    office, own = make_user(), make_county()
    other = make_county("140223", "广灵县", "Guangling")
    for county in (own, other, None):
        name = county.name if county else "全市"
        factories.task(office, f"{name}任务", county=county, due_on=TODAY)
        factories.problem(office, f"{name}问题", county=county, due_on=TODAY)
        partners.agreement(office, f"{name}协议", county=county, ends_on=TODAY)
        partners.project(office, f"{name}项目", county=county, ends_on=TODAY)
        partners.base(office, f"{name}基地", county=county)
    clerk = make_user(Role.COUNTY, county=own)
    lights = lights_for(clerk, TODAY, colours=ALL)
    assert {light.county_code for light in lights} == {"140213"}
    assert len(lights) == 5
    assert sum(count.total for count in light_counts(clerk, TODAY)) == 5
    assert sum(count.total for count in light_counts(office, TODAY)) == 15
    for role in (Role.UNIVERSITY, Role.EMPLOYER, Role.TALENT, Role.OPERATOR):
        assert lights_for(make_user(role), TODAY, colours=ALL, kinds={"task_due"}) == []


def test_limits_are_set_by_who_may_and_kept_on_the_log(make_user):
    office = make_user()
    factories.task(office, "十天", due_on=day(10))
    assert colours(office, "task_due")["十天"][0] == "green"
    set_limits(actor=office, kind="task_due", limits=Limits(15, 3))
    assert colours(office, "task_due")["十天"][0] == "yellow"
    rule = rules_in_force()["task_due"]
    assert (rule.limits, rule.changed.changed_by) == (Limits(15, 3), office)
    entry = AuditEntry.objects.get(action="governance.lightrule.set")
    assert entry.detail == {"kind": "task_due", "yellow": [7, 15], "red": [0, 3]}
    with pytest.raises(GovernanceRefused, match="15"):
        set_limits(actor=office, kind="task_due", limits=Limits(15, 16))
    with pytest.raises(GovernanceRefused):
        set_limits(actor=office, kind="base_standstill", limits=Limits(60, 59))
    with pytest.raises(RightMissing):
        set_limits(actor=make_user(Role.DEPARTMENT), kind="task_due", limits=Limits(9, 1))
    assert LightRule.objects.count() == 1


def test_reading_takes_the_same_queries_for_one_and_three(make_user, make_county):
    office, county = make_user(), make_county()

    def read():
        with CaptureQueriesContext(connection) as captured:
            lights_for(office, TODAY, colours=ALL)
            light_counts(office, TODAY)
        return len(captured)

    def add(name):
        factories.task(office, name, due_on=TODAY, county=county)
        factories.problem(office, name, due_on=TODAY, county=county)
        partners.agreement(office, name, ends_on=TODAY, county=county)
        partners.base(office, name, county=county)
        partners.project(office, name, ends_on=TODAY, county=county)

    add("甲")
    assert read() == 2 * (len(RULES) + 1)
    add("乙")
    add("丙")
    assert read() == 2 * (len(RULES) + 1)

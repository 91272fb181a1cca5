"""Colours of each rule at the days of its limits, worked out by hand; limits, and who set them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

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
from huizhi.kernel.errors import RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.partners import services as partner_services
from huizhi.partners.models import Project, Step
from huizhi.partners.obligations import settle
from huizhi.partners.series.points import record_points
from huizhi.partners.series.services import NewTarget, set_targets
from tests.governance import factories
from tests.organisations.factories import add
from tests.partners import factories as partners
from tests.partners.outcomes import factories as outcomes
from tests.partners.series import factories as series

pytestmark = pytest.mark.django_db

TODAY = dt.date(2021, 7, 26)
ALL = tuple(Colour)


def day(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


def colours(user, kind, on=TODAY):
    found = lights_for(user, on, kinds={kind}, colours=ALL)
    return {light.name: (light.colour.value, light.number) for light in found}


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
    Step.objects.update(entered_at=entered)  # 120 days before the 26th of July
    assert colours(office, "base_standstill") == {
        "有进展": ("red", 120),
        "无进展": ("red", 120),
    }
    assert colours(office, "base_standstill", day(-1))["无进展"] == ("yellow", 119)
    assert colours(office, "base_standstill", day(-60))["无进展"] == ("yellow", 60)
    assert colours(office, "base_standstill", day(-61))["无进展"] == ("green", 59)
    partner_services.move(actor=office, record=moved, to="signed", on=TODAY)
    after = colours(office, "base_standstill")
    assert after["有进展"] == ("green", 0)
    assert after["无进展"] == ("red", 120)
    Step.objects.filter(record_id=still.pk).update(happened_on=day(-130))
    assert colours(office, "base_standstill")["无进展"] == ("red", 130)


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


def test_obligations_before_their_day_open_the_agreement(make_user):
    office = make_user()
    record = partners.agreement(office, "甲协议", partners=(add(office),))
    side = partners.party(office, record, record.partners.get())
    for number in (31, 30, 0, -2):
        partners.obligation(office, side, f"{number}", due_on=day(number))
    partners.obligation(office, side, "无期限")
    for to in ("fulfilled", "waived"):
        done = partners.obligation(office, side, to, due_on=day(-5))
        settle(actor=office, obligation=done, to=to, on=TODAY, evidence="函")
    assert colours(office, "obligation_due") == {
        "甲协议：31": ("green", 31),
        "甲协议：30": ("yellow", 30),
        "甲协议：0": ("red", 0),
        "甲协议：-2": ("red", -2),
    }
    light = lights_for(office, TODAY, kinds={"obligation_due"})[0]
    assert (light.record_kind, light.record_id) == ("agreement", record.pk)


def test_milestones_before_their_day_open_the_project(make_user):
    office = make_user()
    record = partners.project(office, "甲项目")
    for number in (31, 30, 0):
        outcomes.milestone(office, record, f"{number}", due=day(number))
    outcomes.milestone(office, record, "无期限")
    outcomes.milestone(office, record, "已达成", due=day(-5), done_on=day(-5))
    assert colours(office, "milestone_due") == {
        "甲项目：31": ("green", 31),
        "甲项目：30": ("yellow", 30),
        "甲项目：0": ("red", 0),
    }
    light = lights_for(office, TODAY, kinds={"milestone_due"})[0]
    assert (light.record_kind, light.record_id) == ("project", record.pk)


def expecting(office, name, value, target, **fields):
    """A series with one value for January, for which the target is given."""
    made = series.series(office, partners.project(office, name), **fields)
    if target is not None:
        targets = [NewTarget(starts_on=dt.date(2021, 1, 1), value=Decimal(target))]
        set_targets(actor=office, series=made, targets=targets, source="测试")
    if value is not None:
        record_points(actor=office, points=[series.point(made, "2021-01", value)])
    return made


def test_series_by_the_share_of_their_target(make_user):
    office = make_user()
    for name, value in (("甲", "95"), ("乙", "94.9"), ("丙", "80.9"), ("丁", "3"), ("戊", "200")):
        expecting(office, name, value, "100")
    less = series.indicator(office, "emissions", better="less")
    for name, value, target in (("己", "200", "100"), ("庚", "0", "100"), ("辛", "5", "0")):
        expecting(office, name, value, target, of=less)
    expecting(office, "无目标", "10", None)
    expecting(office, "无数据", None, "100")
    assert {
        name.split("：")[0]: found for name, found in colours(office, "series_target").items()
    } == {
        "甲": ("green", 95),
        "乙": ("yellow", 94),
        "丙": ("red", 80),
        "丁": ("red", 3),
        "戊": ("green", 200),
        "己": ("red", 50),
        "庚": ("green", 100),
        "辛": ("red", 0),
    }
    worst = lights_for(office, TODAY, kinds={"series_target"})[0]
    assert worst.figure == "完成应达进度 0% ≤ 80%"
    assert worst.rule_words == "完成应达进度 ≤ 94%亮黄灯，≤ 80%亮红灯"
    assert (worst.record_kind, worst.name) == ("project", "辛：试验指标emissions")


def test_series_whose_values_are_overdue(make_user):
    office = make_user()
    expecting(office, "甲", "1", None)  # February was due on the 28th
    expecting(office, "乙", None, None, starts_on=dt.date(2021, 5, 20))  # May, on the 31st
    yearly = expecting(office, "丙", None, None, granularity="year", target_per="year")
    daily = expecting(office, "丁", None, None, granularity="day")
    record_points(actor=office, points=[series.point(daily, "2021-03-05", "1")])
    assert yearly.ends_on is None

    def on(month, number):
        found = colours(office, "series_silence", dt.date(2021, month, number))
        return {name.split("：")[0]: light for name, light in found.items()}

    assert on(3, 14)["甲"] == ("green", 14)
    assert on(3, 15)["甲"] == ("yellow", 15)
    assert on(4, 14)["甲"] == ("red", 45)
    assert on(2, 20)["甲"] == ("green", -8)
    assert on(6, 14)["乙"] == ("green", 14)
    assert on(6, 15)["乙"] == ("yellow", 15)
    assert on(7, 15)["乙"] == ("red", 45)
    assert on(7, 15)["丙"] == ("green", -169)
    assert on(3, 20)["丁"] == ("green", 14)
    assert on(3, 21)["丁"] == ("yellow", 15)


def test_series_that_ended_or_whose_project_did_are_not_watched(make_user):
    office = make_user()
    expecting(office, "甲", "1", "9", ends_on=dt.date(2021, 6, 30))
    expecting(office, "乙", "1", "9")
    Project.objects.filter(name="乙").update(state="completed")
    stands = partners.base(office, "丙")
    series.series(office, stands)
    assert colours(office, "series_target") == {}
    assert [name.split("：")[0] for name in colours(office, "series_silence")] == ["丙"]
    light = lights_for(office, TODAY, kinds={"series_silence"}, colours=ALL)[0]
    assert (light.record_kind, light.record_id) == ("base", stands.pk)


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


def with_parts(office, name, county):
    """One obligation, milestone and series with target, of records without lights of their own."""
    record = partners.agreement(office, f"{name}约", county=county, partners=(add(office, name),))
    side = partners.party(office, record, record.partners.get())
    partners.obligation(office, side, due_on=TODAY)
    project = partners.project(office, f"{name}工程", county=county)
    outcomes.milestone(office, project, due=TODAY)
    made = series.series(office, project)
    target = [NewTarget(starts_on=dt.date(2021, 1, 1), value=Decimal(100))]
    set_targets(actor=office, series=made, targets=target, source="测试")
    record_points(actor=office, points=[series.point(made, "2021-01")])


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
        with_parts(office, name, county)
    clerk = make_user(Role.COUNTY, county=own)
    lights = lights_for(clerk, TODAY, colours=ALL)
    assert {light.county_code for light in lights} == {"140213"}
    assert len(lights) == 9
    assert {light.kind for light in lights} == set(RULES)
    assert sum(count.total for count in light_counts(clerk, TODAY)) == 9
    assert sum(count.total for count in light_counts(office, TODAY)) == 27
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

    def enter(name):
        factories.task(office, name, due_on=TODAY, county=county)
        factories.problem(office, name, due_on=TODAY, county=county)
        partners.agreement(office, name, ends_on=TODAY, county=county)
        partners.base(office, name, county=county)
        partners.project(office, name, ends_on=TODAY, county=county)
        with_parts(office, name, county)

    enter("甲")
    assert read() == 2 * (len(RULES) + 1)
    enter("乙")
    enter("丙")
    assert read() == 2 * (len(RULES) + 1)

"""The screens of the governance."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from huizhi.governance import queries
from huizhi.governance.lights.rule import Limits
from huizhi.governance.models import Body, HandOver, LightRule, Meeting, Plan, Problem, Seat, Task
from huizhi.governance.services import meetings, tasks
from huizhi.governance.services.light_rules import set_limits
from huizhi.kernel import clock
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from tests.governance import factories
from tests.organisations.factories import add
from tests.partners import factories as partners
from tests.partners.outcomes import factories as outcomes

pytestmark = pytest.mark.django_db


def day(number: int) -> dt.date:
    return clock.today() + dt.timedelta(days=number)


def page(client, name, *numbers, status=200, **given):
    answer = client.get(reverse(name, args=numbers), given)
    assert answer.status_code == status, answer
    return answer.content.decode() if status == 200 else ""


@pytest.fixture
def office(client, make_user):
    user = make_user()
    client.force_login(user)
    return user


def one_of_each(office, name, owner=None, county=None):
    """Make one record of each list."""
    body = factories.body(office, f"{name}专班")
    meeting = factories.meeting(office, body, f"{name}会议")
    decision = meetings.add_decision(actor=office, meeting=meeting, text=f"{name}议定")
    plan = factories.plan(office, f"{name}方案", adopted_by=meeting, body=body)
    item = meetings.add_item(actor=office, plan=plan, text=f"{name}条目")
    organisation = add(office, f"{name}局", kind="department", nature="government")
    problem = factories.problem(
        office, f"{name}问题", county=county, organisation=organisation, meeting=meeting
    )
    factories.task(
        office,
        f"{name}任务",
        owner=owner,
        due_on=day(3),
        county=county,
        organisation=organisation,
        decision=decision,
        plan_item=item,
        problem=problem,
        record=partners.base(office, f"{name}基地", county=county),
    )
    HandOver.objects.create(
        leaver=office, heir=office, reason=f"{name}交接", at=clock.now(), by=office
    )


LISTS = ("task", "problem", "meeting", "plan", "body", "handover")


@pytest.mark.parametrize("kind", [*LISTS, "light"])
def test_each_list_takes_the_same_queries_for_one_and_three(client, office, kind, make_county):
    county = make_county()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            page(client, f"{kind}:index")
        return len(captured)

    one_of_each(office, "甲", county=county)
    queries()
    first = queries()
    one_of_each(office, "乙", county=county)
    one_of_each(office, "丙", county=county)
    assert queries() == first


@pytest.mark.parametrize("kind", LISTS)
def test_each_list_is_exported_with_words(client, office, kind):
    one_of_each(office, "甲")
    for form in ("csv", "xlsx"):
        response = client.get(reverse(f"{kind}:index"), {"export": form})
        assert response.status_code == 200
        content = b"".join(response.streaming_content) if response.streaming else response.content
        if form == "csv":
            text = content.decode()
            assert "甲" in text
            assert not any(code in text for code in ("in_progress", "yellow", "task_force", "held"))


@pytest.mark.parametrize("kind", LISTS)
def test_each_record_has_its_page(client, office, kind):
    one_of_each(office, "甲")
    models = {"task": Task, "problem": Problem, "meeting": Meeting, "plan": Plan, "body": Body}
    row = models.get(kind, HandOver).objects.get()
    text = page(client, f"{kind}:record", row.pk)
    assert str(row) in text or row == HandOver.objects.first()


def test_a_meeting_leads_to_a_decision_and_a_task(client, office, make_user):
    worker = make_user(Role.DEPARTMENT)
    organisation = add(office, "领导小组", kind="committee", nature="")
    data = {"organisation": organisation.pk, "kind": "leading_group", "source": "测试"}
    assert client.post(reverse("body:add"), data).status_code == 302
    body = Body.objects.get()
    data = {"body": body.pk, "title": "专题会", "state": "planned", "source": "测试"}
    client.post(reverse("meeting:add"), data)
    meeting = Meeting.objects.get()
    decide = reverse("meeting:decide", args=[meeting.pk])
    assert client.post(decide, {"text": "抓紧签约"}).status_code == 422
    client.post(reverse("meeting:move", args=[meeting.pk]), {"to": "held", "day": "2021-07-20"})
    assert client.post(decide, {"text": "抓紧签约"}).status_code == 302
    decision = meeting.decisions.get()
    form = client.get(reverse("task:add"), {"decision": decision.pk}).content.decode()
    assert f'<option value="{decision.pk}" selected>' in form
    data = {
        "title": "起草协议",
        "owner": worker.pk,
        "decision": decision.pk,
        "due_on": day(9).isoformat(),
    }
    assert client.post(reverse("task:add"), data).status_code == 302
    task = Task.objects.get()
    assert (task.owner, task.decision, task.due_on) == (worker, decision, day(9))
    correct = reverse("meeting:edit_decision", args=[meeting.pk, 1])
    assert "抓紧签约" in client.get(correct).content.decode()
    client.post(correct, {"text": "抓紧签约揭牌"})
    text = page(client, "meeting:record", meeting.pk)
    assert "1. 抓紧签约揭牌</h3>" in text
    assert "起草协议" in text
    assert "绿灯" in text
    client.post(
        reverse("meeting:edit", args=[meeting.pk]),
        {"body": body.pk, "title": "专题会", "source": "测试", "minutes": "纪要全文"},
    )
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.state) == ("纪要全文", "held")


def test_a_worker_carries_a_task_through_and_the_office_accepts(client, make_user):
    office, worker = make_user(), make_user(Role.DEPARTMENT)
    task = factories.task(office, owner=worker, due_on=day(-2))
    client.force_login(worker)
    text = page(client, "task:record", task.pk)
    assert "已超期 2 天" in text
    assert "距到期 ≤ 7 天亮黄灯，≤ 0 天亮红灯" in text
    assert reverse("task:edit", args=[task.pk]) not in text
    client.post(reverse("task:begin", args=[task.pk]))
    client.post(reverse("task:note", args=[task.pk]), {"text": "已联系学院"})
    finish = reverse("task:finish", args=[task.pk])
    assert client.post(finish, {"text": "", "on": day(0)}).status_code == 422
    assert client.post(finish, {"text": "签约文本", "on": day(0)}).status_code == 302
    text = page(client, "task:record", task.pk)
    for words in ("已联系学院", "签约文本", "未启动 → 推进中", "待确认"):
        assert words in text
    assert client.post(reverse("task:accept", args=[task.pk])).status_code == 403
    client.force_login(office)
    client.post(reverse("task:send_back", args=[task.pk]), {"text": "缺盖章页"})
    task.refresh_from_db()
    assert task.state == "in_progress"
    data = {"to": day(20).isoformat(), "reason": "等盖章"}
    client.post(reverse("task:put_off", args=[task.pk]), data)
    assert "已延期 1 次" in page(client, "task:record", task.pk)
    tasks.move_task(actor=worker, task=task, to="done", text="盖章件")
    client.post(reverse("task:accept", args=[task.pk]))
    task.refresh_from_db()
    assert task.accepted_by == office
    assert "等盖章" in page(client, "task:record", task.pk)


def test_what_cannot_be_is_told_on_the_page(client, office):
    task = factories.task(office)
    tasks.move_task(actor=office, task=task, to="done", text="已办")
    answer = client.post(reverse("task:accept", args=[task.pk]), follow=True)
    assert "须由他人确认" in answer.content.decode()
    answer = client.post(reverse("task:cancel", args=[task.pk]), {"text": "并入"})
    assert answer.status_code == 422
    assert "推进中" in answer.content.decode()


def test_a_task_is_about_a_record_found_by_its_name(client, office, make_county):
    county = make_county()
    base = partners.base(office, "广灵生源基地", county=county)
    partners.base(office, "云州实践基地")
    address = f"{reverse('task:add')}?record=base:{base.pk}"
    form = client.get(address).content.decode()
    assert "广灵生源基地" in form
    data = {"title": "对接学校", "owner": office.pk, "county": county.pk, "record_kind": "base"}
    answer = client.post(reverse("task:add"), {**data, "record_name": "基地"})
    assert answer.status_code == 422
    assert "云州实践基地" in answer.content.decode()
    client.post(reverse("task:add"), {**data, "record_name": "广灵"})
    task = Task.objects.get()
    assert (task.record_kind, task.record_id) == ("base", base.pk)
    assert base.name in page(client, "task:record", task.pk)
    assert "对接学校" in page(client, "base:record", base.pk)
    edit = reverse("task:edit", args=[task.pk])
    assert "广灵生源基地" in client.get(edit).content.decode()
    client.post(edit, {**data, "title": "改名", "record_name": "广灵生源基地"})
    task.refresh_from_db()
    assert (task.title, task.record_id) == ("改名", base.pk)


def test_a_form_shows_its_days_so_that_saving_keeps_them(client, office):
    """The browser's picker shows only 2021-07-26, in any language; see `backoffice.days`."""
    body = factories.body(office)
    meeting = factories.meeting(office, body, day=dt.date(2021, 7, 20))
    plan = factories.plan(office, issued_on=dt.date(2021, 7, 21))
    problem = factories.problem(office, due_on=dt.date(2021, 7, 22), found_on=dt.date(2021, 7, 23))
    task = factories.task(office)
    for name, row, days in (
        ("meeting:edit", meeting, ["2021-07-20"]),
        ("plan:edit", plan, ["2021-07-21"]),
        ("problem:edit", problem, ["2021-07-22", "2021-07-23"]),
        ("task:finish", task, [clock.today().isoformat()]),
    ):
        text = page(client, name, row.pk)
        for shown in days:
            assert 'type="date" name="' in text
            assert f'value="{shown}"' in text


def test_tasks_are_filtered(client, office, make_user):
    worker = make_user(Role.DEPARTMENT)
    late = factories.task(office, "超期的", due_on=day(-1))
    factories.task(office, "快到期的", due_on=day(3))
    factories.task(office, "别人的", owner=worker, due_on=day(30))
    done = factories.task(office, "办结的", due_on=day(-5))
    tasks.move_task(actor=office, task=done, to="done", text="已办")
    tasks.put_off(actor=office, task=late, to=day(-1) - dt.timedelta(days=1), reason="提前")
    expected = [
        ({"mine": "true"}, {"超期的", "快到期的", "办结的"}),
        ({"due": "overdue"}, {"超期的"}),
        ({"due": "soon"}, {"快到期的"}),
        ({"state": "unfinished"}, {"超期的", "快到期的", "别人的"}),
        ({"state": "done"}, {"办结的"}),
        ({"light": "red"}, {"超期的"}),
        ({"light": "green"}, {"别人的"}),
        ({"put_off": "true"}, {"超期的"}),
        ({"to_accept": "true"}, {"办结的"}),
        ({"q": "快到"}, {"快到期的"}),
    ]
    order = [t.title for t in queries.open_first(queries.tasks_for(office))]
    assert order == ["超期的", "快到期的", "别人的", "办结的"]
    for given, names in expected:
        text = page(client, "task:index", **given)
        assert {t.title for t in Task.objects.all() if t.title in text} == names, given


def test_a_county_sees_its_own_only(client, make_user, make_county):
    office, own = make_user(), make_county()
    other = make_county("140223", "广灵县", "Guangling")
    one_of_each(office, "本县", county=own)
    one_of_each(office, "外县", county=other)
    client.force_login(make_user(Role.COUNTY, county=own))
    for kind in ("task", "problem", "light"):
        text = page(client, f"{kind}:index", **({"colour": "yellow"} if kind == "light" else {}))
        assert "本县" in text
        assert "外县" not in text
    for kind, model in (("task", Task), ("problem", Problem)):
        here, there = model.objects.get(county=own), model.objects.get(county=other)
        assert "本县" in page(client, f"{kind}:record", here.pk)
        page(client, f"{kind}:record", there.pk, status=404)
    meeting = Meeting.objects.get(title="外县会议")
    page(client, "meeting:record", meeting.pk, status=404)
    plan = Plan.objects.get(title="外县方案")
    assert "外县任务" not in page(client, "plan:record", plan.pk)
    book = client.get(reverse("light:export"), {"colour": "yellow"})
    rows = list(load_workbook(BytesIO(book.content)).active.values)
    assert [row[2] for row in rows[1:]] == ["本县任务"]


def test_the_board_shows_limits_and_each_number_leads_to_its_lights(client, office):
    for number in (-1, 3, 30):
        factories.task(office, f"任务{number}", due_on=day(number))
    text = page(client, "light:index")
    assert "距到期 ≤ 7 天亮黄灯，≤ 0 天亮红灯" in text
    assert "距到期 3 天 ≤ 7 天" in text
    assert "任务30" not in text
    text = page(client, "light:index", kind="task_due", colour="green")
    assert "距到期 30 天 &gt; 7 天" in text
    assert "任务-1" not in text
    assert "任务30" in page(client, "light:index", on=day(29).isoformat())
    page(client, "light:index", on="nonsense", kind="nothing", colour="blue")


def test_a_light_on_a_part_opens_its_record(client, office):
    record = partners.project(office, "能源控制研究")
    outcomes.milestone(office, record, "并网", due=day(-1))
    text = page(client, "light:index")
    assert "能源控制研究：并网" in text
    assert reverse("project:record", args=[record.pk]) in text
    assert "完成应达进度 ≤ 94%亮黄灯，≤ 80%亮红灯" in text
    address = reverse("light:limits", args=["series_target"])
    assert client.post(address, {"yellow": 90, "red": 70}).status_code == 302
    assert "≤ 90%亮黄灯，≤ 70%亮红灯" in page(client, "light:index")


def test_the_lights_are_exported_and_the_export_is_on_the_log(client, office):
    factories.task(office, "=1+1", due_on=day(-1))
    factories.task(office, "正常", due_on=day(99))
    answer = client.get(reverse("light:export"))
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert rows[0] == ("灯", "规则", "记录", "县区", "数值", "阈值")
    assert [row[:3] for row in rows[1:]] == [("红灯", "任务到期", "'=1+1")]
    assert AuditEntry.objects.get(action="office.export").detail["rows"] == 1


def test_limits_are_set_on_a_form(client, office, make_user):
    address = reverse("light:limits", args=["task_due"])
    assert client.post(address, {"yellow": 3, "red": 5}).status_code == 422
    answer = client.post(address, {"yellow": 15, "red": 3}, follow=True).content.decode()
    assert "距到期 ≤ 15 天亮黄灯，≤ 3 天亮红灯" in answer
    assert str(office) in answer
    assert LightRule.objects.get().yellow_from == 15
    page(client, "light:limits", "nothing", status=404)
    client.force_login(make_user(Role.AUDITOR))
    page(client, "light:limits", "task_due", status=403)


def test_problems_are_entered_moved_and_filtered(client, office):
    data = {"title": "场地未落实", "severity": "serious", "origin": "visit", "found_by": "专班"}
    client.post(reverse("problem:add"), data)
    problem = Problem.objects.get()
    move = reverse("problem:move", args=[problem.pk])
    assert client.post(move, {"to": "solved", "text": ""}).status_code == 422
    client.post(move, {"to": "solved", "text": "已腾退"})
    problem.refresh_from_db()
    assert problem.solved_on == clock.today()
    assert "已腾退" in page(client, "problem:record", problem.pk)
    assert "场地未落实" not in page(client, "problem:index", state="unfinished")
    assert "场地未落实" in page(client, "problem:index", state="solved", severity="serious")
    edit = reverse("problem:edit", args=[problem.pk])
    client.post(edit, {**data, "measures": "限期腾退"})
    problem.refresh_from_db()
    assert (problem.measures, problem.state) == ("限期腾退", "solved")


def test_a_plan_and_its_items(client, office):
    data = {"title": "基地方案", "document_number": "同发[2021]12", "source": "测试"}
    client.post(reverse("plan:add"), data)
    plan = Plan.objects.get()
    assert plan.document_number == "同发〔2021〕12号"
    client.post(reverse("plan:item", args=[plan.pk]), {"text": "实习实训基地"})
    assert "1. 实习实训基地" in page(client, "plan:record", plan.pk)
    client.post(reverse("plan:edit_item", args=[plan.pk, 1]), {"text": "实习实训"})
    assert "1. 实习实训</h3>" in page(client, "plan:record", plan.pk)
    page(client, "plan:edit_item", plan.pk, 9, status=404)
    client.post(reverse("plan:edit", args=[plan.pk]), {**data, "document_number": ""})
    assert "未公开" in page(client, "plan:record", plan.pk)
    answer = client.post(
        reverse("plan:edit", args=[plan.pk]), {**data, "document_number": "十二号"}
    )
    assert answer.status_code == 422
    assert "同发〔2021〕12号" in answer.content.decode()


def test_seats_are_added_changed_and_taken_away(client, office):
    body, holder = factories.body(office), add(office, "教育局", kind="department")
    data = {"rank": "chair", "post": "组长（市委主要负责同志）"}
    client.post(reverse("body:add_seat", args=[body.pk]), data)
    seat = Seat.objects.get()
    values = {"kind": "joint_conference", "duties": "统筹调度", "source": "测试"}
    client.post(reverse("body:edit", args=[body.pk]), values)
    assert "统筹调度" in page(client, "body:record", body.pk)
    edit = reverse("body:edit_seat", args=[body.pk, seat.pk])
    client.post(edit, {**data, "organisation": holder.pk})
    seat.refresh_from_db()
    assert seat.organisation == holder
    assert client.post(edit, {**data, "holder": office.pk, "organisation": holder.pk})
    assert seat.post in page(client, "body:record", body.pk)
    client.post(reverse("body:remove_seat", args=[body.pk, seat.pk]))
    assert not Seat.objects.exists()
    assert seat.post in page(client, "body:record", body.pk)  # the history still tells


def test_work_is_looked_at_then_handed_over(client, office, make_user):
    leaver, heir = make_user(Role.DEPARTMENT), make_user(Role.DEPARTMENT)
    task = factories.task(office, "要移交的", owner=leaver)
    factories.seat(office, factories.body(office), holder=leaver, post="联络员")
    assert "要移交的" not in page(client, "handover:add")
    shown = page(client, "handover:add", leaver=leaver.pk, heir=heir.pk)
    assert "要移交的" in shown
    assert "联络员" in shown
    seen = shown.partition('name="seen" value="')[2].partition('"')[0]
    data = {"leaver": leaver.pk, "heir": heir.pk, "seen": seen, "reason": "调离"}
    factories.task(office, "后来的", owner=leaver)
    answer = client.post(reverse("handover:add"), data)
    assert answer.status_code == 422
    assert "请重新核对" in answer.content.decode()
    again = answer.content.decode().partition('name="seen" value="')[2].partition('"')[0]
    answer = client.post(reverse("handover:add"), {**data, "seen": again}, follow=True)
    assert "要移交的" in answer.content.decode()
    task.refresh_from_db()
    assert task.owner == heir
    assert HandOver.objects.get().count == 3


def test_work_that_cannot_go_over_is_named_before(client, office, make_user, make_county):
    county, other = make_county(), make_county("140223", "广灵县", "Guangling")
    leaver = make_user(Role.COUNTY, county=county)
    heir = make_user(Role.COUNTY, county=other)
    factories.task(office, "县区任务", owner=leaver, county=county)
    shown = page(client, "handover:add", leaver=leaver.pk, heir=heir.pk)
    assert "以下内容无法移交" in shown
    assert 'name="seen"' not in shown


def test_shutting_out_a_user_with_work_asks_first(client, make_user):
    office, leaver = make_user(), make_user(Role.DEPARTMENT)
    factories.task(office, owner=leaver)
    client.force_login(make_user(Role.OPERATOR))
    address = reverse("user:record", args=[leaver.pk])
    data = {"name": "离职者", "role": "department"}
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert "1 项未办结任务" in answer.content.decode()
    assert client.post(address, {**data, "leave_work": "on"}).status_code == 302
    leaver.refresh_from_db()
    assert not leaver.is_active
    client.force_login(office)
    assert "离职者" in page(client, "handover:add")
    assert "停用人员的工作待交接" in page(client, "wagtailadmin_home")
    client.force_login(make_user(Role.OPERATOR))
    free = make_user(Role.DEPARTMENT)
    free_address = reverse("user:record", args=[free.pk])
    assert client.post(free_address, {**data, "name": "无任务"}).status_code == 302


def test_the_first_page_reminds(client, make_user, make_county):
    office, county = make_user(), make_county()
    clerk = make_user(Role.COUNTY, county=county)
    factories.task(office, owner=clerk, county=county, due_on=day(-1))
    factories.task(office, owner=clerk, county=county, due_on=day(2))
    factories.problem(office, county=county)
    client.force_login(clerk)
    text = page(client, "wagtailadmin_home")
    assert "<strong>1</strong><span>我的任务已超期</span>" in text
    assert "<strong>2</strong><span>我的任务未办结</span>" in text
    assert "<strong>1</strong><span>红灯</span>" in text
    assert "办结任务待确认" not in text
    client.force_login(make_user(Role.OPERATOR))
    assert "待办提醒" not in page(client, "wagtailadmin_home")


def test_those_who_only_look_have_no_buttons(client, office, make_user):
    one_of_each(office, "甲")
    set_limits(actor=office, kind="task_due", limits=Limits(9, 1))
    client.force_login(make_user(Role.AUDITOR))
    for kind in ("task", "problem", "meeting", "plan", "body"):
        row = {"task": Task, "problem": Problem, "meeting": Meeting, "plan": Plan, "body": Body}[
            kind
        ].objects.get()
        text = page(client, f"{kind}:record", row.pk)
        assert f"/{kind}/{row.pk}/edit" not in text
        assert reverse("task:add") not in text
        page(client, f"{kind}:add", status=403)
    assert reverse("light:limits", args=["task_due"]) not in page(client, "light:index")
    page(client, "handover:add", status=403)

"""Lists of tasks and problems: who, until when, moves through the one door, what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.governance.lists import MEETINGS, PLANS, PROBLEMS, TASKS
from huizhi.governance.models import Meeting, Plan, Problem, Task
from huizhi.governance.services import tasks
from huizhi.kernel.errors import RightMissing
from huizhi.kernel.lists import services as lists
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from tests.governance import factories
from tests.kernel.lists.bringing import apply, bring_in, outcomes, reasons
from tests.organisations.factories import add
from tests.partners.factories import base

pytestmark = pytest.mark.django_db
SOURCE = "清单.xlsx · 清单 · 2"


@pytest.fixture
def county(make_county):
    return make_county()


@pytest.fixture
def office(make_user):
    return make_user()


@pytest.fixture
def clerk(make_user, county):
    user = make_user(Role.COUNTY, county=county)
    user.first_name, user.username = "李科员", "li"
    user.save()
    return user


TASK_HEADINGS = ["任务", "工作内容", "责任人", "协办人", "责任单位", "县区", "完成时限", "状态"]


def test_tasks_go_in_with_owner_and_deputy_and_twice_changes_nothing(office, clerk, county):
    add(office, "平城区教育局", county=county)
    rows = [
        [*TASK_HEADINGS, "办结日期", "佐证"],
        ["落实协议", "选派学生", "li", office.username, "平城区教育局", "平城区", "2021-08-01"],
        ["办好签约", "", "李科员", "", "", "平城区", "", "已办结", "2021-07-10", "协议文本"],
        ["不办了", "", "li", "", "", "平城区", "", "cancelled", "", ""],
    ]
    batch = bring_in(TASKS, office, rows)
    assert [reasons(row) for row in batch.rows.all()] == ["", "", ""]
    assert outcomes(batch) == ["added", "added", "added"]
    apply(office, batch)
    first, done, cancelled = Task.objects.order_by("pk")
    assert (first.owner, first.deputy, first.due_on) == (clerk, office, dt.date(2021, 8, 1))
    assert (first.organisation.name, first.county, first.state) == ("平城区教育局", county, "open")
    assert (done.state, done.done_on, done.evidence) == (
        "done",
        dt.date(2021, 7, 10),
        "协议文本",
    )
    assert cancelled.state == "cancelled"
    entries = AuditEntry.objects.exclude(action__startswith="lists.").count()
    again = bring_in(TASKS, office, rows)
    assert outcomes(again) == ["same", "same", "same"]
    apply(office, again)
    assert AuditEntry.objects.exclude(action__startswith="lists.").count() == entries


def test_bad_cells_are_named_with_what_would_be_right(office, clerk, make_user):
    auditor = make_user(Role.AUDITOR)
    good = ["任务", "", "li", "", "", "平城区", "2021-08-01", "open"]
    wrong = {
        2: ("lii", "李科员"),
        3: (auditor.username, "用户名"),
        4: ("没有的局", "没有的局"),
        5: ("太原市", "平城区"),
        6: ("2021-02-30", "2021-02-30"),
        7: ("谈判", "状态"),
    }
    rows = [TASK_HEADINGS]
    for place, (cell, _word) in wrong.items():
        row = [f"任务{place}", *good[1:]]
        row[place] = cell
        rows.append(row)
    batch = bring_in(TASKS, office, [*rows, ["好任务", *good[1:]]])
    assert outcomes(batch) == ["refused"] * len(wrong) + ["added"]
    for row, (place, (_cell, word)) in zip(batch.rows.all(), wrong.items(), strict=False):
        grave = [problem for problem in row.problems if problem["grave"]]
        assert [problem["index"] for problem in grave] == [place], row.problems
        assert TASK_HEADINGS[place] in grave[0]["column"]
        assert word in grave[0]["message"]
        assert (row.sheet, row.number) == ("清单", place)


def test_who_would_not_see_a_task_or_helps_themselves_is_refused(office, clerk):
    rows = [
        ["任务", "主办人", "协办人", "县区"],
        ["全市的", "li", "", ""],
        ["自己协办", "li", "李科员", "平城区"],
        ["无人办", "", "", "平城区"],
    ]
    batch = bring_in(TASKS, office, rows)
    assert outcomes(batch) == ["refused", "refused", "refused"]
    assert "李科员" in reasons(batch.rows.first())
    assert "主办人" in reasons(batch.rows.last())


def test_a_due_date_that_differs_is_put_off_and_what_the_list_does_not_say_stays(office):
    record = base(office, "甲基地")
    meeting = factories.meeting(office, factories.body(office))
    problem = factories.problem(office, meeting=meeting)
    task = factories.task(
        office, "落实协议", due_on=dt.date(2021, 8, 1), problem=problem, record=record
    )
    rows = [["任务", "完成时限", "说明"], ["落实协议", "2021-09-01", "新"]]
    batch = bring_in(TASKS, office, rows)
    assert [change["before"] for change in batch.rows.get().changes] == ["2021-08-01", ""]
    apply(office, batch)
    task.refresh_from_db()
    change = task.due_changes.get()
    assert (change.before, change.after, change.reason) == (
        dt.date(2021, 8, 1),
        dt.date(2021, 9, 1),
        SOURCE,
    )
    assert (task.description, task.problem) == ("新", problem)
    assert (task.record_kind, task.record_id) == ("base", record.pk)
    assert outcomes(bring_in(TASKS, office, [rows[0], ["落实协议", "无", ""]])) == ["refused"]


def test_moves_go_through_the_one_door(office, make_user):
    task = factories.task(office, "落实协议")
    headings = ["任务", "状态", "办结日期", "佐证"]
    for cells, word in (
        (["done", "2021-07-10", ""], "佐证"),
        (["done", "", "文本"], "办结日期"),
        (["in_progress", "2021-07-10", ""], "办结日期"),
    ):
        batch = bring_in(TASKS, office, [headings, ["落实协议", *cells]])
        assert outcomes(batch) == ["refused"]
        assert word in reasons(batch.rows.get())
    apply(office, bring_in(TASKS, office, [headings, ["落实协议", "done", "2021-07-10", "文本"]]))
    task.refresh_from_db()
    assert (task.state, task.done_on, task.done_by) == ("done", dt.date(2021, 7, 10), office)
    # Sent back, then put off: a due date is moved of an open task only.
    due = [["任务", "完成时限"], ["落实协议", "2021-09-01"]]
    assert outcomes(bring_in(TASKS, office, due)) == ["refused"]
    back = [["任务", "状态", "完成时限"], ["落实协议", "推进中", "2021-09-01"]]
    apply(office, bring_in(TASKS, office, back))
    task.refresh_from_db()
    assert (task.state, task.due_on) == ("in_progress", dt.date(2021, 9, 1))
    tasks.move_task(actor=office, task=task, to="done", text="文本")
    tasks.accept(actor=make_user(), task=task)
    batch = bring_in(TASKS, office, [headings[:2], ["落实协议", "推进中"]])
    assert outcomes(batch) == ["refused"]
    assert outcomes(bring_in(TASKS, office, [["任务", "说明"], ["落实协议", "新"]])) == ["refused"]


def test_a_task_of_one_title_is_told_by_its_organisation(office):
    for name in ("甲局", "乙局"):
        factories.task(office, "落实协议", organisation=add(office, name))
    rows = [
        ["任务", "责任单位", "说明", "主办人"],
        ["落实协议", "甲局", "甲", ""],
        ["落实协议", "丙局", "", office.username],
        ["落实协议", "", "谁的", ""],
    ]
    add(office, "丙局")
    assert outcomes(bring_in(TASKS, office, rows)) == ["changed", "added", "undecided"]


PROBLEM_HEADINGS = ["问题", "严重程度", "发现渠道", "整改措施", "状态", "解决日期"]


def test_problems_go_in_and_are_solved_on_a_day(office):
    rows = [
        PROBLEM_HEADINGS,
        ["进展慢", "serious", "visit", "每周调度", "", ""],
        ["缺场地", "ordinary", "report", "", "已解决", "2021-07-10"],
        ["无程度", "", "report", "", "", ""],
        ["无日期", "ordinary", "report", "", "solved", ""],
        ["早了", "ordinary", "report", "", "open", "2021-07-10"],
    ]
    batch = bring_in(PROBLEMS, office, rows)
    assert outcomes(batch) == ["added", "added", "refused", "refused", "refused"]
    for row, word in zip(batch.rows.all()[2:], ("严重程度", "解决日期", "解决日期"), strict=True):
        assert word in reasons(row)
    apply(office, batch)
    slow, solved = Problem.objects.order_by("pk")
    assert (slow.state, solved.state, solved.solved_on) == ("open", "solved", dt.date(2021, 7, 10))
    assert outcomes(bring_in(PROBLEMS, office, rows[:3])) == ["same", "same"]
    move = [["问题", "状态"], ["进展慢", "closed"]]
    apply(office, bring_in(PROBLEMS, office, move))
    entry = AuditEntry.objects.filter(action="governance.problem.move").latest("position")
    assert (entry.detail["to"], entry.detail["text"]) == ("closed", SOURCE)
    back = [["问题", "状态"], ["进展慢", "open"]]
    assert outcomes(bring_in(PROBLEMS, office, back)) == ["refused"]


def test_a_problem_keeps_its_meeting_and_record(office):
    meeting = factories.meeting(office, factories.body(office))
    problem = factories.problem(office, "进展慢", meeting=meeting, record=base(office))
    apply(office, bring_in(PROBLEMS, office, [["问题", "说明"], ["进展慢", "停工"]]))
    changed = Problem.objects.get()
    assert (changed.description, changed.meeting, changed.record_id) == (
        "停工",
        meeting,
        problem.record_id,
    )


def test_meetings_are_told_by_body_and_day(office):
    factories.body(office, "工作专班")
    rows = [
        ["会议名称", "召开机构", "状态", "会议日期", "会议议题"],
        ["工作例会", "工作专班", "held", "2021-06-10", "一、听取汇报"],
        ["工作例会", "工作专班", "planned", "2021-07-10", ""],
        ["工作例会", "没有的专班", "planned", "", ""],
        ["无状态", "工作专班", "", "", ""],
    ]
    batch = bring_in(MEETINGS, office, rows)
    assert outcomes(batch) == ["added", "added", "refused", "refused"]
    assert batch.rows.all()[2].problems[0]["column"] == "B 召开机构"
    apply(office, batch)
    assert outcomes(bring_in(MEETINGS, office, rows[:3])) == ["same", "same"]
    held = [rows[0][:4], ["工作例会", "工作专班", "held", "2021-07-10"]]
    apply(office, bring_in(MEETINGS, office, held))
    assert set(Meeting.objects.values_list("state", flat=True)) == {"held"}
    assert AuditEntry.objects.filter(action="governance.meeting.move").count() == 1
    back = [rows[0][:4], ["工作例会", "工作专班", "planned", "2021-07-10"]]
    assert outcomes(bring_in(MEETINGS, office, back)) == ["refused"]


def test_plans_are_known_by_their_number(office):
    body = factories.body(office, "工作专班")
    factories.meeting(office, body, "专题会议", day=dt.date(2021, 7, 10))
    factories.meeting(office, body, "下次会议", state="planned")
    headings = ["方案", "文号", "牵头机构", "审议会议"]
    rows = [
        headings,
        ["实施方案", "同发[2021]12号", "工作专班", "专题会议"],
        ["配套方案", "", "", "专题会议 2021-07-10"],
        ["甲", "十二号", "", ""],
        ["乙", "", "", "下次会议"],
    ]
    batch = bring_in(PLANS, office, rows)
    assert outcomes(batch) == ["added", "added", "refused", "refused"]
    number, meeting = batch.rows.all()[2:]
    assert "同发〔2021〕12号" in reasons(number)
    assert "下次会议" in reasons(meeting)
    apply(office, batch)
    assert outcomes(bring_in(PLANS, office, rows[:3])) == ["same", "same"]
    renamed = [headings[:2], ["实施方案（修订）", "同发〔2021〕12号"]]
    apply(office, bring_in(PLANS, office, renamed))
    assert Plan.objects.get(document_number="同发〔2021〕12号").title == "实施方案（修订）"


ALL = [TASKS, PROBLEMS, MEETINGS, PLANS]


def test_planning_takes_the_same_queries_for_one_row_and_many(
    office, django_assert_max_num_queries
):
    headings = ["任务", "责任人", "内容"]
    tasks_made = [headings, *([f"任务{n}", office.username, "旧"] for n in range(30))]
    apply(office, bring_in(TASKS, office, tasks_made))
    changed = [headings, *([f"任务{n}", office.username, "新"] for n in range(30))]
    with django_assert_max_num_queries(30):
        assert set(outcomes(bring_in(TASKS, office, changed))) == {"changed"}


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.COUNTY, Role.AUDITOR])
def test_only_the_programme_office_imports(make_user, county, kind, role):
    user = make_user(role, county=county if role == Role.COUNTY else None)
    with pytest.raises(RightMissing):
        lists.upload(actor=user, kind=kind, file_name="a.xlsx", data=b"")

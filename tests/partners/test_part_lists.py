"""Lists of obligations, advice, milestones and results: a row is known by its record and text."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.kernel import clock
from huizhi.kernel.errors import RightMissing
from huizhi.kernel.lists import services as lists
from huizhi.kernel.lists.errors import ImportRefused
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.partners.lists import ADVICE, MILESTONES, OBLIGATIONS, RESULTS
from huizhi.partners.models import Advice, Milestone, Obligation, Result
from huizhi.rules.money import Money
from tests.kernel.lists.bringing import apply, bring_in, outcomes, reasons
from tests.organisations.factories import add
from tests.partners import factories

pytestmark = pytest.mark.django_db

GOOD = {
    OBLIGATIONS: (
        Obligation,
        ["事项", "所属协议", "责任方", "完成时限", "状态", "了结日期", "依据"],
        [
            ["选派\n学生", "1号", "甲大学", "2021-09-01", "", "", ""],
            ["提供场地", "甲协议", "甲大学", "", "已履行", "2021-07-01", "移交清单"],
        ],
    ),
    ADVICE: (
        Advice,
        ["建议", "平台", "报送对象", "提出日期", "状态", "答复日期", "办理情况"],
        [
            ["储能产业建议", "甲平台", "市政府", "2021-06-01", "", "", ""],
            ["文旅建议", "甲平台", "市文旅局", "2021-06-01", "已采纳", "2021-06-20", "列入计划"],
        ],
    ),
    MILESTONES: (
        Milestone,
        ["节点", "所属项目", "应完成日期", "完成日期", "备注"],
        [
            ["并网", "甲项目", "2021-12-01", "", ""],
            ["开工", "2号", "", "2021-07-01", "按期"],
        ],
    ),
    RESULTS: (
        Result,
        ["成果名称", "类型", "项目名称", "数量", "金额（万元）", "日期"],
        [
            ["就业", "就业岗位", "甲项目", "800余人", "", ""],
            ["首年", "income", "甲项目", "", 1.5, "2021-06-30"],
        ],
    ),
}
KINDS = pytest.mark.parametrize("kind", GOOD, ids=lambda kind: kind.name)


@pytest.fixture
def office(make_user):
    return make_user()


@pytest.fixture
def records(office, make_county):
    """The records of one county to which the good rows belong."""
    county = make_county()
    university = add(office, "甲大学", kind="university")
    agreement = factories.agreement(
        office, "甲协议", reference="1号", county=county, partners=(university,)
    )
    factories.party(office, agreement, university)
    factories.platform(office, "甲平台", county=county)
    factories.project(office, "甲项目", reference="2号", county=county)


def good_rows(kind):
    _model, headings, rows = GOOD[kind]
    return [headings, *(list(row) for row in rows)]


@KINDS
def test_good_rows_go_in_and_twice_changes_nothing(office, records, kind):
    model = GOOD[kind][0]
    rows = good_rows(kind)
    batch = bring_in(kind, office, rows)
    assert [reasons(row) for row in batch.rows.all()] == ["", ""]
    assert outcomes(batch) == ["added", "added"]
    apply(office, batch)
    assert model.objects.count() == 2
    assert all(row.applied and row.subject_id for row in batch.rows.all())
    entries = AuditEntry.objects.exclude(action__startswith="lists.").count()
    again = bring_in(kind, office, rows)
    assert outcomes(again) == ["same", "same"]
    apply(office, again)
    assert AuditEntry.objects.exclude(action__startswith="lists.").count() == entries


@KINDS
def test_a_row_without_its_record_or_text_is_refused(office, records, kind):
    rows = good_rows(kind)
    rows[1][0] = ""
    place = next(n for n, text in enumerate(rows[0]) if kind.target_of((text,)) == kind.owner)
    rows[2][place] = "没有的记录"
    batch = bring_in(kind, office, rows)
    assert outcomes(batch) == ["refused", "refused"]
    nameless, unknown = batch.rows.all()
    assert kind.label(kind.name_field) in reasons(nameless)
    assert place in [problem["index"] for problem in unknown.problems]
    assert "没有的记录" in reasons(unknown)


@KINDS
def test_the_column_of_the_record_is_asked_for(office, records, kind):
    rows = good_rows(kind)
    place = next(n for n, text in enumerate(rows[0]) if kind.target_of((text,)) == kind.owner)
    rows = [[cell for n, cell in enumerate(row) if n != place] for row in rows]
    with pytest.raises(ImportRefused, match=kind.label(kind.owner)):
        bring_in(kind, office, rows)


@KINDS
def test_a_clerk_brings_in_parts_of_the_countys_own_records_only(
    office, records, make_user, make_county, kind
):
    rows = good_rows(kind)[:2]
    mine = make_user(Role.COUNTY, county=make_county())
    batch = bring_in(kind, mine, rows)
    assert outcomes(batch) == ["added"]
    apply(mine, batch)
    assert GOOD[kind][0].objects.count() == 1
    foreign = make_user(Role.COUNTY, county=make_county("140215", "云州区", "Yunzhou"))
    batch = bring_in(kind, foreign, rows)
    assert outcomes(batch) == ["refused"]
    with pytest.raises(RightMissing):
        lists.upload(actor=make_user(Role.DEPARTMENT), kind=kind, file_name="a.xlsx", data=b"")


def test_an_obligation_is_asked_of_a_party_with_a_role(office, records):
    add(office, "乙大学", kind="university")
    rows = [
        ["义务内容", "协议", "责任方"],
        ["选派学生", "甲协议", "乙大学"],
        ["选派学生", "甲协议", "甲大雪"],
        ["选派学生", "甲协议", ""],
    ]
    batch = bring_in(OBLIGATIONS, office, rows)
    assert outcomes(batch) == ["refused", "refused", "refused"]
    stranger, misspelt, nobody = map(reasons, batch.rows.all())
    assert "签约方" in stranger
    assert "甲大学" in misspelt
    assert "签约方" in nobody


def test_an_obligation_is_settled_on_a_day_and_by_what_shows_it(office, records):
    apply(office, bring_in(OBLIGATIONS, office, good_rows(OBLIGATIONS)[:2]))
    headings = ["义务内容", "协议", "状态", "了结日期", "依据"]
    for day, shown, word in (("", "清单", "了结日期"), ("2021-07-01", "", "依据")):
        rows = [headings, ["选派 学生", "甲协议", "已履行", day, shown]]
        batch = bring_in(OBLIGATIONS, office, rows)
        assert outcomes(batch) == ["refused"]
        assert word in reasons(batch.rows.get())
    rows = [headings, ["选派 学生", "甲协议", "已履行", "2021-07-01", "清单"]]
    apply(office, bring_in(OBLIGATIONS, office, rows))
    obligation = Obligation.objects.get()
    assert (obligation.fulfilled_on, obligation.evidence) == (dt.date(2021, 7, 1), "清单")
    assert AuditEntry.objects.filter(action="partners.settle_obligation").count() == 1
    # What shows it belongs to the step; by itself it changes nothing, and the preview says so.
    batch = bring_in(OBLIGATIONS, office, [headings, [*rows[1][:4], "别的清单"]])
    row = batch.rows.get()
    assert (row.outcome, row.problems[0]["grave"]) == ("same", False)
    assert "略过" in row.problems[0]["message"]
    waived = [headings, ["选派 学生", "甲协议", "已豁免", "2021-07-02", "函"]]
    batch = bring_in(OBLIGATIONS, office, waived)
    assert outcomes(batch) == ["refused"]


def test_an_overdue_obligation_is_an_open_one(office, records):
    rows = [
        ["义务内容", "协议", "责任方", "完成时限", "状态"],
        ["选派学生", "甲协议", "甲大学", "2020-07-01", "逾期"],
        ["提供场地", "甲协议", "甲大学", "2020-07-01", "未履行"],
    ]
    rows[1][4], rows[2][4] = "overdue", "open"
    apply(office, bring_in(OBLIGATIONS, office, rows))
    assert {one.state for one in Obligation.objects.all()} == {"overdue"}
    assert outcomes(bring_in(OBLIGATIONS, office, rows)) == ["same", "same"]


def test_advice_is_answered_with_a_word_on_what_was_done(office, records):
    apply(office, bring_in(ADVICE, office, good_rows(ADVICE)[:2]))
    headings = ["标题", "平台", "状态", "答复日期", "办理情况"]
    wrong = (
        (["adopted", "2021-06-20", ""], "办理"),
        (["adopted", "2021-05-20", "列入计划"], "2021-06-01"),
        (["adopted", "", "列入计划"], "答复日期"),
    )
    for cells, word in wrong:
        batch = bring_in(ADVICE, office, [headings, ["储能产业建议", "甲平台", *cells]])
        assert outcomes(batch) == ["refused"]
        assert word in reasons(batch.rows.get())
    rows = [headings, ["储能产业建议", "甲平台", "adopted", "2021-06-20", "列入计划"]]
    apply(office, bring_in(ADVICE, office, rows))
    advice = Advice.objects.get()
    assert (advice.state, advice.answer) == ("adopted", "列入计划")
    back = [headings, ["储能产业建议", "甲平台", "noted", "2021-06-21", "误填"]]
    assert outcomes(bring_in(ADVICE, office, back)) == ["refused"]


def test_a_milestone_is_reached_but_not_in_the_future(office, records):
    today = clock.today()
    apply(office, bring_in(MILESTONES, office, good_rows(MILESTONES)))
    rows = [["里程碑", "项目", "取得日期"], ["并网", "甲项目", today + dt.timedelta(days=1)]]
    assert outcomes(bring_in(MILESTONES, office, rows)) == ["refused"]
    rows[1][2] = today
    apply(office, bring_in(MILESTONES, office, rows))
    assert Milestone.objects.get(title="并网").done_on == today


def test_a_result_has_a_count_or_an_amount_and_its_bound_is_loosened(office, records):
    rows = good_rows(RESULTS)
    rows += [["无数", "patents", "甲项目", "", "", ""], ["混", "patents", "甲项目", 1, 1, ""]]
    batch = bring_in(RESULTS, office, rows)
    assert outcomes(batch) == ["added", "added", "refused", "refused"]
    apply(office, batch)
    jobs, income = Result.objects.order_by("pk")
    assert (jobs.count, jobs.bound) == (800, "at_least")
    assert income.amount == Money(1_500_000)
    rows = [["成果", "类型", "项目", "数量"], ["就业", "jobs", "甲项目", 811]]
    apply(office, bring_in(RESULTS, office, rows))
    jobs.refresh_from_db()
    assert (jobs.count, jobs.bound) == (811, "exact")
    # The same words for another kind of result are another result.
    rows = [["成果", "类型", "项目", "数量"], ["就业", "students", "甲项目", 5]]
    assert outcomes(bring_in(RESULTS, office, rows)) == ["added"]


def test_parts_of_two_records_of_one_name_ask_for_the_reference(office, records, make_county):
    other = make_county("140215", "云州区", "Yunzhou")
    factories.project(office, "甲项目", reference="3号", county=other)
    rows = [["里程碑", "项目"], ["并网", "甲项目"], ["并网", "3号"], ["并网", "2号"]]
    batch = bring_in(MILESTONES, office, rows)
    assert outcomes(batch) == ["refused", "added", "added"]
    assert batch.rows.first().problems[0]["column"] == "B 项目"
    apply(office, batch)
    assert set(Milestone.objects.values_list("project__reference", flat=True)) == {"2号", "3号"}


def test_planning_takes_the_same_queries_for_one_row_and_many(
    office, records, django_assert_max_num_queries
):
    headings = ["义务内容", "协议", "责任方", "完成时限"]
    made = [headings, *([f"第{n}项", "甲协议", "甲大学", "2021-09-01"] for n in range(30))]
    with django_assert_max_num_queries(30):
        batch = bring_in(OBLIGATIONS, office, made)
    assert set(outcomes(batch)) == {"added"}
    apply(office, batch)
    changed = [headings, *([f"第{n}项", "甲协议", "甲大学", "2021-10-01"] for n in range(30))]
    with django_assert_max_num_queries(30):
        assert set(outcomes(bring_in(OBLIGATIONS, office, changed))) == {"changed"}

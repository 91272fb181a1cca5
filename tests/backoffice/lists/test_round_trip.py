"""What a list exports can be imported again: every row is known and nothing changes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from huizhi.backoffice.governance import viewsets as governance_screens
from huizhi.backoffice.organisations import viewsets as organisation_screens
from huizhi.backoffice.partners import part_lists
from huizhi.backoffice.partners import viewsets as screens
from huizhi.backoffice.partners.outcomes import viewsets as outcome_screens
from huizhi.governance.lists import MEETINGS, PLANS, PROBLEMS, TASKS
from huizhi.governance.services import problems, tasks
from huizhi.kernel.lists.kinds import IGNORED
from huizhi.kernel.models import AuditEntry
from huizhi.organisations.lists import ORGANISATIONS
from huizhi.organisations.models import IndustryCluster
from huizhi.organisations.other_names import keep_former
from huizhi.partners import advice, obligations, services
from huizhi.partners.lists import (
    ADVICE,
    AGREEMENTS,
    BASES,
    EVENTS,
    MILESTONES,
    OBLIGATIONS,
    PLATFORMS,
    PROJECTS,
    RESULTS,
    VISITS,
)
from huizhi.partners.models import Agreement, Base, Platform, Project
from huizhi.partners.outcomes.services import (
    MilestoneDetails,
    ResultDetails,
    add_milestone,
    add_result,
)
from huizhi.rules.money import Money
from tests.governance import factories as work
from tests.kernel.lists.bringing import apply, bring_in, outcomes, reasons
from tests.organisations.factories import add
from tests.partners import factories

pytestmark = pytest.mark.django_db

VIEWSETS = {
    ORGANISATIONS: organisation_screens.OrganisationViewSet,
    AGREEMENTS: screens.AgreementViewSet,
    BASES: screens.BaseViewSet,
    PROJECTS: screens.ProjectViewSet,
    VISITS: screens.VisitViewSet,
    EVENTS: screens.EventViewSet,
    PLATFORMS: screens.PlatformViewSet,
    OBLIGATIONS: part_lists.ObligationViewSet,
    ADVICE: part_lists.AdviceViewSet,
    MILESTONES: outcome_screens.MilestoneViewSet,
    RESULTS: outcome_screens.ResultViewSet,
    TASKS: governance_screens.TaskViewSet,
    PROBLEMS: governance_screens.ProblemViewSet,
    MEETINGS: governance_screens.MeetingViewSet,
    PLANS: governance_screens.PlanViewSet,
}
LISTS = {RESULTS: "projectresult"}
NOT_READ = {
    "synthetic",
    "overdue_count",
    "former_names",
    "agreement.number",
    "agreement.county",
    "platform.county",
    "project.county",
    "party.side.label",
    "state.label",
    "light",
    "put_off",
    "accepted_by",
}
"""What exports tell and no list may change."""
NOT_EXPORTED = {"code_reason"}
"""What a list may say beside a column, and only the log keeps."""


@pytest.fixture
def office(client, make_user):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def registry(office, make_county):
    """Two records of each kind, one with everything that can be said, one with the least."""
    county = make_county()
    university = add(
        office,
        "甲大学",
        kind="university",
        nature="university",
        ministry_code="10001",
        double_first_class=True,
        short_name="甲大",
        name_en="University A",
        seat="太原市",
        authority="山西省",
        teaching_level="undergraduate",
    )
    keep_former(organisation=university, name="甲学院", until=dt.date(2001, 5, 1))
    # Colleges of one name at two universities: their name alone tells nobody which is meant.
    college = add(office, "农学院", kind="college", parent=university)
    other = add(office, "乙大学", kind="university")
    add(office, "农学院", kind="college", parent=other)
    park = add(office, "云中工业园", kind="park", county=county)
    clusters = IndustryCluster.objects.bulk_create(
        IndustryCluster(code=code, name=name, name_en=code.title(), source="测试")
        for code, name in (("energy", "新能源"), ("medicine", "医药"))
    )
    firm = add(
        office,
        "晋北机电有限公司",
        county=county,
        credit_code="91140200MA0GTRCD2P",
        code_reason="执照如此",
        park=park,
        attracted_on=dt.date(2021, 4, 1),
        clusters=tuple(clusters),
    )
    whole = {
        "county": county,
        "host": firm,
        "partners": (college, university),
        "reference": "同合〔2021〕1号",
        "name_en": "Whole",
        "note": "第一行\n第二行，约 3 点",
        "note_en": "A note",
        "statement": "S1",
        "published": False,
    }
    later = factories.agreement(office, "甲市校合作协议", state="in_talks", name_en="Later")
    agreement = factories.agreement(
        office,
        "=甲，乙协议",
        kind="framework",
        number="甲-2021-1",
        in_force_from=dt.date(2021, 8, 1),
        renew_by=dt.date(2026, 6, 1),
        renewed_by=later,
        topic="乡村振兴、红色教育",
        signed_on=dt.date(2021, 7, 10),
        ends_on=dt.date(2026, 7, 9),
        **whole,
    )
    base = factories.base(
        office,
        "坊城新村基地",
        state="unveiled",
        agreement=agreement,
        signed_on=dt.date(2021, 7, 1),
        unveiled_on=dt.date(2021, 7, 10),
        joint_training_agreement=False,
        intern_capacity=4300,
        interns_this_year=861,
        latitude=Decimal("40.07655"),
        longitude=Decimal("113.300012"),
        **whole,
    )
    factories.base(office, "坊城新村基地", kind="")
    project = factories.project(
        office,
        "屋顶光伏",
        level="municipal",
        theme="能源",
        agreement=agreement,
        starts_on=dt.date(2021, 1, 1),
        partner_count=5,
        people=800,
        people_bound="at_least",
        floor_area=260_000,
        floor_area_bound="about",
        **whole,
    )
    services.add_funding(
        actor=office, project=project, source="partnership", amount=Money(3_000_000_000)
    )
    for purpose in ("设备", "研究"):
        services.add_funding(
            actor=office, project=project, source="city", amount=Money(12_34), purpose=purpose
        )
    factories.project(office, "石窟数字化", state="planned")
    factories.visit(
        office,
        "暑期实践",
        base=base,
        starts_on=dt.date(2021, 7, 8),
        ends_on=dt.date(2021, 7, 12),
        people=95,
        people_bound="at_most",
        led_by="院党委书记",
        village_count=3,
        villages="许堡村\n坊城新村",
        topics="乡村振兴、产业\n文化",
        **whole,
    )
    factories.visit(office, "座谈", state="planned")
    factories.platform(
        office,
        "院士工作站",
        kind="academician_station",
        recognised_on=dt.date(2020, 5, 1),
        academicians=2,
        experts=7,
        **whole,
    )
    factories.platform(office, "技术中心", state="preparing", level="")
    factories.event(
        office,
        "签约仪式",
        held_on=dt.date(2021, 7, 10),
        place="市委党校",
        agreement=agreement,
        base=base,
        people=200,
        people_bound="at_most",
        **whole,
    )
    factories.event(office, "座谈会", state="planned", kind="talks")
    add_parts(office, university, firm)
    add_work(office, make_county(), firm)


def add_parts(office, university, firm):
    """Parts of the records, settled and open, with texts of several lines."""
    agreement = Agreement.objects.get(number="甲-2021-1")
    theirs = factories.party(office, agreement, university)
    ours = factories.party(office, agreement, firm, role="party_a")
    factories.obligation(office, theirs, "每年选派\r\n  学生实习", due_on=dt.date(2021, 9, 1))
    factories.obligation(office, ours, "每年选派\r\n  学生实习")
    settled = factories.obligation(office, ours, "提供场地", due_on=dt.date(2021, 7, 1))
    obligations.settle(
        actor=office, obligation=settled, to="fulfilled", on=dt.date(2021, 7, 2), evidence="清单"
    )
    platform = Platform.objects.get(name="院士工作站")
    given = factories.advice(office, platform, "储能产业建议")
    advice.answer(
        actor=office, advice=given, to="adopted", on=dt.date(2021, 6, 9), note="列入计划\n办理"
    )
    factories.advice(office, platform, "文旅建议")
    project = Project.objects.get(name="屋顶光伏")
    for details in (
        MilestoneDetails(title="并网", source="台账", due=dt.date(2021, 7, 1)),
        MilestoneDetails(
            title="开工",
            title_en="Start",
            source="台账",
            done_on=dt.date(2021, 1, 1),
            note="第一行\n第二行",
        ),
    ):
        add_milestone(actor=office, project=project, details=details)
    for details in (
        ResultDetails(kind="jobs", title="就业", source="台账", count=800, bound="at_least"),
        ResultDetails(
            kind="income",
            title="就业",
            title_en="Income",
            source="台账",
            amount=Money(1_234_56),
            reached_on=dt.date(2021, 6, 1),
            evidence="审计报告",
            published=False,
        ),
    ):
        add_result(actor=office, project=project, details=details)


def add_work(office, county, firm):
    """Tasks and problems in several states, two of one title at different organisations."""
    task = work.task(
        office,
        "落实协议",
        due_on=dt.date(2021, 7, 1),
        description="第一行\n第二行",
        organisation=firm,
        county=county,
        record=Base.objects.first(),
    )
    tasks.put_off(actor=office, task=task, to=dt.date(2021, 8, 1), reason="汛期")
    done = work.task(office, "落实协议")
    tasks.move_task(actor=office, task=done, to="done", on=dt.date(2021, 7, 9), text="协议文本")
    problem = work.problem(
        office,
        "基地进展慢",
        description="停工",
        found_by="督查室",
        found_on=dt.date(2021, 6, 1),
        measures="每周调度",
        due_on=dt.date(2021, 8, 1),
        organisation=firm,
        county=county,
    )
    problems.move_problem(
        actor=office, problem=problem, to="solved", text="复工", on=dt.date(2021, 7, 9)
    )
    work.problem(office, "缺少场地")
    body = work.body(office, "工作专班", county=county)
    meeting = work.meeting(
        office,
        body,
        day=dt.date(2021, 7, 10),
        place="市委",
        agenda="一、听取汇报\n二、审议、部署",
        minutes="纪要第一段\n第二段",
        statement="S1",
    )
    work.meeting(office, body, state="planned")
    work.plan(
        office,
        document_number="同发〔2021〕12号",
        issued_on=dt.date(2021, 7, 12),
        body=body,
        adopted_by=meeting,
        note="第一行\n第二行",
        statement="S1",
    )
    work.plan(office, "另一方案")


def exported(client, kind, form="xlsx"):
    response = client.get(reverse(f"{LISTS.get(kind, kind.name)}:index"), {"export": form})
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("kind", VIEWSETS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_export_that_comes_back_changes_nothing(client, registry, office, kind, language):
    with translation.override(language):
        client.cookies.load({"django_language": language})
        data = exported(client, kind)
        batch = bring_in(kind, office, data)
        told = [(reasons(row), row.changes) for row in batch.rows.exclude(outcome="same")]
        assert told == []
        assert batch.rows.count() > 1
        entries = AuditEntry.objects.exclude(action__startswith="lists.").count()
        apply(office, batch)
        assert AuditEntry.objects.exclude(action__startswith="lists.").count() == entries


@pytest.mark.parametrize("kind", VIEWSETS, ids=lambda kind: kind.name)
def test_an_export_in_one_language_is_understood_in_the_other(client, registry, office, kind):
    with translation.override("zh-hans"):
        data = exported(client, kind)
    with translation.override("en"):
        assert set(outcomes(bring_in(kind, office, data))) == {"same"}


@pytest.mark.parametrize("kind", VIEWSETS, ids=lambda kind: kind.name)
def test_every_column_of_an_export_is_read_by_its_heading(client, registry, kind):
    viewset = VIEWSETS[kind]
    headings = next(load_workbook(BytesIO(exported(client, kind))).worksheets[0].values)
    targets = {
        attribute: kind.target_of((str(heading),))
        for attribute, heading in zip(viewset.list_export, headings, strict=True)
    }
    unread = {attribute for attribute, target in targets.items() if target == IGNORED}
    assert unread <= NOT_READ
    written = {one.name: one.written for one in kind.fields}
    assert {attribute: written[target] for attribute, target in targets.items() if target} == {
        attribute: attribute for attribute in viewset.list_export if attribute not in unread
    }
    assert set(written.values()) - NOT_EXPORTED == set(viewset.list_export) - unread

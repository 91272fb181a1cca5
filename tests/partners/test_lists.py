"""Lists of the cooperation: what each cell may hold, what is found again, what is refused."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest

from huizhi.kernel.errors import RightMissing
from huizhi.kernel.lists import services as lists
from huizhi.kernel.lists.errors import ImportRefused
from huizhi.kernel.lists.models import Decision, ListImport, RowOutcome
from huizhi.kernel.models import AuditEntry, Fact
from huizhi.kernel.roles import Role
from huizhi.partners import services
from huizhi.partners.lists import AGREEMENTS, BASES, EVENTS, PLATFORMS, PROJECTS, VISITS
from huizhi.partners.models import Agreement, Base, Event, Platform, Project, Visit
from huizhi.rules.money import Money
from tests.kernel.lists.bringing import apply, bring_in, outcomes, reasons
from tests.organisations.factories import add
from tests.partners import factories

pytestmark = pytest.mark.django_db

GOOD = {
    AGREEMENTS: (
        Agreement,
        ["协议名称", "合作高校", "状态", "签订日期", "主题"],
        [
            ["甲协议", "甲大学", "已签约", "2021年7月10日", "能源"],
            ["乙协议", "甲大学；乙大学", "in_talks", "", "杂粮"],
        ],
    ),
    BASES: (
        Base,
        ["基地名称", "基地类型", "进展", "合作高校", "所在县区", "签约日期", "实习容量"],
        [
            ["甲基地", "高校优质生源", "签约", "甲大学", "平城", "2021-07-10", "430人"],
            ["乙基地", "student_source", "洽谈", "10001", "140213", "", ""],
        ],
    ),
    PROJECTS: (
        Project,
        ["项目名称", "项目类型", "状态", "开始日期", "市级财政（万元）", "企业自筹"],
        [
            ["甲项目", "科研", "进行中", "2021.7", 1000, "2,000万元"],
            ["乙项目", "research", "planned", "", "", ""],
        ],
    ),
    VISITS: (
        Visit,
        ["名称", "来访单位", "状态", "开始日期", "人数", "村庄", "课题"],
        [
            [
                "甲来访",
                "甲大学",
                "已完成",
                dt.date(2021, 7, 8),
                "近200人",
                "许堡村、坊城新村",
                "产业",
            ],
            ["乙来访", "", "拟开展", "", 95, "", ""],
        ],
    ),
    EVENTS: (
        Event,
        ["活动名称", "活动类型", "状态", "举办日期", "地点", "合作方", "人数"],
        [
            ["甲活动", "签约仪式", "已举行", "2021年7月10日", "市委党校", "甲大学", "近200人"],
            ["乙活动", "talks", "planned", "", "", "", ""],
        ],
    ),
    PLATFORMS: (
        Platform,
        ["平台名称", "平台类型", "平台级别", "状态", "院士", "专家人数", "认定时间"],
        [
            ["甲平台", "院士工作站", "市级", "运行", 2, 7, "2020年5月"],
            ["乙平台", "think_tank", "", "preparing", "", "", ""],
        ],
    ),
}
KINDS = pytest.mark.parametrize("kind", GOOD, ids=lambda kind: kind.name)


@pytest.fixture
def office(make_user, make_county):
    make_county()
    make_county("140215", "云州区", "Yunzhou")
    user = make_user()
    add(user, "甲大学", kind="university", ministry_code="10001", short_name="甲大")
    add(user, "乙大学", kind="university")
    return user


def good_rows(kind):
    _model, headings, rows = GOOD[kind]
    return [headings, *(list(row) for row in rows)]


@KINDS
def test_good_rows_go_in_and_twice_changes_nothing(office, kind):
    model = GOOD[kind][0]
    batch = bring_in(kind, office, good_rows(kind))
    assert [reasons(row) for row in batch.rows.all()] == ["", ""]
    assert outcomes(batch) == ["added", "added"]
    assert not model.objects.exists()
    apply(office, batch)
    assert model.objects.count() == 2
    assert all(row.applied and row.subject_id for row in batch.rows.all())
    entries = AuditEntry.objects.exclude(action__startswith="lists.").count()
    again = bring_in(kind, office, good_rows(kind))
    assert outcomes(again) == ["same", "same"]
    apply(office, again)
    assert AuditEntry.objects.exclude(action__startswith="lists.").count() == entries


@KINDS
def test_a_row_without_its_name_or_state_is_refused(office, kind):
    rows = good_rows(kind)
    place = next(n for n, heading in enumerate(rows[0]) if kind.target_of((heading,)) == "state")
    rows[1][place] = ""
    rows[2][0] = ""
    batch = bring_in(kind, office, rows)
    assert outcomes(batch) == ["refused", "refused"]
    for row, fact in zip(batch.rows.all(), ("状态", "名称"), strict=True):
        assert fact in reasons(row)


@KINDS
def test_a_clerk_brings_in_their_own_county_only(office, make_user, make_county, kind):
    here, there = make_county(), make_county("140215", "云州区", "Yunzhou")
    model, headings, _rows = GOOD[kind]
    make = getattr(factories, kind.name)
    make(office, "外县的", county=there, reference="云州1号")
    clerk = make_user(Role.COUNTY, county=here)
    county = [n for n, heading in enumerate(headings) if heading == "所在县区"]
    wide = [*headings, "编号"] if county else [*headings, "编号", "县区"]

    def row(number, name, code, place):
        cells = list(good_rows(kind)[number])
        cells[0] = name
        if county:
            cells[county[0]] = place
            return [*cells, code]
        return [*cells, code, place]

    batch = bring_in(
        kind,
        clerk,
        [
            wide,
            row(1, "本县的", "", ""),
            row(2, "越界的", "", "云州区"),
            row(1, "借用编号的", "云州1号", ""),
        ],
    )
    assert outcomes(batch) == ["added", "refused", "refused"]
    apply(clerk, batch)
    assert set(model.objects.values_list("name", "county")) == {
        ("本县的", here.pk),
        ("外县的", there.pk),
    }
    assert "外县的" not in str(list(batch.rows.values()))


@KINDS
def test_who_may_not_edit_may_not_import(office, make_user, kind):
    with pytest.raises(RightMissing):
        lists.upload(actor=make_user(Role.DEPARTMENT), kind=kind, file_name="a.xlsx", data=b"")


def test_bad_cells_are_named_with_what_would_be_right(office):
    headings = ["名称", "类型", "状态", "合作方", "县区", "签约日期", "实习容量", "编号"]
    good = ["基地", "高校优质生源", "in_talks", "甲大学", "平城区", "2021-07-10", 10, ""]
    wrong = {
        1: ("高校优质生员", "高校优质生源"),
        2: ("谈判", "状态"),
        3: ("甲大学、乙大雪", "乙大学"),
        4: ("太原市", "平城区"),
        5: ("2021-02-30", "2021-02-30"),
        6: ("约10", "确切"),
        7: ("号" * 61, "60"),
    }
    rows = []
    for place, (cell, _word) in wrong.items():
        row = [f"基地{place}", *good[1:]]
        row[place] = cell
        rows.append(row)
    batch = bring_in(BASES, office, [headings, *rows])
    for row, (place, (_cell, word)) in zip(batch.rows.all(), wrong.items(), strict=True):
        grave = [problem for problem in row.problems if problem["grave"]]
        assert len(grave) == 1, row.problems
        assert grave[0]["index"] == place
        assert headings[place] in grave[0]["column"]
        assert word in grave[0]["message"]


def test_only_what_differs_changes_and_an_empty_cell_says_nothing(office):
    record = factories.agreement(office, "甲协议", topic="能源", note="旧", reference="1号")
    rows = [["编号", "名称", "合作内容", "备注"], ["1号", "甲协议（改名）", "", "无"]]
    batch = bring_in(AGREEMENTS, office, rows)
    row = batch.rows.get()
    assert (row.outcome, row.subject_id) == (RowOutcome.CHANGED, record.pk)
    assert [(one["before"], one["after"]) for one in row.changes] == [
        ("甲协议", "甲协议（改名）"),
        ("旧", ""),
    ]
    apply(office, batch)
    record.refresh_from_db()
    assert (record.name, record.topic, record.note) == ("甲协议（改名）", "能源", "")


def test_a_changed_state_is_a_move_of_a_day(office):
    record = factories.base(office, "甲基地", state="intention")
    rows = [["名称", "状态", "签约日期"], ["甲基地", "signed", "2021-07-10"]]
    apply(office, bring_in(BASES, office, rows))
    record.refresh_from_db()
    assert (record.state, record.signed_on) == ("signed", dt.date(2021, 7, 10))
    entry = AuditEntry.objects.get(action="partners.move")
    assert entry.detail["on"] == "2021-07-10"
    assert entry.detail["reason"] == "清单.xlsx · 清单 · 2"
    stated = Fact.objects.get(name="状态", superseded=None, valid_to=None)
    assert stated.valid_from == dt.date(2021, 7, 10)


def test_a_move_without_a_day_is_refused_until_the_list_gives_one(office):
    factories.base(office, "甲基地", state="unveiled")
    rows = [["名称", "状态"], ["甲基地", "running"]]
    batch = bring_in(BASES, office, rows)
    assert outcomes(batch) == ["refused"]
    assert "从何时起" in reasons(batch.rows.get())
    batch = bring_in(BASES, office, rows, valid_from=dt.date(2021, 9, 1))
    assert outcomes(batch) == ["changed"]
    apply(office, batch)
    assert Base.objects.get().state == "running"


def test_an_illegal_move_is_refused_with_the_legal_ones(office):
    factories.base(office, "甲基地", state="intention")
    batch = bring_in(BASES, office, [["名称", "状态"], ["甲基地", "running"]])
    assert outcomes(batch) == ["refused"]
    said = reasons(batch.rows.get())
    labels = dict(Base._meta.get_field("state").choices)
    assert str(labels["signed"]) in said
    assert str(labels["in_talks"]) not in said
    assert Base.objects.get().state == "intention"


def test_a_new_record_takes_any_state(office):
    rows = [["名称", "状态"], *([f"基地{state}", state] for state in Base.MOVES)]
    apply(office, bring_in(BASES, office, rows))
    assert set(Base.objects.values_list("state", flat=True)) == set(Base.MOVES)


def test_two_of_one_name_wait_for_the_clerk(office, make_county):
    first = factories.base(office, "甲基地", county=make_county())
    second = factories.base(office, "甲基地", county=make_county("140215", "云州区", "Yunzhou"))
    rows = [["名称", "备注"], ["甲基地", "新"]]
    batch = bring_in(BASES, office, rows)
    row = batch.rows.get()
    assert (row.outcome, row.candidates) == (RowOutcome.UNDECIDED, [first.pk, second.pk])
    assert set(BASES.described(row.candidates, actor=office)) == {first.pk, second.pk}
    with pytest.raises(ImportRefused):
        lists.decide(actor=office, row=row, decision=Decision.SAME, subject_id=0)
    lists.decide(actor=office, row=row, decision=Decision.SAME, subject_id=second.pk)
    assert row.outcome == RowOutcome.CHANGED
    lists.preview(actor=office, batch=batch, columns=batch.columns)
    apply(office, batch)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.note, second.note) == ("", "新")


def test_another_of_that_name_is_added(office, make_county):
    for county in (make_county(), make_county("140215", "云州区", "Yunzhou")):
        factories.base(office, "甲基地", county=county)
    batch = bring_in(BASES, office, [["名称", "状态"], ["甲基地", "in_talks"]])
    lists.decide(actor=office, row=batch.rows.get(), decision=Decision.ANOTHER)
    apply(office, batch)
    assert Base.objects.count() == 3


def test_the_county_tells_records_of_one_name_apart(office, make_county):
    factories.base(office, "甲基地", county=make_county())
    rows = [["名称", "县区", "状态"], ["甲基地", "云州区", "in_talks"], ["甲基地", "平城区", ""]]
    assert outcomes(bring_in(BASES, office, rows)) == ["added", "same"]


def test_the_same_record_twice_in_a_list_is_refused(office):
    rows = [
        ["编号", "名称", "状态"],
        ["1号", "甲", "in_talks"],
        ["1号", "乙", "in_talks"],
        ["", "丙", "in_talks"],
        ["", "丙", "signed"],
    ]
    batch = bring_in(BASES, office, rows)
    assert outcomes(batch) == ["added", "refused", "added", "refused"]
    assert "第 2 行" in reasons(batch.rows.all()[1])


def test_a_number_may_be_a_bound(office):
    rows = [
        ["名称", "状态", "人数", "人数的精确程度"],
        ["甲", "planned", "800余人", ""],
        ["乙", "planned", "近200", ""],
        ["丙", "planned", "95", "约"],
        ["丁", "planned", "800余人", "确切"],
    ]
    labels = dict(Visit._meta.get_field("people_bound").choices)
    rows[3][3], rows[4][3] = str(labels["about"]), str(labels["exact"])
    batch = bring_in(VISITS, office, rows)
    assert outcomes(batch) == ["added", "added", "added", "refused"]
    apply(office, batch)
    assert list(Visit.objects.order_by("pk").values_list("people", "people_bound")) == [
        (800, "at_least"),
        (200, "at_most"),
        (95, "about"),
    ]
    kept = bring_in(VISITS, office, [["名称", "人数"], ["甲", 800]])
    assert outcomes(kept) == ["same"]
    exact = bring_in(VISITS, office, [["名称", "人数"], ["甲", 811]])
    apply(office, exact)
    assert list(Visit.objects.filter(name="甲").values_list("people", "people_bound")) == [
        (811, "exact")
    ]


def test_partners_are_found_by_name_short_name_and_code(office):
    rows = [
        ["名称", "状态", "合作方"],
        ["甲", "in_talks", "甲大、乙 大学"],
        ["乙", "in_talks", 10001.0],
    ]
    apply(office, bring_in(AGREEMENTS, office, rows))
    found = {one.name: one.partner_names for one in Agreement.objects.all()}
    assert {name: set(said.split("、")) for name, said in found.items()} == {
        "甲": {"甲大学", "乙大学"},
        "乙": {"甲大学"},
    }


def test_a_clerk_names_no_organisation_of_another_county(office, make_user, make_county):
    there = make_county("140215", "云州区", "Yunzhou")
    add(office, "云州电机厂", county=there)
    clerk = make_user(Role.COUNTY, county=make_county())
    rows = [
        ["名称", "状态", "合作方"],
        ["甲", "in_talks", "云州电机厂"],
        ["乙", "in_talks", "云州电机"],
    ]
    batch = bring_in(AGREEMENTS, clerk, rows)
    assert outcomes(batch) == ["refused", "refused"]
    exact, close = batch.rows.all()
    assert exact.problems[0]["index"] == 2
    assert "云州电机厂" not in reasons(close)


def test_money_stands_in_a_column_for_each_source(office):
    project = factories.project(office, "屋顶光伏")
    headings = ["名称", "政府和社会资本合作（万元）", "企业自筹", "总投资（万元）"]
    rows = [headings, ["屋顶光伏", 3000, "10,000,000元", 4000]]
    batch = bring_in(PROJECTS, office, rows)
    assert outcomes(batch) == ["changed"]
    apply(office, batch)
    assert dict(project.fundings.values_list("source", "amount")) == {
        "partnership": Money(3_000_000_000),
        "enterprise": Money(1_000_000_000),
    }
    assert outcomes(bring_in(PROJECTS, office, rows)) == ["same"]
    apply(office, bring_in(PROJECTS, office, [headings[:2], ["屋顶光伏", 3100]]))
    assert Project.objects.get().total_funding == Money(4_100_000_000)
    assert project.fundings.count() == 2


def test_money_that_does_not_add_up_or_cannot_be_told_apart_is_refused(office):
    project = factories.project(office, "屋顶光伏")
    for purpose in ("设备", "研究"):
        services.add_funding(
            actor=office, project=project, source="city", amount=Money(100), purpose=purpose
        )
    rows = [
        ["名称", "类型", "状态", "市级财政", "企业自筹", "总投资"],
        ["屋顶光伏", "", "", 5, "", ""],
        ["甲", "research", "planned", 5, 5, 11],
        ["乙", "research", "planned", "", "", 11],
        ["丙", "research", "planned", -5, "", ""],
        ["丁", "research", "planned", 5, 5, 10],
    ]
    batch = bring_in(PROJECTS, office, rows)
    assert outcomes(batch) == ["refused", "refused", "refused", "refused", "added"]
    parts, sums, *_others = batch.rows.all()
    assert "2" in reasons(parts)
    assert "10.00" in reasons(sums)


def test_records_point_to_agreements_and_bases_by_name_or_reference(office):
    agreement = factories.agreement(office, "甲协议", reference="1号")
    rows = [["名称", "状态", "协议"], ["甲", "in_talks", "1号"], ["乙", "in_talks", "甲协议"]]
    apply(office, bring_in(BASES, office, rows))
    assert set(Base.objects.values_list("agreement", flat=True)) == {agreement.pk}
    apply(office, bring_in(VISITS, office, [["名称", "状态", "基地"], ["访", "planned", "甲"]]))
    assert Visit.objects.get().base == Base.objects.get(name="甲")


def test_an_end_before_the_start_is_refused_in_the_preview(office):
    rows = [["名称", "状态", "签约日期", "到期日期"], ["甲", "signed", "2021-07-10", "2020-07-10"]]
    assert outcomes(bring_in(AGREEMENTS, office, rows)) == ["refused"]


def test_what_a_service_refuses_after_all_goes_back_alone(office, monkeypatch):
    rows = [["名称", "状态"], ["甲", "in_talks"], ["乙", "in_talks"]]
    batch = bring_in(AGREEMENTS, office, rows)
    really = services.add

    def add_all_but_one(*, actor, details, state):
        if details.name == "甲":
            raise ImportRefused("不行")
        return really(actor=actor, details=details, state=state)

    monkeypatch.setattr(services, "add", add_all_but_one)
    counts = apply(office, batch)
    assert (counts["added"], counts["refused"]) == (1, 1)
    assert [one.name for one in Agreement.objects.all()] == ["乙"]
    batch.refresh_from_db()
    assert batch.file_cipher is not None


def test_a_thousand_bases_go_in_by_some_hundreds(office, monkeypatch):
    headings = ["编号", "名称", "类型", "状态", "合作方", "县区", "签约日期", "实习容量", "备注"]
    rows = [
        [
            f"基{number:04}",
            f"第{number}基地",
            "高校优质生源" if number % 20 != 19 else "高校优质生员",
            "signed",
            "甲大学、乙大学",
            "平城区" if number % 2 else "云州区",
            "2021.7",
            number,
            "",
        ]
        for number in range(1000)
    ]
    batch = bring_in(BASES, office, [headings, *rows])
    assert Counter(outcomes(batch)) == {"added": 950, "refused": 50}
    told = []
    lists.apply(actor=office, batch=batch, report=lambda done, total: told.append((done, total)))
    assert told[0] == (lists.ROWS_PER_TRANSACTION, 950)
    assert told[-1] == (950, 950)
    assert Base.objects.count() == 950
    assert ListImport.objects.get().file_cipher is not None
    again = bring_in(BASES, office, [headings, *rows])
    assert Counter(outcomes(again)) == {"same": 950, "refused": 50}


def test_planning_takes_the_same_queries_for_one_row_and_many(
    office, django_assert_max_num_queries
):
    rows = [["名称", "状态", "合作方"], *([f"基地{n}", "in_talks", "甲大学"] for n in range(60))]
    apply(office, bring_in(BASES, office, rows))
    rows = [["名称", "备注", "合作方"], *([f"基地{n}", "新", "乙大学"] for n in range(60))]
    with django_assert_max_num_queries(45):
        assert set(outcomes(bring_in(BASES, office, rows))) == {"changed"}


def test_places_are_rounded_and_kinds_named_by_the_city(office):
    rows = [["名称", "类型", "状态", "纬度", "东经"], ["甲基地", "高校优质生源", "洽谈", "", ""]]
    rows[1][3:] = [40.0765512345, "113.3000"]
    rows.append(["乙基地", "没有的类型", "洽谈", "北", ""])
    batch = bring_in(BASES, office, rows)
    assert outcomes(batch) == ["added", "refused"]
    refused = batch.rows.get(name="乙基地")
    assert [problem["index"] for problem in refused.problems] == [1, 3]
    assert "红色教育和国情教育" in reasons(refused)
    apply(office, batch)
    base = Base.objects.get()
    assert (base.kind_id, base.latitude, base.longitude) == (
        "student_source",
        Decimal("40.076551"),
        Decimal("113.3"),
    )
    assert outcomes(bring_in(BASES, office, rows[:2])) == ["same"]


def test_an_agreement_is_known_by_its_number_and_renewed_by_another(office):
    old = factories.agreement(office, "甲协议", number="1号")
    new = factories.agreement(office, "乙协议", number="2号")
    rows = [["名称", "协议编号", "续签协议", "生效日期"], ["甲协议书", "1号", "2号", "2021-08-01"]]
    batch = bring_in(AGREEMENTS, office, rows)
    assert outcomes(batch) == ["changed"]
    apply(office, batch)
    old.refresh_from_db()
    assert (old.name, old.renewed_by, old.in_force_from) == ("甲协议书", new, dt.date(2021, 8, 1))

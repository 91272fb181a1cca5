"""Lists of organisations: codes, universities with their colleges, counties, what is refused."""

from __future__ import annotations

import pytest

from huizhi.kernel.lists import services as lists
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.organisations import services
from huizhi.organisations.errors import OrganisationRefused
from huizhi.organisations.lists import ORGANISATIONS
from huizhi.organisations.lookups import organisation_names
from huizhi.organisations.models import IndustryCluster, Organisation
from tests.kernel.lists.bringing import apply, bring_in, outcomes, reasons
from tests.organisations.factories import add

pytestmark = pytest.mark.django_db
HEADINGS = [
    "学校名称",
    "机构类型",
    "学校代码",
    "统一社会信用代码",
    "所在县区",
    "所属高校",
    "双一流",
]
CODE = "91140200MA0GTRCD27"


@pytest.fixture
def office(make_user, make_county):
    make_county()
    return make_user()


def test_universities_colleges_and_firms_go_in(office):
    rows = [
        HEADINGS,
        ["甲大学", "高校", 10001, "", "", "", "是"],
        ["晋北机电有限公司", "用人单位", "", CODE.lower(), "平城区", "", ""],
    ]
    labels = dict(Organisation._meta.get_field("kind").choices)
    rows[1][1], rows[2][1] = str(labels["university"]), "employer"
    batch = bring_in(ORGANISATIONS, office, rows)
    assert [reasons(row) for row in batch.rows.all()] == ["", ""]
    apply(office, batch)
    university, firm = Organisation.objects.order_by("pk")
    assert (university.ministry_code, university.double_first_class) == ("10001", True)
    assert (firm.credit_code, firm.county_id) == (CODE, "140213")
    assert firm.source == "清单.xlsx · 清单 · 3"
    assert outcomes(bring_in(ORGANISATIONS, office, rows)) == ["same", "same"]
    college = [HEADINGS, ["农学院", "college", "", "", "", "甲大学", ""]]
    apply(office, bring_in(ORGANISATIONS, office, college))
    assert Organisation.objects.get(name="农学院").parent == university


def test_an_organisation_is_found_by_its_code_whatever_its_name(office):
    firm = add(office, "晋北机电有限公司", credit_code=CODE)
    rows = [["名称", "信用代码"], ["晋北机电（集团）有限公司", CODE]]
    batch = bring_in(ORGANISATIONS, office, rows)
    assert outcomes(batch) == ["changed"]
    assert batch.rows.get().changes[0]["before"] == "晋北机电有限公司"
    apply(office, batch)
    firm.refresh_from_db()
    assert firm.name == "晋北机电（集团）有限公司"


def test_bad_codes_and_colleges_without_a_university_are_refused(office):
    add(office, "甲大学", kind="university", ministry_code="10001")
    add(office, "乙公司", credit_code=CODE)
    rows = [
        HEADINGS,
        ["丙公司", "employer", "", "91140200MA0GTRCD2P", "", "", ""],
        ["丁大学", "university", "1001", "", "", "", ""],
        ["农学院", "college", "", "", "", "", ""],
        ["工学院", "college", "", "", "", "甲大雪", ""],
        ["戊", "university", "10001", CODE, "", "", ""],
        ["己", "大学院", "", "", "", "", ""],
    ]
    batch = bring_in(ORGANISATIONS, office, rows)
    assert set(outcomes(batch)) == {"refused"}
    words = ("应为“7”", "1001", "", "甲大学", "甲大学", "大学院")
    for row, word in zip(batch.rows.all(), words, strict=True):
        assert word in reasons(row)


def test_a_credit_code_of_digits_is_shown_whole_and_an_id_number_is_not(office):
    digits = "121402004070000009"
    shown = ORGANISATIONS.conceal("140203199005010112 和 " + digits)
    assert "140203199005010112" not in shown
    valid = "111402000123456785"
    for code in (digits, valid):
        expected = code if ORGANISATIONS.conceal(code) == code else None
        assert expected in (code, None)


def test_a_clerk_changes_organisations_of_the_county_only(office, make_user, make_county):
    here, there = make_county(), make_county("140215", "云州区", "Yunzhou")
    add(office, "甲大学", kind="university")
    add(office, "云州电机厂", county=there)
    clerk = make_user(Role.COUNTY, county=here)
    rows = [
        ["名称", "类型", "县区", "简称"],
        ["甲大学", "university", "", ""],
        ["甲大学", "university", "平城区", ""],
        ["平城电机厂", "employer", "", ""],
        ["云州电机厂", "employer", "云州区", "云电"],
    ]
    batch = bring_in(ORGANISATIONS, clerk, rows)
    assert outcomes(batch) == ["same", "added", "added", "refused"]
    rows = [["名称", "简称"], ["甲大学", "甲大"]]
    assert outcomes(bring_in(ORGANISATIONS, clerk, rows)) == ["refused"]


def test_names_are_suggested_within_the_scope(office, make_user, make_county):
    add(office, "云州电机厂", county=make_county("140215", "云州区", "Yunzhou"))
    mine = add(office, "平城电机厂", county=make_county())
    names = organisation_names(make_user(Role.COUNTY, county=make_county()))
    assert names.find("平城 电机厂") == mine.pk
    assert names.holds(mine.pk)
    with pytest.raises(Exception, match="平城电机厂"):
        names.find("平城电机")
    with pytest.raises(Exception) as caught:
        names.find("云州电机")
    assert "云州电机厂" not in str(caught.value)


def test_clusters_stay_where_the_list_does_not_name_them(make_user):
    office = make_user()
    energy, medicine = (
        IndustryCluster.objects.create(code=code, name=name, name_en=code, source="测试")
        for code, name in (("new-energy-x", "甲集群"), ("medicine-x", "乙集群"))
    )
    firm = add(office, "甲公司", clusters=(energy,))
    apply(office, bring_in(ORGANISATIONS, office, [["名称", "所在地"], ["甲公司", "太原市"]]))
    firm.refresh_from_db()
    assert (firm.seat, list(firm.clusters.all())) == ("太原市", [energy])
    rows = [["名称", "产业集群"], ["甲公司", "甲集群、medicine-x"]]
    apply(office, bring_in(ORGANISATIONS, office, rows))
    assert set(firm.clusters.all()) == {energy, medicine}


WRONG = "91140200MA0GTRCD2P"


def test_a_code_that_fails_its_check_goes_in_with_a_reason_that_is_logged(office):
    headings = ["名称", "类型", "信用代码", "代码核验说明"]
    rows = [
        headings,
        ["甲公司", "employer", WRONG, "营业执照如此印制"],
        ["乙公司", "employer", "91140200MA0GTRCD3P", ""],
        ["丙公司", "employer", "9114", "营业执照如此印制"],
        ["丁公司", "employer", CODE, "多余的说明"],
    ]
    batch = bring_in(ORGANISATIONS, office, rows)
    assert outcomes(batch) == ["added", "refused", "refused", "added"]
    unexplained, short = batch.rows.filter(outcome="refused")
    assert unexplained.problems[0]["column"] == "C 信用代码"
    assert "应为" in reasons(unexplained)
    assert "18" in reasons(short)
    apply(office, batch)
    firm = Organisation.objects.get(name="甲公司")
    assert firm.credit_code == WRONG
    entry = AuditEntry.objects.get(action="organisations.add", subject_id=str(firm.pk))
    assert entry.detail["accepted_code"] == {"code": WRONG, "reason": "营业执照如此印制"}
    assert outcomes(bring_in(ORGANISATIONS, office, [*rows[:2], rows[4]])) == ["same", "same"]
    # Nobody need say again why a code stands that was accepted.
    rows = [["名称", "信用代码", "简称"], ["甲公司", WRONG, "甲"]]
    batch = bring_in(ORGANISATIONS, office, rows)
    assert outcomes(batch) == ["changed"]
    apply(office, batch)
    assert Organisation.objects.get(name="甲公司").short_name == "甲"


def test_a_code_that_fails_its_check_is_given_to_an_old_record_only_with_a_reason(office):
    add(office, "甲公司")
    headings = ["名称", "信用代码", "代码核验说明"]
    refused = bring_in(ORGANISATIONS, office, [headings, ["甲公司", WRONG, ""]])
    assert outcomes(refused) == ["refused"]
    batch = bring_in(ORGANISATIONS, office, [headings, ["甲公司", WRONG, "换照后如此"]])
    assert [change["after"] for change in batch.rows.get().changes] == [WRONG, "换照后如此"]
    apply(office, batch)
    entry = AuditEntry.objects.get(action="organisations.change")
    assert entry.detail["accepted_code"]["reason"] == "换照后如此"


def test_a_university_and_what_is_below_it_go_in_with_one_list(office):
    headings = ["名称", "类型", "上级单位"]
    rows = [
        headings,
        ["作物系", "department", "农学院"],
        ["农学院", "college", "甲 大学"],
        ["甲大学", "university", ""],
        ["工学院", "college", "乙大学"],
    ]
    batch = bring_in(ORGANISATIONS, office, rows)
    assert outcomes(batch) == ["added", "added", "added", "refused"]
    assert "乙大学" in reasons(batch.rows.last())
    assert batch.rows.all()[1].changes[-1]["after"] == "甲 大学"
    told = []
    lists.apply(actor=office, batch=batch, report=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    above = dict(Organisation.objects.values_list("name", "parent__name"))
    assert above == {"甲大学": None, "农学院": "甲大学", "作物系": "农学院"}
    assert outcomes(bring_in(ORGANISATIONS, office, rows)) == ["same", "same", "same", "refused"]


def test_colleges_of_one_name_follow_their_own_universities(office):
    old = add(office, "丙大学", kind="university")
    add(office, "农学院", kind="college", parent=old)
    rows = [
        ["名称", "类型", "上级单位"],
        ["农学院", "college", "甲大学"],
        ["农学院", "college", "乙大学"],
        ["农学院", "college", "乙大学"],
        ["甲大学", "university", ""],
        ["乙大学", "university", ""],
    ]
    batch = bring_in(ORGANISATIONS, office, rows)
    assert outcomes(batch) == ["added", "added", "refused", "added", "added"]
    apply(office, batch)
    found = Organisation.objects.filter(name="农学院").values_list("parent__name", flat=True)
    assert sorted(found) == ["丙大学", "乙大学", "甲大学"]


def test_a_college_moves_to_a_university_of_the_same_list(office):
    college = add(office, "农学院", kind="college", parent=add(office, "丙大学", kind="university"))
    rows = [
        ["名称", "信用代码", "类型", "上级单位"],
        ["甲大学", "", "university", ""],
        ["农学院", CODE, "", "甲大学"],
    ]
    college.credit_code = CODE
    college.save()
    batch = bring_in(ORGANISATIONS, office, rows)
    assert outcomes(batch) == ["added", "changed"]
    assert batch.rows.last().changes[-1]["before"] == "丙大学"
    apply(office, batch)
    college.refresh_from_db()
    assert college.parent.name == "甲大学"


def test_what_waited_for_a_row_that_did_not_go_in_is_refused_with_its_reason(office, monkeypatch):
    rows = [
        ["名称", "类型", "上级单位"],
        ["科技处", "department", "甲大学"],
        ["甲大学", "university", ""],
        ["乙大学", "university", ""],
    ]
    batch = bring_in(ORGANISATIONS, office, rows)
    assert outcomes(batch) == ["added", "added", "added"]
    really = services.add_organisation

    def add_all_but_one(*, actor, details):
        if details.name == "甲大学":
            raise OrganisationRefused("不行")
        return really(actor=actor, details=details)

    monkeypatch.setattr(services, "add_organisation", add_all_but_one)
    counts = apply(office, batch)
    assert (counts["added"], counts["refused"]) == (1, 2)
    assert "“甲大学”" in reasons(batch.rows.first())
    assert [one.name for one in Organisation.objects.all()] == ["乙大学"]

"""Parts of records: parties, contacts, obligations, villages, reports, advice, members, checks."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.kernel import facts
from huizhi.kernel.errors import OutOfScope, RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.partners import documents, parts, services
from huizhi.partners.details import AgreementDetails, VisitDetails
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import Contact, PlatformMember, Village
from huizhi.partners.part_details import (
    AnnualCheckDetails,
    ContactDetails,
    ObligationDetails,
    PartyDetails,
    PlatformMemberDetails,
    PlatformResultDetails,
    ProjectMemberDetails,
    VillageDetails,
    VisitReportDetails,
)
from huizhi.rules.subjects import SubjectKind
from tests.organisations.factories import add
from tests.partners import factories
from tests.people.factories import make_person

pytestmark = pytest.mark.django_db

DAY = dt.date


@pytest.fixture
def signed(make_user, make_county):
    """An agreement of a county with a host and a university, and who may change it."""
    user = make_user()
    county = make_county()
    host = add(user, "平城区人民政府", kind="county_government", county=county)
    university = add(user, "甲大学", kind="university")
    agreement = factories.agreement(user, host=host, partners=(university,), county=county)
    return user, agreement, host, university


def test_a_party_other_than_the_host_becomes_a_partner(signed):
    user, agreement, host, university = signed
    other = add(user, "乙研究院", kind="institute")
    first = factories.party(user, agreement, host, "party_a")
    factories.party(user, agreement, university)
    third = factories.party(user, agreement, other, "party_c")
    assert set(agreement.partners.all()) == {university, other}
    assert [party.side for party in (first, third)] == ["city", "partner"]
    with pytest.raises(RecordRefused, match="登记过"):
        factories.party(user, agreement, other, "witness")


def test_a_party_with_a_role_cannot_be_left_out(signed):
    user, agreement, _host, university = signed
    party = factories.party(user, agreement, university)
    details = AgreementDetails(name=agreement.name, source="测试", county=agreement.county)
    with pytest.raises(RecordRefused, match="甲大学"):
        services.change(actor=user, record=agreement, details=details)
    factories.obligation(user, party)
    with pytest.raises(RecordRefused, match="甲大学"):
        parts.remove_part(actor=user, part=party)
    parts.remove_part(actor=user, part=party.obligations.get())
    parts.remove_part(actor=user, part=party)
    services.change(actor=user, record=agreement, details=details)
    assert not agreement.partners.exists()


def test_contacts_stand_for_parties_and_their_names_stay_out_of_the_log(signed):
    user, agreement, _host, university = signed
    details = ContactDetails(organisation=university, office="科研院", telephone="0352-0000000")
    contact = parts.add_part(actor=user, owner=agreement, details=details)
    entry = AuditEntry.objects.get(action="partners.add_part")
    assert entry.subject_kind == "agreement"
    assert "0352" not in str(entry.detail)
    stranger = add(user, "丙大学", kind="university")
    with pytest.raises(RecordRefused, match="丙大学"):
        parts.change_part(
            actor=user,
            part=contact,
            details=ContactDetails(organisation=stranger, office="科研院"),
        )
    assert Contact.objects.get().organisation == university


def test_an_obligation_is_of_a_party_of_the_same_agreement(signed):
    user, agreement, _host, university = signed
    other = factories.agreement(user, "另一协议", partners=(university,))
    party = factories.party(user, other, university)
    with pytest.raises(RecordRefused):
        parts.add_part(
            actor=user, owner=agreement, details=ObligationDetails(party=party, text="供图")
        )
    with pytest.raises(RecordRefused):
        factories.obligation(user, party, "  ")


def test_only_those_with_right_and_county_change_parts(signed, make_user, make_county):
    user, agreement, _host, university = signed
    details = PartyDetails(organisation=university, role="party_b")
    with pytest.raises(RightMissing):
        parts.add_part(actor=make_user(Role.AUDITOR), owner=agreement, details=details)
    clerk = make_user(Role.COUNTY, county=make_county("140223", "广灵县", "Guangling"))
    with pytest.raises(OutOfScope):
        parts.add_part(actor=clerk, owner=agreement, details=details)
    party = factories.party(user, agreement, university)
    with pytest.raises(OutOfScope):
        parts.change_part(actor=clerk, part=party, details=details)
    with pytest.raises(OutOfScope):
        parts.remove_part(actor=clerk, part=party)
    assert agreement.parties.count() == 1


def test_a_change_names_what_changed_and_nothing_twice(signed):
    user, agreement, _host, university = signed
    party = factories.party(user, agreement, university)
    details = PartyDetails(organisation=university, role="witness")
    assert parts.change_part(actor=user, part=party, details=details).role == "witness"
    parts.change_part(actor=user, part=party, details=details)
    assert AuditEntry.objects.get(action="partners.change_part").detail["changed"] == ["role"]
    with pytest.raises(TypeError):
        parts.change_part(actor=user, part=party, details=VillageDetails(name="x"))


def test_villages_are_rows_with_a_county_and_lines_of_the_visit(make_user, make_county):
    user, own, other = make_user(), make_county(), make_county("140215", "云州区", "Yunzhou")
    visit = factories.visit(user, villages="甲村\n乙村", county=own)
    assert list(visit.visited_villages.values_list("name", "county")) == [
        ("甲村", "140213"),
        ("乙村", "140213"),
    ]
    details = VillageDetails(name="丙村", county=other)
    village = parts.add_part(actor=user, owner=visit, details=details)
    visit.refresh_from_db()
    assert visit.villages == "甲村\n乙村\n丙村"
    fewer = VisitDetails(name=visit.name, source="测试", villages="丙村", county=own)
    services.change(actor=user, record=visit, details=fewer)
    assert list(Village.objects.values_list("name", "county")) == [("丙村", "140215")]
    parts.remove_part(actor=user, part=village)
    visit.refresh_from_db()
    assert visit.villages == ""


def test_villages_of_a_visit_of_the_whole_city_have_no_county(make_user, city):
    visit = factories.visit(make_user(), villages="甲村", county=city)
    assert visit.visited_villages.get().county is None


def test_a_report_is_delivered_after_the_visit_began_and_not_in_the_future(make_user):
    user = make_user()
    visit = factories.visit(user, starts_on=DAY(2021, 7, 5))
    early = VisitReportDetails(title="调研报告", delivered_on=DAY(2021, 7, 1))
    with pytest.raises(RecordRefused, match="2021-07-05"):
        parts.add_part(actor=user, owner=visit, details=early)
    late = VisitReportDetails(title="调研报告", delivered_on=DAY(2999, 1, 1))
    with pytest.raises(RecordRefused, match="2999-01-01"):
        parts.add_part(actor=user, owner=visit, details=late)
    trick = VisitReportDetails(
        title="调研报告", delivered_on=DAY(2021, 8, 1), link="javascript:alert(1)"
    )
    with pytest.raises(RecordRefused, match="https"):
        parts.add_part(actor=user, owner=visit, details=trick)
    good = VisitReportDetails(title="调研报告", delivered_on=DAY(2021, 8, 1), used="送农业农村局")
    assert parts.add_part(actor=user, owner=visit, details=good).used == "送农业农村局"


def test_a_part_points_only_to_documents_of_its_record(make_user):
    user = make_user()
    visit, other = factories.visit(user), factories.visit(user, "另一次")
    foreign = documents.attach(actor=user, record=other, file_name="a.pdf", data=factories.pdf())
    details = VisitReportDetails(title="调研报告", delivered_on=DAY(2021, 8, 1), document=foreign)
    with pytest.raises(RecordRefused):
        parts.add_part(actor=user, owner=visit, details=details)


def test_the_latest_annual_check_is_a_fact(make_user):
    user = make_user()
    platform = factories.platform(user)

    def check(year, outcome, on):
        details = AnnualCheckDetails(year=year, outcome=outcome, checked_on=on)
        return parts.add_part(actor=user, owner=platform, details=details)

    def known(on):
        rows = facts.known(on=on, kind=SubjectKind.PLATFORM).filter(name="年度考核")
        return [row.value for row in rows]

    check(2021, "excellent", DAY(2022, 3, 1))
    check(2020, "unsatisfactory", DAY(2021, 3, 1))
    assert known(DAY(2022, 4, 1)) == ["优秀"]
    assert known(DAY(2021, 4, 1)) == []
    check(2022, "satisfactory", DAY(2023, 3, 1))
    assert known(DAY(2023, 4, 1)) == ["合格"]
    for year in (2022, 1980, 2999):
        with pytest.raises(RecordRefused):
            check(year, "excellent", None)


def test_members_are_people_of_the_users_scope(make_user, make_county):
    user, own, other = make_user(), make_county(), make_county("140223", "广灵县", "Guangling")
    here, there = make_person("演示甲", county=own), make_person("演示乙", county=other)
    platform = factories.platform(user, county=own)
    clerk = make_user(Role.COUNTY, county=own)
    details = PlatformMemberDetails(person=here, role="专家", brought=True)
    member = parts.add_part(actor=clerk, owner=platform, details=details)
    assert member.person == here
    assert "演示甲" not in str(AuditEntry.objects.get(action="partners.add_part").detail)
    with pytest.raises(OutOfScope):
        parts.add_part(actor=clerk, owner=platform, details=PlatformMemberDetails(person=there))
    with pytest.raises(RecordRefused):
        parts.add_part(actor=user, owner=platform, details=PlatformMemberDetails(person=here))
    left = PlatformMemberDetails(person=here, from_on=DAY(2021, 1, 1), to_on=DAY(2020, 1, 1))
    with pytest.raises(RecordRefused, match="2020-01-01"):
        parts.change_part(actor=user, part=member, details=left)
    assert PlatformMember.objects.get().to_on is None


def test_a_person_belongs_to_the_team_of_a_project(make_user, make_county):
    user, county = make_user(), make_county()
    project = factories.project(user, county=county)
    details = ProjectMemberDetails(person=make_person("演示甲", county=county), role="负责人")
    parts.add_part(actor=user, owner=project, details=details)
    assert [member.role for member in project.members.all()] == ["负责人"]


def test_results_of_a_platform(make_user):
    user = make_user()
    platform = factories.platform(user)
    details = PlatformResultDetails(kind="patent", title="发明专利", count=3)
    result = parts.add_part(actor=user, owner=platform, details=details)
    assert (result.kind, result.count) == ("patent", 3)
    parts.remove_part(actor=user, part=result)
    assert not platform.results.exists()
    assert AuditEntry.objects.filter(action="partners.remove_part").exists()


@pytest.mark.parametrize(
    "wrong", [{"kind": "nonsense"}, {"title": ""}, {"title": "长" * 161}, {"count": -1}]
)
def test_columns_that_do_not_hold_it_are_named(make_user, wrong):
    user = make_user()
    platform = factories.platform(user)
    details = PlatformResultDetails(**{"kind": "patent", "title": "专利", **wrong})
    label = {"kind": "类型", "title": "标题", "count": "数量"}[next(iter(wrong))]
    with pytest.raises(RecordRefused, match=label):
        parts.add_part(actor=user, owner=platform, details=details)


def test_a_villages_name_is_not_a_story(make_user):
    with pytest.raises(RecordRefused, match="60"):
        factories.visit(make_user(), villages="村" * 61)

"""The screens of parts, documents, what followed; the lists of obligations, advice and kinds."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.kernel import clock
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.partners import documents, queries
from huizhi.partners.models import BaseKind, Document, Obligation
from tests.organisations.factories import add
from tests.partners import factories
from tests.people.factories import make_person

pytestmark = pytest.mark.django_db

DAY = dt.date


@pytest.fixture
def office(client, make_user):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def agreement(office, make_county):
    university = add(office, "甲大学", kind="university")
    return factories.agreement(office, partners=(university,), county=make_county())


def page(client, record):
    return client.get(reverse(f"{record.record_kind}:record", args=[record.pk])).content.decode()


def upload(name="协议.pdf", content=b"x"):
    return SimpleUploadedFile(name, factories.pdf(content))


def post_part(client, record, slug, data):
    return client.post(reverse(f"{record.record_kind}:add_part", args=[record.pk, slug]), data)


def test_parties_and_obligations_from_entry_to_fulfilment(client, office, agreement):
    university = agreement.partners.get()
    post_part(client, agreement, "party", {"organisation": university.pk, "role": "party_b"})
    party = agreement.parties.get()
    data = {"party": party.pk, "text": "每年接收实习生", "due_on": "2021-07-01"}
    post_part(client, agreement, "obligation", data)
    text = page(client, agreement)
    for words in ("乙方", "合作方", "每年接收实习生", "已逾期"):
        assert words in text
    owing = Obligation.objects.get()
    settle = reverse("agreement:settle", args=[agreement.pk, owing.pk])
    assert "每年接收实习生" in client.get(settle).content.decode()
    bad = client.post(settle, {"to": "fulfilled", "on": "2021-07-02", "evidence": ""})
    assert bad.status_code == 422
    data = {"to": "fulfilled", "on": "2021-07-02", "evidence": "验收单", "file": upload()}
    assert client.post(settle, data).status_code == 302
    owing.refresh_from_db()
    assert owing.document.file_name == "协议.pdf"
    assert "已履行 2021-07-02" in page(client, agreement)


def test_a_part_is_changed_and_taken_back(client, office, agreement):
    data = {"organisation": agreement.partners.get().pk, "office": "科研院"}
    post_part(client, agreement, "contact", data)
    contact = agreement.contacts.get()
    edit = reverse("agreement:edit_part", args=[agreement.pk, "contact", contact.pk])
    assert "科研院" in client.get(edit).content.decode()
    client.post(edit, {**data, "office": "合作处"})
    assert "合作处" in page(client, agreement)
    remove = reverse("agreement:remove_part", args=[agreement.pk, "contact", contact.pk])
    assert client.get(remove).status_code == 405
    client.post(remove)
    assert not agreement.contacts.exists()


def test_what_rests_on_a_party_is_said(client, office, agreement):
    party = factories.party(office, agreement, agreement.partners.get())
    factories.obligation(office, party)
    address = reverse("agreement:remove_part", args=[agreement.pk, "party", party.pk])
    text = client.post(address, follow=True).content.decode()
    assert "请先撤回" in text
    assert agreement.parties.exists()


def test_a_part_of_another_record_or_kind_is_not_found(client, office, agreement):
    other = factories.agreement(office, "另一协议", partners=tuple(agreement.partners.all()))
    party = factories.party(office, other, agreement.partners.get())
    for slug, number in (("party", party.pk), ("village", 1), ("nonsense", 1)):
        for name in ("edit_part", "remove_part"):
            address = reverse(f"agreement:{name}", args=[agreement.pk, slug, number])
            assert client.post(address).status_code == 404
    assert (
        client.get(reverse("agreement:add_part", args=[agreement.pk, "village"])).status_code == 404
    )


def test_a_document_is_uploaded_given_out_and_deleted(client, office, agreement):
    attach = reverse("agreement:attach", args=[agreement.pk])
    html = SimpleUploadedFile("坏.pdf", b"<html></html>")
    refused = client.post(attach, {"file": html})
    assert refused.status_code == 422
    assert "坏.pdf" in refused.content.decode()
    client.post(attach, {"file": upload('合作 协议".pdf'), "title": "正本"})
    document = Document.objects.get()
    assert "正本" in page(client, agreement)
    address = reverse("agreement:document", args=[agreement.pk, document.pk])
    given = client.get(address)
    assert given.content == factories.pdf(b"x")
    assert given["Content-Type"] == "application/pdf"
    assert given["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert given["X-Content-Type-Options"] == "nosniff"
    assert '"' not in given["Content-Disposition"]
    assert AuditEntry.objects.filter(action="partners.read_document").count() == 1
    client.post(reverse("agreement:remove_document", args=[agreement.pk, document.pk]))
    assert not Document.objects.exists()


def test_a_document_is_found_below_its_own_record_and_county_only(
    client, make_user, office, agreement, make_county
):
    kept = documents.attach(actor=office, record=agreement, file_name="a.pdf", data=factories.pdf())
    other = factories.agreement(office, "另一协议")
    assert client.get(reverse("agreement:document", args=[other.pk, kept.pk])).status_code == 404
    county = make_county("140223", "广灵县", "Guangling")
    client.force_login(make_user(Role.COUNTY, county=county))
    for name in ("document", "remove_document"):
        address = reverse(f"agreement:{name}", args=[agreement.pk, kept.pk])
        assert client.post(address).status_code in (404, 405)
        assert client.get(address).status_code in (404, 405)
    client.force_login(make_user(Role.AUDITOR))
    assert client.get(reverse("agreement:document", args=[agreement.pk, kept.pk])).content
    address = reverse("agreement:remove_document", args=[agreement.pk, kept.pk])
    assert client.post(address).status_code == 403


def test_a_move_keeps_what_shows_it_on_the_timeline(client, office):
    base = factories.base(office, state="signed")
    data = {"to": "unveiled", "on": "2021-07-10", "reason": "揭牌照片", "file": upload()}
    client.post(reverse("base:move", args=[base.pk]), data)
    text = page(client, base)
    assert "2021-07-10" in text
    assert "揭牌照片" in text
    assert reverse("base:document", args=[base.pk, Document.objects.get().pk]) in text
    future = (clock.today() + dt.timedelta(days=9)).isoformat()
    late = client.post(reverse("base:move", args=[base.pk]), {"to": "running", "on": future})
    assert late.status_code == 422


def test_a_refused_move_keeps_no_file(client, office):
    base = factories.base(office, state="signed", signed_on=DAY(2021, 6, 1))
    data = {"to": "unveiled", "on": "2021-05-01", "file": upload()}
    assert client.post(reverse("base:move", args=[base.pk]), data).status_code == 422
    assert not Document.objects.exists()


def test_a_visit_shows_villages_reports_and_what_followed(client, office, make_county):
    county = make_county()
    visit = factories.visit(office, village_count=3, villages="许堡村", county=county)
    agreement = factories.agreement(office, "随后的协议", county=county)
    post_part(client, visit, "village", {"name": "坊城新村", "county": county.pk})
    data = {"title": "调研报告", "delivered_on": "2021-08-01", "used": "已送农业农村局"}
    post_part(client, visit, "report", {**data, "file": upload("报告.pdf")})
    link = reverse("visit:link", args=[visit.pk])
    assert client.post(link, {}).status_code == 422
    client.post(link, {"agreement": agreement.pk, "note": "座谈后签约"})
    text = page(client, visit)
    for words in ("许堡村", "坊城新村", "其中2个具名", "调研报告", "已送农业农村局", "随后的协议"):
        assert words in text
    assert visit.name in page(client, agreement)
    row = queries.what_followed(office, visit)[0][0]
    client.post(reverse("visit:unlink", args=[visit.pk, row.pk]))
    assert "随后的协议" not in page(client, visit)


def test_a_report_keeps_its_file_when_its_words_change(client, office):
    visit = factories.visit(office)
    data = {"title": "调研报告", "delivered_on": "2021-08-01"}
    post_part(client, visit, "report", {**data, "file": upload()})
    report = visit.reports.get()
    edit = reverse("visit:edit_part", args=[visit.pk, "report", report.pk])
    client.post(edit, {**data, "used": "已采用"})
    report.refresh_from_db()
    assert report.used == "已采用"
    assert report.document is not None


def test_advice_is_given_and_answered(client, office):
    platform = factories.platform(office, kind="think_tank")
    data = {"title": "储能建议", "given_on": "2021-06-01", "addressed_to": "市政府"}
    post_part(client, platform, "advice", data)
    piece = platform.advice.get()
    answer = reverse("platform:answer", args=[platform.pk, piece.pk])
    assert "储能建议" in client.get(answer).content.decode()
    client.post(answer, {"to": "adopted", "on": "2021-07-01", "note": "写入规划"})
    text = page(client, platform)
    assert "已采纳" in text
    assert "写入规划" in text
    assert answer not in text
    for slug, more in (
        ("result", {"kind": "patent", "title": "一项专利", "count": 1}),
        ("check", {"year": 2021, "outcome": "excellent"}),
    ):
        assert post_part(client, platform, slug, more).status_code == 302
    text = page(client, platform)
    assert "一项专利" in text
    assert "优秀" in text


def test_a_member_is_found_by_name_and_namesakes_are_told_apart(client, office, make_county):
    county = make_county()
    platform = factories.platform(office, county=county)
    address = reverse("platform:add_part", args=[platform.pk, "member"])
    nobody = client.post(address, {"full_name": "演示无人"})
    assert nobody.status_code == 422
    one = make_person("演示甲", county=county)
    client.post(address, {"full_name": "演示甲", "role": "专家", "brought": "on"})
    assert platform.members.get().person == one
    second, third = make_person("演示乙", county=county), make_person("演示乙", county=county)
    asked = client.post(address, {"full_name": "演示乙"})
    assert asked.status_code == 422
    assert f'value="{third.pk}"' in asked.content.decode()
    client.post(address, {"full_name": "演示乙", "person": second.pk})
    assert {member.person for member in platform.members.all()} == {one, second}
    text = page(client, platform)
    assert "演示甲" in text
    assert "专家" in text
    place = platform.members.get(person=one)
    edit = reverse("platform:edit_part", args=[platform.pk, "member", place.pk])
    client.post(edit, {"person": one.pk, "to_on": "2021-07-01", "role": "顾问"})
    place.refresh_from_db()
    assert (place.person, place.role, place.brought) == (one, "顾问", False)


def test_members_of_another_county_are_counted_and_not_named(client, make_user, make_county):
    user, own, other = make_user(), make_county(), make_county("140223", "广灵县", "Guangling")
    project = factories.project(user, county=own)
    client.force_login(user)
    for name, county in (("演示甲", own), ("演示乙", other)):
        make_person(name, county=county)
        post_part(client, project, "member", {"full_name": name})
    assert project.members.count() == 2
    client.force_login(make_user(Role.COUNTY, county=own))
    text = page(client, project)
    assert "演示甲" in text
    assert "演示乙" not in text
    assert "另有1人属于其他县区" in text


def test_an_agreement_near_its_end_warns_with_the_threshold(client, office, agreement):
    soon = clock.today() + dt.timedelta(days=10)
    factories.agreement(office, "将到期协议", ends_on=soon)
    factories.agreement(office, "长期协议", ends_on=clock.today() + dt.timedelta(days=900))
    record = factories.agreement(office, "过期协议", ends_on=clock.today() - dt.timedelta(days=3))
    text = page(client, record)
    assert "协议已到期3天" in text
    assert f"提前{queries.EXPIRY_WARNING_DAYS}天" in text
    listed = client.get(reverse("agreement:index"), {"warning": "expiring"}).content.decode()
    assert "将到期协议" in listed
    assert "协议还有10天到期" in listed
    assert "过期协议" in listed
    assert "长期协议" not in listed
    past = client.get(reverse("agreement:index"), {"warning": "past"}).content.decode()
    assert "过期协议" in past
    assert "将到期协议" not in past
    party = factories.party(office, agreement, agreement.partners.get())
    factories.obligation(office, party, due_on=DAY(2021, 7, 1))
    late = client.get(reverse("agreement:index"), {"warning": "overdue"}).content.decode()
    assert agreement.name in late
    assert "1项义务逾期" in late
    assert "过期协议" not in late


def test_obligations_are_listed_filtered_and_exported_within_the_county(
    client, make_user, office, agreement, make_county
):
    party = factories.party(office, agreement, agreement.partners.get())
    factories.obligation(office, party, "逾期事项", due_on=DAY(2021, 7, 1))
    factories.obligation(office, party, "待办事项")
    address = reverse("obligation:index")
    text = client.get(address, {"state": "overdue"}).content.decode()
    assert "逾期事项" in text
    assert "待办事项" not in text
    assert reverse("agreement:record", args=[agreement.pk]) in text
    assert "逾期事项" not in client.get(address, {"side": "city"}).content.decode()
    assert "逾期事项" in client.get(address, {"county": agreement.county_id}).content.decode()
    exported = client.get(address, {"export": "csv", "state": "overdue"})
    words = b"".join(exported.streaming_content).decode()
    assert "已逾期" in words
    assert "合作方" in words
    assert "overdue" not in words
    county = make_county("140223", "广灵县", "Guangling")
    client.force_login(make_user(Role.COUNTY, county=county))
    assert "逾期事项" not in client.get(address).content.decode()


def test_advice_is_listed_and_exported(client, office):
    factories.advice(office, factories.platform(office, "咨询委员会", kind="think_tank"))
    text = client.get(reverse("advice:index")).content.decode()
    assert "储能产业建议" in text
    assert "咨询委员会" in text
    exported = client.get(reverse("advice:index"), {"export": "csv"})
    assert "已收悉" in b"".join(exported.streaming_content).decode()


def test_reports_of_visits_are_listed_within_the_county(client, office, make_user, make_county):
    here, there = make_county(), make_county("140223", "广灵县", "Guangling")
    for county, title in ((here, "本县报告"), (there, "外县报告")):
        visit = factories.visit(office, f"{title}的来访", county=county)
        post_part(client, visit, "report", {"title": title, "delivered_on": "2021-07-20"})
    listed = client.get(reverse("visitreport:index")).content.decode()
    assert "本县报告的来访" in listed
    assert "外县报告" in listed
    client.force_login(make_user(Role.COUNTY, county=here))
    listed = client.get(reverse("visitreport:index")).content.decode()
    assert "本县报告" in listed
    assert "外县报告" not in listed
    exported = client.get(reverse("visitreport:index"), {"export": "csv"})
    assert "外县报告" not in b"".join(exported.streaming_content).decode()


@pytest.mark.parametrize(
    "kind", ["obligation", "advice", "visitreport", "agreement:record", "platform:record"]
)
def test_the_queries_do_not_grow_with_rows(client, office, agreement, kind):
    party = factories.party(office, agreement, agreement.partners.get())
    platform, visit = factories.platform(office), factories.visit(office)

    def fill(number):
        factories.obligation(office, party, f"事项{number}")
        factories.advice(office, platform, f"建议{number}")
        report = {"title": f"报告{number}", "delivered_on": "2021-07-20"}
        post_part(client, visit, "report", report)
        documents.attach(
            actor=office,
            record=agreement,
            file_name=f"{number}.pdf",
            data=factories.pdf(str(number).encode()),
        )
        post_part(client, platform, "member", {"full_name": make_person(f"演示{number}").name})

    def count():
        records = {"agreement:record": agreement, "platform:record": platform}
        address = (
            reverse(kind, args=[records[kind].pk]) if kind in records else reverse(f"{kind}:index")
        )
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    fill(1)
    first = count()
    fill(2)
    fill(3)
    assert count() == first


def test_kinds_of_bases_are_renamed_and_added_by_the_programme_office(
    client, make_user, office, make_county
):
    factories.base(office)
    listed = client.get(reverse("basekind:index")).content.decode()
    assert "高校优质生源" in listed
    assert "/student_5Fsource/edit/" in listed
    edit = reverse("basekind:edit", args=["student_5Fsource"])
    assert "有1个基地" in client.get(edit).content.decode()
    data = {"name": "优质生源", "name_en": "Good students", "order": 6}
    client.post(edit, data)
    kind = BaseKind.objects.get(pk="student_source")
    assert (kind.name, kind.in_use) == ("优质生源", False)
    add_data = {"code": "yungang", "name": "云冈学", "name_en": "Yungang studies"}
    client.post(reverse("basekind:add"), add_data)
    assert BaseKind.objects.get(pk="yungang").order == 13
    again = client.post(reverse("basekind:add"), add_data)
    assert again.status_code == 422
    client.force_login(make_user(Role.COUNTY, county=make_county()))
    assert client.get(reverse("basekind:index")).status_code == 200
    assert client.get(edit).status_code == 403


def test_a_kind_out_of_use_is_offered_only_where_it_stands(client, office):
    base = factories.base(office)
    BaseKind.objects.filter(pk="student_source").update(in_use=False)
    text = client.get(reverse("base:add")).content.decode()
    assert 'value="student_source"' not in text
    text = client.get(reverse("base:edit", args=[base.pk])).content.decode()
    assert 'value="student_source"' in text


def test_those_who_only_look_see_the_parts_without_buttons(client, make_user, office, agreement):
    party = factories.party(office, agreement, agreement.partners.get())
    owing = factories.obligation(office, party)
    client.force_login(make_user(Role.AUDITOR))
    text = page(client, agreement)
    assert owing.text in text
    for name, more in (
        ("add_part", ["party"]),
        ("edit_part", ["party", party.pk]),
        ("settle", [owing.pk]),
        ("attach", []),
    ):
        address = reverse(f"agreement:{name}", args=[agreement.pk, *more])
        assert address not in text
        assert client.get(address).status_code == 403

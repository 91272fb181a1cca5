"""Parts of records by the interface: added to their record, changed, settled or answered."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.kernel import clock
from huizhi.kernel.models import AuditEntry
from huizhi.partners import documents
from huizhi.partners.models import Advice, Obligation
from huizhi.partners.part_details import AdviceDetails
from huizhi.partners.parts import change_part
from tests.api.factories import OWNERS, details_for, one_of_each, sent_for
from tests.organisations.factories import add
from tests.partners import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(calls_as, office):
    return calls_as(office)


@pytest.mark.parametrize("path", OWNERS)
def test_a_part_is_added_to_its_record_and_changed(path, call, office):
    records = one_of_each(office, "本市")
    firm = add(office, "新单位")
    sent = sent_for(path, None, {**records, "organisations": firm})
    status, made = call("POST", path, sent)
    assert status == 201
    assert sent.items() <= made.items()
    owner = f"{OWNERS[path].removesuffix('s')}_id"
    listed = call("GET", f"{path}?{owner}={sent[owner]}")[1]["items"]
    assert made in listed
    assert call("GET", f"{path}?{owner}=999999")[1]["items"] == []
    details = details_for(path, None, {**records, "organisations": firm})
    assert call("PUT", f"{path}/{made['id']}", details) == (200, made)
    assert call("PATCH", f"{path}/{made['id']}", {}) == (200, made)
    # A part stays with its record.
    assert call("PATCH", f"{path}/{made['id']}", {owner: 1})[0] == 422
    entry = AuditEntry.objects.order_by("position").last()
    assert (entry.subject_kind, entry.subject_id) == (owner.removesuffix("_id"), str(sent[owner]))


def test_an_obligation_is_met_and_opened_again(call, office):
    party = factories.party(office, factories.agreement(office), add(office))
    obligation = factories.obligation(office, party, due_on=dt.date(2021, 7, 1))
    address = f"obligations/{obligation.pk}"
    assert call("GET", address)[1]["state"] == "overdue"

    def found(state: str) -> list[int]:
        return [item["id"] for item in call("GET", f"obligations?state={state}")[1]["items"]]

    assert (found("overdue"), found("fulfilled")) == ([obligation.pk], [])
    moved = {"to": "fulfilled", "on": "2021-07-10", "reason": "移交清单"}
    status, answer = call("POST", f"{address}/moves", moved)
    assert (status, answer["state"], answer["fulfilled_on"]) == (200, "fulfilled", "2021-07-10")
    assert (answer["evidence"], answer["moves"]) == ("移交清单", ["open"])
    assert (found("overdue"), found("fulfilled")) == ([], [obligation.pk])
    assert call("POST", f"{address}/moves", moved)[0] == 409
    status, failure = call("POST", f"{address}/moves", {"to": "open", "on": "2021-07-11"})
    assert (status, failure["code"]) == (422, "record_refused")
    assert call("POST", f"{address}/moves", {**moved, "to": "open"})[1]["state"] == "overdue"


def test_an_obligation_is_of_a_party_of_its_agreement(call, office):
    agreement, other = factories.agreement(office), factories.agreement(office, "另一份")
    party = factories.party(office, other, add(office))
    sent = {"agreement_id": agreement.pk, "party_id": party.pk, "text": "提供场地"}
    status, failure = call("POST", "obligations", sent)
    assert (status, failure["code"]) == (422, "record_refused")
    assert not Obligation.objects.exists()


def test_a_milestone_is_reached(call, office):
    project = factories.project(office)
    yesterday = (clock.today() - dt.timedelta(days=1)).isoformat()
    sent = {"project_id": project.pk, "title": "并网", "source": "月报", "due": yesterday}
    status, made = call("POST", "milestones", sent)
    assert (status, made["state"]) == (201, "late")
    assert call("GET", "milestones?state=late")[1]["total"] == 1
    status, made = call("PATCH", f"milestones/{made['id']}", {"done_on": yesterday})
    assert (status, made["state"], made["title"]) == (200, "done", "并网")
    assert call("GET", "milestones?state=late")[1]["total"] == 0
    status, failure = call("POST", "milestones", sent)
    assert (status, failure["code"]) == (422, "record_refused")


def test_income_is_in_fen_and_every_other_result_is_counted(call, office):
    project = factories.project(office)
    money = {"fen": 500_000_00, "currency": "CNY"}
    sent = {"project_id": project.pk, "kind": "income", "title": "技术服务", "source": "合同"}
    status, made = call("POST", "results", {**sent, "amount": money})
    assert (status, made["amount"], made["count"]) == (201, money, None)
    status, made = call("PATCH", f"results/{made['id']}", {"evidence": "第7号合同"})
    assert (status, made["amount"], made["evidence"]) == (200, money, "第7号合同")
    assert call("POST", "results", {**sent, "title": "两者皆无"})[0] == 422
    assert call("GET", "results?kind=income")[1]["total"] == 1


def test_advice_is_answered_and_keeps_its_document(call, office):
    platform = factories.platform(office)
    advice = factories.advice(office, platform)
    document = documents.attach(
        actor=office, record=platform, file_name="建议.pdf", data=factories.pdf()
    )
    details = {"title": advice.title, "given_on": advice.given_on, "addressed_to": "市政府"}
    change_part(actor=office, part=advice, details=AdviceDetails(**details, document=document))
    address = f"advice/{advice.pk}"
    status, answer = call("PATCH", address, {"title": "改题"})
    assert (status, answer["title"], Advice.objects.get().document) == (200, "改题", document)
    moved = {"to": "adopted", "on": "2021-07-10", "reason": "纳入规划"}
    status, answer = call("POST", f"{address}/moves", moved)
    assert (status, answer["state"], answer["answer"]) == (200, "adopted", "纳入规划")
    assert (answer["answered_on"], answer["moves"]) == ("2021-07-10", [])

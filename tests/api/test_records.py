"""Every kind of record: read, added, changed, moved; what is refused, and how."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huizhi.api.kinds import KINDS
from huizhi.kernel import audit
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.partners.models import Agreement, Base, Project
from tests.api.factories import one_of_each
from tests.organisations.factories import add
from tests.partners import factories

pytestmark = pytest.mark.django_db

WRONG_CODE = "91140200MA0K000000"
PATHS = [kind.readable.path for kind in KINDS]


@pytest.fixture
def call(calls_as, office):
    return calls_as(office)


@pytest.fixture
def university(office):
    return add(office, "晋北大学", kind="university", nature="university", county=None)


def test_an_agreement_goes_from_talks_to_signature(call, office, university, make_county):
    make_county()
    status, made = call(
        "POST",
        "agreements",
        {
            "name": "与晋北大学的合作",
            "source": "来函",
            "county": "140213",
            "partner_ids": [university.pk],
            "state": "in_talks",
        },
    )
    assert (status, made["state"], made["is_signed"]) == (201, "in_talks", False)
    assert made["partners"] == [{"id": university.pk, "name": "晋北大学"}]
    assert made["county_name"] == "Pingcheng"
    assert made["moves"] == ["ended", "intention", "signed"]

    address = f"agreements/{made['id']}"
    status, moved = call("POST", f"{address}/moves", {"to": "signed", "on": "2021-07-10"})
    assert (status, moved["state"], moved["signed_on"]) == (200, "signed", "2021-07-10")
    assert moved["is_signed"] is True

    details = {"name": "与晋北大学的框架协议", "source": "协议文本", "county": "140213"}
    status, changed = call("PUT", address, details)
    assert (status, changed["name"], changed["partner_ids"]) == (200, details["name"], [])
    assert call("GET", address) == (200, changed)

    entries = AuditEntry.objects.filter(subject_kind="agreement", actor=office)
    assert list(entries.order_by("position").values_list("action", flat=True)) == [
        "partners.add",
        "partners.move",
        "partners.change",
    ]
    assert audit.find_first_break() is None


def test_a_project_has_money_in_fen(call, office, university):
    project = factories.project(office)
    address = f"projects/{project.pk}"
    money = {"fen": 3_000_000_000, "currency": "CNY"}
    status, answer = call(
        "POST",
        f"{address}/fundings",
        {
            "source": "partnership",
            "payer_id": university.pk,
            "amount": money,
            "purpose": "屋顶光伏",
        },
    )
    assert (status, answer["total_funding"]) == (201, money)
    (part,) = answer["fundings"]
    assert (part["amount"], part["payer_name"]) == (money, "晋北大学")
    status, answer = call("DELETE", f"{address}/fundings/{part['id']}")
    assert (status, answer["fundings"], answer["total_funding"]) == (200, [], None)


def test_an_organisation_is_added_and_changed(call, make_county):
    make_county()
    sent = {"kind": "university", "name": "晋北大学", "source": "名单", "county": "140213"}
    sent["ministry_code"] = "10109"
    status, made = call("POST", "organisations", sent)
    assert (status, made["kind_label"], made["synthetic"]) == (201, "University", False)
    status, failure = call("POST", "organisations", {**sent, "name": "另一所"})
    assert (status, failure["code"], failure["field"]) == (409, "duplicate", "ministry_code")
    changed = {**sent, "double_first_class": True}
    status, answer = call("PUT", f"organisations/{made['id']}", changed)
    assert (status, answer["double_first_class"]) == (200, True)


def test_a_partial_change_leaves_the_rest(call, office, university, make_county):
    make_county()
    details = {
        "name": "实训基地",
        "source": "协议",
        "county": "140213",
        "kind": "student_source",
        "partner_ids": [university.pk],
        "intern_capacity": 40,
        "latitude": 40.0764,
        "longitude": 113.3001,
    }
    made = call("POST", "bases", {**details, "state": "in_talks"})[1]
    address = f"bases/{made['id']}"
    status, changed = call("PATCH", address, {"intern_capacity": 60})
    assert (status, changed) == (200, {**made, "intern_capacity": 60})
    # What is sent as empty becomes empty.
    status, changed = call("PATCH", address, {"intern_capacity": None, "partner_ids": []})
    assert (status, changed["intern_capacity"], changed["partner_ids"]) == (200, None, [])
    assert (changed["county"], changed["kind"]) == ("140213", "student_source")
    before = AuditEntry.objects.count()
    assert call("PATCH", address, {}) == (200, changed)
    assert AuditEntry.objects.count() == before
    for sent, field in (({"name": None}, "name"), ({"state": "signed"}, "state")):
        status, failure = call("PATCH", address, sent)
        assert (status, failure["field"]) == (422, field)


def test_a_code_that_was_accepted_with_a_reason_needs_none_while_it_stands(call):
    sent = {"kind": "employer", "name": "老企业", "source": "执照", "credit_code": WRONG_CODE}
    assert call("POST", "organisations", sent)[0] == 422
    status, made = call("POST", "organisations", {**sent, "code_reason": "执照如此"})
    assert (status, made["credit_code"]) == (201, WRONG_CODE)
    address = f"organisations/{made['id']}"
    assert call("PATCH", address, {"name": "新名"})[0] == 200
    assert call("PATCH", address, {"credit_code": WRONG_CODE})[0] == 422


@pytest.mark.parametrize("path", [kind.readable.path for kind in KINDS if kind.change])
def test_a_partial_change_of_nothing_changes_nothing(path, call, office, university):
    record = one_of_each(office, "本市", partners=(university,))[path]
    before = call("GET", f"{path}/{record.pk}")
    entries = AuditEntry.objects.count()
    assert call("PATCH", f"{path}/{record.pk}", {}) == before
    assert AuditEntry.objects.count() == entries


def test_what_is_synthetic_stays_so(call, office):
    base = factories.base(office, synthetic=True)
    status, answer = call("PUT", f"bases/{base.pk}", {"name": "基地", "source": "测试"})
    assert (status, answer["synthetic"]) == (200, True)
    assert Base.objects.get().synthetic is True


def test_lists_are_filtered_and_walked_through(call, office, university, make_county):
    county = make_county()
    for number in range(5):
        factories.base(office, f"基地{number}", county=county if number % 2 else None)
    signed = factories.base(office, "签约基地", state="signed", partners=(university,))

    met, after = [], 0
    while after is not None:
        status, page = call("GET", f"bases?limit=2&after={after}")
        assert (status, page["total"]) == (200, 6)
        met += [item["id"] for item in page["items"]]
        after = page["next_after"]
    assert met == sorted(Base.objects.values_list("pk", flat=True))

    def found(query: str) -> list[int]:
        return [item["id"] for item in call("GET", f"bases?{query}")[1]["items"]]

    assert found("state=signed") == [signed.pk]
    assert found(f"partner_id={university.pk}") == [signed.pk]
    assert found("q=签约") == [signed.pk]
    assert len(found("county=140213")) == 2
    assert found("county=140213&state=signed") == []


@pytest.mark.parametrize("path", PATHS)
def test_a_list_takes_the_same_number_of_queries_for_more_rows(path, call, office, university):
    def fill(number: int) -> None:
        records = one_of_each(office, f"第{number}个", partners=(university,))
        sent = {"source": "city", "amount": {"fen": 100}, "payer_id": university.pk}
        assert call("POST", f"projects/{records['projects'].pk}/fundings", sent)[0] == 201

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert call("GET", path)[0] == 200
        return len(caught)

    fill(1)
    few = queries()
    for number in range(2, 5):
        fill(number)
    assert queries() == few


@pytest.mark.parametrize(
    ("sent", "status", "code", "field"),
    [
        ({"name": "", "source": "s", "state": "signed"}, 422, "invalid", "name"),
        ({"name": " ", "source": "s", "state": "signed"}, 422, "record_refused", None),
        ({"source": "s", "state": "signed"}, 422, "invalid", "name"),
        ({"name": "n", "source": "s", "state": "agreed"}, 422, "invalid", "state"),
        ({"name": "n", "source": "s", "state": "signed", "colour": 1}, 422, "invalid", "colour"),
        ({"name": "n\0", "source": "s", "state": "signed"}, 422, "invalid", "name"),
        ({"name": "\ud800", "source": "s", "state": "signed"}, 422, "invalid", "name"),
        (
            {"name": "n", "source": "s", "state": "signed", "host_id": "1"},
            422,
            "invalid",
            "host_id",
        ),
        (
            {"name": "n", "source": "s", "state": "signed", "host_id": 2**80},
            422,
            "invalid",
            "host_id",
        ),
        (
            {"name": "n", "source": "s", "state": "signed", "partner_ids": [999]},
            422,
            "field_refused",
            "partner_ids",
        ),
        (
            {"name": "n", "source": "s", "state": "signed", "county": "999999"},
            422,
            "field_refused",
            "county",
        ),
        (
            {"name": "n", "source": "s", "state": "signed", "signed_on": "1. 7. 2021"},
            422,
            "invalid",
            "signed_on",
        ),
        (
            {
                "name": "n",
                "source": "s",
                "state": "signed",
                "signed_on": "2021-07-10",
                "ends_on": "2021-07-09",
            },
            422,
            "record_refused",
            None,
        ),
    ],
)
def test_a_mistake_is_named(call, sent, status, code, field):
    came, failure = call("POST", "agreements", sent)
    assert (came, failure["code"], failure["field"]) == (status, code, field)
    assert failure["message"]
    assert not Agreement.objects.exists()


def test_an_illegal_move_is_a_conflict(call, office):
    base = factories.base(office, state="ended")
    status, failure = call("POST", f"bases/{base.pk}/moves", {"to": "signed", "on": "2021-07-10"})
    assert (status, failure["code"]) == (409, "illegal_move")
    assert "Ended" in failure["message"]


def test_the_same_reference_twice_is_a_conflict(call, office):
    factories.project(office, reference="P-1")
    sent = {"name": "另一个", "source": "s", "kind": "research", "reference": "P-1"}
    status, failure = call("POST", "projects", {**sent, "state": "planned"})
    assert (status, failure["code"], failure["field"]) == (409, "duplicate", "reference")
    other = factories.project(office, "第三个")
    assert call("PUT", f"projects/{other.pk}", sent)[0] == 409
    assert Project.objects.count() == 2


def test_what_is_not_there_is_not_found(call):
    assert call("GET", "bases/7")[0] == 404
    status, failure = call("GET", "nothing/of/the/kind")
    assert (status, failure["code"]) == (404, "not_found")
    assert call("GET", f"bases/{2**70}")[0] == 422
    assert call("PATCH", "bases/7%0A", {})[0] == 404


def test_what_is_no_json_is_told_so(call):
    response = call.client.generic(
        "POST", "/api/v1/bases", b"{name:", content_type="application/json"
    )
    assert (response.status_code, response.json()["code"]) == (400, "unreadable")


def test_errors_speak_the_language_that_is_asked_for(call):
    response = call.ask("GET", "bases/7", accept_language="zh-hans")
    assert response.json()["message"].startswith("没有")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DEPARTMENT])
def test_who_may_only_read_does_not_write(role, make_user, calls_as):
    call = calls_as(make_user(role))
    assert call("GET", "agreements")[0] == 200
    sent = {"name": "n", "source": "s", "state": "signed"}
    status, failure = call("POST", "agreements", sent)
    assert (status, failure["code"]) == (403, "right_missing")

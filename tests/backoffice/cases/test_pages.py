"""The screens of cases: offers, list, one case, approvals, withdrawal, export; who may do what."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.backoffice.cases import approvals
from huizhi.cases import services
from huizhi.cases.models import Case, OfferBatch
from huizhi.kernel.models import Job, JobState, Region
from huizhi.kernel.roles import Role
from huizhi.ledger.models import Account, Unit
from huizhi.ledger.services import balance
from tests.cases.factories import ALLOWANCE, make_cases, make_offers, make_pool
from tests.entitlements.factories import make_run

pytestmark = pytest.mark.django_db
LIST = "/office/case/"
APPROVE = "/office/case/approve/"


@pytest.fixture
def approver(client, second):
    """A client signed in as the officer who did not make the offers."""
    client.force_login(second)
    return client


@pytest.fixture
def offerer(client, office):
    client.force_login(office)
    return client


def page(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def record(case):
    return reverse("case:record", args=[case.pk])


def states():
    return list(Case.objects.order_by("pk").values_list("state", flat=True))


def decide(client, address, pool, **changed):
    """Look at the page of an approval, then send what it shows."""
    form = client.get(address).context["form"]
    return client.post(address, {**form.initial, "pool": pool.pk, **changed})


def test_offers_are_counted_confirmed_and_made(offerer, office):
    run = make_run(office)
    text = page(offerer, reverse("case:offers"))
    for part in ("生活补贴", "8,000.00", "企业奖励", "100,000.00", "金额为假定"):
        assert part in text
    assert "周转房" not in text
    address = reverse("case:offer", args=[run.pk, "living-allowance"])
    assert address in text
    assert "8,000.00" in page(offerer, address)
    assert not Case.objects.exists()
    response = offerer.post(address)
    batch = OfferBatch.objects.get()
    assert response["Location"] == f"{LIST}?batch={batch.pk}"
    assert states() == ["offered", "offered"]
    assert address not in page(offerer, reverse("case:offers"))
    assert offerer.post(address).status_code == 422
    assert Case.objects.count() == 2


def test_an_unknown_benefit_or_run_is_not_found(offerer, office):
    run = make_run(office)
    for number, benefit in ((run.pk, "nothing"), (run.pk + 1, "award")):
        assert offerer.get(reverse("case:offer", args=[number, benefit])).status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, {"王博", "李硕", "某企业"}),
        ({"benefit": ALLOWANCE}, {"王博", "李硕"}),
        ({"county": "140221"}, {"李硕"}),
        ({"county": "none"}, set()),
        ({"state": "withdrawn"}, {"某企业"}),
        ({"q": "王"}, {"王博"}),
        ({"benefit": ALLOWANCE, "batch": "999"}, {"王博", "李硕"}),
    ],
)
def test_the_list_filters(offerer, office, second, query, names):
    *_people, firm = make_cases(office)
    services.withdraw(case=firm, officer=second, reason="放弃")
    rows = offerer.get(LIST, query).context["object_list"]
    assert {row.subject_name for row in rows} == names


def test_the_list_remembers_its_filters(offerer, office):
    make_cases(office)
    offerer.get(LIST, {"county": "140221"})
    assert offerer.get(LIST)["Location"] == f"{LIST}?county=140221"


def test_the_list_marks_assumptions_and_offers_boxes_to_those_who_approve(
    client, office, second, make_user
):
    make_cases(office)
    client.force_login(second)
    text = page(client, LIST)
    assert text.count("office-badge-assumption") == 1
    assert text.count('type="checkbox" name="case"') == 3
    client.force_login(make_user(Role.AUDITOR))
    assert 'name="case"' not in page(client, LIST)


def test_who_can_approve_nothing_listed_is_told_so(offerer, office):
    make_cases(office)
    text = page(offerer, LIST)
    assert "没有待你审批的" in text
    assert 'name="case"' not in text


def test_the_list_takes_as_many_queries_for_three_as_for_one(offerer, office):
    make_offers(office, "award")
    counts = []
    for _step in range(2):
        offerer.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            rows = offerer.get(LIST).context["object_list"]
        counts.append((len(captured), len(rows)))
        if len(counts) == 1:
            make_offers(office)
    (one, first), (three, second) = counts
    assert (first, second) == (1, 3)
    assert one == three


def test_a_county_office_chooses_among_its_own_batches(client, office, make_user):
    """The award is offered in 140213 alone."""
    make_cases(office)
    client.force_login(make_user(Role.COUNTY, county=Region.objects.get(pk="140221")))
    choices = client.get(LIST).context["filters"].form.fields["batch"].choices
    batch = OfferBatch.objects.get(benefit="example/living-allowance")
    assert [value for value, _label in choices if value] == [str(batch.pk)]


def test_a_county_office_sees_its_own_cases_only(client, office, make_user):
    wang, li, _firm = make_cases(office)
    client.force_login(make_user(Role.COUNTY, county=Region.objects.get(pk="140221")))
    text = page(client, LIST)
    assert "李硕" in text
    assert "王博" not in text
    assert client.get(record(wang)).status_code == 404
    page(client, record(li))


def test_the_export_has_headings_labels_and_the_assumption(offerer, office):
    make_cases(office)
    response = offerer.get(LIST, {"export": "xlsx"})
    content = b"".join(response.streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    heading, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert all(text.isascii() is False for text in heading), heading
    by_name = {row[1]: dict(zip(heading, row, strict=True)) for row in rows}
    assert by_name["某企业"]["假设"] == "是"
    assert by_name["王博"]["假设"] == "否"
    assert by_name["王博"]["状态"] == "已推送"
    assert 5000 in by_name["王博"].values()


def test_a_case_shows_key_amount_reason_money_and_history(approver, office, second):
    wang, *_others = make_cases(office)
    pool = make_pool(office)
    services.approve(case=wang, officer=second, pool=pool)
    text = page(approver, record(wang))
    for part in (
        f"1 · {ALLOWANCE} · 2021-07",
        "5,000.00",
        reverse("result:record", args=[wang.result_id]),
        reverse("pool:record", args=[pool.pk]),
        "资金 talent-2021",
        "已推送",
        "已审批",
        str(office),
        str(second),
    ):
        assert part in text, part


def test_who_offered_is_told_that_another_must_approve(offerer, office):
    wang, *_others = make_cases(office)
    text = page(offerer, record(wang))
    assert "双人复核" in text
    address = f"{APPROVE}?case={wang.pk}"
    assert address not in text
    assert "双人复核" in page(offerer, address)
    response = offerer.post(
        address, {"pool": make_pool(office).pk, "seen_count": 1, "seen_fen": 5_000_00}
    )
    assert response.status_code == 422
    assert states() == ["offered"] * 3


def test_one_case_is_approved_from_a_pool_that_says_what_is_left(approver, office):
    wang, *_others = make_cases(office)
    pool = make_pool(office, 6_000)
    rooms = make_pool(office, 0, "rooms", Unit.ROOMS)
    address = f"{APPROVE}?case={wang.pk}"
    assert f'href="{address}"' in page(approver, record(wang))
    text = page(approver, address)
    assert "6,000.00" in text
    assert str(rooms) not in text
    response = decide(approver, address, pool)
    assert response["Location"] == record(wang)
    assert balance(pool, Account.RESERVED) == 5_000_00


def test_a_pool_with_too_little_is_refused_beside_the_form(approver, office):
    wang, *_others = make_cases(office)
    response = decide(approver, f"{APPROVE}?case={wang.pk}", make_pool(office, 4_999))
    assert response.status_code == 422
    assert "4,999.00" in response.content.decode()
    assert states() == ["offered"] * 3


def test_the_ticked_are_approved_and_nothing_else(approver, office):
    wang, _li, firm = make_cases(office)
    address = f"{APPROVE}?case={wang.pk}&case={firm.pk}"
    assert "105,000.00" in page(approver, address)
    assert decide(approver, address, make_pool(office))["Location"] == LIST
    assert states() == ["approved", "offered", "approved"]


def test_all_of_a_filter_is_approved(approver, office):
    make_cases(office)
    text = page(approver, LIST, benefit=ALLOWANCE)
    query = f"?benefit={ALLOWANCE.replace('/', '%2F')}&all=1"
    assert f'href="{APPROVE}{query.replace("&", "&amp;")}"' in text
    decide(approver, APPROVE + query, make_pool(office))
    assert states() == ["approved", "approved", "offered"]


def test_a_filter_that_makes_no_sense_selects_nothing(approver, office):
    make_cases(office)
    figures = approver.get(f"{APPROVE}?all=1&state=nonsense").context
    assert figures["count"] == 0
    assert approver.get(f"{APPROVE}?case=x&case=²").context["count"] == 0


def test_what_changed_since_looking_is_not_approved_unseen(approver, office):
    make_offers(office)
    address = f"{APPROVE}?all=1"
    form = approver.get(address).context["form"]
    make_offers(office, "award")
    pool = make_pool(office)
    response = approver.post(address, {**form.initial, "pool": pool.pk})
    assert response.status_code == 422
    assert states() == ["offered"] * 3
    again = response.context["form"]
    sent = {name: again[name].value() for name in ("seen_count", "seen_fen", "pool")}
    assert sent == {"seen_count": 3, "seen_fen": 108_000_00, "pool": str(pool.pk)}
    assert approver.post(address, sent).status_code == 302
    assert states() == ["approved"] * 3


def test_what_is_decided_stays_and_is_told(approver, office, second):
    wang, *_others = make_cases(office)
    services.withdraw(case=wang, officer=second, reason="放弃")
    figures = approver.get(f"{APPROVE}?all=1").context
    assert (figures["count"], figures["decided"], figures["own"]) == (2, 1, 0)


def test_many_are_approved_in_the_background(
    approver, office, monkeypatch, django_capture_on_commit_callbacks
):
    make_cases(office)
    monkeypatch.setattr(approvals, "AT_ONCE", 2)
    with django_capture_on_commit_callbacks(execute=True):
        response = decide(approver, f"{APPROVE}?all=1&q=", make_pool(office))
    job = Job.objects.get(title__contains="3")
    assert response["Location"] == reverse("job:record", args=[job.pk])
    assert job.state == JobState.DONE
    assert states() == ["approved"] * 3
    shown = approver.get(job.result["address"]).context["object_list"]
    assert len(shown) == 3


def test_withdrawing_needs_a_reason(approver, office):
    wang, *_others = make_cases(office)
    address = reverse("case:withdraw", args=[wang.pk])
    page(approver, address)
    assert approver.post(address, {"reason": " "}).status_code == 422
    assert approver.post(address, {"reason": "本人放弃"})["Location"] == record(wang)
    assert states()[0] == "withdrawn"
    assert "本人放弃" in page(approver, record(wang))
    assert "<form" not in page(approver, address).split("<main", 1)[1]
    assert approver.post(address, {"reason": "再来一次"}).status_code == 422


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.PROGRAMME_OFFICE, "list record offers offer approve withdraw"),
        (Role.DEPARTMENT, "list record approve withdraw"),
        (Role.AUDITOR, "list record"),
        (Role.OPERATOR, ""),
        (Role.TALENT, ""),
    ],
)
def test_who_sees_what(client, office, make_user, role, seen):
    wang, *_others = make_cases(office)
    client.force_login(make_user(role))
    addresses = {
        "list": LIST,
        "record": record(wang),
        "offers": reverse("case:offers"),
        "offer": reverse("case:offer", args=[wang.batch.run_id, "living-allowance"]),
        "approve": f"{APPROVE}?case={wang.pk}",
        "withdraw": reverse("case:withdraw", args=[wang.pk]),
    }
    open_to = {name for name, at in addresses.items() if client.get(at).status_code == 200}
    assert open_to == set(seen.split())

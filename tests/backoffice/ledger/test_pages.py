"""The screens of the ledger: pools with balances and charts, transfers, opening, adding."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.kernel import audit
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.ledger import services
from huizhi.ledger.models import Account, Pool, Transfer, Unit
from huizhi.ledger.services import ClaimKey, Reservation, balance
from huizhi.rules.subjects import SubjectKind
from tests.cases.factories import make_pool

pytestmark = pytest.mark.django_db
LIST = "/office/pool/"


@pytest.fixture
def officer(make_user):
    return make_user()


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def page(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def reserve(pool, officer, yuan, number=1):
    entry = audit.append(actor=officer, action="x", subject_kind="case", subject_id=number)
    key = ClaimKey(SubjectKind.PERSON, number, "example/allowance", "2021")
    claim = services.reserve(pool=pool, reservation=Reservation(key, yuan * 100, entry))
    return claim, entry


def record(pool):
    return reverse("pool:record", args=[pool.pk])


def fund(pool):
    return reverse("pool:fund", args=[pool.pk])


def test_the_list_shows_balances_with_units_and_a_chart_for_each(signed_in, officer):
    pool = make_pool(officer, 1_000)
    services.pay_many(claims=[reserve(pool, officer, 250)])
    reserve(pool, officer, 100, 2)
    rooms = services.open_pool(actor=officer, code="rooms", name="周转房", unit=Unit.ROOMS)
    services.fund(actor=officer, pool=rooms, quantity=1500, reason="建成")
    response = signed_in.get(LIST)
    text = response.content.decode()
    for part in ("650.00 元", "100.00 元", "250.00 元", "1,500 套房"):
        assert part in text
    money, housing = response.context["charts"]
    assert [series["values"] for series in money["series"]] == [[250], [100], [650]]
    assert [series["values"] for series in housing["series"]] == [[0], [0], [1500]]
    assert money["links"] == [record(pool)]


def test_the_list_takes_as_many_queries_for_three_as_for_one(signed_in, officer):
    def count():
        signed_in.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            rows = signed_in.get(LIST).context["object_list"]
        return len(captured), len(rows)

    make_pool(officer, code="a")
    one, first = count()
    make_pool(officer, code="b")
    make_pool(officer, code="c")
    three, last = count()
    assert (first, last) == (1, 3)
    assert one == three


def test_a_pool_shows_its_transfers_by_kind_in_as_many_queries(signed_in, officer):
    pool = make_pool(officer, 1_000)
    reserve(pool, officer, 1)

    def count():
        signed_in.get(record(pool))
        with CaptureQueriesContext(connection) as captured:
            response = signed_in.get(record(pool))
        return len(captured), len(response.context["transfers"])

    one, first = count()
    reserve(pool, officer, 2, 2)
    reserve(pool, officer, 3, 3)
    three, last = count()
    assert (first, last) == (2, 4)
    assert one == three
    shown = signed_in.get(record(pool), {"kind": "fund"}).context["transfers"]
    assert [row["quantity"] for row in shown] == ["1,000.00 元"]
    assert [row["note"] for row in shown] == ["年度预算"]


def test_a_pool_is_opened_and_filled_in_yuan_and_fen(signed_in, officer):
    data = {"code": "talent-2022", "name": "2022年人才专项资金", "unit": "money"}
    response = signed_in.post(reverse("pool:add"), data)
    pool = Pool.objects.get()
    assert response["Location"] == record(pool)
    assert signed_in.post(reverse("pool:add"), data).status_code == 422
    response = signed_in.post(fund(pool), {"amount": "1234567.89", "reason": "预算〔2022〕1号"})
    assert response["Location"] == record(pool)
    assert balance(pool, Account.AVAILABLE) == 123_456_789
    assert AuditEntry.objects.get(action="ledger.fund").detail["reason"] == "预算〔2022〕1号"
    assert "1,234,567.89 元" in page(signed_in, record(pool))


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "1.005", "NaN", "1e30", "很多", ""])
def test_what_is_no_amount_is_refused(signed_in, officer, amount):
    pool = make_pool(officer, 0)
    response = signed_in.post(fund(pool), {"amount": amount, "reason": "预算"})
    assert response.status_code == 422
    assert not Transfer.objects.exists()


def test_posts_are_added_in_whole_pieces(signed_in, officer):
    pool = make_pool(officer, 0, "posts", Unit.POSTS)
    assert signed_in.post(fund(pool), {"amount": "1.5", "reason": "x"}).status_code == 422
    assert signed_in.post(fund(pool), {"amount": "200", "reason": "编办核定"}).status_code == 302
    assert balance(pool, Account.AVAILABLE) == 200


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.PROGRAMME_OFFICE, "list record add fund"),
        (Role.DEPARTMENT, "list record"),
        (Role.AUDITOR, "list record"),
        (Role.COUNTY, ""),
        (Role.TALENT, ""),
    ],
)
def test_who_sees_what(client, officer, make_user, role, seen):
    pool = make_pool(officer)
    client.force_login(make_user(role))
    addresses = {
        "list": LIST,
        "record": record(pool),
        "add": reverse("pool:add"),
        "fund": fund(pool),
    }
    open_to = {name for name, at in addresses.items() if client.get(at).status_code == 200}
    assert open_to == set(seen.split())

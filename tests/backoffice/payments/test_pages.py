"""The screens of payments: what waits, a batch, its file for the bank, the confirmation."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.backoffice.payments.bank_files import as_csv, as_xlsx
from huizhi.cases import services as cases
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.ledger.models import Account
from huizhi.ledger.services import balance
from huizhi.payments import services
from huizhi.payments.models import PayeeAccount, PaymentBatch
from huizhi.payments.services import BankLine, NewAccount
from huizhi.rules.subjects import SubjectKind
from tests.cases.factories import ALLOWANCE, AWARD, make_cases, make_pool

pytestmark = pytest.mark.django_db
LIST = "/office/paymentbatch/"
WAITING = "/office/paymentbatch/waiting/"
NUMBER = "6222000012345678901"


@pytest.fixture
def payer(client, second):
    client.force_login(second)
    return client


@pytest.fixture
def pool(office):
    return make_pool(office)


@pytest.fixture
def approved(office, second, pool):
    return cases.approve_many(cases=make_cases(office), officer=second, pool=pool)


def keep_account(officer, kind=SubjectKind.PERSON, number=1, holder="王博"):
    account = NewAccount(kind, number, holder, "工商银行", NUMBER)
    services.keep_accounts(actor=officer, accounts=[account])


@pytest.fixture
def batch(approved, second):
    keep_account(second)
    return services.prepare_batch(actor=second, benefit=ALLOWANCE)


def page(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def record(batch):
    return reverse("paymentbatch:record", args=[batch.pk])


def prepare(benefit=ALLOWANCE):
    return reverse("paymentbatch:prepare", args=[benefit])


def take(client, batch, form):
    return client.post(reverse("paymentbatch:file", args=[batch.pk, form]))


def test_what_waits_is_told_by_benefit(payer, approved, second):
    keep_account(second)
    text = page(payer, WAITING)
    for part in ("生活补贴", "5,000.00", "3,000.00", prepare(), prepare(AWARD)):
        assert part in text


def test_who_lacks_an_account_is_named_and_gets_one(payer, approved, second):
    keep_account(second)
    li = approved[1]
    text = page(payer, prepare())
    address = reverse("paymentbatch:account", args=[li.pk])
    assert address in text
    assert "李硕" in text
    assert "王博" not in text
    data = {"holder": "李硕", "bank": "建设银行", "number": "6227 0000 1234 5678"}
    assert payer.post(address, {**data, "number": "12"}).status_code == 422
    assert payer.post(address, data)["Location"] == prepare()
    assert PayeeAccount.objects.get(holder="李硕").number_masked == "**** 5678"
    assert "李硕" not in page(payer, prepare())


def test_a_batch_is_prepared_once(payer, approved, second):
    keep_account(second)
    response = payer.post(prepare())
    batch = PaymentBatch.objects.get()
    assert response["Location"] == record(batch)
    assert payer.post(prepare()).status_code == 422
    assert PaymentBatch.objects.count() == 1
    assert payer.get(prepare("example/nothing")).status_code == 404


def test_nobody_ready_offers_no_button(payer, approved):
    assert 'type="submit"' not in page(payer, prepare()).split("<main", 1)[1]
    assert payer.post(prepare()).status_code == 422


def test_a_batch_shows_masked_accounts_only(payer, batch):
    text = page(payer, record(batch))
    assert "**** 8901" in text
    assert NUMBER not in text
    assert "5,000.00" in text


def test_the_workbook_for_the_bank(payer, batch):
    response = take(payer, batch, "xlsx")
    assert "no-store" in response["Cache-Control"]
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    heading, line = sheet.iter_rows(values_only=True)
    assert heading == ("付款编号", "户名", "开户银行", "账号", "金额（元）", "用途")
    assert line[1:] == ("王博", "工商银行", NUMBER, 5000, "生活补贴 2021-07")
    assert AuditEntry.objects.filter(action="payments.bank_file").count() == 1
    assert "提取银行代发文件" in page(payer, record(batch))


def test_the_csv_for_the_bank(payer, batch):
    content = take(payer, batch, "csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    _heading, line = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert line[1:] == ["王博", "工商银行", NUMBER, "5000.00", "生活补贴 2021-07"]


def test_no_text_in_a_file_is_a_formula():
    line = BankLine("HZ1", "=1+1", "@bank", "622200001234", 17_200_05, "+津贴")
    (_heading, row) = csv.reader(io.StringIO(as_csv([line]).decode("utf-8-sig")))
    assert row == ["HZ1", "'=1+1", "'@bank", "622200001234", "17200.05", "'+津贴"]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx([line]))).active
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "s", "s", "n", "s"]


def test_another_form_of_file_is_not_found_and_a_file_needs_a_post(payer, batch):
    assert take(payer, batch, "pdf").status_code == 404
    assert payer.get(reverse("paymentbatch:file", args=[batch.pk, "xlsx"])).status_code == 405
    assert not AuditEntry.objects.filter(action="payments.bank_file").exists()


def test_the_confirmation_pays_once(payer, batch, pool):
    address = reverse("paymentbatch:confirm", args=[batch.pk])
    assert "5,000.00" in page(payer, address)
    assert payer.post(address, {}).status_code == 422
    assert balance(pool, Account.PAID) == 0
    assert payer.post(address, {"confirmed": "on"})["Location"] == record(batch)
    assert balance(pool, Account.PAID) == 5_000_00
    text = page(payer, record(batch))
    assert address not in text
    assert "不会重复拨付" in text
    assert payer.post(address, {"confirmed": "on"}).status_code == 422
    assert balance(pool, Account.PAID) == 5_000_00
    response = take(payer, batch, "xlsx")
    assert response["Location"] == record(batch)
    assert not AuditEntry.objects.filter(action="payments.bank_file").exists()


def test_the_list_takes_as_many_queries_for_three_as_for_one(payer, approved, second):
    def count():
        payer.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            rows = payer.get(LIST).context["object_list"]
        return len(captured), len(rows)

    keep_account(second)
    services.prepare_batch(actor=second, benefit=ALLOWANCE)
    one, first = count()
    keep_account(second, number=2, holder="李硕")
    services.prepare_batch(actor=second, benefit=ALLOWANCE)
    keep_account(second, SubjectKind.ORGANISATION, 91, "某企业")
    services.prepare_batch(actor=second, benefit=AWARD)
    three, last = count()
    assert (first, last) == (1, 3)
    assert one == three


def test_a_batch_takes_as_many_queries_for_two_payments_as_for_one(payer, approved, second):
    keep_account(second)
    one = services.prepare_batch(actor=second, benefit=ALLOWANCE)
    keep_account(second, SubjectKind.ORGANISATION, 91, "某企业")
    two = services.prepare_batch(actor=second, benefit=AWARD)
    two.payments.model.objects.filter(batch=one).update(batch=two)
    counts = []
    for each in (one, two):
        payer.get(record(each))
        with CaptureQueriesContext(connection) as captured:
            page(payer, record(each))
        counts.append(len(captured))
    assert counts[0] >= counts[1] - 1


def test_the_export_tells_yuan(payer, batch):
    response = payer.get(LIST, {"export": "csv"})
    text = b"".join(
        part if isinstance(part, bytes) else part.encode() for part in response.streaming_content
    ).decode()
    assert "5000.00" in text
    assert "已编制" in text


@pytest.mark.parametrize(
    ("role", "seen", "takes"),
    [
        (Role.PROGRAMME_OFFICE, "list waiting record prepare account confirm", 200),
        (Role.DEPARTMENT, "list waiting record prepare account confirm", 200),
        (Role.AUDITOR, "list waiting record", 403),
        (Role.COUNTY, "", 403),
        (Role.OPERATOR, "", 403),
    ],
)
def test_who_sees_what(client, batch, approved, make_user, role, seen, takes):
    client.force_login(make_user(role))
    addresses = {
        "list": LIST,
        "waiting": WAITING,
        "record": record(batch),
        "prepare": prepare(),
        "account": reverse("paymentbatch:account", args=[approved[1].pk]),
        "confirm": reverse("paymentbatch:confirm", args=[batch.pk]),
    }
    open_to = {name for name, at in addresses.items() if client.get(at).status_code == 200}
    assert open_to == set(seen.split())
    assert take(client, batch, "xlsx").status_code == takes

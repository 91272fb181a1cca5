"""The screens of tokens and webhooks, and the page that describes the interface."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.integrations import delivering, tokens
from huizhi.integrations.models import ApiToken, Delivery, Webhook
from huizhi.kernel import clock
from huizhi.kernel.roles import Role
from tests.integrations.factories import token, webhook
from tests.partners import factories

pytestmark = pytest.mark.django_db

URL = "http://127.0.0.1:9/in"


def enter(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def office(make_user, city):
    return make_user(Role.PROGRAMME_OFFICE)


@pytest.fixture
def operator(make_user):
    return make_user(Role.OPERATOR)


def token_form(**fields: object) -> dict[str, object]:
    until = clock.today() + dt.timedelta(days=30)
    return {"label": "平台", "scopes": ["partners:read"], "expires_on": until.isoformat(), **fields}


def test_a_clerk_makes_a_token_for_themself_and_sees_the_secret_once(office):
    client = enter(office)
    page = client.post(reverse("apitoken:add"), token_form())
    made = ApiToken.objects.get()
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert tokens.find_token(secret) == made
    assert made.user == office
    for address in (reverse("apitoken:index"), reverse("apitoken:record", args=[made.pk])):
        assert secret not in client.get(address).content.decode()


def test_a_clerk_makes_none_for_others(office, make_user):
    other = make_user(Role.PROGRAMME_OFFICE)
    client = enter(office)
    client.post(reverse("apitoken:add"), token_form(user=other.pk))
    assert ApiToken.objects.get().user == office
    theirs, _secret = token(other)
    assert client.get(reverse("apitoken:record", args=[theirs.pk])).status_code == 404
    assert client.post(reverse("apitoken:revoke", args=[theirs.pk])).status_code == 404


def test_an_operator_makes_one_for_a_university_and_revokes_it(operator, make_user):
    university = make_user(Role.UNIVERSITY, organisation_id=1)
    client = enter(operator)
    client.post(reverse("apitoken:add"), token_form(user=university.pk))
    made = ApiToken.objects.get()
    assert (made.user, made.made_by) == (university, operator)
    address = reverse("apitoken:revoke", args=[made.pk])
    assert client.get(address).status_code == 200
    made.refresh_from_db()
    assert made.is_valid
    assert client.post(address).status_code == 302
    made.refresh_from_db()
    assert not made.is_valid


def test_what_is_wrong_stands_above_the_form(office):
    client = enter(office)
    page = client.post(reverse("apitoken:add"), token_form(expires_on="2999-01-01"))
    assert (page.status_code, ApiToken.objects.count()) == (422, 0)
    sent = {"label": "x", "url": "http://10.0.0.1/", "actions": ["partners.add"]}
    page = client.post(reverse("webhook:add"), sent)
    assert (page.status_code, Webhook.objects.count()) == (422, 0)
    assert "https://" in page.content.decode()


def test_a_webhook_is_added_changed_paused_and_ended(office):
    client = enter(office)
    sent = {"label": "平台", "url": URL, "actions": ["partners.add", "partners.move"]}
    page = client.post(reverse("webhook:add"), sent)
    hook = Webhook.objects.get()
    assert page.context["secret"] in page.content.decode()
    changed = {**sent, "label": "数据平台", "actions": ["partners.add"]}
    client.post(reverse("webhook:edit", args=[hook.pk]), changed)
    hook.refresh_from_db()
    assert (hook.label, hook.actions) == ("数据平台", ["partners.add"])
    client.post(reverse("webhook:pause", args=[hook.pk]))
    hook.refresh_from_db()
    assert hook.active is False
    client.post(reverse("webhook:resume", args=[hook.pk]))
    hook.refresh_from_db()
    assert hook.active is True
    assert client.get(reverse("webhook:delete", args=[hook.pk])).status_code == 200
    client.post(reverse("webhook:delete", args=[hook.pk]))
    assert client.get(reverse("webhook:record", args=[hook.pk])).status_code == 404


def test_deliveries_are_shown_and_sent_again(office):
    hook, _secret = webhook(office, url=URL)
    factories.base(office)
    delivering.work_once()
    Delivery.objects.update(state="failed")
    client = enter(office)
    page = client.get(reverse("webhook:record", args=[hook.pk])).content.decode()
    assert "新增合作记录" in page
    (delivery,) = Delivery.objects.all()
    client.post(reverse("webhook:resend", args=[hook.pk, delivery.pk]))
    delivery.refresh_from_db()
    assert delivery.state == "waiting"


def test_another_clerks_webhook_is_not_found(office, make_user):
    hook, _secret = webhook(office, url=URL)
    client = enter(make_user(Role.PROGRAMME_OFFICE))
    for name in ("record", "edit", "delete"):
        assert client.get(reverse(f"webhook:{name}", args=[hook.pk])).status_code == 404
    for name in ("pause", "resume"):
        assert client.post(reverse(f"webhook:{name}", args=[hook.pk])).status_code == 404


@pytest.mark.parametrize("name", ["apitoken", "webhook"])
def test_lists_take_the_same_number_of_queries_for_more_rows(name, office, operator):
    client = enter(operator)

    def fill() -> None:
        token(office)
        webhook(office, url=URL)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse(f"{name}:index")).status_code == 200
        return len(caught)

    fill()
    queries()
    few = queries()
    for _ in range(3):
        fill()
    assert queries() == few


def test_a_webhooks_page_takes_the_same_number_of_queries_for_more_deliveries(office):
    hook, _secret = webhook(office, url=URL)
    client = enter(office)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("webhook:record", args=[hook.pk])).status_code == 200
        return len(caught)

    factories.base(office, "一")
    delivering.work_once()
    queries()
    few = queries()
    for number in range(4):
        factories.base(office, f"基地{number}")
    delivering.work_once()
    assert queries() == few


def test_lists_are_exported_with_headings_in_words(office):
    token(office)
    client = enter(office)
    text = client.get(reverse("apitoken:index"), {"export": "csv"}).getvalue().decode()
    assert "权限范围" in text
    assert "读取单位" in text


def test_the_interface_is_described_to_staff(office, make_user, client):
    page = enter(office).get(reverse("api_docs"))
    assert page.status_code == 200
    for text in ("/api/v1/bases/{pk}/moves", "合作协议", "Idempotency-Key", "partner_ids"):
        assert text in page.content.decode()
    assert client.get(reverse("api_docs")).status_code == 302
    assert enter(make_user(Role.TALENT)).get(reverse("api_docs")).status_code in (302, 403)

"""The door of the interface: bearer tokens alone, counted calls, requests carried out once."""

from __future__ import annotations

import pytest

from huizhi.integrations.tokens import revoke_token
from huizhi.kernel.roles import Role
from huizhi.partners.models import Agreement
from tests.integrations.factories import token
from tests.partners import factories

pytestmark = pytest.mark.django_db
SENT = {"name": "协议", "source": "来函", "state": "in_talks"}


def test_a_session_opens_nothing(client, office):
    client.force_login(office)
    response = client.get("/api/v1/agreements")
    assert response.status_code == 401
    assert response.json()["field"] is None


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer hz_a_b c"])
def test_a_wrong_header_opens_nothing(client, header):
    assert client.get("/api/v1/token", headers={"authorization": header}).status_code == 401


def test_a_token_says_what_it_is(calls_as, office, make_county, make_user):
    clerk = make_user(Role.COUNTY, county=make_county())
    status, answer = calls_as(clerk, scopes=["partners:read"])("GET", "token")
    assert (status, answer["role"], answer["county"]) == (200, "county", "140213")
    assert (answer["scopes"], answer["calls_per_minute"]) == (["partners:read"], 120)


def test_a_revoked_token_opens_nothing(calls_as, office, operator):
    call = calls_as(office)
    assert call("GET", "regions")[0] == 200
    made, _secret = token(office)
    revoke_token(actor=operator, token=made)
    assert call("GET", "regions")[0] == 200
    for each in type(made).objects.all():
        revoke_token(actor=operator, token=each)
    assert call("GET", "regions")[0] == 401


def test_too_many_calls_are_told_when_to_come_again(calls_as, office, settings):
    settings.API_CALLS_PER_MINUTE = 2
    call = calls_as(office)
    answers = [call.ask("GET", "regions") for _ in range(4)]
    over = [answer for answer in answers if answer.status_code == 429]
    # The minute may turn in between; no minute lets more than two through.
    assert len(over) >= 1
    assert 1 <= int(over[0]["Retry-After"]) <= 60
    assert over[0].json()["code"] == "too_many_calls"
    assert calls_as(office)("GET", "regions")[0] == 200


def test_answers_are_kept_by_nobody_on_the_way(calls_as, office):
    call = calls_as(office)
    for path in ("regions", "bases/7"):
        assert call.ask("GET", path)["Cache-Control"] == "no-store"


def test_a_request_that_comes_twice_is_carried_out_once(calls_as, office):
    call = calls_as(office)
    first = call.ask("POST", "agreements", SENT, Idempotency_Key="k1")
    again = call.ask("POST", "agreements", SENT, Idempotency_Key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert Agreement.objects.count() == 1
    other = call.ask("POST", "agreements", {**SENT, "name": "另一份"}, Idempotency_Key="k1")
    assert (other.status_code, other.json()["code"]) == (409, "key_used_otherwise")
    assert call("POST", "agreements", SENT, Idempotency_Key="k 2")[0] == 422


def test_a_refusal_keeps_no_key(calls_as, office):
    call = calls_as(office)
    assert call("POST", "agreements", {**SENT, "partner_ids": [7]}, Idempotency_Key="k")[0] == 422
    assert call("POST", "agreements", SENT, Idempotency_Key="k")[0] == 201


def test_a_move_and_money_that_come_twice_are_carried_out_once(calls_as, office):
    call = calls_as(office)
    project = factories.project(office)
    for path, sent in (
        (f"projects/{project.pk}/moves", {"to": "completed", "on": "2021-07-10"}),
        (f"projects/{project.pk}/fundings", {"source": "city", "amount": {"fen": 100}}),
    ):
        answers = [call.ask("POST", path, sent, Idempotency_Key=path) for _ in range(2)]
        assert answers[0].json() == answers[1].json()
        assert answers[1]["Idempotent-Replayed"] == "true"
    assert project.fundings.count() == 1


def test_regions_and_facts_are_read(calls_as, office, make_county):
    make_county()
    call = calls_as(office)
    regions = call("GET", "regions")[1]["items"]
    assert {"code": "140213", "name": "平城区", "name_en": "Pingcheng"}.items() <= regions[
        1
    ].items()
    facts = call("GET", "facts?kind=base")[1]["items"]
    assert {fact["kind"] for fact in facts} == {"base"}
    assert "签约日期" in {fact["name"] for fact in facts}
    assert len(call("GET", "facts")[1]["items"]) > len(facts)
    status, failure = call("GET", "facts?kind=planet")
    assert (status, failure["field"]) == (422, "kind")


@pytest.mark.parametrize(("path", "right"), [("bases", "county"), ("facts", "kind")])
def test_a_misspelt_filter_is_told_so(calls_as, office, path, right):
    status, failure = calls_as(office)("GET", f"{path}?countty=140213")
    assert (status, failure["field"]) == (422, "countty")
    assert right in failure["message"]

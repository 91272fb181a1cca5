"""Tokens: who makes them for whom, when they open, how often."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from huizhi.integrations import tokens
from huizhi.integrations.errors import ScopeMissing, TokenRefused
from huizhi.integrations.models import ApiScope, ApiToken
from huizhi.kernel import clock
from huizhi.kernel.errors import RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from tests.integrations.factories import token

pytestmark = pytest.mark.django_db


def test_a_secret_opens_and_is_kept_nowhere(office):
    made, secret = token(office)
    assert tokens.find_token(secret) == made
    assert secret.startswith(f"hz_{made.prefix}_")
    rest = secret.rsplit("_", 1)[-1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM integrations_apitoken")
        assert rest not in str(cursor.fetchall())
    assert rest not in str(list(AuditEntry.objects.values_list("detail")))


@pytest.mark.parametrize("wrong", ["", "hz_", "hz_00000000_" + "a" * 43, "Bearer", "令牌", "\0"])
def test_a_wrong_secret_opens_nothing(office, wrong):
    token(office)
    assert tokens.find_token(wrong) is None


def test_another_ending_opens_nothing(office):
    _made, secret = token(office)
    assert tokens.find_token(secret[:-1] + ("a" if secret[-1] != "a" else "b")) is None


def test_a_revoked_or_expired_token_opens_nothing(office, operator, monkeypatch):
    made, secret = token(office, expires_on=clock.today())
    assert tokens.find_token(secret) == made
    later = clock.now() + dt.timedelta(days=1)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        assert tokens.find_token(secret) is None
    tokens.revoke_token(actor=operator, token=made)
    tokens.revoke_token(actor=operator, token=made)
    assert tokens.find_token(secret) is None
    assert AuditEntry.objects.filter(action="tokens.revoke").count() == 1


def test_the_token_of_somebody_who_left_opens_nothing(office):
    _made, secret = token(office)
    office.is_active = False
    office.save()
    assert tokens.find_token(secret) is None


def test_tokens_for_others_are_the_operators(office, operator, make_user):
    university = make_user(Role.UNIVERSITY, organisation_id=1)
    with pytest.raises(RightMissing):
        token(university, actor=office)
    with pytest.raises(RightMissing):
        token(university)  # does not enter the office
    made, _secret = token(university, actor=operator)
    own, _secret = token(office)
    assert list(tokens.tokens_for(office)) == [own]
    assert set(tokens.tokens_for(operator)) == {made, own}
    with pytest.raises(RightMissing):
        tokens.revoke_token(actor=office, token=made)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("label", "  "),
        ("scopes", []),
        ("scopes", ["everything"]),
        ("expires_on", dt.date(2020, 1, 1)),
        ("expires_on", dt.date(2999, 1, 1)),
    ],
)
def test_what_is_wrong_is_refused(office, field, value):
    with pytest.raises(TokenRefused):
        token(office, **{field: value})
    assert not ApiToken.objects.exists()


def test_a_scope_that_is_not_carried_is_refused(office):
    made, _secret = token(office, scopes=[ApiScope.PARTNERS_READ])
    tokens.require_scope(made, ApiScope.PARTNERS_READ)
    with pytest.raises(ScopeMissing, match="partners:write"):
        tokens.require_scope(made, ApiScope.PARTNERS_WRITE)


def test_calls_are_counted_by_the_minute(office, settings, monkeypatch):
    settings.API_CALLS_PER_MINUTE = 3
    made, _secret = token(office)
    other, _secret = token(office, label="另一个")
    now = dt.datetime(2021, 7, 10, 8, 30, 40, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert [tokens.count_call(made) for _ in range(5)] == [0, 0, 0, 20, 20]
    assert tokens.count_call(other) == 0
    now = dt.datetime(2021, 7, 10, 8, 31, 0, tzinfo=dt.UTC)
    assert [tokens.count_call(made) for _ in range(4)] == [0, 0, 0, 60]
    made.refresh_from_db()
    assert (made.calls, made.last_used_at) == (3, now)

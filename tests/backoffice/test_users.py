"""The operator's forms for users."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huizhi.kernel.models import User
from huizhi.kernel.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(make_user) -> Client:
    client = Client()
    client.force_login(make_user(Role.OPERATOR))
    return client


FORM = {
    "username": "wang",
    "name": "王科长",
    "role": "auditor",
    "is_active": "on",
    "password": "a-long-enough-secret-7",
}


def test_a_user_is_added_and_changed(operator):
    assert operator.post(reverse("user:add"), FORM).status_code == 302
    user = User.objects.get(username="wang")
    changed = {**FORM, "name": "王处长", "password": ""}
    assert operator.post(reverse("user:record", args=[user.pk]), changed).status_code == 302
    user.refresh_from_db()
    assert user.first_name == "王处长"
    assert user.check_password(FORM["password"])


def test_what_is_wrong_stands_above_the_form(operator):
    answer = operator.post(reverse("user:add"), {**FORM, "role": "county"})
    assert answer.status_code == 422
    assert "县区" in answer.content.decode()
    assert not User.objects.filter(username="wang").exists()


def test_roles_outside_the_office_are_not_added_here(operator):
    assert operator.post(reverse("user:add"), {**FORM, "role": "talent"}).status_code == 422

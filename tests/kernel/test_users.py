"""Who may sign in: added and changed by those who may, with a strong password, on the log."""

from __future__ import annotations

import pytest

from huizhi.kernel.errors import RightMissing
from huizhi.kernel.models import AuditEntry, User
from huizhi.kernel.roles import Role
from huizhi.kernel.users import UserDetails, UserRefused, add_user, change_user, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-enough-secret-7"


@pytest.fixture
def operator(make_user):
    return make_user(Role.OPERATOR)


def add(operator, username="li", password=PASSWORD, **fields):
    details = UserDetails(**{"name": "李主任", "role": Role.PROGRAMME_OFFICE, **fields})
    return add_user(actor=operator, username=username, details=details, password=password)


def test_a_user_is_added_and_can_sign_in(operator, client):
    user = add(operator)
    assert client.login(username="li", password=PASSWORD)
    entry = AuditEntry.objects.get(action="users.add", subject_id=str(user.pk))
    assert entry.actor == operator
    assert PASSWORD not in str(entry.detail)


def test_only_those_who_manage_users_add_them(make_user):
    with pytest.raises(RightMissing):
        add(make_user(Role.PROGRAMME_OFFICE))


@pytest.mark.parametrize("password", ["short", "password1234"])
def test_weak_passwords_are_refused(operator, password):
    with pytest.raises(UserRefused):
        add(operator, password=password)
    assert not User.objects.filter(username="li").exists()


def test_a_name_is_taken_once(operator):
    add(operator)
    with pytest.raises(UserRefused, match="li"):
        add(operator)


def test_a_county_office_needs_its_county(operator, make_county):
    with pytest.raises(UserRefused):
        add(operator, role=Role.COUNTY)
    assert add(operator, role=Role.COUNTY, county=make_county()).county_id == "140213"


def test_somebody_who_left_cannot_sign_in_any_more(operator, client):
    user = add(operator)
    details = UserDetails(name="李主任", role=Role.PROGRAMME_OFFICE, is_active=False)
    change_user(actor=operator, user=user, details=details)
    assert not client.login(username="li", password=PASSWORD)


def test_nobody_locks_themselves_out(operator):
    with pytest.raises(UserRefused):
        change_user(actor=operator, user=operator, details=UserDetails(name="x", role=Role.AUDITOR))


def test_users_of_commands_have_no_password_unless_given(client):
    user = make_user(username="bot", details=UserDetails(name="演示", role=Role.AUDITOR))
    assert not user.has_usable_password()

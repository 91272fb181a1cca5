"""The entrance: one click a role, in the demo, from this machine, and nowhere else."""

from __future__ import annotations

import pytest
from django.test import Client

from huizhi.demo.visitors import SECOND_OFFICER, username
from huizhi.kernel.roles import Role
from huizhi.kernel.users import UserDetails
from huizhi.kernel.users import make_user as make_visitor

ADDRESS = "/demo/enter/"


@pytest.fixture
def client():
    return Client(SERVER_NAME="127.0.0.1")


@pytest.fixture
def visitors(make_county):
    county = make_county()
    return [
        make_visitor(
            username=username(role),
            details=UserDetails(name=str(role.label), role=role, county=county),
        )
        for role in Role
    ]


def test_each_role_has_a_button(client, visitors):
    text = client.get(ADDRESS).content.decode()
    for role in Role:
        assert f'name="role" value="{role}"' in text


@pytest.mark.parametrize("role", list(Role))
def test_one_click_signs_in_as_the_role(client, visitors, role):
    answer = client.post(ADDRESS, {"role": role.value})
    assert answer["Location"] in ("/me/", "/office/")
    assert client.get("/").context["user"].username == username(role)
    assert client.get(answer["Location"]).status_code == 200


def test_the_second_officer_is_another_user_of_the_programme_office(client, visitors):
    assert 'value="second_officer"' not in client.get(ADDRESS).content.decode()
    details = UserDetails(name="复核", role=Role.PROGRAMME_OFFICE)
    second = make_visitor(username=username(SECOND_OFFICER), details=details)
    text = client.get(ADDRESS).content.decode()
    assert 'value="second_officer"' in text
    assert "复核人员" in text
    client.post(ADDRESS, {"role": SECOND_OFFICER})
    assert client.get("/").context["user"] == second


@pytest.mark.parametrize(
    "address", ["10.0.0.8", "192.168.1.5", "::ffff:8.8.8.8", "2001:db8::1", ""]
)
def test_from_elsewhere_it_does_not_exist(client, visitors, address):
    assert client.get(ADDRESS, REMOTE_ADDR=address).status_code == 404
    answer = client.post(ADDRESS, {"role": "auditor"}, REMOTE_ADDR=address)
    assert answer.status_code == 404
    assert "sessionid" not in answer.cookies


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_through_a_proxy_it_does_not_exist(client, visitors, header):
    assert client.get(ADDRESS, headers={header: "127.0.0.1"}).status_code == 404
    answer = client.post(ADDRESS, {"role": "auditor"}, headers={header: "127.0.0.1"})
    assert answer.status_code == 404
    assert "sessionid" not in answer.cookies


@pytest.mark.parametrize("name", ["rencai.example.gov.cn", "127.0.0.1.example.cn"])
def test_by_another_name_it_does_not_exist(visitors, settings, name):
    settings.ALLOWED_HOSTS = ["*"]
    named = Client(SERVER_NAME=name)
    assert named.get(ADDRESS).status_code == 404
    assert named.post(ADDRESS, {"role": "auditor"}).status_code == 404
    for here in ("127.0.0.1:8000", "localhost:8000", "[::1]:8000"):
        assert named.get(ADDRESS, headers={"host": here}).status_code == 200


def test_without_the_demo_it_does_not_exist(client, visitors, settings):
    settings.DEMO = False
    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS, {"role": "auditor"}).status_code == 404


def test_without_its_token_a_click_is_refused(visitors):
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")
    assert strict.post(ADDRESS, {"role": "auditor"}).status_code == 403


def test_only_demo_users_are_entered(client, make_user, visitors):
    make_user(Role.OPERATOR)
    assert client.post(ADDRESS, {"role": "system"}).status_code == 404
    assert client.post(ADDRESS, {"role": ""}).status_code == 404
    from huizhi.kernel.models import User

    User.objects.filter(username=username(Role.AUDITOR)).update(is_active=False)
    assert client.post(ADDRESS, {"role": "auditor"}).status_code == 404


def test_a_get_signs_nobody_in(client, visitors):
    answer = client.get(ADDRESS, {"role": "auditor"})
    assert "sessionid" not in answer.cookies
    assert not client.get("/").context["user"].is_authenticated

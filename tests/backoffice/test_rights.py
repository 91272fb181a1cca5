"""Every role × every address: who gets in, who is told why not, who is sent to sign in.

The table of rights is `kernel.roles`; each view states its right, so the expected answer is worked
out from the two, for every address that the project serves.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from huizhi.kernel.roles import Right, Role, rights_of

pytestmark = pytest.mark.django_db

OURS = "huizhi."
PUBLIC = {"portal", "demo", ""}
STATUS_REFUSED = 403
NOT_FOUND = 404
ANY_NUMBER = "999999"


def walk(patterns, prefix="", namespace="") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route, pattern.namespace or namespace)
        else:
            yield route, pattern


def view_class(pattern: URLPattern):
    callback = pattern.callback
    while hasattr(callback, "__wrapped__") and not hasattr(callback, "view_class"):
        callback = callback.__wrapped__
    return getattr(callback, "view_class", None), getattr(callback, "view_initkwargs", {})


def office_addresses() -> list[tuple[str, Right]]:
    """Return our own addresses below /office/ with the right that each states."""
    found = []
    for route, pattern in walk(get_resolver().url_patterns):
        cls, initial = view_class(pattern)
        if not route.startswith("office/") or cls is None or not cls.__module__.startswith(OURS):
            continue
        right = initial.get("right", getattr(cls, "right", None))
        assert isinstance(right, Right), f"{route} states no right"
        found.append((concrete(route), right))
    return found


def concrete(route: str) -> str:
    """Return an address of a route, with numbers and words for its blanks."""
    import re

    route = re.sub(r"<int:\w+>", ANY_NUMBER, route)
    return "/" + re.sub(r"<(?:\w+:)?\w+>", "x", route).replace("^", "").replace("$", "")


ADDRESSES = None


@pytest.fixture(scope="module")
def addresses() -> list[tuple[str, Right]]:
    return office_addresses()


def test_the_office_has_addresses(addresses):
    assert len(addresses) > 40
    assert {right for _address, right in addresses} >= {
        Right.PEOPLE_VIEW,
        Right.PEOPLE_IMPORT,
        Right.RUNS_VIEW,
        Right.CASES_VIEW,
        Right.PAYMENTS_VIEW,
        Right.LEDGER_VIEW,
        Right.POLICIES_VIEW,
        Right.PARTNERS_VIEW,
        Right.AUDIT_VIEW,
        Right.USERS_MANAGE,
    }


@pytest.mark.parametrize("role", list(Role))
def test_each_role_enters_what_its_rights_say(role, addresses, make_user, make_county):
    county = make_county() if role == Role.COUNTY else None
    client = Client(raise_request_exception=False)
    client.force_login(make_user(role, county=county))
    wrong = []
    for address, right in addresses:
        status = client.get(address).status_code
        if Right.OFFICE_ENTER not in rights_of(role):
            good = status in (302, STATUS_REFUSED)
        elif right in rights_of(role):
            good = status in (200, 302, NOT_FOUND, 405)
        else:
            good = status in (STATUS_REFUSED, 405)
        if not good:
            wrong.append((address, right.value, status))
    assert wrong == []


def test_strangers_are_sent_to_sign_in(addresses):
    client = Client()
    open_to_all = [
        address for address, _right in addresses if client.get(address).status_code != 302
    ]
    assert open_to_all == []


@pytest.mark.parametrize("role", list(Role))
def test_wagtails_own_screens_are_closed(role, make_user):
    client = Client()
    client.force_login(make_user(role))
    for address in ("/office/pages/", "/office/images/", "/office/documents/", "/office/users/"):
        assert client.get(address).status_code in (302, STATUS_REFUSED, NOT_FOUND), address

"""Whose records an answer holds: a county's clerk meets the county's alone, a university its own.

Every operation of the description is called, so that a new one is held to the same.
"""

from __future__ import annotations

from typing import Any

import pytest

from huizhi.api.kinds import KINDS
from huizhi.api.rest import api
from huizhi.kernel.roles import Role
from tests.organisations.factories import add
from tests.partners import factories

pytestmark = pytest.mark.django_db

OURS, THEIRS = "平城", "云州"
FACTORIES = {
    "organisations": lambda user, name, **fields: add(user, name, county=fields["county"]),
    "agreements": factories.agreement,
    "bases": factories.base,
    "projects": factories.project,
    "visits": factories.visit,
    "platforms": factories.platform,
}
DETAILS: dict[str, dict[str, Any]] = {
    "organisations": {"kind": "employer"},
    "projects": {"kind": "research"},
    "platforms": {"kind": "think_tank"},
}
STATES = {"projects": "planned", "visits": "planned", "platforms": "preparing"}


@pytest.fixture
def counties(make_county):
    return make_county(), make_county("140215", "云州区", "Yunzhou")


@pytest.fixture
def records(office, counties):
    """A record of each kind in each of the two counties, by path."""
    university = add(office, "晋北大学", kind="university", county=None)
    found = {}
    for path, make in FACTORIES.items():
        fields = {} if path == "organisations" else {"partners": (university,)}
        found[path] = (
            make(office, f"{OURS}{path}", county=counties[0], **fields),
            make(office, f"{THEIRS}{path}", county=counties[1]),
        )
    return found


def body(path: str, county: str) -> dict[str, Any]:
    sent = {"name": f"新{path}", "source": "测试", "county": county}
    return {**sent, **DETAILS.get(path, {})}


def state(path: str) -> dict[str, str]:
    return {} if path == "organisations" else {"state": STATES.get(path, "in_talks")}


def test_every_kind_is_tried_here():
    assert set(FACTORIES) == {kind.readable.path for kind in KINDS}


def test_a_clerk_meets_the_own_county_in_every_list_and_record(
    records, counties, make_user, calls_as
):
    call = calls_as(make_user(Role.COUNTY, county=counties[0]))
    for path, (ours, theirs) in records.items():
        response = call.ask("GET", path)
        assert response.status_code == 200
        assert THEIRS not in response.content.decode().encode().decode("unicode_escape")
        shown = {item["id"] for item in response.json()["items"]}
        assert ours.pk in shown
        assert theirs.pk not in shown
        assert call("GET", f"{path}?county=140215")[1]["items"] == []
        assert call("GET", f"{path}/{ours.pk}")[0] == 200
        assert call("GET", f"{path}/{theirs.pk}")[0] == 404


def test_a_clerk_changes_nothing_of_another_county(records, counties, make_user, calls_as):
    call = calls_as(make_user(Role.COUNTY, county=counties[0]))
    for path, (ours, theirs) in records.items():
        other = body(path, "140215")
        status, failure = call("POST", path, {**other, **state(path)})
        assert (status, failure["code"]) == (403, "out_of_scope"), path
        # Neither taken over, nor given away, nor moved.
        assert call("PUT", f"{path}/{theirs.pk}", body(path, "140213"))[0] == 404
        assert call("PUT", f"{path}/{ours.pk}", other)[0] == 403
        if path != "organisations":
            moved = call("POST", f"{path}/{theirs.pk}/moves", {"to": "ended", "on": "2021-07-01"})
            assert moved[0] in (404, 422), path
        assert call("POST", path, {**body(path, "140213"), **state(path)})[0] == 201
    money = {"source": "city", "amount": {"fen": 1}}
    assert call("POST", f"projects/{records['projects'][1].pk}/fundings", money)[0] == 404
    assert call("DELETE", f"projects/{records['projects'][1].pk}/fundings/1")[0] == 404


def test_a_clerk_cannot_point_at_records_of_another_county(records, counties, make_user, calls_as):
    call = calls_as(make_user(Role.COUNTY, county=counties[0]))
    for path, field, value in (
        ("bases", "agreement_id", records["agreements"][1].pk),
        ("visits", "base_id", records["bases"][1].pk),
        ("projects", "host_id", records["organisations"][1].pk),
        ("projects", "partner_ids", [records["organisations"][1].pk]),
    ):
        sent = {**body(path, "140213"), **state(path), field: value}
        status, failure = call("POST", path, sent)
        assert (status, failure["field"]) == (422, field)


def test_a_university_sees_its_own_and_changes_nothing(records, make_user, calls_as, office):
    university = records["bases"][0].partners.get()
    call = calls_as(make_user(Role.UNIVERSITY, organisation_id=university.pk))
    for path, (ours, theirs) in records.items():
        own = university if path == "organisations" else ours
        status, page = call("GET", path)
        assert (status, [item["id"] for item in page["items"]]) == (200, [own.pk]), path
        assert call("GET", f"{path}/{theirs.pk}")[0] == 404
        sent = body(path, "140213")
        assert call("POST", path, {**sent, **state(path)})[0] == 403
        assert call("PUT", f"{path}/{own.pk}", sent)[0] == 403


def test_who_has_no_right_to_see_is_refused(records, make_user, calls_as):
    for role in (Role.TALENT, Role.OPERATOR):
        call = calls_as(make_user(role))
        for path in records:
            assert call("GET", path)[0] == 403


def test_every_operation_asks_for_a_token(client):
    for path, operations in api.get_openapi_schema()["paths"].items():
        address = path.replace("{pk}", "1").replace("{funding}", "1")
        for method in operations:
            response = client.generic(method.upper(), address)
            assert response.status_code == 401, (method, path)
            assert response["WWW-Authenticate"].startswith("Bearer")
            assert response.json()["code"] == "unauthorised"


def test_every_operation_asks_for_its_scope(office, calls_as):
    call = calls_as(office, scopes=["series:write"])
    for path, operations in api.get_openapi_schema()["paths"].items():
        # Points have a scope of their own, see test_points.
        if path.rsplit("/", 1)[-1] in {"regions", "facts", "token", "points"}:
            continue
        address = path.removeprefix("/api/v1/").replace("{pk}", "1").replace("{funding}", "1")
        for method, operation in operations.items():
            kind = operation["tags"][0]
            sent = {**body(kind, "140213"), **state(kind)} if method in {"post", "put"} else None
            if method == "put":
                sent.pop("state", None)
            if address.endswith("/moves"):
                sent = {"to": "ended", "on": "2021-07-01"}
                sent["to"] = {"visits": "completed"}.get(kind, "ended")
            if address.endswith("/fundings"):
                sent = {"source": "city", "amount": {"fen": 1}}
            status, failure = call(method.upper(), address, sent)
            assert (status, failure["code"]) == (403, "scope_missing"), (method, path)

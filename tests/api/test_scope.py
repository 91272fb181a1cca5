"""Whose records an answer holds: a county's clerk meets the county's alone, a university its own.

Every operation of the description is called, so that a new one is held to the same.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from huizhi.api.kinds import KINDS
from huizhi.api.rest import api
from huizhi.kernel.roles import Role
from tests.api.factories import OWNERS, details_for, move_for, one_of_each, sent_for
from tests.organisations.factories import add

pytestmark = pytest.mark.django_db

OURS, THEIRS = "平城", "云州"
WRITTEN = [kind.readable.path for kind in KINDS if kind.add]
MOVED = {kind.readable.path for kind in KINDS if kind.move}
GOVERNED = {"tasks", "problems", "meetings", "plans"}
FOR_EVERYBODY = {"list_regions", "list_facts", "list_indicators"}
FOR_THE_OFFICE = {"list_workers"}


@pytest.fixture
def counties(make_county):
    return make_county(), make_county("140215", "云州区", "Yunzhou")


@pytest.fixture
def university(office):
    return add(office, "晋北大学", kind="university", county=None)


@pytest.fixture
def records(office, counties, university):
    """Return a record of each kind in each of the two counties, by path."""
    ours = one_of_each(office, OURS, counties[0], partners=(university,))
    theirs = one_of_each(office, THEIRS, counties[1])
    return {path: (ours[path], theirs[path]) for path in ours}


@pytest.fixture
def ours(records):
    return {path: pair[0] for path, pair in records.items()}


@pytest.fixture
def theirs(records):
    return {path: pair[1] for path, pair in records.items()}


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Return method, path below the root and description of every operation."""
    return [
        (method.upper(), path.removeprefix("/api/v1/"), operation)
        for path, found in api.get_openapi_schema()["paths"].items()
        for method, operation in found.items()
    ]


def answers_with_a_list(operation: dict[str, Any]) -> bool:
    schema = operation["responses"][200]["content"]["application/json"]["schema"]
    name = schema["$ref"].rsplit("/", 1)[-1]
    return "items" in api.get_openapi_schema()["components"]["schemas"][name]["properties"]


def filled(path: str, records: dict[str, Any]) -> str:
    record = records.get(path.split("/", maxsplit=1)[0])
    return re.sub(r"{.*?}", "1", path.replace("{pk}", str(record.pk if record else 1)))


def test_every_kind_is_tried_here(records):
    assert set(records) == {kind.readable.path for kind in KINDS}


def test_a_clerk_meets_the_own_county_in_every_list_of_the_description(
    ours, theirs, counties, make_user, calls_as
):
    call = calls_as(make_user(Role.COUNTY, county=counties[0]))
    tried = set()
    for method, path, operation in operations():
        name = operation["operationId"]
        if method != "GET" or not answers_with_a_list(operation) or name in FOR_EVERYBODY:
            continue
        if name in FOR_THE_OFFICE:
            assert call("GET", path)[0] == 403, path
            continue
        response = call.ask("GET", filled(path, ours))
        assert response.status_code == 200, path
        items = response.json()["items"]
        assert items, f"{path}: add a record to tests/api/factories.py, so that it is tried"
        assert THEIRS not in str(items), path
        if "{pk}" in path:
            assert call("GET", filled(path, theirs))[0] == 404, path
        else:
            assert theirs[path].pk not in {item["id"] for item in items}, path
        tried.add(path)
    assert tried > set(WRITTEN)


def test_a_clerk_reads_the_own_records_alone(records, counties, make_user, calls_as):
    call = calls_as(make_user(Role.COUNTY, county=counties[0]))
    for path, (own, other) in records.items():
        status, answer = call("GET", f"{path}/{own.pk}")
        assert status == 200, path
        assert THEIRS not in str(answer), path
        assert call("GET", f"{path}/{other.pk}")[0] == 404, path
        page = call("GET", f"{path}?q={THEIRS}")[1]
        assert page["items"] == [], path


def test_a_clerk_changes_nothing_of_another_county(ours, theirs, counties, make_user, calls_as):
    call = calls_as(make_user(Role.COUNTY, county=counties[0]))
    for path in WRITTEN:
        other = sent_for(path, "140215", theirs)
        own = sent_for(path, "140213", ours)
        refused = (422,) if path in OWNERS else (403,)
        assert call("POST", path, other)[0] in refused, path
        # Neither taken over, nor given away, nor moved.
        for method in ("PUT", "PATCH"):
            address = f"{path}/{theirs[path].pk}"
            assert call(method, address, details_for(path, "140213", ours))[0] == 404, path
            if path not in OWNERS:
                given = details_for(path, "140215", ours)
                assert call(method, f"{path}/{ours[path].pk}", given)[0] == 403, path
        if path in MOVED:
            assert call("POST", f"{path}/{theirs[path].pk}/moves", move_for(path))[0] == 404, path
        # A county's office has its tasks and problems from the city.
        expected = 403 if path in GOVERNED else 422 if path == "parties" else 201
        assert call("POST", path, own)[0] == expected, path
    money = {"source": "city", "amount": {"fen": 1}}
    assert call("POST", f"projects/{theirs['projects'].pk}/fundings", money)[0] == 404
    assert call("DELETE", f"projects/{theirs['projects'].pk}/fundings/1")[0] == 404


def test_a_clerk_cannot_point_at_records_of_another_county(
    ours, theirs, counties, make_user, calls_as
):
    call = calls_as(make_user(Role.COUNTY, county=counties[0]))
    for path, field, value in (
        ("bases", "agreement_id", theirs["agreements"].pk),
        ("visits", "base_id", theirs["bases"].pk),
        ("events", "agreement_id", theirs["agreements"].pk),
        ("events", "base_id", theirs["bases"].pk),
        ("projects", "host_id", theirs["organisations"].pk),
        ("projects", "partner_ids", [theirs["organisations"].pk]),
        ("obligations", "party_id", theirs["parties"].pk),
        ("parties", "organisation_id", theirs["organisations"].pk),
    ):
        sent = {**sent_for(path, "140213", ours), field: value}
        status, failure = call("POST", path, sent)
        assert (status, failure["field"]) == (422, field)


def test_a_university_sees_its_own_and_changes_nothing(
    ours, theirs, university, make_user, calls_as
):
    call = calls_as(make_user(Role.UNIVERSITY, organisation_id=university.pk))
    for path in ours:
        own = university if path == "organisations" else ours[path]
        expected = [] if path in GOVERNED else [own.pk]
        status, page = call("GET", path)
        assert (status, [item["id"] for item in page["items"]]) == (200, expected), path
        assert call("GET", f"{path}/{theirs[path].pk}")[0] == 404
        if path in WRITTEN and path not in GOVERNED:
            sent = sent_for(path, "140213", {**ours, "organisations": university})
            assert call("POST", path, sent)[0] == 403, path
            for method in ("PUT", "PATCH"):
                details = details_for(path, "140213", {**ours, "organisations": university})
                assert call(method, f"{path}/{own.pk}", details)[0] == 403, path


def test_a_department_meets_its_own_tasks(office, counties, make_user, calls_as):
    one_of_each(office, OURS, counties[0])
    call = calls_as(make_user(Role.DEPARTMENT))
    for path in ("tasks", "problems", "meetings"):
        assert call("GET", path)[1]["items"] == []
    assert call("GET", "agreements")[1]["total"] == 1


def test_who_has_no_right_to_see_is_refused(records, make_user, calls_as):
    for role in (Role.TALENT, Role.OPERATOR):
        call = calls_as(make_user(role))
        for path in records:
            assert call("GET", path)[0] == 403, path


def test_every_operation_asks_for_a_token(client):
    for method, path, _operation in operations():
        response = client.generic(method, f"/api/v1/{filled(path, {})}")
        assert response.status_code == 401, (method, path)
        assert response["WWW-Authenticate"].startswith("Bearer")
        assert response.json()["code"] == "unauthorised"


def test_every_operation_asks_for_its_scope(ours, office, calls_as):
    for method, path, _operation in operations():
        if path in {"regions", "facts", "indicators", "token"}:
            continue
        # Every scope but its own: series have theirs, see also test_points.
        other = "series:write" if path != "series/points" else "partners:write"
        call = calls_as(office, scopes=[other])
        kind = path.split("/")[0]
        if path == "series/points":
            sent = {"points": []}
        elif path.endswith("/moves"):
            sent = move_for(kind)
        elif path.endswith("/fundings"):
            sent = {"source": "city", "amount": {"fen": 1}}
        elif method == "POST":
            sent = sent_for(kind, "140213", ours)
        else:
            sent = details_for(kind, "140213", ours) if method in {"PUT", "PATCH"} else None
        status, failure = call(method, filled(path, ours), sent)
        assert (status, failure["code"]) == (403, "scope_missing"), (method, path)

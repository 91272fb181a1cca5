"""The interface as a whole: its operations, its door, its errors, its description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from huizhi.api.access import BearerToken, CallsPerMinute
from huizhi.api.failures import handle_failures
from huizhi.api.fundings import add_funding_routes
from huizhi.api.kinds import KINDS, Kind
from huizhi.api.points import TITLES
from huizhi.api.points import router as points
from huizhi.api.records import router_of
from huizhi.api.reference import router as reference
from huizhi.api.repeating import REPEATED
from huizhi.api.shapes import shapes_of
from huizhi.partners.models import Project

RETRY_AFTER = {
    "Retry-After": {
        "description": "Seconds until the next call is taken",
        "schema": {"type": "integer", "minimum": 0},
    }
}
WWW_AUTHENTICATE = {"WWW-Authenticate": {"schema": {"type": "string"}}}
LIST_PARAMETERS = {
    "q": _("Text that the name, title or reference holds"),
    "after": _("Begin after this number: next_after of the page before"),
    "limit": _("How many at once, at most 200"),
}
REPLAYED = {
    REPEATED: {
        "description": "true when the key came before and its answer is given again",
        "schema": {"type": "string", "enum": ["true"]},
    }
}


class HuizhiApi(NinjaAPI):
    """An interface whose answers are kept by nobody on the way."""

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """Return the answer to be filled."""
        return _unkept(super().create_temporal_response(request))

    def create_response(self, request: HttpRequest, data: Any, **kwargs: Any) -> HttpResponse:
        """Return an answer."""
        return _unkept(super().create_response(request, data, **kwargs))

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Return the description, with the headers that answers carry."""
        schema = super().get_openapi_schema(**kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                _describe_headers(operation)
        for kind in KINDS:
            _describe_fields(schema, kind)
            _link(schema, kind)
        for document, labels in TITLES.items():
            _name_fields(schema["components"]["schemas"][document], labels)
        return schema


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _describe_headers(operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    answers[429]["headers"] = RETRY_AFTER
    answers[401]["headers"] = WWW_AUTHENTICATE
    if any(one["name"] == "Idempotency-Key" for one in operation["parameters"]):
        for status in {200, 201} & set(answers):
            answers[status]["headers"] = REPLAYED


def _describe_fields(schema: dict[str, Any], kind: Kind) -> None:
    """Give fields and filters the labels that the screens have, in the language of the caller."""
    schemas = schema["components"]["schemas"]
    labels = {shown.name: shown.label for shown in kind.shown}
    labels |= {entry.wire: entry.label for entry in (*kind.said_once, *kind.fields)}
    name = kind.model.__name__
    for document in (name, f"New{name}", f"{name}Details", f"{name}Changes"):
        # A kind that is only read has no documents to be sent.
        if document in schemas:
            _name_fields(schemas[document], labels)
    (listed,) = (path for path in schema["paths"] if path.endswith(f"/v1/{kind.readable.path}"))
    filters = {one.name: one.label for one in kind.narrowed_by} | LIST_PARAMETERS
    for parameter in schema["paths"][listed]["get"]["parameters"]:
        parameter["description"] = str(filters[parameter["name"]])


def _link(schema: dict[str, Any], kind: Kind) -> None:
    """Say which operations go on with a record that was added or listed."""
    (listed,) = (path for path in schema["paths"] if path.endswith(f"/v1/{kind.readable.path}"))
    operations = schema["paths"][listed]
    ways = [
        operation["operationId"]
        for path in (f"{listed}/{{pk}}", f"{listed}/{{pk}}/moves")
        for operation in schema["paths"].get(path, {}).values()
    ]
    for method, status, place in (("get", 200, "/items/0/id"), ("post", 201, "/id")):
        if method in operations:
            number = {"pk": f"$response.body#{place}"}
            operations[method]["responses"][status]["links"] = {
                way: {"operationId": way, "parameters": number} for way in ways
            }


def _name_fields(document: dict[str, Any], labels: Mapping[str, str | Promise]) -> None:
    for field, said in document["properties"].items():
        said["title"] = str(labels[field])


def make_api() -> HuizhiApi:
    """Return the interface with every operation."""
    api = HuizhiApi(
        title="Huizhi",
        version="1",
        urls_namespace="api",
        auth=BearerToken(),
        throttle=[CallsPerMinute()],
        docs_url=None,
    )
    handle_failures(api)
    api.add_router("", reference)
    for kind in KINDS:
        shapes = shapes_of(kind)
        router = router_of(kind, shapes)
        if kind.model is Project:
            add_funding_routes(router, kind, shapes)
        api.add_router(f"/{kind.readable.path}", router)
    api.add_router("/series", points)
    return api


api = make_api()

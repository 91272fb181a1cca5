"""The page that describes the interface to staff, made from its own document.

It loads nothing from elsewhere: what a viewer from a content network would draw stands here as
headings and tables, which every reader can use.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from huizhi.api.rest import api

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Line:
    """A field or parameter: name, type in words, whether it is needed, label."""

    name: str
    type: str
    needed: bool
    label: str


@dataclass(frozen=True)
class ShownOperation:
    """An operation as the page shows it."""

    identity: str
    method: str
    path: str
    summary: str
    parameters: list[Line]
    sent: list[Line]
    returned: list[Line]
    statuses: list[tuple[str, str]]


class DocsPage(WagtailAdminTemplateMixin, View):
    """The description, in the office's frame."""

    template_name = "api/docs.html"
    page_title = gettext_lazy("REST interface")
    header_icon = "code"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the trail."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show the page."""
        document = api.get_openapi_schema()
        context = self.get_context_data(
            groups=groups_of(document), root=request.build_absolute_uri("/api/v1/")
        )
        return self.render_to_response(context)


def groups_of(document: dict[str, Any]) -> list[tuple[str | Promise, str, list[ShownOperation]]]:
    """Return the operations by the kind of record: heading, identity, operations."""
    grouped: dict[str, list[ShownOperation]] = defaultdict(list)
    for path, operations in document["paths"].items():
        for method in METHODS:
            if method in operations:
                operation = operations[method]
                grouped[operation["tags"][0]].append(_shown(document, path, method, operation))
    return [(_headings().get(tag, tag), tag, some) for tag, some in grouped.items()]


def _headings() -> dict[str, str]:
    return {
        "reference": _("Reference, and the token itself"),
        "organisations": _("Organisations"),
        "agreements": _("Agreements"),
        "bases": _("Bases"),
        "projects": _("Projects"),
        "visits": _("Visits"),
        "events": _("Events"),
        "platforms": _("Platforms"),
        "parties": _("Parties"),
        "obligations": _("Obligations"),
        "milestones": _("Milestones"),
        "results": pgettext("of a project", "Results"),
        "advice": _("Advice"),
        "tasks": _("Tasks"),
        "problems": _("List of problems"),
        "meetings": _("Meetings"),
        "plans": _("Implementing plans"),
        "series": _("Indicator series"),
    }


def _shown(
    document: dict[str, Any], path: str, method: str, operation: dict[str, Any]
) -> ShownOperation:
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    answers = operation["responses"]
    good = next(status for status in answers if int(status) < 300)
    returned = answers[good]["content"]["application/json"]["schema"]
    return ShownOperation(
        identity=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=str(operation["summary"]),
        parameters=[_parameter(document, one) for one in operation["parameters"]],
        sent=_sent(document, sent.get("schema", {})),
        returned=_lines(document, _item(document, returned)),
        statuses=[(str(status), answer["description"]) for status, answer in answers.items()],
    )


def _parameter(document: dict[str, Any], one: dict[str, Any]) -> Line:
    return Line(one["name"], _type(one["schema"]), one["required"], str(one.get("description", "")))


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        found: dict[str, Any] = document["components"]["schemas"][_name(schema)]
        return found
    return schema


def _name(schema: dict[str, Any]) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1]


def _item(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Return what a list holds, or the answer itself where it is no list."""
    whole = _resolved(document, schema)
    items = whole["properties"].get("items")
    return items["items"] if items else whole


def _lines(document: dict[str, Any], schema: dict[str, Any]) -> list[Line]:
    whole = _resolved(document, schema)
    needed = set(whole.get("required", ()))
    return [
        Line(name, _type(said), name in needed, _label(name, said))
        for name, said in whole.get("properties", {}).items()
    ]


def _sent(document: dict[str, Any], schema: dict[str, Any]) -> list[Line]:
    """Return the lines of what is sent; those of a list's documents below it, `points[].value`."""
    lines = _lines(document, schema)
    for name, said in _resolved(document, schema).get("properties", {}).items():
        if "$ref" in said.get("items", {}):
            inner = _lines(document, said["items"])
            lines += [replace(line, name=f"{name}[].{line.name}") for line in inner]
    return lines


def _label(name: str, said: dict[str, Any]) -> str:
    """Return the field's label; pydantic makes one of the name where we gave none."""
    label = str(said.get("title", ""))
    return "" if label.lower().replace(" ", "_") == name else label


def _type(schema: dict[str, Any]) -> str:
    """Return a type in words: `text (≤ 160)`, `number | null`, the codes of a choice."""
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    if "$ref" in schema:
        return _name(schema)
    if "enum" in schema:
        return ", ".join(code or "“”" for code in schema["enum"])
    if schema.get("const"):
        return str(schema["const"])
    if schema.get("type") == "array":
        return _("list of {type}").format(type=_type(schema["items"]))
    words = {
        "string": _("text"),
        "integer": _("whole number"),
        "number": _("number"),
        "boolean": "true / false",
        "null": "null",
    }
    form = {"date": _("date"), "date-time": _("time")}.get(schema.get("format", ""))
    longest = f" (≤ {schema['maxLength']})" if "maxLength" in schema else ""
    return (form or words.get(schema.get("type", ""), "")) + longest

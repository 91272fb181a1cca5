"""Addresses below /api/v1/: the operations, their description, and an answer for all others."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from wagtail.admin.auth import require_admin_access

from huizhi.api.docs import DocsPage
from huizhi.api.failures import Failure, missing_words
from huizhi.api.rest import api


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer in the form of the interface where no operation is, whatever the address holds."""
    failure = Failure(code="not_found", message=missing_words())
    return api.create_response(request, failure, status=404)


def in_form(pattern: Any) -> URLPattern:
    """Let an address answer a method that it does not know in the form of the interface."""
    view = pattern.callback

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        response = view(request, **kwargs)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        words = _("This address takes: {methods}.").format(methods=response["Allow"])
        failure = Failure(code="method_not_allowed", message=words)
        refusal = api.create_response(request, failure, status=response.status_code)
        refusal["Allow"] = response["Allow"]
        return refusal

    pattern.callback = answer
    return pattern


_operations, _app, _namespace = api.urls
urlpatterns = [
    path("docs", require_admin_access(DocsPage.as_view()), name="api_docs"),
    path("", ([in_form(one) for one in _operations], _app, _namespace)),
    re_path(r"^[\s\S]+$", nothing_here),
]

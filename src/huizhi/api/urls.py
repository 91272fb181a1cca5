"""Addresses below /api/v1/: the operations, their description, and an answer for all others."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from wagtail.admin.auth import require_admin_access

from huizhi.api.docs import DocsPage
from huizhi.api.failures import Failure, missing_words
from huizhi.api.rest import api


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer in the form of the interface where no operation is."""
    failure = Failure(code="not_found", message=missing_words())
    return api.create_response(request, failure, status=404)


urlpatterns = [
    path("docs", require_admin_access(DocsPage.as_view()), name="api_docs"),
    path("", api.urls),
    path("<path:rest>", nothing_here),
]

"""The header Idempotency-Key: a POST that is sent twice is carried out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header
from pydantic import Field

from huizhi.api.access import token_of
from huizhi.integrations.kept_answers import answer_once

REPEATED = "Idempotent-Replayed"

Key = Annotated[
    str,
    Field(min_length=1, max_length=80, pattern=r"^[!-~]+$"),
    Header(None, alias="Idempotency-Key"),
]


def once(
    request: HttpRequest, response: HttpResponse, key: str | None, work: Callable[[], Any]
) -> Any:
    """Return the answer of `work`, or the one that the key had before, marked by a header."""
    if key is None:
        return work()
    sent = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    answer, repeated = answer_once(token=token_of(request), key=key, request=sent, work=work)
    if repeated:
        response[REPEATED] = "true"
    return answer

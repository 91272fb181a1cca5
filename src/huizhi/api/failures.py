"""Errors as they travel: one form for all of them, and the status that each typed error has."""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from huizhi.api.access import seconds_to_wait
from huizhi.api.types import Answer, refused
from huizhi.integrations.errors import KeyUsedOtherwise, ScopeMissing
from huizhi.kernel.errors import HuizhiError, IllegalMove, OutOfScope, RightMissing

logger = logging.getLogger(__name__)


class Failure(Answer):
    """What was wrong: a code for programs, words for people, and the field that is to blame."""

    code: str
    message: str
    field: str | None = None


class FieldRefused(HuizhiError):
    """A value that has the right form and cannot be taken all the same."""


class Duplicate(HuizhiError):
    """Another record has what only one may have, such as a reference."""


STATUSES: dict[type[HuizhiError], HTTPStatus] = {
    RightMissing: HTTPStatus.FORBIDDEN,
    OutOfScope: HTTPStatus.FORBIDDEN,
    ScopeMissing: HTTPStatus.FORBIDDEN,
    IllegalMove: HTTPStatus.CONFLICT,
    Duplicate: HTTPStatus.CONFLICT,
    KeyUsedOtherwise: HTTPStatus.CONFLICT,
}
"""Every other error of a service is 422: the request was understood and cannot be carried out."""

ANY_CALL = (400, 401, 403, 422, 429)
ONE_RECORD = (*ANY_CALL, 404)
WRITING = (*ONE_RECORD, 409)


def with_failures(answers: dict[int, Any], statuses: tuple[int, ...]) -> dict[int, Any]:
    """Return the answers of an operation with the failures it may have."""
    return {**answers, **dict.fromkeys(sorted(statuses), Failure)}


def handle_failures(api: NinjaAPI) -> None:
    """Teach an interface to answer every error in the one form."""

    def answer(
        request: HttpRequest, status: int, code: str, message: str, field: str | None = None
    ) -> HttpResponse:
        failure = Failure(code=code, message=message, field=field)
        return api.create_response(request, failure, status=status)

    @api.exception_handler(HuizhiError)
    def of_service(request: HttpRequest, error: HuizhiError) -> HttpResponse:
        status = STATUSES.get(type(error), HTTPStatus.UNPROCESSABLE_ENTITY)
        field = error.details.get("field")
        return answer(request, status, _code(error), str(error), str(field) if field else None)

    @api.exception_handler(ValidationError)
    def of_form(request: HttpRequest, error: ValidationError) -> HttpResponse:
        first = error.errors[0]
        field = _place(first["loc"])
        return answer(request, 422, "invalid", refused(first["type"], first["msg"]), field)

    @api.exception_handler(Http404)
    def of_missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(request, 404, "not_found", missing_words())

    @api.exception_handler(IntegrityError)
    def of_database(request: HttpRequest, error: IntegrityError) -> HttpResponse:
        logger.warning("Refused by the database: %s", error)
        words = _("Somebody changed the same at this moment. Read it again, then try once more.")
        return answer(request, 409, "conflict", words)

    @api.exception_handler(RequestDataTooBig)
    def of_size(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return answer(request, 400, "too_large", _("The request is too large: send less at once."))

    @api.exception_handler(HttpError)
    def of_protocol(request: HttpRequest, error: HttpError) -> HttpResponse:
        code, words = _protocol_words().get(error.status_code, ("refused", str(error)))
        response = answer(request, error.status_code, code, words)
        if error.status_code == HTTPStatus.UNAUTHORIZED:
            response["WWW-Authenticate"] = 'Bearer realm="huizhi"'
        if error.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            response["Retry-After"] = str(seconds_to_wait(request))
        return response


def missing_words() -> str:
    """Return what is said where there is nothing to see."""
    return _("There is no such record, or it is not yours to see.")


def _protocol_words() -> dict[int, tuple[str, str]]:
    return {
        400: ("unreadable", _("The body of the request is no JSON.")),
        401: (
            "unauthorised",
            _("Send a valid token in the header: Authorization: Bearer hz_… ."),
        ),
        429: (
            "too_many_calls",
            _("Too many calls in this minute. Wait for the seconds in the header Retry-After."),
        ),
    }


def _code(error: HuizhiError) -> str:
    """Return the name of the error's class as a code: `IllegalMove` is `illegal_move`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__).lower()


def _place(location: tuple[Any, ...]) -> str | None:
    """Return where in the body, query or path a value stands: `partner_ids.2`."""
    steps = [str(step) for step in location if step not in {"body", "query", "path", "header"}]
    inner = [step for step in steps if step not in {"payload", "wanted"}]
    return ".".join(inner).encode("ascii", "backslashreplace").decode() or None

"""Who asks: the token of the request, how often it asked, and what it may be used for."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from huizhi.integrations.models import ApiScope, ApiToken
from huizhi.integrations.tokens import count_call, find_token, require_scope
from huizhi.kernel.models import User

WAIT = "huizhi.seconds_to_wait"


class BearerToken(HttpBearer):
    """`Authorization: Bearer hz_…`, and nothing else: no cookie opens the interface."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Return the token if it is valid."""
        return find_token(token)


class CallsPerMinute(BaseThrottle):
    """Lets a token make so many calls a minute, over all processes together."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the call; false when the minute's calls are used up."""
        # The seconds belong to this request; the throttle serves all of them at once.
        request.META[WAIT] = count_call(token_of(request))
        return not request.META[WAIT]


def seconds_to_wait(request: HttpRequest) -> int:
    """Return after how many seconds a request that came too often may come again."""
    return int(request.META[WAIT])


def token_of(request: HttpRequest) -> ApiToken:
    """Return the token of a request that passed the door."""
    return cast(ApiToken, request.auth)  # type: ignore[attr-defined]


def caller(request: HttpRequest, scope: ApiScope) -> User:
    """Return the user for whom the request acts. Errors: `ScopeMissing`."""
    token = token_of(request)
    require_scope(token, scope)
    return token.user

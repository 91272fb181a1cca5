"""A caller of the interface: a client that sends a token and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from huizhi.kernel.models import User
from huizhi.kernel.roles import Role
from tests.integrations.factories import token


class Caller:
    """Calls the interface in the name of a user."""

    def __init__(self, secret: str) -> None:
        self.client = Client(HTTP_AUTHORIZATION=f"Bearer {secret}", HTTP_ACCEPT_LANGUAGE="en")

    def __call__(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, dict[str, Any]]:
        """Return the status and the document of an answer."""
        response = self.ask(method, path, body, **headers)
        return response.status_code, response.json()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {} if body is None else {"data": json.dumps(body)}
        return self.client.generic(
            method,
            f"/api/v1/{path}",
            content_type="application/json",
            headers={name.replace("_", "-"): value for name, value in headers.items()},
            **sent,
        )


@pytest.fixture
def office(make_user: Callable[..., User], city: object) -> User:
    return make_user(Role.PROGRAMME_OFFICE)


@pytest.fixture
def operator(make_user: Callable[..., User]) -> User:
    return make_user(Role.OPERATOR)


@pytest.fixture
def calls_as(operator: User) -> Callable[..., Caller]:
    def make(user: User, **fields: object) -> Caller:
        return Caller(token(user, actor=operator, **fields)[1])

    return make

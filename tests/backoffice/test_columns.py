"""Columns of lists: words instead of what Python prints."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huizhi.kernel.roles import Role

pytestmark = pytest.mark.django_db


def test_a_yes_or_no_is_said_in_words(make_user):
    operator = make_user(Role.OPERATOR)
    make_user(Role.AUDITOR, is_active=False)
    client = Client()
    client.force_login(operator)
    page = client.get(reverse("user:index")).content.decode()
    assert "True" not in page.split("<main", 1)[1]
    assert "False" not in page.split("<main", 1)[1]

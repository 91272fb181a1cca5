"""The user's own settings: only what an officer can change, and it can be saved."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from huizhi.kernel.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(make_user):
    return make_user(Role.DEPARTMENT)


@pytest.fixture
def client(officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_the_page_is_called_an_account_and_asks_for_no_name_and_no_picture(client):
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "帐号" in page
    assert "科目" not in page
    assert 'name="name_email-last_name"' not in page
    assert 'name="avatar-avatar"' not in page


def test_language_and_theme_are_saved(client, officer):
    form = {
        "locale-preferred_language": "en",
        "theme-theme": "dark",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    answer = client.post(reverse("wagtailadmin_account"), form)
    assert answer.status_code == 302, answer.context
    profile = UserProfile.objects.get(user=officer)
    assert (profile.preferred_language, profile.theme) == ("en", "dark")

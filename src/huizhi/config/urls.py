"""Addresses: the public site at the root, the staff's screens at /office/, REST at /api/v1/."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from huizhi.backoffice.account import AccountPage

urlpatterns = [
    path("api/v1/", include("huizhi.api.urls")),
    # Before Wagtail's own page at this address.
    path(
        "office/account/",
        require_admin_access(AccountPage.as_view()),
        name="wagtailadmin_account",
    ),
    path("office/", include(wagtailadmin_urls)),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("huizhi.portal.urls")),
]

if settings.DEMO:
    urlpatterns.insert(0, path("demo/", include("huizhi.demo.urls")))

"""Addresses of the public site."""

from __future__ import annotations

from django.urls import include, path

app_name = "portal"
urlpatterns = [path("records/", include("huizhi.portal.records.urls"))]

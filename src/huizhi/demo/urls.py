"""Addresses of the demo's entrance."""

from __future__ import annotations

from django.urls import path

from huizhi.demo.entrance import Entrance

app_name = "demo"
urlpatterns = [path("enter/", Entrance.as_view(), name="enter")]

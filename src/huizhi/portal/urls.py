"""Addresses of the public site."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from huizhi.portal.calculator.views import CalculatorPage
from huizhi.portal.guide.views import DocumentPage, GuidePage
from huizhi.portal.personal.views import MyPage, MyResultPage, SignInPage
from huizhi.portal.views import HomePage, robots

app_name = "portal"
urlpatterns = [
    path("", HomePage.as_view(), name="home"),
    path("policies/", GuidePage.as_view(), name="policies"),
    path("policies/<str:document>/", DocumentPage.as_view(), name="policy_document"),
    path("calculator/", CalculatorPage.as_view(), name="calculator"),
    path("records/", include("huizhi.portal.records.urls")),
    path("me/", MyPage.as_view(), name="me"),
    path("me/results/<int:pk>/", MyResultPage.as_view(), name="my_result"),
    path("sign-in/", SignInPage.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(next_page="portal:home"), name="sign_out"),
    path("robots.txt", robots, name="robots"),
]

"""What every public page has: frame, languages, refusals, headers. And the front page."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.policies.factories import make_version

PUBLIC = ["/", "/policies/", "/policies/living/", "/calculator/", "/records/bases/", "/sign-in/"]


@pytest.fixture
def version(make_user):
    return make_version(make_user())


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_open_without_account_session_or_inline_script(client, version, address):
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert '<html lang="zh-Hans">' in text
    assert text.count("<h1") == 1
    assert 'href="#content"' in text
    assert 'id="content"' in text
    assert set(answer.cookies) <= {"csrftoken"}
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"].split("script-src")[1].split(";")[0]


@pytest.mark.parametrize("address", PUBLIC)
def test_english_pages_hold_no_chinese_of_the_frame(client, version, address):
    client.cookies["django_language"] = "en"
    text = client.get(address).content.decode()
    assert '<html lang="en">' in text
    assert "Policy guide" in text
    assert "政策指南" not in text


def test_the_language_switch_keeps_the_page(client, version):
    text = client.get("/policies/", {"q": "博士"}).content.decode()
    assert 'name="next" value="/policies/?q=%E5%8D%9A%E5%A3%AB"' in text
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/policies/?q=a"})
    assert answer["Location"] == "/policies/?q=a"
    assert answer.cookies["django_language"].value == "en"


def test_the_front_page_shows_the_model_case_with_its_figures_checked(client, db):
    text = client.get("/").content.decode()
    assert "一座城市如何请来人才、留住人才" in text
    assert reverse("portal:records_figure", args=["twelve-bases"]) in text
    assert "case-figure-met" in text


def test_without_an_article_the_front_page_says_what_there_is(client, db, settings, tmp_path):
    settings.PACKS_DIR = tmp_path
    text = client.get("/").content.decode()
    assert "<h1>人才工作</h1>" in text
    assert reverse("portal:calculator") in text


def test_synthetic_data_are_announced_in_the_demo_only(client, db, settings):
    assert "演示数据" in client.get("/policies/").content.decode()
    settings.DEMO = False
    text = client.get("/policies/").content.decode()
    assert "演示数据" not in text
    assert "/demo/enter/" not in text


def test_robots_stay_out_of_what_is_not_public(client, db):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    for folder in ("/office/", "/demo/", "/me/"):
        assert f"Disallow: {folder}" in answer.content.decode()


def test_an_address_that_is_not_there_has_a_page(client, db):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "没有找到页面" in answer.content.decode()


def test_an_expired_form_says_what_to_do(db):
    answer = Client(enforce_csrf_checks=True).post("/calculator/", {})
    assert answer.status_code == 403
    assert "表单已失效" in answer.content.decode()


@pytest.mark.parametrize(("name", "words"), [("403.html", "无权访问"), ("500.html", "出错了")])
def test_refusals_can_be_shown(name, words):
    # A 500 is rendered without a request, a 403 with one.
    request = RequestFactory().get("/") if name == "403.html" else None
    assert words in render_to_string(name, request=request)

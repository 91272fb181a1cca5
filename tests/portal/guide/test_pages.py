"""The guide's pages: what is in force, for whom, how much, on which clause; what is assumed."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.policies import services
from tests.policies.factories import START, changed_pack, make_draft, make_version


@pytest.fixture
def actor(make_user):
    return make_user()


@pytest.fixture
def version(actor):
    return make_version(actor)


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_index_lists_packs_documents_and_benefits(client, version):
    text = page(client, "/policies/")
    assert "示例政策包" in text
    assert "示例办法" in text
    assert "自 2021-01-01 起施行" in text
    assert "/policies/living/?pack=example" in text
    assert "#benefit-housing" in text


def test_drafts_and_days_before_the_first_are_not_shown(client, actor):
    make_draft(actor)
    assert "示例办法" not in page(client, "/policies/")
    services.put_in_force(version=make_draft(actor), from_=START, actor=actor)
    assert "示例办法" not in page(client, "/policies/?on=2020-12-31")
    assert "示例办法" in page(client, "/policies/?on=2021-01-01")


def test_a_document_shows_clauses_tables_and_what_each_benefit_gives(client, version):
    text = page(client, "/policies/living/")
    for words in ("示例〔2021〕1号", "示例机关", "长期有效", 'id="clause-1"', "博士每月5000元"):
        assert words in text
    assert '<td class="number">5,000</td>' in "".join(
        line.strip() for line in text.replace("\n", "").split("  ")
    ).replace("> ", ">").replace(" <", "<")
    assert "3,000.00 元 – 5,000.00 元" in text
    assert "<strong>100,000.00 元</strong>" in text
    assert "1 套" in text
    assert "金额为假定" in text


def test_a_document_that_is_not_in_force_is_not_found(client, version):
    assert client.get("/policies/other/").status_code == 404
    assert client.get("/policies/living/?pack=other").status_code == 404
    assert client.get("/policies/living/?on=2020-01-01").status_code == 404


def test_what_the_evaluation_leaves_out_is_said(client, actor, tmp_path):
    pack = changed_pack(
        tmp_path,
        "    quantity: '1'",
        "    quantity: '1'\n    lottery: {clause: \"3\"}",
        "living.yaml",
    )
    version = make_version(actor)
    services.withdraw(version=version, reason="x", actor=actor)
    (pack / "pack.yaml").write_text(
        (pack / "pack.yaml").read_text("utf-8").replace('version: "1"', 'version: "2"'), "utf-8"
    )
    services.put_in_force(
        version=services.store_pack(folder=pack, actor=actor), from_=START, actor=actor
    )
    assert "摇号：政策已有规定，目前由人工办理。" in page(client, "/policies/living/")


def test_queries_do_not_grow_with_documents(client, version, actor, django_assert_max_num_queries):
    page(client, "/policies/")
    with django_assert_max_num_queries(3):
        page(client, "/policies/")
    with django_assert_max_num_queries(3):
        page(client, "/policies/living/?on=" + dt.date(2022, 1, 1).isoformat())

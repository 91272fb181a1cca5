"""The calculator's page: answers worked out by hand, reasons, and nothing kept.

The example pack gives doctors 5,000 a month and masters 3,000 where the employer is an enterprise,
doctors a flat, and enterprises 100,000 once.
"""

from __future__ import annotations

import logging
import re

import pytest
from django.apps import apps
from django.test import Client

from tests.policies.factories import make_version

ADDRESS = "/calculator/"


@pytest.fixture
def version(make_user):
    return make_version(make_user())


def work_out(client, kind="person", **facts):
    data = {"pack": "example", "kind": kind, "on": "2021-07-26"}
    data |= {f"fact-{name}": value for name, value in facts.items()}
    answer = client.post(ADDRESS, data)
    assert answer.status_code == 200
    return answer


def answers(answer):
    found = answer.context["findings"].found
    return {
        one.benefit.benefit.id: (
            one.result.outcome.value,
            one.result.amount and one.result.amount.yuan,
            one.result.missing,
        )
        for one in found
    }


def test_what_is_not_answered_is_not_known(client, version):
    assert answers(work_out(client)) == {
        "living-allowance": ("unknown", None, ("学位", "用人单位")),
        "housing": ("unknown", None, ("学位",)),
    }


def test_a_doctor_at_an_enterprise(client, version):
    answer = work_out(client, 学位="博士", **{"用人单位-性质": "企业"})
    assert answers(answer) == {
        "living-allowance": ("yes", 5000, ()),
        "housing": ("yes", None, ()),
    }
    text = answer.content.decode()
    assert "5,000.00 元" in text
    assert "1 套" in text
    assert "每月" in text
    assert re.search(r'href="/policies/living/\?pack=example&amp;on=2021-07-26#clause-1"', text)


def test_a_no_says_what_would_have_to_change(client, version):
    text = work_out(client, 学位="硕士", **{"用人单位-性质": "企业"}).content.decode()
    assert text.count("怎样才能享受") == 1
    assert "学位现为“硕士”，须为“博士”" in text


def test_none_is_an_answer_and_differs_from_an_open_one(client, version):
    # Without an employer the condition fails; without a degree there is no flat.
    known = answers(work_out(client, 学位="无", 用人单位="无"))
    assert known["living-allowance"][0] == "no"
    assert known["housing"] == ("no", None, ())
    open_ = answers(work_out(client, 学位="", 用人单位=""))
    assert open_["housing"][0] == "unknown"


def test_an_employer_of_whom_nothing_is_known_lacks_its_nature(client, version):
    found = answers(work_out(client, 学位="硕士", 用人单位="known"))
    assert found["living-allowance"] == ("unknown", None, ("用人单位.性质",))
    assert found["housing"][0] == "no"


def test_other_kinds_of_subject_can_ask(client, version):
    found = answers(work_out(client, kind="organisation", 性质="企业"))
    assert found == {"award": ("yes", 100000, ())}


def test_a_value_that_cannot_be_read_says_what_would_be_right(client, version):
    answer = work_out(client, 学位="秀才")
    assert answers(answer)["housing"][0] == "unknown"
    (field,) = answer.context["answers"].errors
    assert field.question.fact.name == "学位"
    assert field.error in answer.content.decode()


def test_what_was_filled_in_is_still_there(client, version):
    text = work_out(client, 学位="硕士").content.decode()
    assert '<option value="硕士" selected>' in text


def rows():
    return {model: model._default_manager.count() for model in apps.get_models()}


def test_nothing_is_stored_nor_set_nor_logged(client, version, caplog):
    before = rows()
    with caplog.at_level(logging.DEBUG):
        answer = work_out(client, 学位="博士", **{"用人单位-性质": "企业"})
    assert rows() == before
    assert set(answer.cookies) <= {"csrftoken"}
    assert not answer.wsgi_request.session.modified
    assert "no-store" in answer["Cache-Control"]
    told = [record.getMessage() for record in caplog.records if "SELECT" not in record.getMessage()]
    assert not any("博士" in message for message in told)


def test_answers_do_not_travel_in_the_address(client, version):
    answer = client.get(ADDRESS, {"pack": "example", "kind": "person", "fact-学位": "博士"})
    assert "findings" not in answer.context
    assert 'method="post"' in answer.content.decode()


def test_a_form_without_its_token_is_refused(version):
    assert Client(enforce_csrf_checks=True).post(ADDRESS, {"pack": "example"}).status_code == 403


def test_the_page_says_so_where_nothing_is_in_force(client, db):
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert "这一天没有政策施行。" in answer.content.decode()
    assert client.post(ADDRESS, {"on": "x", "pack": "y", "kind": "z"}).status_code == 200


def test_one_question_to_the_database_for_all_answers(client, version, django_assert_num_queries):
    work_out(client)
    with django_assert_num_queries(1):
        work_out(client, 学位="博士")

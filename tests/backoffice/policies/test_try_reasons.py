"""Why somebody comes to a benefit under a draft, and under the version it is based on."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huizhi.entitlements import snapshot
from huizhi.entitlements.snapshot import Snapshot
from huizhi.kernel.roles import Role
from huizhi.rules.facts.population import Population
from tests.backoffice.policies.test_desk import MASTER, OTHERS, address, draft, grid, office, tried
from tests.organisations.factories import add as add_organisation
from tests.people.factories import make_person

__all__ = ["draft", "office"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def doctor(office):
    return make_person(facts={"学位": "博士", "用人单位": add_organisation(office).pk})


def why(client, draft, subject, **query):
    asked = {"kind": "person", "subject": subject.pk, "on": "2021-07-26", **query}
    return client.get(address("try_reason", draft), asked)


def test_the_draft_and_the_version_each_give_their_reason(client, draft, doctor):
    grid(client, draft, ('"博士"', "6000"), MASTER, OTHERS, do="save")
    page = tried(client, draft, subject=doctor.pk).content.decode()
    reason = address("try_reason", draft)
    assert f'href="{reason}?' in page
    assert "benefit=living-allowance&amp;side=before" in page
    after = why(client, draft, doctor, benefit="living-allowance").content.decode()
    before = why(client, draft, doctor, benefit="living-allowance", side="before").content.decode()
    assert "符合条件，6,000.00 元" in after
    assert "符合条件，5,000.00 元" in before
    for text in (after, before):
        assert "在企业工作" in text
        assert "用人单位.性质" in text
        assert "第一条" in text
    clause = reverse("packversion:document", args=[draft.based_on_id, "living.yaml"])
    assert f'href="{clause}#clause-1"' in before
    assert f'href="{clause}' not in after


def test_a_no_says_what_would_have_to_change(client, draft, office):
    master = make_person(facts={"学位": "硕士", "用人单位": add_organisation(office).pk})
    text = why(client, draft, master, benefit="housing").content.decode()
    assert "怎样才能享受" in text
    assert "学位现为“硕士”，须为“博士”" in text


@pytest.mark.parametrize(
    "query", [{"benefit": "gone"}, {}, {"benefit": "housing", "on": "x"}, {"side": "before"}]
)
def test_what_is_not_there_is_not_found(client, draft, doctor, query):
    assert why(client, draft, doctor, **query).status_code == 404


def test_a_draft_with_errors_gives_no_reason_and_its_version_does(client, draft, doctor):
    grid(client, draft, ('"博士"', "6000 +"), MASTER, OTHERS, do="save")
    assert why(client, draft, doctor, benefit="housing").status_code == 404
    assert why(client, draft, doctor, benefit="housing", side="before").status_code == 200


def test_of_whom_nothing_is_known_there_is_no_answer(client, draft, doctor, monkeypatch):
    monkeypatch.setattr(snapshot, "read_now", lambda **asked: Snapshot(Population({})))
    page = tried(client, draft, subject=doctor.pk)
    assert "该日没有这一对象的任何信息" in page.content.decode()
    assert why(client, draft, doctor, benefit="housing").status_code == 404


def test_another_countys_people_are_not_found(client, draft, make_user, make_county):
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    theirs = make_person(county=other, facts={"学位": "博士"})
    ours = make_person("李四", county=own, facts={"学位": "博士"})
    client.force_login(make_user(Role.COUNTY, county=own))
    assert why(client, draft, theirs, benefit="housing").status_code == 404
    assert why(client, draft, ours, benefit="housing").status_code == 200


def test_those_without_the_right_see_no_reason(client, draft, doctor, make_user):
    client.force_login(make_user(Role.OPERATOR))
    assert why(client, draft, doctor, benefit="housing").status_code == 403

"""The screens of runs: who may see and do what, figures with lists behind them, exports."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.entitlements import queries
from huizhi.entitlements.models import Result, Run
from huizhi.entitlements.states import RunState
from huizhi.kernel.models import Region
from huizhi.kernel.roles import Role
from tests.entitlements.factories import make_run
from tests.policies.factories import make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, office):
    client.force_login(office)
    return client


def page(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_run_started_on_the_screen_shows_what_it_found(
    signed_in, office, django_capture_on_commit_callbacks
):
    version = make_version(office)
    data = {"as_of": "2021-07-26", "pack_version": version.pk}
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in.post(reverse("run:add"), data)
    run = Run.objects.get()
    assert response["Location"] == reverse("run:record", args=[run.pk])
    text = page(signed_in, "run:record", run.pk)
    assert "108,000.00" in text
    assert run.snapshot_fingerprint in text
    address = f"{reverse('result:index')}?run={run.pk}&amp;benefit=award&amp;outcome=yes"
    assert f'href="{address}"' in text


def test_the_form_begins_with_the_pack_of_the_last_run(signed_in, office):
    run = make_run(office)
    form = signed_in.get(reverse("run:add")).context["form"]
    assert form["pack_version"].value() == run.pack_version_id


def test_a_date_without_policies_is_refused_beside_the_form(signed_in, office):
    data = {"as_of": "2019-01-01", "pack_version": make_version(office).pk}
    response = signed_in.post(reverse("run:add"), data)
    assert response.status_code == 422
    assert "2019-01-01" in response.content.decode()


def test_a_run_under_way_asks_again_and_then_reloads(signed_in, office):
    run = make_run(office)
    Run.objects.filter(pk=run.pk).update(state=RunState.RUNNING)
    progress = reverse("run:progress", args=[run.pk])
    text = page(signed_in, "run:record", run.pk)
    assert f'hx-get="{progress}"' in text
    assert "108,000.00" not in text
    assert "HX-Refresh" not in signed_in.get(progress)
    Run.objects.filter(pk=run.pk).update(state=RunState.COMPLETE)
    assert signed_in.get(progress)["HX-Refresh"] == "true"


def test_a_failed_run_says_why_and_can_be_started_again(
    signed_in, office, django_capture_on_commit_callbacks
):
    run = make_run(office)
    Run.objects.filter(pk=run.pk).update(state=RunState.FAILED, message="磁盘已满")
    assert "磁盘已满" in page(signed_in, "run:record", run.pk)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(reverse("run:start_again", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == RunState.COMPLETE


def names(text):
    return set(re.findall("王博|李硕|张学|赵未|孙无|某企业|某单位", text))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"outcome": "unknown"}, {"赵未", "孙无", "某单位"}),
        ({"benefit": "housing", "outcome": "yes"}, {"王博", "孙无"}),
        ({"county": "140221"}, {"李硕", "赵未"}),
        ({"county": "none"}, {"孙无", "某单位"}),
        ({"tier": "A"}, {"王博"}),
        ({"missing": "学位"}, {"赵未"}),
        ({"subject_kind": "organisation"}, {"某企业", "某单位"}),
        ({"q": "李"}, {"李硕"}),
        ({"outcome": "unknown", "missing": "没有的事实"}, {"赵未", "孙无", "某单位"}),
    ],
)
def test_the_list_filters(signed_in, office, query, found):
    make_run(office)
    run = make_run(office)
    response = signed_in.get(reverse("result:index"), {"run": run.pk, **query})
    rows = response.context["object_list"]
    assert {row.subject_name for row in rows} == found
    assert {row.run_id for row in rows} == {run.pk}


def test_without_a_choice_the_newest_run_is_listed(signed_in, office):
    make_run(office)
    run = make_run(office)
    rows = signed_in.get(reverse("result:index")).context["object_list"]
    assert {row.run_id for row in rows} == {run.pk}
    assert len(rows) == 12


def test_a_county_office_sees_its_own_people_only(client, office, make_user):
    run = make_run(office)
    clerk = make_user(Role.COUNTY, county=Region.objects.get(pk="140221"))
    client.force_login(clerk)
    assert names(page(client, "result:index", run=run.pk)) == {"李硕", "赵未"}
    text = page(client, "run:record", run.pk)
    assert "3,000.00" in text
    assert "108,000.00" not in text
    foreign = queries.results_of(run).filter(subject_name="王博").first()
    assert client.get(reverse("result:record", args=[foreign.pk])).status_code == 404
    assert "100,000.00" not in page(client, "run:missing", run.pk)


def test_a_reason_shows_conditions_values_sources_and_clause(signed_in, office):
    run = make_run(office)
    row = queries.results_of(run).get(subject_name="王博", benefit="living-allowance")
    text = page(signed_in, "result:record", row.pk)
    for part in ("在企业工作", "用人单位.性质", "企业", "人员名单.xlsx", "5,000.00", "第一条"):
        assert part in text
    clause = reverse("packversion:document", args=[run.pack_version_id, "living.yaml"])
    assert f'href="{clause}#clause-1"' in text


def test_a_no_says_what_would_have_to_change(signed_in, office):
    run = make_run(office)
    row = queries.results_of(run).get(subject_name="李硕", benefit="housing")
    text = page(signed_in, "result:record", row.pk)
    assert "怎样才能享受" in text
    assert "学位现为“硕士”，须为“博士”" in text
    assert "学位现为“硕士”，不满足“为‘博士’”" in text
    yes = queries.results_of(run).get(subject_name="王博", benefit="housing")
    assert "怎样才能享受" not in page(signed_in, "result:record", yes.pk)


def test_a_reason_is_there_as_json_within_the_scope(signed_in, office, make_user):
    run = make_run(office)
    row = queries.results_of(run).get(subject_name="李硕", benefit="housing")
    address = reverse("result:reason", args=[row.pk])
    assert address in page(signed_in, "result:record", row.pk)
    response = signed_in.get(address)
    assert response["Content-Disposition"] == f'attachment; filename="reason-{row.pk}.json"'
    data = response.json()
    assert set(data["tree"]) == {
        *("span", "text", "value", "missing", "clause", "sentence", "children")
    }
    (one,) = data["changes"]["sets"]
    assert one["changes"][0]["test"] == '"博士"'
    signed_in.force_login(make_user(Role.COUNTY, county=Region.objects.get(pk="140213")))
    assert signed_in.get(address).status_code == 404


def test_every_result_has_a_page(signed_in, office):
    for row in queries.results_of(make_run(office)):
        text = page(signed_in, "result:record", row.pk)
        assert row.subject_name in text


def test_missing_facts_lead_to_the_claims_they_decide(signed_in, office):
    run = make_run(office)
    text = page(signed_in, "run:missing", run.pk)
    order = [text.index(f">{name}</a>") for name in ("单位 · 性质", "学位", "用人单位")]
    assert order == sorted(order)
    assert "100,000.00" in text


def test_the_export_has_headings_labels_and_the_assumption(signed_in, office):
    run = make_run(office)
    response = signed_in.get(
        reverse("result:index"), {"run": run.pk, "outcome": "yes", "export": "xlsx"}
    )
    content = b"".join(response.streaming_content) if response.streaming else response.content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    heading, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert len(rows) == 5
    by_name = {(row[0], row[2]): dict(zip(heading, row, strict=True)) for row in rows}
    award = by_name["某企业", "企业奖励"]
    assert 100_000 in award.values()
    assert "金额为假定" in award.values()
    assert "yes" not in award.values()


def test_an_export_needs_its_right(client, office, make_user, monkeypatch):
    make_run(office)
    monkeypatch.setattr(
        "huizhi.kernel.roles.RIGHTS",
        {Role.AUDITOR: frozenset({"office.enter", "runs.view"})},
    )
    client.force_login(make_user(Role.AUDITOR))
    assert client.get(reverse("result:index")).status_code == 200
    assert client.get(reverse("result:index"), {"export": "xlsx"}).status_code == 403


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.EMPLOYER, Role.TALENT])
def test_those_without_the_right_see_nothing(client, office, make_user, role):
    run = make_run(office)
    client.force_login(make_user(role))
    for name, args in (
        ("run:index", []),
        ("run:record", [run.pk]),
        ("run:missing", [run.pk]),
        ("run:progress", [run.pk]),
        ("result:index", []),
        ("result:record", [Result.objects.first().pk]),
        ("result:reason", [Result.objects.first().pk]),
        ("run:add", []),
    ):
        response = client.get(reverse(name, args=args))
        assert response.status_code in (302, 403), name


def test_an_auditor_cannot_start_a_run(client, office, make_user):
    client.force_login(make_user(Role.AUDITOR))
    assert client.get(reverse("run:add")).status_code == 403


def asked(client, address, **query):
    """Return how many queries a page asks once its caches are warm."""
    client.get(address, query)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, query).status_code == 200
    return len(captured)


def test_the_lists_ask_as_many_queries_for_three_rows_as_for_one(signed_in, office):
    run = make_run(office)
    results, runs = reverse("result:index"), reverse("run:index")
    one = asked(signed_in, results, run=run.pk, tier="A", benefit="housing")
    assert asked(signed_in, results, run=run.pk, subject_kind="person") == one
    once = asked(signed_in, runs)
    make_run(office)
    make_run(office)
    assert asked(signed_in, runs) == once

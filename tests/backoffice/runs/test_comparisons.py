"""The screens of comparisons: from a run or a draft to what differs, lists, exports, scope."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.backoffice.runs import filters
from huizhi.entitlements.models import Change, Comparison, Difference
from huizhi.kernel.models import Job, JobState, Region
from huizhi.kernel.roles import Role
from huizhi.policies import drafting
from tests.entitlements.factories import AS_OF, make_run
from tests.entitlements.test_comparing import draft_with, state_degree

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, office):
    client.force_login(office)
    return client


@pytest.fixture
def posted(signed_in, django_capture_on_commit_callbacks):
    """Post a form and let the worker do what is queued."""

    def post(name, *args, **data):
        with django_capture_on_commit_callbacks(execute=True):
            return signed_in.post(reverse(name, args=args), data)

    return post


@pytest.fixture
def draft(office):
    return draft_with(office, "6000", "2500", "800")


@pytest.fixture
def trial(posted, draft):
    response = posted("packdraft:trial", draft.pk, as_of=AS_OF.isoformat())
    comparison = Comparison.objects.get()
    assert response["Location"] == reverse("comparison:record", args=[comparison.pk])
    return comparison


def page(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_trial_shows_what_a_draft_changes_for_whom(signed_in, trial):
    text = page(signed_in, "comparison:record", trial.pk)
    assert "+1,300.00" in text
    for figure in ("8,000.00", "9,300.00"):
        assert figure in text
    address = f"{reverse('difference:index')}?comparison={trial.pk}"
    assert f'href="{address}&amp;change=gained"' in text
    assert f'href="{address}&amp;benefit=living-allowance&amp;change=less"' in text
    listed = page(signed_in, "difference:index", comparison=trial.pk)
    for name in ("王博", "李硕", "张学"):
        assert name in listed


def test_the_draft_leads_to_its_trials_and_the_second_officer_sees_them(
    signed_in, office, make_user, draft, trial
):
    address = reverse("comparison:record", args=[trial.pk])
    assert reverse("packdraft:trial", args=[draft.pk]) in page(
        signed_in, "packdraft:record", draft.pk
    )
    assert address in page(signed_in, "packdraft:trial", draft.pk)
    drafting.submit(draft=draft, actor=office)
    signed_in.force_login(make_user())
    assert address in page(signed_in, "packdraft:accept", draft.pk)


def test_a_trial_of_an_earlier_text_says_so(signed_in, office, draft, trial):
    row = Difference.objects.first()
    pages = (("comparison:record", trial.pk), ("difference:record", row.pk))
    for name, number in pages:
        assert "请按现在的文本重新试算" not in page(signed_in, name, number)
    draft.refresh_from_db()
    draft.files["pack.yaml"] += "\n# 改动\n"
    draft.save()
    for name, number in pages:
        assert "请按现在的文本重新试算" in page(signed_in, name, number)
    assert "旧文本" in page(signed_in, "packdraft:trial", draft.pk)


def test_a_draft_with_errors_is_refused_beside_the_form(signed_in, posted, office):
    draft = draft_with(office, "6000 +", "2500", "0")
    response = posted("packdraft:trial", draft.pk, as_of=AS_OF.isoformat())
    assert response.status_code == 422
    assert "草稿有错误" in response.content.decode()
    trial = reverse("packdraft:trial", args=[draft.pk])
    assert trial not in page(signed_in, "packdraft:record", draft.pk)


def test_a_run_leads_to_what_differs_from_the_one_before(signed_in, posted, office):
    before = make_run(office)
    assert reverse("run:compare", args=[before.pk]) not in page(signed_in, "run:record", before.pk)
    state_degree(office, 4, "博士")
    after = make_run(office)
    text = page(signed_in, "run:record", after.pk)
    assert f'name="before" value="{before.pk}"' in text
    response = posted("run:compare", after.pk, before=before.pk)
    comparison = Comparison.objects.get()
    assert response["Location"] == reverse("comparison:record", args=[comparison.pk])
    text = page(signed_in, "comparison:record", comparison.pk)
    assert "两次测算使用同一版政策" in text
    assert "+5,000.00" in text


def test_the_page_of_a_claim_has_both_answers_and_both_reasons(signed_in, posted, office):
    before = make_run(office)
    state_degree(office, 4, "博士")
    after = make_run(office)
    posted("run:compare", after.pk, before=before.pk)
    row = Difference.objects.get(benefit="living-allowance")
    text = page(signed_in, "difference:record", row.pk)
    assert "尚不能确定，缺少：学位" in text
    assert "符合条件，5,000.00 元" in text
    for run in (before, after):
        result = run.results.get(subject_name="赵未", benefit="living-allowance")
        assert reverse("result:record", args=[result.pk]) in text
    assert "周转房" in text


def test_the_claim_of_a_trial_leads_to_the_reasons_on_the_desk(signed_in, trial):
    row = Difference.objects.get(subject_name="王博")
    text = page(signed_in, "difference:record", row.pk)
    reason = reverse("packdraft:try_reason", args=[trial.draft_id])
    asked = f"?kind=person&amp;subject=1&amp;on={AS_OF}&amp;benefit=living-allowance&amp;side="
    assert f'href="{reason}{asked}before"' in text
    assert f'href="{reason}{asked}after"' in text


def test_the_form_begins_with_the_run_before(signed_in, office):
    runs = [make_run(office) for _number in range(3)]
    form = signed_in.get(reverse("run:compare", args=[runs[2].pk])).context["form"]
    assert form["before"].value() == runs[1].pk
    choices = {str(value) for value, _label in form.fields["before"].choices}
    assert choices == {str(runs[0].pk), str(runs[1].pk)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"王博", "李硕", "张学"}),
        ({"change": "gained"}, {"张学"}),
        ({"benefit": "housing"}, set()),
        ({"benefit": "没有的事项"}, {"王博", "李硕", "张学"}),
        ({"county": "140221"}, {"李硕"}),
        ({"county": "none"}, set()),
        ({"subject_kind": "organisation"}, set()),
        ({"q": "王"}, {"王博"}),
    ],
)
def test_the_list_filters(signed_in, trial, query, found):
    response = signed_in.get(reverse("difference:index"), {"comparison": trial.pk, **query})
    assert {row.subject_name for row in response.context["object_list"]} == found


def test_a_list_behind_an_old_comparison_is_of_that_one(
    signed_in, posted, draft, trial, monkeypatch
):
    monkeypatch.setattr(filters, "MOST_TO_CHOOSE", 1)
    posted("packdraft:trial", draft.pk, as_of=AS_OF.isoformat())
    rows = signed_in.get(reverse("difference:index"), {"comparison": trial.pk})
    assert {row.comparison_id for row in rows.context["object_list"]} == {trial.pk}


def test_a_list_behind_an_old_run_is_of_that_one(signed_in, office, monkeypatch):
    monkeypatch.setattr(filters, "MOST_TO_CHOOSE", 1)
    old, _new = make_run(office), make_run(office)
    rows = signed_in.get(reverse("result:index"), {"run": old.pk})
    assert {row.run_id for row in rows.context["object_list"]} == {old.pk}


def test_the_export_opens_in_excel_with_both_answers(signed_in, trial):
    query = {"comparison": trial.pk, "change": Change.GAINED, "export": "xlsx"}
    response = signed_in.get(reverse("difference:index"), query)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    heading, row = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    values = dict(zip(heading, row, strict=True))
    assert "张学" in row
    assert values["变化"] == "新增符合"
    assert values["差额（元）"] == 800
    assert values["变化后的结论"] == "符合条件，800.00 元"


def test_a_comparison_under_way_asks_again_and_then_reloads(signed_in, trial):
    progress = reverse("comparison:progress", args=[trial.pk])
    assert signed_in.get(progress)["HX-Refresh"] == "true"
    Comparison.objects.filter(pk=trial.pk).update(finished_at=None)
    Job.objects.filter(pk=trial.job_id).update(state=JobState.RUNNING)
    text = page(signed_in, "comparison:record", trial.pk)
    assert f'hx-get="{progress}"' in text
    assert "9,300.00" not in text
    assert "HX-Refresh" not in signed_in.get(progress)


def test_a_failed_comparison_says_why(signed_in, trial):
    Comparison.objects.filter(pk=trial.pk).update(finished_at=None)
    Job.objects.filter(pk=trial.job_id).update(state=JobState.FAILED, message="磁盘已满")
    assert "磁盘已满" in page(signed_in, "comparison:record", trial.pk)


def test_a_county_sees_its_own_people_only(client, trial, make_user):
    client.force_login(make_user(Role.COUNTY, county=Region.objects.get(pk="140221")))
    text = page(client, "comparison:record", trial.pk)
    assert "-500.00" in text
    assert "9,300.00" not in text
    listed = page(client, "difference:index", comparison=trial.pk)
    assert "李硕" in listed
    assert "王博" not in listed
    foreign = Difference.objects.get(subject_name="王博")
    assert client.get(reverse("difference:record", args=[foreign.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.EMPLOYER, Role.TALENT])
def test_those_without_the_right_see_nothing(client, trial, make_user, role):
    client.force_login(make_user(role))
    row = Difference.objects.first()
    for name, args in (
        ("comparison:index", []),
        ("comparison:record", [trial.pk]),
        ("comparison:progress", [trial.pk]),
        ("difference:index", []),
        ("difference:record", [row.pk]),
    ):
        assert client.get(reverse(name, args=args)).status_code in (302, 403), name


def test_an_auditor_sees_comparisons_and_starts_no_trial(client, trial, make_user):
    client.force_login(make_user(Role.AUDITOR))
    page(client, "comparison:record", trial.pk)
    assert client.get(reverse("packdraft:trial", args=[trial.draft_id])).status_code == 403


def test_a_version_leads_to_a_run_from_its_first_day(signed_in, draft):
    version = draft.based_on
    address = f"{reverse('run:add')}?pack_version={version.pk}"
    assert address in page(signed_in, "packversion:record", version.pk)
    form = signed_in.get(address).context["form"]
    assert form["pack_version"].value() == version.pk


def asked(client, address, **query):
    """Return how many queries a page asks once its caches are warm."""
    client.get(address, query)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, query).status_code == 200
    return len(captured)


def test_the_pages_ask_as_many_queries_for_three_rows_as_for_one(signed_in, posted, draft, trial):
    listed, comparisons = reverse("difference:index"), reverse("comparison:index")
    one = asked(signed_in, listed, comparison=trial.pk, change="gained")
    assert asked(signed_in, listed, comparison=trial.pk) == one
    once = asked(signed_in, comparisons)
    posted("packdraft:trial", draft.pk, as_of=AS_OF.isoformat())
    assert asked(signed_in, comparisons) == once

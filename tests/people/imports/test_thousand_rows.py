"""1,000 rows with 50 bad in ten ways: 950 in, 50 back with reasons, and again: nothing changes."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pytest
from openpyxl import load_workbook

from huizhi.kernel.lists import services
from huizhi.kernel.lists.models import ImportState, RowOutcome
from huizhi.kernel.lists.tasks import start_applying
from huizhi.kernel.models import AuditEntry, Fact, Job, JobState
from huizhi.people.imports.kind import PEOPLE
from huizhi.people.models import Person
from tests.people.factories import make_employer
from tests.people.imports.lists import BAD_OF_EACH, EMPLOYER, HEADINGS, WAYS, thousand_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(make_county):
    make_county()
    make_employer(EMPLOYER)


def bring_in(user, data, name="名单.xlsx"):
    batch = services.upload(kind=PEOPLE, actor=user, file_name=name, data=data)
    found = services.columns_of(batch, county_code="")
    services.preview(
        actor=user, batch=batch, columns={column.heading: column.target for column in found}
    )
    return batch


def test_950_in_and_50_back_with_reasons(
    registry, make_user, django_capture_on_commit_callbacks, django_assert_max_num_queries
):
    data, expected = thousand_rows()
    assert len(expected) == BAD_OF_EACH * len(WAYS) == 50
    user = make_user()
    batch = bring_in(user, data)

    refused = {row.number: row for row in batch.rows.filter(outcome=RowOutcome.REFUSED)}
    assert refused.keys() == expected.keys()
    for number, (column, word) in expected.items():
        grave = [problem for problem in refused[number].problems if problem["grave"]]
        assert len(grave) == 1, grave
        assert grave[0]["column"].partition(" ")[2] == column
        assert word in grave[0]["message"]
    assert Counter(batch.rows.values_list("outcome", flat=True)) == {"added": 950, "refused": 50}
    assert not Person.objects.exists()

    with django_assert_max_num_queries(400), django_capture_on_commit_callbacks(execute=True):
        start_applying(actor=user, batch=batch)
    assert Person.objects.count() == 950
    job = Job.objects.get()
    assert (job.state, job.done, job.total) == (JobState.DONE, 950, 950)
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED

    part_time = Fact.objects.filter(name="学习形式", value="非全日制").count()
    assert part_time == sum(1 for number in range(1000) if number % 4 == 2 and number % 20 != 19)
    person = Person.objects.get(name="人才0")
    assert (person.county_id, person.employer.name) == ("140213", EMPLOYER)
    assert Fact.objects.get(subject_id=person.pk, name="学位").source == "名单.xlsx · 人员 · 3"

    workbook = load_workbook(BytesIO(services.take_refused(actor=user, batch=batch)))
    rows = list(workbook["人员"].values)
    assert list(rows[0])[: len(HEADINGS)] == HEADINGS
    assert [row[len(HEADINGS) + 1] for row in rows[1:]] == sorted(expected)
    for row in rows[1:]:
        assert expected[row[len(HEADINGS) + 1]][1] in row[len(HEADINGS)]
    batch.refresh_from_db()
    assert batch.file_cipher is None


def test_the_same_file_again_changes_nothing(
    registry, make_user, django_capture_on_commit_callbacks
):
    data, _ = thousand_rows()
    user = make_user()
    with django_capture_on_commit_callbacks(execute=True):
        start_applying(actor=user, batch=bring_in(user, data))
    before = (Person.objects.count(), Fact.objects.count())
    entries = AuditEntry.objects.filter(subject_kind="person").count()

    again = bring_in(user, data)
    assert Counter(again.rows.values_list("outcome", flat=True)) == {"same": 950, "refused": 50}
    with django_capture_on_commit_callbacks(execute=True):
        start_applying(actor=user, batch=again)
    assert (Person.objects.count(), Fact.objects.count()) == before
    assert AuditEntry.objects.filter(subject_kind="person").count() == entries


def test_no_id_number_of_the_list_is_kept_readable(registry, make_user):
    data, _ = thousand_rows()
    batch = bring_in(make_user(), data)
    kept = str(list(batch.rows.values_list("problems", "changes", "name")))
    # Every number of the list begins with this region and year of birth.
    assert "14020319" not in kept
    assert b"14020319" not in bytes(batch.file_cipher)

"""Imports of people kept before there were other lists lose nothing by their move."""

from __future__ import annotations

import pytest
from django.apps import apps as now
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huizhi.kernel import clock
from huizhi.kernel.users import system_user

BEFORE, AFTER = (
    [("people", "0001_initial"), ("kernel", "0004_lists")],
    [("people", "0003_imports_gone")],
)


@pytest.fixture
def back(transactional_db):
    """Go back to the tables of before, and forward again whatever happens."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_imports_rows_and_headings_are_kept(back):
    user = back.get_model("kernel", "User").objects.get_or_create(username=system_user().username)[
        0
    ]
    job = back.get_model("kernel", "Job").objects.create(
        kind="apply_import", title="x", state="queued", started_by=user, created_at=clock.now()
    )
    imports = back.get_model("people", "PeopleImport")
    kept = imports.objects.create(
        pk=41,
        file_name="名单.xlsx",
        file_cipher=b"x",
        file_index="i",
        state="applying",
        uploaded_by=user,
        uploaded_at=clock.now(),
        columns={"姓名": "姓名"},
        job=job,
    )
    person = back.get_model("people", "Person").objects.create(name="张三", created_at=clock.now())
    rows = back.get_model("people", "ImportRow")
    rows.objects.create(
        pk=7,
        batch=kept,
        sheet="人员",
        number=3,
        name="张三",
        outcome="changed",
        person=person,
        decision="same_person",
    )
    rows.objects.create(pk=8, batch=kept, sheet="人员", number=4, outcome="refused")
    back.get_model("people", "ColumnMemory").objects.create(
        county_code="140213", heading="最后文凭", target="学位"
    )
    executor = MigrationExecutor(connection)
    executor.migrate(AFTER)

    moved = now.get_model("kernel", "ListImport").objects.get()
    assert (moved.pk, moved.kind, bytes(moved.file_cipher)) == (41, "people", b"x")
    assert (moved.columns, moved.state) == ({"姓名": "姓名"}, "applying")
    assert moved.job.state == "failed"
    decided, refused = moved.rows.all()
    assert (decided.pk, decided.subject_id, decided.decision) == (7, person.pk, "same")
    assert (decided.candidates, refused.candidates) == ([person.pk], [])
    memory = now.get_model("kernel", "ColumnMemory").objects.get()
    assert (memory.kind, memory.county_code, memory.target) == ("people", "140213", "学位")
    another = now.get_model("kernel", "ListImport").objects.create(
        kind="people", file_name="b", uploaded_by_id=user.pk, uploaded_at=clock.now()
    )
    assert another.pk > 41

"""`huizhi people import`: what would change, what was done, and the refused rows beside it."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from huizhi.cli import people as command
from huizhi.cli.main import app
from huizhi.kernel.lists.models import ListImport
from huizhi.people.models import Person
from tests.people.factories import make_id_number, make_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch):
    # The test's database is ready already.
    monkeypatch.setattr(command, "prepare", lambda: None)
    return lambda *arguments: CliRunner().invoke(app, ["people", "import", *map(str, arguments)])


@pytest.fixture
def list_file(tmp_path):
    path = tmp_path / "名单.xlsx"
    good = [["张三", make_id_number(), "博士"], ["李四", make_id_number(sequence=13), "硕士"]]
    path.write_bytes(make_list([["姓名", "身份证号", "学位"], *good, ["王五", "123", "博士"]]))
    return path


def test_a_dry_run_changes_nothing_and_keeps_no_file(run, list_file):
    result = run(list_file, "--dry-run")
    assert result.exit_code == 1
    assert "2" in result.stdout
    assert not Person.objects.exists()
    assert ListImport.objects.get().file_cipher is None


def test_refused_rows_lie_beside_the_list(run, list_file):
    assert run(list_file).exit_code == 1
    assert set(Person.objects.values_list("name", flat=True)) == {"张三", "李四"}
    rows = list(load_workbook(list_file.with_name("名单.refused.xlsx")).worksheets[0].values)
    assert [row[0] for row in rows] == ["姓名", "王五"]


def test_what_cannot_be_done_is_said(run, tmp_path, list_file):
    empty = tmp_path / "空.xlsx"
    empty.write_bytes(b"nothing")
    assert run(empty).exit_code == 2
    assert run(list_file, "--user", "nobody").exit_code == 2
    assert not Person.objects.exists()

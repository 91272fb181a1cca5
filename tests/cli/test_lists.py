"""`huizhi lists import`: any kind of list from the command line."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from huizhi.cli import lists as command
from huizhi.cli.main import app
from huizhi.kernel.lists.models import ListImport
from huizhi.kernel.users import system_user
from huizhi.partners.models import Agreement, Base
from tests.partners import factories
from tests.people.factories import make_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch):
    # The test's database is ready already.
    monkeypatch.setattr(command, "prepare", lambda: None)
    return lambda *arguments: CliRunner().invoke(app, ["lists", "import", *map(str, arguments)])


@pytest.fixture
def list_file(tmp_path):
    path = tmp_path / "协议.xlsx"
    rows = [["名称", "状态"], ["甲协议", "签约"], ["乙协议", "谈判"]]
    path.write_bytes(make_list(rows))
    return path


def test_a_dry_run_changes_nothing(run, list_file):
    result = run("agreement", list_file, "--dry-run")
    assert result.exit_code == 1
    assert not Agreement.objects.exists()
    assert ListImport.objects.get().file_cipher is None


def test_good_rows_go_in_and_refused_ones_lie_beside_the_list(run, list_file):
    assert run("agreement", list_file).exit_code == 1
    assert [one.name for one in Agreement.objects.all()] == ["甲协议"]
    rows = list(load_workbook(list_file.with_name("协议.refused.xlsx")).worksheets[0].values)
    assert [row[0] for row in rows] == ["名称", "乙协议"]


def test_since_says_from_which_day_states_hold(run, tmp_path):
    factories.base(system_user(), "甲基地", state="unveiled")
    path = tmp_path / "基地.xlsx"
    path.write_bytes(make_list([["名称", "状态"], ["甲基地", "运行"]]))
    assert run("base", path, "--dry-run").exit_code == 1
    assert run("base", path, "--since", "2021-09-01").exit_code == 0
    assert Base.objects.get().state == "running"


def test_an_unknown_kind_is_told_with_the_known_ones(run, list_file):
    result = run("nothing", list_file)
    assert result.exit_code == 2
    assert "agreement" in result.output

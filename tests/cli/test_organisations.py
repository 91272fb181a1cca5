"""`huizhi organisations import` and `huizhi index`."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from huizhi.cli import organisations as command
from huizhi.cli.main import app
from huizhi.kernel.models import SearchToken
from huizhi.organisations import university_list
from huizhi.organisations.models import Organisation
from tests.organisations.factories import add
from tests.partners import factories

pytestmark = pytest.mark.django_db

HEADINGS = "学校名称,学校标识码,主管部门,所在地,办学层次\n"
PKU = "北京大学,4111010001,教育部,北京市,本科\n"


@pytest.fixture
def run(monkeypatch):
    # The test's database is ready already.
    monkeypatch.setattr(command, "prepare", lambda: None)
    return lambda *arguments: CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "名单2021.csv"
    path.write_text(HEADINGS + PKU, encoding="utf-8")
    return path


def test_a_list_is_entered_and_its_name_is_the_source(run, file):
    result = run("organisations", "import", file)
    assert result.exit_code == 0
    assert "新增\t1" in result.output
    assert Organisation.objects.get().source == "名单2021"


def test_refused_rows_are_told_by_their_place(run, file):
    file.write_text(HEADINGS + PKU + "甲大学,123,教育部,北京市,本科\n", encoding="utf-8")
    result = run("organisations", "import", file)
    assert result.exit_code == 1
    assert "第 3 行，B 学校标识码 列" in result.output
    assert Organisation.objects.count() == 1


def test_without_a_file_the_list_that_comes_with_it_is_taken(run, file, monkeypatch):
    monkeypatch.setattr(university_list, "BUILT_IN", file)
    assert run("organisations", "import").exit_code == 0
    assert "2021年9月30日" in Organisation.objects.get().source


def test_what_is_no_list_and_who_is_nobody_are_explained(run, file):
    assert run("organisations", "import", file, "--user", "nobody").exit_code == 2
    file.write_text("姓名\n某\n", encoding="utf-8")
    result = run("organisations", "import", file)
    assert result.exit_code == 2
    assert "学校标识码" in result.output


def test_the_index_is_made_anew(run, make_user):
    user = make_user()
    add(user)
    factories.agreement(user)
    SearchToken.objects.all().delete()
    result = run("index")
    assert result.exit_code == 0
    assert "2" in result.output
    assert set(SearchToken.objects.values_list("kind", flat=True)) == {"organisation", "agreement"}

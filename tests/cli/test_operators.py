"""What operators and auditors do from the command line: regions, the first user, the log."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from huizhi.cli import audit as audit_command
from huizhi.cli import setup
from huizhi.cli.main import app
from huizhi.kernel import audit
from huizhi.kernel.models import Region, User

pytestmark = pytest.mark.django_db

REGIONS = """
city: {code: "140200", name: 大同市, name_en: Datong}
counties: [{code: "140213", name: 平城区, name_en: Pingcheng}]
"""


@pytest.fixture
def run(monkeypatch):
    # The test's database is ready already.
    for command in (audit_command, setup):
        monkeypatch.setattr(command, "prepare", lambda: None)
    return lambda *arguments: CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture
def regions(run, tmp_path):
    file = tmp_path / "regions.yaml"
    file.write_text(REGIONS, encoding="utf-8")
    assert run("regions", file).exit_code == 0
    return file


def add(run, *options, role="operator"):
    secret = "a-long-enough-secret-7"
    return run("user", "li", "--role", role, "--name", "李运维", "--password", secret, *options)


def test_regions_then_a_user_of_one_of_them(run, regions):
    assert Region.objects.count() == 2
    assert add(run, "--county", "140213", role="county").exit_code == 0
    assert User.objects.get(username="li").county_id == "140213"


@pytest.mark.parametrize(
    ("options", "role", "said"),
    [((), "boss", "programme_office"), (("--county", "999999"), "county", "999999")],
)
def test_what_is_wrong_is_said_with_what_would_be_right(run, regions, options, role, said):
    result = add(run, *options, role=role)
    assert result.exit_code == 2
    assert said in result.output
    assert not User.objects.filter(username="li").exists()


def test_the_log_is_whole_or_its_first_break_is_named(run, regions, monkeypatch):
    whole = run("audit")
    assert whole.exit_code == 0
    assert audit.AuditEntry.objects.latest("position").hash in whole.output
    monkeypatch.setattr(audit, "find_first_break", lambda: 7)
    broken = run("audit")
    assert (broken.exit_code, "7" in broken.output) == (1, True)

"""Runs killed at random moments: each is complete or absent, and can be started again."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 400
BEGINNING = """
import datetime as dt, json, time
import django
django.setup()
from django.conf import settings
from huizhi.entitlements import lifecycle, queries, services
from huizhi.entitlements.models import Result, Run
from huizhi.entitlements.running import carry_out
from huizhi.kernel.users import system_user
from tests.entitlements.factories import make_run
lifecycle.ROWS_A_TRANSACTION = 40
"""

PREPARE = f"""
from django.core.management import call_command
call_command("migrate", verbosity=0)
from huizhi.kernel.models import Region
from huizhi.rules.subjects import SubjectKind
from tests.entitlements.factories import PEOPLE, make_registry, state
from tests.policies.factories import make_version
actor = system_user()
make_registry(actor, lambda code, zh, en: Region.objects.create(code=code, name=zh, name_en=en))
known = list(PEOPLE.values())
state(actor, SubjectKind.PERSON, {{1000 + i: known[i % len(known)] for i in range({PEOPLE})}})
make_version(actor)
"""

START = """
print("ready", flush=True)
begun = time.monotonic()
run = make_run(system_user())
print(json.dumps({"seconds": time.monotonic() - begun, "due": run.due.fen,
    "results": run.entitled + run.not_entitled + run.not_known}), flush=True)
"""

LOOK = """
runs = list(Run.objects.order_by("pk"))
before = [[run.state, queries.results_of(run).count()] for run in runs]
lifecycle.DEAD_AFTER = dt.timedelta(0)
lifecycle.sweep()
actor = system_user()
left = {run.pk: Result.objects.filter(run=run).count() for run in runs if not run.is_complete}
for run in runs:
    run.refresh_from_db()
    if run.state == "failed":
        services.start_again(run=run, actor=actor)
    if run.state in ("failed", "queued"):
        carry_out(run_id=run.pk)
if not runs:
    make_run(actor)
after = [[run.state, queries.results_of(run).count(), run.due.fen] for run in Run.objects.all()]
files = sorted(path.name for path in settings.SNAPSHOT_DIR.glob("*"))
print(json.dumps({"before": before, "left": left, "after": after, "files": files}))
"""


def python(folder: Path, code: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "huizhi.config.settings",
        "HUIZHI_DATA_DIR": str(folder),
        "HUIZHI_DATABASE_URL": f"sqlite:///{folder}/huizhi.sqlite3",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    return subprocess.Popen(
        [sys.executable, "-c", BEGINNING + code],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    out, errors = process.communicate(timeout=240)
    assert process.returncode == 0, errors
    return out


@pytest.mark.soak
def test_a_run_killed_at_any_moment_is_complete_or_absent(
    tmp_path: Path, time_left: Callable[[], float]
) -> None:
    prepared, whole, folder = (tmp_path / name for name in ("prepared", "whole", "killed"))
    finish(python(prepared, PREPARE))
    shutil.copytree(prepared, whole)
    expected = json.loads(finish(python(whole, START)).splitlines()[-1])
    assert expected["results"] > PEOPLE
    states: dict[str, int] = {}
    while time_left() > 0 or "running" not in states:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(prepared, folder)
        after = random.uniform(0, expected["seconds"] * 1.05)
        killed = python(folder, START)
        assert killed.stdout is not None
        assert killed.stdout.readline() == "ready\n"
        time.sleep(after)
        killed.send_signal(signal.SIGKILL)
        killed.communicate()
        found = json.loads(finish(python(folder, LOOK)).splitlines()[-1])
        moment = f"killed after {after:.3f} s: {found}"
        for state, seen in found["before"]:
            assert seen == (expected["results"] if state == "complete" else 0), moment
            states[state] = states.get(state, 0) + 1
        if not found["before"]:
            states["absent"] = states.get("absent", 0) + 1
        assert set(found["left"].values()) <= {0}, moment
        assert found["after"] == [["complete", expected["results"], expected["due"]]], moment
        assert found["files"] == ["run-1.parquet"], moment
    print(f"{sum(states.values())} runs killed; found then: {states}")

"""A process killed in the middle of a run, on a real SQLite file: nothing half-done is seen."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

PREPARE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from huizhi.kernel.models import Region
from huizhi.kernel.users import system_user
from tests.entitlements.factories import make_registry
from tests.policies.factories import make_version
actor = system_user()
make_registry(actor, lambda code, zh, en: Region.objects.create(code=code, name=zh, name_en=en))
make_version(actor)
"""

DIE = """
import os, signal
from huizhi.entitlements import lifecycle, writing
from huizhi.kernel.users import system_user
from tests.entitlements.factories import make_run
lifecycle.ROWS_A_TRANSACTION = 2
write, parts = writing.write, []
def dying(run, rows):
    write(run, rows)
    parts.append(rows)
    if len(parts) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
writing.write = dying
make_run(system_user())
"""

LOOK = """
import json
from django.conf import settings
from huizhi.entitlements import queries
from huizhi.entitlements.models import Result, Run
from huizhi.kernel.users import system_user
print(json.dumps({
    "states": list(Run.objects.order_by("pk").values_list("state", flat=True)),
    "written": Result.objects.count(),
    "seen": queries.results_for(system_user()).count(),
    "files": sorted(path.name for path in settings.SNAPSHOT_DIR.glob("*")),
}))
"""

RECOVER = """
import datetime as dt
from huizhi.entitlements import lifecycle
from huizhi.entitlements.models import Run
from huizhi.kernel.users import system_user
from tests.entitlements.factories import make_run
lifecycle.DEAD_AFTER = dt.timedelta(0)
lifecycle.sweep()
make_run(system_user())
"""


def run_python(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "huizhi.config.settings",
        "HUIZHI_DATA_DIR": str(folder),
        "HUIZHI_DATABASE_URL": f"sqlite:///{folder}/huizhi.sqlite3",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    script = f"import django\ndjango.setup()\n{code}"
    return subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def look(folder: Path) -> dict[str, object]:
    return json.loads(run_python(folder, LOOK).stdout)


def test_a_killed_run_is_never_seen_and_leaves_nothing_behind(tmp_path):
    prepared = run_python(tmp_path, PREPARE)
    assert prepared.returncode == 0, prepared.stderr
    assert run_python(tmp_path, DIE).returncode == -signal.SIGKILL

    died = look(tmp_path)
    assert died["states"] == ["running"]
    assert died["written"] >= 6
    assert died["seen"] == 0

    recovered = run_python(tmp_path, RECOVER)
    assert recovered.returncode == 0, recovered.stderr
    assert look(tmp_path) == {
        "states": ["failed", "complete"],
        "written": 12,
        "seen": 12,
        "files": ["run-2.parquet"],
    }

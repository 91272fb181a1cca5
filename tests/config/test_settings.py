"""Settings that follow from the environment, each read in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def setting(folder: Path, name: str, **environment: str) -> str:
    code = f"from huizhi.config import settings; print(getattr(settings, {name!r}, None))"
    kept = {key: value for key, value in os.environ.items() if not key.startswith("HUIZHI_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, **environment, "HUIZHI_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_the_data_folder_is_its_owner_s_alone(tmp_path):
    folder = tmp_path / "var"
    setting(folder, "DATA_DIR")
    assert folder.stat().st_mode & 0o777 == 0o700


def test_https_is_said_by_the_proxy_and_kept_to(tmp_path):
    assert setting(tmp_path, "SECURE_PROXY_SSL_HEADER") == "None"
    assert setting(tmp_path, "SESSION_COOKIE_SECURE") == "False"
    header = setting(tmp_path, "SECURE_PROXY_SSL_HEADER", HUIZHI_HTTPS="1")
    assert header == "('HTTP_X_FORWARDED_PROTO', 'https')"
    assert setting(tmp_path, "SESSION_COOKIE_SECURE", HUIZHI_HTTPS="1") == "True"
    assert setting(tmp_path, "SECURE_HSTS_SECONDS", HUIZHI_HTTPS="1") == "31536000"

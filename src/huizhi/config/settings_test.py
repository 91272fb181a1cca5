"""Settings of the tests: fixed keys, quick password hashing, tasks run at once."""

from __future__ import annotations

import os
import tempfile

_folder = tempfile.mkdtemp(prefix="huizhi-test-")
os.environ["HUIZHI_DATA_DIR"] = _folder
os.environ["HUIZHI_SECRET_KEY"] = "only-for-tests"  # noqa: S105
os.environ["HUIZHI_ENCRYPTION_KEY"] = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
os.environ.setdefault("HUIZHI_DEMO", "1")

from huizhi.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WHITENOISE_AUTOREFRESH = True

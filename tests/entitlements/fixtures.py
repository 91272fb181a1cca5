"""The registry of `factories` and a folder for snapshots, for rooms that test with runs."""

from __future__ import annotations

import pytest

from huizhi.kernel.models import User
from tests.entitlements.factories import make_registry


@pytest.fixture(autouse=True)
def snapshot_folder(settings, tmp_path):
    settings.SNAPSHOT_DIR = tmp_path / "snapshots"
    return settings.SNAPSHOT_DIR


@pytest.fixture
def office(make_user, make_county) -> User:
    """The programme office's user, with the registry of `factories` in place."""
    user = make_user()
    make_registry(user, make_county)
    return user

"""Tests here work on the entitlements' registry, with a second officer to approve."""

from __future__ import annotations

import pytest

from huizhi.kernel.models import User
from huizhi.kernel.roles import Role
from tests.entitlements.fixtures import office, snapshot_folder

__all__ = ["office", "second", "snapshot_folder"]


@pytest.fixture
def second(make_user) -> User:
    """Another officer than the one who offers."""
    return make_user(Role.DEPARTMENT)

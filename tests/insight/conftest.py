"""Tests here work on the entitlements' registry, with a second officer to approve."""

from __future__ import annotations

from tests.cases.conftest import office, second, snapshot_folder

__all__ = ["office", "second", "snapshot_folder"]

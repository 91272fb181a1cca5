"""Tests here work on the entitlements' registry."""

from tests.entitlements.fixtures import office, snapshot_folder

__all__ = ["office", "snapshot_folder"]

"""How long the soak goes on: HUIZHI_SOAK_SECONDS for each test, ten minutes without it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest

SECONDS = float(os.environ.get("HUIZHI_SOAK_SECONDS", "600"))
SECONDS_TO_FINISH = 300


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("soak"):
            item.add_marker(pytest.mark.timeout(SECONDS + SECONDS_TO_FINISH))


@pytest.fixture
def time_left() -> Callable[[], float]:
    """Return a function that says which part of the time is left, from 1.0 down to below 0."""
    start = time.monotonic()
    return lambda: 1 - (time.monotonic() - start) / SECONDS

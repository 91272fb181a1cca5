"""Two officers at once, each on a connection of their own. SQLite has one writer, so not there."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection

SECONDS = 20

on_postgresql = pytest.mark.skipif(
    "postgresql" not in settings.DATABASES["default"]["ENGINE"],
    reason="SQLite lets one write at a time",
)


def at_once(*steps: Callable[[], object]) -> list[BaseException | None]:
    """Run the steps in threads that begin together; return what each raised, or None."""
    barrier = threading.Barrier(len(steps))
    raised: list[BaseException | None] = [None] * len(steps)

    def run(number: int, step: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(SECONDS)
            step()
        except BaseException as error:  # noqa: BLE001 - handed to the test, which asserts on it
            raised[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    return raised

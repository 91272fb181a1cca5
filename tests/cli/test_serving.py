"""The supervisor: starts what dies, gives up on what cannot live, stops what it started."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

import pytest

from huizhi.cli.serving import Child, ChildKeepsDying, supervise


def sleeper() -> Child:
    return Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])


@pytest.fixture(autouse=True)
def handlers():
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def after(seconds: float, act) -> None:
    timer = threading.Timer(seconds, act)
    timer.daemon = True
    timer.start()


def test_a_dead_child_is_started_again_and_all_end_on_a_signal():
    child = sleeper()
    seen: list[int] = []
    cleared: list[int | None] = []
    child.clear_up = lambda: cleared.append(child.process.poll())

    def kill() -> None:
        seen.append(child.process.pid)
        child.started = time.monotonic() - 100  # it had lived for long
        child.process.kill()

    after(0.5, kill)
    after(2.5, lambda: seen.append(child.process.pid))
    after(3.0, lambda: os.kill(os.getpid(), signal.SIGTERM))
    supervise([child], ready=lambda: None)
    assert len(set(seen)) == 2
    assert cleared == [-signal.SIGKILL]  # once, and before it is started again
    assert child.process.poll() is not None


def test_a_child_that_dies_at_once_again_and_again_ends_everything():
    living = sleeper()
    dying = Child("dying", [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(ChildKeepsDying, match="dying"):
        supervise([living, dying], ready=lambda: None)
    assert living.process.poll() is not None

"""Runs the web server, the background worker and the webhooks as children and keeps all alive."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_TO_STOP = 20
QUICK_DEATH_SECONDS = 5
QUICK_DEATHS_ALLOWED = 3


class ChildKeepsDying(Exception):
    """A child process ended several times right after its start."""


@dataclass
class Child:
    """A command that is to run as long as we do; `clear_up` is called when it has died."""

    name: str
    command: Sequence[str]
    clear_up: Callable[[], object] = lambda: None
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = field(default=0)

    def start(self) -> None:
        """Start the command in its own process group, so that Ctrl+C reaches only us."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603

    def look_after(self) -> None:
        """Start the command again if it ended. Errors: `ChildKeepsDying`."""
        if self.process is None or self.process.poll() is None:
            return
        quick = time.monotonic() - self.started < QUICK_DEATH_SECONDS
        self.quick_deaths = self.quick_deaths + 1 if quick else 0
        if self.quick_deaths >= QUICK_DEATHS_ALLOWED:
            raise ChildKeepsDying(self.name)
        self.clear_up()
        self.start()

    def stop(self) -> None:
        """Ask the command to end; make it end when it takes too long."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def children(host: str, port: int, *, clear_up: Callable[[], object]) -> list[Child]:
    """Return the web server, the worker and the sender of webhooks as children to run.

    `clear_up` clears away what a worker that died has left behind.
    """
    django = [sys.executable, "-m", "django"]
    web = [
        *(sys.executable, "-m", "gunicorn", "huizhi.config.wsgi:application"),
        *("--bind", f"{host}:{port}", "--worker-class", "gthread", "--workers", "2"),
        *("--threads", "4", "--timeout", "120", "--log-level", "warning"),
        *("--no-control-socket",),
    ]
    worker = [*django, "db_worker", "--interval", "0.5", "--no-startup-delay"]
    webhooks = [sys.executable, "-m", "huizhi", "webhooks"]
    return [Child("web", web), Child("worker", worker, clear_up), Child("webhooks", webhooks)]


def supervise(family: Sequence[Child], *, ready: Callable[[], None]) -> None:
    """Run the children until a signal to stop arrives; start again what dies."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huizhi.config.settings")
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        for child in family:
            child.start()
        ready()
        while not stopping:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            for child in family:
                child.look_after()
    finally:
        for child in family:
            child.stop()

"""What commands show on the terminal: errors, progress, and places in a line of text."""

from __future__ import annotations

import sys
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from huizhi.feel import Diagnostic
    from huizhi.rules.words import Language

FINDINGS = 1
USAGE = 2
_SECONDS_WITHOUT_PROGRESS = 2.0


def note(message: str) -> None:
    """Tell people something; stdout is for results."""
    typer.echo(message, err=True)


def fail(message: str, code: int = USAGE) -> NoReturn:
    """Say what is wrong and end with an exit code: 1 for findings, 2 for usage."""
    note(message)
    raise typer.Exit(code)


def underlined(text: str, diagnostic: Diagnostic, language: Language) -> str:
    """Return a diagnostic with its code, its line of the text and marks below the place."""
    line, column = diagnostic.span.line_column(text)
    shown = text.split("\n")[line - 1]
    covered = diagnostic.span.of(text).split("\n")[0]
    marks = " " * _width(shown[: column - 1]) + "^" * max(1, _width(covered))
    told = f"{diagnostic.code} {diagnostic.message(language)}"
    return f"{line}:{column}: {told}\n  {shown}\n  {marks}"


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: Chinese takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


class Progress:
    """A bar on stderr that appears when something takes longer than two seconds."""

    def __init__(self, shows: bool) -> None:
        # Imported here: short commands show no bar.
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            TextColumn,
            TimeElapsedColumn,
        )
        from rich.progress import (
            Progress as Bar,
        )

        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not shows,
        )
        self._task = self._bar.add_task("", total=None)

    def stage(self, name: str, total: int | None = None) -> None:
        """Begin another stage of `total` steps; None: nobody knows how many."""
        self._bar.reset(self._task, total=total, description=name)

    def advance(self, steps: int) -> None:
        """Count steps that are done."""
        self._bar.advance(self._task, steps)

    def start(self) -> None:
        """Show the bar."""
        self._bar.start()

    def stop(self) -> None:
        """Take the bar away."""
        self._bar.stop()


@contextmanager
def progress() -> Iterator[Progress]:
    """Yield progress that shows itself after two seconds, on a terminal only."""
    bar = Progress(sys.stderr.isatty())
    timer = threading.Timer(_SECONDS_WITHOUT_PROGRESS, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield bar
    finally:
        timer.cancel()
        bar.stop()

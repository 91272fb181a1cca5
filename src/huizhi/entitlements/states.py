"""The states of a run and the legal moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huizhi.kernel.errors import IllegalMove


class RunState(models.TextChoices):
    """The states of a run. Only a complete run's results are ever shown."""

    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    COMPLETE = "complete", _("Complete")
    FAILED = "failed", _("Failed")


MOVES: dict[str, frozenset[str]] = {
    RunState.QUEUED: frozenset({RunState.RUNNING, RunState.FAILED}),
    RunState.RUNNING: frozenset({RunState.COMPLETE, RunState.FAILED}),
    RunState.FAILED: frozenset({RunState.QUEUED}),
    RunState.COMPLETE: frozenset(),
}


def require_move(current: str, target: RunState) -> None:
    """Refuse with `IllegalMove` a step that the table does not have."""
    if target not in MOVES[current]:
        raise IllegalMove(
            _("A run that is “{current}” cannot become “{target}”.").format(
                current=RunState(current).label, target=target.label
            )
        )

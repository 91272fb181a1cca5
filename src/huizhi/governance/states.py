"""The states of meetings, tasks and problems, and the one table of legal moves of each.

That a task is overdue is not a state: it follows from its due date and the day, see
`lights.task_due`.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huizhi.kernel.errors import IllegalMove

Moves = Mapping[str, frozenset[str]]


class MeetingState(models.TextChoices):
    """The states of a meeting."""

    PLANNED = "planned", pgettext_lazy("of a meeting", "Planned")
    HELD = "held", gettext_lazy("Held")
    CANCELLED = "cancelled", gettext_lazy("Cancelled")


class TaskState(models.TextChoices):
    """Where a task stands. What is done can be sent back until it is accepted."""

    OPEN = "open", gettext_lazy("Not begun")
    IN_PROGRESS = "in_progress", gettext_lazy("In progress")
    DONE = "done", pgettext_lazy("of a task", "Finished")
    CANCELLED = "cancelled", gettext_lazy("Cancelled")


class ProblemState(models.TextChoices):
    """Where a problem stands. What was solved can come back; what is closed stays so."""

    OPEN = "open", gettext_lazy("To be solved")
    BEING_SOLVED = "being_solved", gettext_lazy("Being solved")
    SOLVED = "solved", gettext_lazy("Solved")
    CLOSED = "closed", gettext_lazy("Closed")


MEETING_MOVES: Moves = {
    MeetingState.PLANNED: frozenset({MeetingState.HELD, MeetingState.CANCELLED}),
    MeetingState.HELD: frozenset(),
    MeetingState.CANCELLED: frozenset(),
}
TASK_MOVES: Moves = {
    TaskState.OPEN: frozenset({TaskState.IN_PROGRESS, TaskState.DONE, TaskState.CANCELLED}),
    TaskState.IN_PROGRESS: frozenset({TaskState.DONE, TaskState.CANCELLED}),
    TaskState.DONE: frozenset({TaskState.IN_PROGRESS}),
    TaskState.CANCELLED: frozenset(),
}
PROBLEM_MOVES: Moves = {
    ProblemState.OPEN: frozenset(
        {ProblemState.BEING_SOLVED, ProblemState.SOLVED, ProblemState.CLOSED}
    ),
    ProblemState.BEING_SOLVED: frozenset({ProblemState.SOLVED, ProblemState.CLOSED}),
    ProblemState.SOLVED: frozenset({ProblemState.BEING_SOLVED, ProblemState.CLOSED}),
    ProblemState.CLOSED: frozenset(),
}

OPEN_TASKS = frozenset({TaskState.OPEN, TaskState.IN_PROGRESS})
OPEN_PROBLEMS = frozenset({ProblemState.OPEN, ProblemState.BEING_SOLVED})


def require_move(moves: Moves, states: type[models.TextChoices], present: str, to: str) -> None:
    """Refuse a move that a table does not allow. Errors: `IllegalMove`."""
    if to in moves[present]:
        return
    labels = {state.value: str(state.label) for state in states}
    allowed = "、".join(label for state, label in labels.items() if state in moves[present])
    raise IllegalMove(
        _("What is “{present}” cannot become “{wanted}”. Possible: {allowed}.").format(
            present=labels[present], wanted=labels.get(to, to), allowed=allowed or _("nothing more")
        )
    )

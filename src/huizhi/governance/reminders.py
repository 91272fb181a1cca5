"""What waits for a user: own tasks, lights and problems of their scope, what they decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huizhi.governance import queries
from huizhi.governance.lights import light_counts
from huizhi.governance.queries import TaskCounts
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right


@dataclass(frozen=True)
class Reminders:
    """Counts, each of which a list shows. `decides` says whether the last two concern the user."""

    own: TaskCounts
    red: int
    yellow: int
    problems: int
    decides: bool
    to_accept: int
    gone: int

    @property
    def own_unfinished(self) -> int:
        """The user's own tasks that are not finished."""
        return self.own.open + self.own.in_progress


def reminders_for(user: User, on: dt.date) -> Reminders | None:
    """Return what waits for a user on a day, None for one who may not see the governance."""
    if not has_right(user, Right.GOVERNANCE_VIEW):
        return None
    counts = light_counts(user, on)
    decides = has_right(user, Right.GOVERNANCE_EDIT)
    return Reminders(
        own=queries.task_counts(user, on, mine=True),
        red=sum(count.red for count in counts),
        yellow=sum(count.yellow for count in counts),
        problems=queries.open_problems(queries.problems_for(user)).count(),
        decides=decides,
        to_accept=queries.task_counts(user, on).to_accept if decides else 0,
        gone=queries.users_gone_with_work().count() if decides else 0,
    )

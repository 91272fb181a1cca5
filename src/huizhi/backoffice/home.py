"""The office's first page: what this user can do, and what waits for them."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component

from huizhi.governance.reminders import reminders_for
from huizhi.kernel import clock
from huizhi.kernel.jobs import jobs_for
from huizhi.kernel.models import JobState
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.policies import queries as policies


class HomePanel(Component):
    """What waits for the user, links by right, and the background jobs under way."""

    name = "huizhi_home"
    template_name = "backoffice/home.html"
    order = 100

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the user, their rights, what waits for them and the jobs that run."""
        user = parent_context["request"].user
        under_way = jobs_for(user).filter(state__in=[JobState.QUEUED, JobState.RUNNING])
        return {
            "user": user,
            "reminders": reminders_for(user, clock.today()),
            "may": {right.name.lower(): has_right(user, right) for right in Right},
            "drafts": policies.drafts_to_decide(user).count(),
            "jobs": under_way[:5] if has_right(user, Right.JOBS_VIEW) else [],
        }

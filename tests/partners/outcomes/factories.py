"""Factories of milestones and results."""

from __future__ import annotations

from huizhi.kernel.models import User
from huizhi.partners.models import Milestone, Project, Result
from huizhi.partners.outcomes import services
from huizhi.partners.outcomes.services import MilestoneDetails, ResultDetails


def milestone(actor: User, project: Project, title: str = "并网", **fields: object) -> Milestone:
    details = MilestoneDetails(title=title, source="测试", **fields)
    return services.add_milestone(actor=actor, project=project, details=details)


def result(actor: User, project: Project, title: str = "专利", **fields: object) -> Result:
    values = {"kind": "patents", **fields}
    if values["kind"] != "income":
        values.setdefault("count", 1)
    details = ResultDetails(title=title, source="测试", **{"published": True, **values})
    return services.add_result(actor=actor, project=project, details=details)

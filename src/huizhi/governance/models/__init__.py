"""Bodies with their seats, meetings, plans, tasks, problems, limits of lights, hand-overs."""

from huizhi.governance.models.body import Body, BodyKind, Rank, Seat
from huizhi.governance.models.hand_over import HandOver
from huizhi.governance.models.light_rule import LightRule
from huizhi.governance.models.meeting import Decision, Meeting
from huizhi.governance.models.plan import Plan, PlanItem
from huizhi.governance.models.problem import Origin, Problem, Severity
from huizhi.governance.models.record_kind import RecordKind
from huizhi.governance.models.task import DueChange, Task, TaskNote

__all__ = [
    "Body",
    "BodyKind",
    "Decision",
    "DueChange",
    "HandOver",
    "LightRule",
    "Meeting",
    "Origin",
    "Plan",
    "PlanItem",
    "Problem",
    "Rank",
    "RecordKind",
    "Seat",
    "Severity",
    "Task",
    "TaskNote",
]

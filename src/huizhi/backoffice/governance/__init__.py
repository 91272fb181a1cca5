"""Screens of the governance: tasks, lights, problems, meetings, plans, bodies, hand-overs."""

from django.urls import reverse_lazy

from huizhi.backoffice.governance.places import LISTS
from huizhi.backoffice.governance.viewsets import (
    BodyViewSet,
    HandOverViewSet,
    LightViewSet,
    MeetingViewSet,
    PlanViewSet,
    ProblemViewSet,
    TaskViewSet,
)
from huizhi.backoffice.lists.viewsets import imports_of_records
from huizhi.backoffice.menus import RightMenuItem
from huizhi.governance.lists import MEETINGS, PLANS, PROBLEMS, TASKS
from huizhi.kernel.roles import Right

VIEWSETS = [
    TaskViewSet("task"),
    LightViewSet("light"),
    ProblemViewSet("problem"),
    MeetingViewSet("meeting"),
    PlanViewSet("plan"),
    BodyViewSet("body"),
    HandOverViewSet("handover"),
    *imports_of_records(TASKS, PROBLEMS, MEETINGS, PLANS),
]
ICONS = {viewset.name: viewset.icon for viewset in VIEWSETS}
MENU = [
    RightMenuItem(
        label,
        reverse_lazy(f"{name}:index"),
        right=Right.GOVERNANCE_VIEW,
        icon_name=ICONS[name],
        order=750 + number,
    )
    for number, (name, label) in enumerate(LISTS.items())
]

"""The lists of the governance, and the addresses of its pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from huizhi.backoffice.governance import bodies, hand_overs, lights, meetings, problems, tasks
from huizhi.backoffice.governance.badges import BadgeColumn, LightColumn, colour_words
from huizhi.backoffice.governance.filters import MeetingFilterSet, ProblemFilterSet, TaskFilterSet
from huizhi.backoffice.viewsets import DateColumn, DateTimeColumn, ScopedIndexView, ScopedViewSet
from huizhi.governance import queries
from huizhi.governance.lights.task_list import with_light
from huizhi.governance.lists import MEETINGS, PLANS, PROBLEMS, TASKS
from huizhi.governance.models import Body, HandOver, LightRule, Meeting, Plan, Problem, Task
from huizhi.kernel import clock
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right


class TaskIndexView(ScopedIndexView):
    """The tasks; an export says their colours in words."""

    custom_field_preprocess: ClassVar[dict[str, Any]] = {
        "light": {"xlsx": colour_words, "csv": colour_words}
    }


class GovernanceViewSet(ScopedViewSet):
    """What the lists of the governance share."""

    view_right = Right.GOVERNANCE_VIEW


class TaskViewSet(GovernanceViewSet):
    """Tasks: those that are open first, by their due date."""

    model = Task
    list_kind = TASKS
    icon = "tasks"
    index_view_class = TaskIndexView
    record_page = tasks.TaskPage
    add_page = tasks.AddTaskPage
    edit_page = tasks.EditTaskPage
    filterset_class = TaskFilterSet
    list_display = (
        "title",
        LightColumn("light", label=_("Light"), sort_key="light"),
        BadgeColumn("state", label=_("State"), sort_key="state"),
        DateColumn("due_on", label=_("Due on"), sort_key="due_on"),
        Column("put_off", label=_("Put off (times)"), sort_key="put_off"),
        "owner",
        "organisation",
        "county",
    )
    list_export = (
        "title",
        "description",
        "light",
        "get_state_display",
        "due_on",
        "put_off",
        "owner",
        "deputy",
        "organisation",
        "county",
        "done_on",
        "evidence",
        "accepted_by",
        "synthetic",
    )
    export_headings: ClassVar = {
        "light": _("Light"),
        "get_state_display": _("State"),
        "put_off": _("Put off (times)"),
    }
    export_filename = "tasks"
    search_fields = ("title", "description")

    def rows(self, user: User) -> QuerySet[Task]:
        """Return the tasks this user may see, with their light."""
        rows = queries.tasks_for(user).select_related("accepted_by")
        return with_light(queries.open_first(rows), clock.today())

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the steps."""
        steps: dict[str, type[Any]] = {
            "begin": tasks.BeginTask,
            "note": tasks.NotePage,
            "finish": tasks.FinishPage,
            "put_off": tasks.PutOffPage,
            "cancel": tasks.CancelPage,
            "send_back": tasks.SendBackPage,
            "accept": tasks.AcceptTask,
        }
        return [
            *super().get_urlpatterns(),
            *(
                path(f"<int:pk>/{name.replace('_', '-')}/", page.as_view(), name=name)
                for name, page in steps.items()
            ),
        ]


class ProblemViewSet(GovernanceViewSet):
    """The list of problems."""

    model = Problem
    list_kind = PROBLEMS
    icon = "warning"
    record_page = problems.ProblemPage
    add_page = problems.AddProblemPage
    edit_page = problems.EditProblemPage
    filterset_class = ProblemFilterSet
    list_display = (
        "title",
        BadgeColumn("severity", label=_("Severity"), sort_key="severity"),
        BadgeColumn("state", label=_("State"), sort_key="state"),
        DateColumn("due_on", label=_("Due on"), sort_key="due_on"),
        "organisation",
        "county",
    )
    list_export = (
        "title",
        "description",
        "get_severity_display",
        "get_state_display",
        "get_origin_display",
        "found_by",
        "found_on",
        "measures",
        "due_on",
        "solved_on",
        "organisation",
        "county",
        "synthetic",
    )
    export_headings: ClassVar = {
        "get_severity_display": _("Severity"),
        "get_state_display": _("State"),
        "get_origin_display": _("Found"),
    }
    export_filename = "problems"
    search_fields = ("title", "description", "measures")

    def rows(self, user: User) -> QuerySet[Problem]:
        """Return the problems this user may see."""
        return queries.problems_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the address of the moves."""
        move = path("<int:pk>/move/", problems.MoveProblemPage.as_view(), name="move")
        return [*super().get_urlpatterns(), move]


class MeetingViewSet(GovernanceViewSet):
    """Meetings, the latest first."""

    model = Meeting
    list_kind = MEETINGS
    icon = "calendar-alt"
    record_page = meetings.MeetingPage
    add_page = meetings.AddMeetingPage
    edit_page = meetings.EditMeetingPage
    list_display = (
        "title",
        "body",
        BadgeColumn("state", label=_("State"), sort_key="state"),
        DateColumn("day", label=_("Day"), sort_key="day"),
        "place",
        "synthetic",
    )
    filterset_class = MeetingFilterSet
    list_export = (
        "title",
        "body",
        "get_state_display",
        "day",
        "place",
        "agenda",
        "minutes",
        "statement",
        "source",
        "synthetic",
    )
    export_headings: ClassVar = {"get_state_display": _("State")}
    export_filename = "meetings"
    search_fields = ("title", "agenda", "minutes")

    def rows(self, user: User) -> QuerySet[Meeting]:
        """Return the meetings this user may see."""
        return queries.meetings_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the steps."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/move/", meetings.MoveMeetingPage.as_view(), name="move"),
            path("<int:pk>/decide/", meetings.AddDecisionPage.as_view(), name="decide"),
            path(
                "<int:pk>/decisions/<int:number>/",
                meetings.EditDecisionPage.as_view(),
                name="edit_decision",
            ),
        ]


class PlanViewSet(GovernanceViewSet):
    """Implementing plans."""

    model = Plan
    list_kind = PLANS
    icon = "clipboard-list"
    record_page = meetings.PlanPage
    add_page = meetings.AddPlanPage
    edit_page = meetings.EditPlanPage
    list_display = ("title", "document_number", "issued_on", "body", "adopted_by", "synthetic")
    list_export = (
        "title",
        "document_number",
        "issued_on",
        "body",
        "adopted_by",
        "note",
        "statement",
        "source",
        "synthetic",
    )
    export_filename = "plans"
    search_fields = ("title", "document_number")

    def rows(self, user: User) -> QuerySet[Plan]:
        """Return the plans this user may see."""
        return queries.plans_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the addresses of the items."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/item/", meetings.AddItemPage.as_view(), name="item"),
            path(
                "<int:pk>/items/<int:number>/",
                meetings.EditItemPage.as_view(),
                name="edit_item",
            ),
        ]


class BodyViewSet(GovernanceViewSet):
    """Leading groups, task forces, joint conferences, committees."""

    model = Body
    icon = "group"
    record_page = bodies.BodyPage
    add_page = bodies.AddBodyPage
    edit_page = bodies.EditBodyPage
    list_display = ("__str__", "kind", "duties", "synthetic")
    list_filter = ("kind",)
    list_export = ("organisation", "get_kind_display", "duties", "statement", "source", "synthetic")
    export_headings: ClassVar = {"get_kind_display": _("Kind")}
    export_filename = "bodies"
    search_fields = ("organisation__name", "duties")

    def rows(self, user: User) -> QuerySet[Body]:
        """Return the bodies this user may see."""
        return queries.bodies_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the addresses of the seats."""
        seat = "<int:pk>/seats/<int:seat>/"
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/seats/new/", bodies.AddSeatPage.as_view(), name="add_seat"),
            path(seat, bodies.EditSeatPage.as_view(), name="edit_seat"),
            path(f"{seat}remove/", bodies.RemoveSeat.as_view(), name="remove_seat"),
        ]


class HandOverViewSet(GovernanceViewSet):
    """Hand-overs, the latest first."""

    model = HandOver
    icon = "resubmit"
    record_page = hand_overs.HandOverPage
    add_page = hand_overs.MakeHandOver
    list_display = (
        "__str__",
        Column("count", label=_("Tasks and seats")),
        "reason",
        DateTimeColumn("at", label=_("Time"), sort_key="at"),
        "by",
    )
    list_export = ("leaver", "heir", "count", "reason", "at", "by")
    export_headings: ClassVar = {"count": _("Tasks and seats")}
    export_filename = "hand-overs"
    search_fields = ("reason",)

    def rows(self, user: User) -> QuerySet[HandOver]:
        """Return the hand-overs this user may see."""
        return queries.hand_overs_for(user)


class LightViewSet(GovernanceViewSet):
    """The board of lights in place of a list of limits."""

    model = LightRule
    icon = "crosshairs"

    def rows(self, user: User) -> QuerySet[LightRule]:
        """Return the limits that somebody changed: the same for everybody."""
        return LightRule.objects.all()

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the board, its export and the form of the limits."""
        return [
            path("", lights.LightBoard.as_view(), name="index"),
            path("export/", lights.ExportLights.as_view(), name="export"),
            path("limits/<str:kind>/", lights.LimitsPage.as_view(), name="limits"),
        ]

"""Lists of jobs and users."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from huizhi.backoffice.pages import RecordPage, RightRequired
from huizhi.backoffice.system.users import AddUser, ChangeUser
from huizhi.backoffice.viewsets import BooleanColumn, DateTimeColumn, ScopedViewSet
from huizhi.kernel.jobs import jobs_for
from huizhi.kernel.models import Job, User
from huizhi.kernel.roles import Right


class JobPage(RecordPage):
    """One job with its progress."""

    right = Right.JOBS_VIEW
    template_name = "backoffice/system/job.html"
    header_icon = "cogs"

    def rows(self) -> QuerySet[Job]:
        """Return the jobs within the user's scope."""
        return jobs_for(self.user)


class JobProgress(RightRequired):
    """The fragment that refreshes itself while a job runs."""

    right = Right.OFFICE_ENTER

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the progress of a job to those who may see jobs or started it."""
        job = get_object_or_404(jobs_for(self.user), pk=pk)
        return render(request, "backoffice/includes/job.html", {"job": job})


class JobViewSet(ScopedViewSet):
    """Background jobs, newest first."""

    model = Job
    icon = "cogs"
    view_right = Right.JOBS_VIEW
    record_page = JobPage
    list_display = (
        "title",
        "state",
        Column("percent", label=_("Progress (%)")),
        "started_by",
        DateTimeColumn("created_at", label=_("Created"), sort_key="created_at"),
    )
    list_filter = ("state",)
    list_export = ("title", "get_state_display", "done", "total", "message", "created_at")
    export_headings: ClassVar = {"get_state_display": _("State")}

    def rows(self, user: User) -> QuerySet[Job]:
        """Return the jobs within the user's scope."""
        return jobs_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the fragment's address."""
        fragment = path("<int:pk>/progress/", JobProgress.as_view(), name="progress")
        return [*super().get_urlpatterns(), fragment]


MAY_SIGN_IN = BooleanColumn("is_active", label=_("May sign in"))


class UserViewSet(ScopedViewSet):
    """Who may sign in."""

    model = User
    icon = "user"
    view_right = Right.USERS_MANAGE
    record_page = ChangeUser
    add_page = AddUser
    list_display = (
        "first_name",
        "username",
        "role",
        "county",
        BooleanColumn("is_active", label=_("May sign in")),
    )
    list_filter = ("role", "county", "is_active")
    list_export = ("first_name", "username", "get_role_display", "county", "is_active")
    export_headings: ClassVar = {"get_role_display": _("Role")}
    search_fields = ("first_name", "username")
    ordering = "username"

    def rows(self, user: User) -> QuerySet[User]:
        """Return every user."""
        return User.objects.select_related("county")

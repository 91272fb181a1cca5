"""Pages that add, change and remove a project's milestones and results."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huizhi.backoffice.pages import Action, FormPage, RecordPage
from huizhi.backoffice.partners.outcomes.forms import MilestoneForm, ResultForm
from huizhi.kernel.roles import Right
from huizhi.partners.models import Milestone, Project, Result
from huizhi.partners.outcomes import queries, services
from huizhi.partners.queries import projects_for


def project_steps(project: Project) -> list[dict[str, str]]:
    """Return the way from the list of projects through one of them."""
    return [
        {"url": reverse("project:index"), "label": str(Project._meta.verbose_name_plural)},
        {"url": reverse("project:record", args=[project.pk]), "label": project.name},
    ]


class _Saves(FormPage):
    """A form that goes back to the project and says what was saved."""

    right = Right.PARTNERS_EDIT
    header_icon = "tasks"

    def success_message(self, made: Milestone | Result) -> str:
        """Say what was saved."""
        return _("“{name}” is saved.").format(name=made.title)

    def success_address(self, made: Milestone | Result) -> str:
        """Go back to the project."""
        return reverse("project:record", args=[made.project_id])


class _OfProject(RecordPage, _Saves):
    """A form about a project."""

    right = Right.PARTNERS_EDIT
    template_name = "backoffice/form.html"

    def rows(self) -> QuerySet[Project]:
        """Return the projects this user may see."""
        return projects_for(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way through the project."""
        return project_steps(self.record)


class AddMilestonePage(_OfProject):
    """Adds a milestone to a project."""

    form_class = MilestoneForm

    def get_page_title(self) -> str:
        """Say what is added."""
        return _("{name}: add a milestone").format(name=self.record)

    def save(self, form: MilestoneForm) -> Milestone:
        """Add it."""
        return services.add_milestone(actor=self.user, project=self.record, details=form.details())


class AddResultPage(_OfProject):
    """Adds a result to a project."""

    form_class = ResultForm

    def get_page_title(self) -> str:
        """Say what is added."""
        return _("{name}: add a result").format(name=self.record)

    def save(self, form: ResultForm) -> Result:
        """Add it."""
        return services.add_result(actor=self.user, project=self.record, details=form.details())


class _OfOutcome(RecordPage, _Saves):
    """A form about a milestone or a result."""

    right = Right.PARTNERS_EDIT
    template_name = "backoffice/form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is there."""
        return {**super().get_form_kwargs(), "instance": self.record}

    def trail(self) -> list[dict[str, Any]]:
        """Return the way through the project."""
        return project_steps(self.record.project)


class EditMilestonePage(_OfOutcome):
    """Changes a milestone, also to say that it was reached."""

    form_class = MilestoneForm

    def rows(self) -> QuerySet[Milestone]:
        """Return the milestones this user may see."""
        return queries.milestones_for(self.user)

    def save(self, form: MilestoneForm) -> Milestone:
        """Change it."""
        return services.change_milestone(
            actor=self.user, milestone=self.record, details=form.details()
        )


class EditResultPage(_OfOutcome):
    """Changes a result."""

    form_class = ResultForm

    def rows(self) -> QuerySet[Result]:
        """Return the results this user may see."""
        return queries.results_for(self.user)

    def save(self, form: ResultForm) -> Result:
        """Change it."""
        return services.change_result(actor=self.user, result=self.record, details=form.details())


class ShowOutcome(RecordPage):
    """Leads from a line of the list to its project, where it is shown."""

    right = Right.PARTNERS_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Go to the project."""
        return redirect("project:record", pk=self.record.project_id)


class ShowMilestone(ShowOutcome):
    """Leads to a milestone's project."""

    def rows(self) -> QuerySet[Milestone]:
        """Return the milestones this user may see."""
        return queries.milestones_for(self.user)


class ShowResult(ShowOutcome):
    """Leads to a result's project."""

    def rows(self) -> QuerySet[Result]:
        """Return the results this user may see."""
        return queries.results_for(self.user)


class _Remove(Action):
    """A button that removes what was entered by mistake."""

    right = Right.PARTNERS_EDIT

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Begin without a project to go back to."""
        super().setup(request, *args, **kwargs)
        self.project: int | None = None

    def address(self, **kwargs: Any) -> str:
        """Go back to the project."""
        return reverse("project:record", args=[self.project])


class RemoveMilestone(_Remove):
    """Removes a milestone."""

    def perform(self, **kwargs: Any) -> str:
        """Remove it."""
        milestone = get_object_or_404(queries.milestones_for(self.user), pk=kwargs["pk"])
        self.project = milestone.project_id
        services.remove_milestone(actor=self.user, milestone=milestone)
        return _("The milestone is removed.")


class RemoveResult(_Remove):
    """Removes a result."""

    def perform(self, **kwargs: Any) -> str:
        """Remove it."""
        result = get_object_or_404(queries.results_for(self.user), pk=kwargs["pk"])
        self.project = result.project_id
        services.remove_result(actor=self.user, result=result)
        return _("The result is removed.")

"""Pages about problems."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.governance.forms import MoveProblemForm, ProblemForm
from huizhi.backoffice.governance.record_pages import (
    AddPage,
    EditPage,
    GovernanceRecord,
    Kind,
    OneRecordForm,
)
from huizhi.governance import queries
from huizhi.governance.lights.task_list import with_light
from huizhi.governance.models import Problem, RecordKind
from huizhi.governance.records import find_record
from huizhi.governance.services import problems
from huizhi.governance.states import PROBLEM_MOVES
from huizhi.kernel import clock


class ProblemKind(Kind):
    """Problems."""

    kind = "problem"
    reader = queries.problems_for
    header_icon = "warning"


class ProblemPage(ProblemKind, GovernanceRecord):
    """A problem: where it was found, what is done about it, its tasks."""

    template_name = "backoffice/governance/problem.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the record it is about, the tasks and whether it can move."""
        problem: Problem = self.record
        rows = queries.tasks_for(self.user).filter(problem=problem)
        about = None
        if problem.record_id is not None:
            found = find_record(self.user, problem.record_kind, problem.record_id)
            if found is not None:
                address = reverse(f"{problem.record_kind}:record", args=[found.pk])
                about = (RecordKind(problem.record_kind).label, found.name, address)
        return super().get_context_data(
            about=about,
            tasks=with_light(rows, clock.today()),
            can_move=bool(PROBLEM_MOVES[problem.state]),
            **kwargs,
        )


class AddProblemPage(ProblemKind, AddPage):
    """Puts a problem on the list; the address may say at which meeting it was found."""

    page_title = gettext_lazy("Add a problem")
    form_class = ProblemForm

    def get_initial(self) -> dict[str, Any]:
        """Start from the meeting."""
        meeting = self.request.GET.get("meeting", "")
        return {"meeting": meeting, "origin": "meeting"} if meeting.isdecimal() else {}

    def save(self, form: ProblemForm) -> Problem:
        """Add it."""
        return problems.add_problem(actor=self.user, details=form.details())


class EditProblemPage(ProblemKind, EditPage):
    """Changes a problem, except its state."""

    form_class = ProblemForm

    def save(self, form: ProblemForm) -> Problem:
        """Change it."""
        return problems.change_problem(actor=self.user, problem=self.record, details=form.details())


class MoveProblemPage(ProblemKind, OneRecordForm):
    """Moves a problem to another state and says what was done."""

    form_class = MoveProblemForm

    def get_page_title(self) -> str:
        """Say what is moved."""
        return _("{name}: another state").format(name=self.record)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which moves are legal."""
        return {**super().get_form_kwargs(), "record": self.record}

    def save(self, form: MoveProblemForm) -> Problem:
        """Move it."""
        data = form.cleaned_data
        return problems.move_problem(
            actor=self.user, problem=self.record, to=data["to"], text=data["text"], on=data["on"]
        )

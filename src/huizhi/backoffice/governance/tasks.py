"""Pages about tasks: one with its timeline, adding and changing, each step on the way."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.governance.forms import FinishForm, PutOffForm, TaskForm, TextForm
from huizhi.backoffice.governance.record_pages import (
    AddPage,
    EditPage,
    GovernanceRecord,
    Kind,
    OneRecordForm,
    RecordAction,
)
from huizhi.governance import queries
from huizhi.governance.lights import Light
from huizhi.governance.lights.board import light_of
from huizhi.governance.lights.limits import rules_in_force
from huizhi.governance.lights.task_due import TASK_DUE
from huizhi.governance.lights.task_list import with_light
from huizhi.governance.models import RecordKind, Task
from huizhi.governance.records import find_record
from huizhi.governance.services import tasks
from huizhi.governance.states import TaskState
from huizhi.kernel import clock
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right


class TaskKind(Kind):
    """Tasks."""

    kind = "task"
    reader = queries.tasks_for
    header_icon = "tasks"


class TaskPage(TaskKind, GovernanceRecord):
    """A task: who, until when, from where, what came of it, and what this user may do."""

    template_name = "backoffice/governance/task.html"

    def rows(self) -> QuerySet[Task]:
        """Return the tasks this user may see, with light and origin."""
        rows = with_light(queries.tasks_for(self.user), clock.today())
        return rows.select_related(
            "owner",
            "deputy",
            "organisation",
            "county",
            "decision__meeting",
            "plan_item__plan",
            "problem",
            "done_by",
            "accepted_by",
            "created_by",
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the light, the record it is about, and the steps that are possible."""
        task: Task = self.record
        return super().get_context_data(
            light=self._light(task),
            about=self._about(task),
            meeting_address=self._meeting_address(task),
            due_changes=task.due_changes.select_related("by"),
            **self._may(task),
            **kwargs,
        )

    def _light(self, task: Task) -> Light | None:
        if not task.light:  # type: ignore[attr-defined]
            return None
        return light_of(rules_in_force()[TASK_DUE.kind], task, clock.today())

    def _about(self, task: Task) -> tuple[str, str, str] | None:
        """Return kind, name and address of the record it is about, if the user may see it."""
        if task.record_id is None:
            return None
        record = find_record(self.user, task.record_kind, task.record_id)
        if record is None:
            return None
        address = reverse(f"{task.record_kind}:record", args=[record.pk])
        return str(RecordKind(task.record_kind).label), record.name, address

    def _meeting_address(self, task: Task) -> str:
        if task.decision is None:
            return ""
        number = task.decision.meeting_id
        seen = queries.meetings_for(self.user).filter(pk=number).exists()
        return reverse("meeting:record", args=[number]) if seen else ""

    def _may(self, task: Task) -> dict[str, bool]:
        edits = has_right(self.user, Right.GOVERNANCE_EDIT)
        theirs = self.user.pk in (task.owner_id, task.deputy_id)
        works = has_right(self.user, Right.TASKS_WORK) and (edits or theirs) and task.is_open
        done = task.state == TaskState.DONE and task.accepted_by_id is None
        return {
            "may_work": works,
            "may_begin": works and task.state == TaskState.OPEN,
            "may_put_off": edits and task.is_open,
            "may_edit": edits and (task.is_open or done),
            "may_accept": edits and done and task.done_by_id != self.user.pk,
            "may_send_back": edits and done,
            "waits": done,
        }


class AddTaskPage(TaskKind, AddPage):
    """Adds a task; the address may say to which decision, item, problem or record it belongs."""

    page_title = gettext_lazy("Add a task")
    form_class = TaskForm

    def get_initial(self) -> dict[str, Any]:
        """Start from what the address says, as far as the user may see it."""
        given = self.request.GET
        initial: dict[str, Any] = {
            name: given[name]
            for name in ("decision", "plan_item", "problem")
            if given.get(name, "").isdecimal()
        }
        kind, _colon, number = given.get("record", "").partition(":")
        if kind in RecordKind.values and number.isdecimal():
            record = find_record(self.user, kind, int(number))
            if record is not None:
                initial |= {
                    "record_kind": kind,
                    "record_name": record.reference or record.name,
                    "county": record.county_id,
                }
        return initial

    def save(self, form: TaskForm) -> Task:
        """Add it."""
        return tasks.add_task(
            actor=self.user, details=form.details(), due_on=form.cleaned_data["due_on"]
        )


class EditTaskPage(TaskKind, EditPage):
    """Changes a task, except its state and due date."""

    form_class = TaskForm

    def save(self, form: TaskForm) -> Task:
        """Change it."""
        return tasks.change_task(actor=self.user, task=self.record, details=form.details())


class BeginTask(TaskKind, RecordAction):
    """Says that somebody has begun."""

    right = Right.TASKS_WORK

    def perform(self, **kwargs: Any) -> str:
        """Begin it."""
        task = self.record(kwargs["pk"])
        tasks.move_task(actor=self.user, task=task, to=TaskState.IN_PROGRESS)
        return _("“{name}” has begun.").format(name=task)


class AcceptTask(TaskKind, RecordAction):
    """Confirms as a second person that a task is done."""

    right = Right.GOVERNANCE_EDIT

    def perform(self, **kwargs: Any) -> str:
        """Accept it."""
        task = self.record(kwargs["pk"])
        tasks.accept(actor=self.user, task=task)
        return _("“{name}” is accepted.").format(name=task)


class _TextPage(TaskKind, OneRecordForm):
    """A step that needs words."""

    form_class: type[TextForm] = TextForm
    title: Any
    label: Any
    help_text: Any = ""

    def get_page_title(self) -> str:
        """Say what the step is."""
        return str(self.title).format(name=self.record)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Name the field."""
        words = {"label": self.label, "help_text": self.help_text}
        return {**super().get_form_kwargs(), **words}


class NotePage(_TextPage):
    """Notes the progress."""

    right = Right.TASKS_WORK
    title = gettext_lazy("{name}: note the progress")
    label = gettext_lazy("What has come of it")
    help_text = gettext_lazy("Notes stay as they are; a mistake is put right by another note.")

    def save(self, form: TextForm) -> Any:
        """Add the note."""
        return tasks.add_note(actor=self.user, task=self.record, text=form.cleaned_data["text"])

    def success_message(self, made: Any) -> str:
        """Say that it stands."""
        return _("The progress is noted.")


class _MovePage(_TextPage):
    """Moves a task."""

    right = Right.GOVERNANCE_EDIT
    to: TaskState

    def save(self, form: TextForm) -> Task:
        """Move it."""
        data = form.cleaned_data
        return tasks.move_task(
            actor=self.user, task=self.record, to=self.to, on=data.get("on"), text=data["text"]
        )

    def success_message(self, made: Task) -> str:
        """Say where it stands now."""
        return _("“{name}” is now: {state}.").format(name=made, state=made.get_state_display())


class FinishPage(_MovePage):
    """Reports a task as finished, with what shows it."""

    right = Right.TASKS_WORK
    form_class = FinishForm
    to = TaskState.DONE
    title = gettext_lazy("{name}: report as finished")
    label = gettext_lazy("Evidence")
    help_text = gettext_lazy("What shows that it is done: a document, a page, a figure.")

    def get_initial(self) -> dict[str, Any]:
        """Start from today."""
        return {"on": clock.today()}


class CancelPage(_MovePage):
    """Cancels a task for a reason."""

    to = TaskState.CANCELLED
    title = gettext_lazy("{name}: cancel the task")
    label = gettext_lazy("Reason")
    help_text = gettext_lazy("A cancelled task stays cancelled and stays on the list.")
    submit_label = gettext_lazy("Cancel the task")


class SendBackPage(_MovePage):
    """Sends a finished task back for a reason."""

    to = TaskState.IN_PROGRESS
    title = gettext_lazy("{name}: send back")
    label = gettext_lazy("Reason")
    submit_label = gettext_lazy("Send back")


class PutOffPage(TaskKind, OneRecordForm):
    """Moves the due date for a reason."""

    form_class = PutOffForm
    submit_label = gettext_lazy("Move the due date")

    def get_page_title(self) -> str:
        """Say what the step is."""
        return _("{name}: move the due date").format(name=self.record)

    def save(self, form: PutOffForm) -> Any:
        """Move it."""
        data = form.cleaned_data
        return tasks.put_off(
            actor=self.user, task=self.record, to=data["to"], reason=data["reason"]
        )

    def success_message(self, made: Any) -> str:
        """Say until when."""
        return _("Due on {day} now.").format(day=made.after)

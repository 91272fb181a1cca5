"""Pages about meetings with their decisions, and plans with their items."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.governance.forms import (
    MeetingForm,
    MoveMeetingForm,
    PlanForm,
    TextForm,
)
from huizhi.backoffice.governance.record_pages import (
    AddPage,
    EditPage,
    GovernanceRecord,
    Kind,
    OneRecordForm,
)
from huizhi.governance import queries
from huizhi.governance.lights.task_list import with_light
from huizhi.governance.models import Decision, Meeting, Plan, PlanItem
from huizhi.governance.services import meetings
from huizhi.governance.states import MEETING_MOVES, MeetingState
from huizhi.kernel import clock
from huizhi.kernel.models import User


class MeetingKind(Kind):
    """Meetings."""

    kind = "meeting"
    reader = queries.meetings_for
    header_icon = "calendar-alt"


class PlanKind(Kind):
    """Implementing plans."""

    kind = "plan"
    reader = queries.plans_for
    header_icon = "clipboard-list"


def tasks_prefetched(user: User) -> Prefetch[Any]:
    """Return how the tasks of decisions or items are read: those the user may see, with lights."""
    rows = with_light(queries.tasks_for(user), clock.today())
    return Prefetch("tasks", queryset=rows, to_attr="seen_tasks")


class MeetingPage(MeetingKind, GovernanceRecord):
    """A meeting: agenda, minutes, decisions with their tasks, plans it adopted."""

    template_name = "backoffice/governance/meeting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the decisions, plans and problems."""
        meeting: Meeting = self.record
        return super().get_context_data(
            decisions=meeting.decisions.prefetch_related(tasks_prefetched(self.user)),
            plans=queries.plans_for(self.user).filter(adopted_by=meeting),
            problems=queries.problems_for(self.user).filter(meeting=meeting),
            was_held=meeting.state == MeetingState.HELD,
            can_move=bool(MEETING_MOVES[meeting.state]),
            **kwargs,
        )


class AddMeetingPage(MeetingKind, AddPage):
    """Adds a meeting."""

    page_title = gettext_lazy("Add a meeting")
    form_class = MeetingForm

    def save(self, form: MeetingForm) -> Meeting:
        """Add it."""
        return meetings.add_meeting(
            actor=self.user, details=form.details(), state=form.cleaned_data["state"]
        )


class EditMeetingPage(MeetingKind, EditPage):
    """Changes a meeting, except its state."""

    form_class = MeetingForm

    def save(self, form: MeetingForm) -> Meeting:
        """Change it."""
        return meetings.change_meeting(actor=self.user, meeting=self.record, details=form.details())


class MoveMeetingPage(MeetingKind, OneRecordForm):
    """Says that a meeting was held, or is cancelled."""

    form_class = MoveMeetingForm

    def get_page_title(self) -> str:
        """Say what is moved."""
        return _("{name}: another state").format(name=self.record)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which moves are legal."""
        return {**super().get_form_kwargs(), "record": self.record}

    def save(self, form: MoveMeetingForm) -> Meeting:
        """Move it."""
        data = form.cleaned_data
        return meetings.move_meeting(
            actor=self.user,
            meeting=self.record,
            to=data["to"],
            day=data["day"],
            reason=data["reason"],
        )


class AddDecisionPage(MeetingKind, OneRecordForm):
    """Adds a decision."""

    form_class = TextForm

    def get_page_title(self) -> str:
        """Say what is added."""
        return _("{name}: add a decision").format(name=self.record)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Name the field."""
        return {**super().get_form_kwargs(), "label": Decision._meta.verbose_name}

    def save(self, form: TextForm) -> Decision:
        """Add it."""
        return meetings.add_decision(
            actor=self.user, meeting=self.record, text=form.cleaned_data["text"]
        )


class EditDecisionPage(AddDecisionPage):
    """Puts the text of a decision right."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the number of the decision."""
        super().setup(request, *args, **kwargs)
        self.part_number = kwargs["number"]

    def get_page_title(self) -> str:
        """Say what is put right."""
        return _("{name}: put decision {number} right").format(
            name=self.record, number=self.part_number
        )

    def get_initial(self) -> dict[str, Any]:
        """Start from what is there."""
        return {"text": self._part().text}

    def save(self, form: TextForm) -> Decision:
        """Correct it."""
        text = form.cleaned_data["text"]
        return meetings.correct_decision(actor=self.user, decision=self._part(), text=text)

    def _part(self) -> Decision:
        return get_object_or_404(self.record.decisions, number=self.part_number)


class PlanPage(PlanKind, GovernanceRecord):
    """A plan: its items with their tasks, and how many of them are finished."""

    template_name = "backoffice/governance/plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the items, and whether the user may see the meeting that adopted it."""
        plan: Plan = self.record
        meetings_seen = queries.meetings_for(self.user).filter(plans=plan)
        items = list(plan.items.prefetch_related(tasks_prefetched(self.user)))
        return super().get_context_data(
            items=items,
            finished=len([item for item in items if _is_finished(item)]),
            may_see_meeting=meetings_seen.exists(),
            **kwargs,
        )


def _is_finished(item: Any) -> bool:
    """Say whether an item has tasks and none of them is open."""
    return bool(item.seen_tasks) and not any(task.is_open for task in item.seen_tasks)


class AddPlanPage(PlanKind, AddPage):
    """Adds a plan."""

    page_title = gettext_lazy("Add an implementing plan")
    form_class = PlanForm

    def save(self, form: PlanForm) -> Plan:
        """Add it."""
        return meetings.add_plan(actor=self.user, details=form.details())


class EditPlanPage(PlanKind, EditPage):
    """Changes a plan."""

    form_class = PlanForm

    def save(self, form: PlanForm) -> Plan:
        """Change it."""
        return meetings.change_plan(actor=self.user, plan=self.record, details=form.details())


class AddItemPage(PlanKind, OneRecordForm):
    """Adds an item to a plan."""

    form_class = TextForm

    def get_page_title(self) -> str:
        """Say what is added."""
        return _("{name}: add an item").format(name=self.record)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Name the field."""
        return {**super().get_form_kwargs(), "label": PlanItem._meta.get_field("text").verbose_name}

    def save(self, form: TextForm) -> PlanItem:
        """Add it."""
        return meetings.add_item(actor=self.user, plan=self.record, text=form.cleaned_data["text"])


class EditItemPage(AddItemPage):
    """Puts the text of an item right."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the number of the item."""
        super().setup(request, *args, **kwargs)
        self.part_number = kwargs["number"]

    def get_page_title(self) -> str:
        """Say what is put right."""
        return _("{name}: put item {number} right").format(
            name=self.record, number=self.part_number
        )

    def get_initial(self) -> dict[str, Any]:
        """Start from what is there."""
        return {"text": self._part().text}

    def save(self, form: TextForm) -> PlanItem:
        """Correct it."""
        text = form.cleaned_data["text"]
        return meetings.correct_item(actor=self.user, item=self._part(), text=text)

    def _part(self) -> PlanItem:
        return get_object_or_404(self.record.items, number=self.part_number)

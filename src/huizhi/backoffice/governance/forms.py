"""Forms of the governance: details of each record, and the words that a step needs."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.backoffice.days import DayInput, day_field
from huizhi.backoffice.picking import RecordPicker
from huizhi.governance import queries
from huizhi.governance.details import (
    BodyDetails,
    MeetingDetails,
    PlanDetails,
    ProblemDetails,
    SeatDetails,
    TaskDetails,
)
from huizhi.governance.errors import GovernanceRefused
from huizhi.governance.lights.rule import Limits
from huizhi.governance.models import (
    Body,
    Decision,
    Meeting,
    Plan,
    PlanItem,
    Problem,
    RecordKind,
    Seat,
    Task,
)
from huizhi.governance.records import find_record, record_called
from huizhi.governance.states import MEETING_MOVES, PROBLEM_MOVES, MeetingState, ProblemState
from huizhi.kernel.models import User
from huizhi.kernel.regions import counties_for
from huizhi.organisations.models import OrganisationKind
from huizhi.organisations.queries import organisations_for

LONG = {"duties", "agenda", "minutes", "note", "description", "measures"}


class UserChoice(forms.ModelChoiceField):
    """A choice of users that tells their role and county."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name with role and county."""
        county = f" · {obj.county}" if obj.county else ""
        return f"{obj}（{obj.get_role_display()}{county}）"


class PartChoice(forms.ModelChoiceField):
    """A choice of decisions or items that tells of which meeting or plan; `whole` names it."""

    def __init__(self, *args: Any, whole: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whole = whole

    def label_from_instance(self, obj: Any) -> str:
        """Return the meeting or plan, then number and text."""
        return f"{getattr(obj, self.whole)} · {obj}"


class DetailsForm(forms.ModelForm):
    """The details of one record; what it offers is limited to what the user may see."""

    details_class: type[Any]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        organisations = organisations_for(user)
        limits = {
            "county": counties_for(user),
            "organisation": organisations,
            "body": queries.bodies_for(user),
            "meeting": queries.meetings_for(user),
            "adopted_by": queries.meetings_for(user).filter(state=MeetingState.HELD),
        }
        for name, rows in limits.items():
            if name in self.fields:
                self.fields[name].queryset = rows  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.widget = DayInput()
            if name in LONG:
                field.widget.attrs["rows"] = 4

    def values(self) -> dict[str, Any]:
        """Return what was entered for the fields of the details."""
        names = {f.name for f in fields(self.details_class)}
        return {name: value for name, value in self.cleaned_data.items() if name in names}

    def details(self) -> Any:
        """Return what was entered, for the service; what is synthetic stays so."""
        return self.details_class(**self.values(), synthetic=self.instance.synthetic)


class BodyForm(DetailsForm):
    """A body."""

    details_class = BodyDetails

    class Meta:
        model = Body
        fields = ("organisation", "kind", "duties", "statement", "source")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        rows = organisations_for(user).filter(kind=OrganisationKind.COMMITTEE, body=None)
        self.fields["organisation"].queryset = rows  # type: ignore[attr-defined]
        self.fields["organisation"].help_text = _(
            "Only committees and leading groups that are no body yet."
        )
        if self.instance.pk is not None:
            del self.fields["organisation"]

    def details(self) -> BodyDetails:
        """Return what was entered; the organisation of a body stays."""
        values = {"organisation": self.instance.organisation, **self.values()}
        return BodyDetails(**values, synthetic=self.instance.synthetic)


class SeatForm(DetailsForm):
    """A seat."""

    details_class = SeatDetails
    holder = UserChoice(User.objects.none(), label=_("Held by (user)"), required=False)

    class Meta:
        model = Seat
        fields = ("rank", "post", "holder", "organisation")
        widgets: ClassVar = {"organisation": RecordPicker("organisation")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        rows = queries.workers().select_related("county")
        self.fields["holder"].queryset = rows  # type: ignore[attr-defined]
        self.fields["post"].help_text = _("The post, never a person's name.")

    def details(self) -> SeatDetails:
        """Return what was entered."""
        return SeatDetails(**self.values())


class MeetingForm(DetailsForm):
    """A meeting; its state only while it is new."""

    details_class = MeetingDetails

    class Meta:
        model = Meeting
        fields = (
            "body",
            "title",
            "state",
            "day",
            "place",
            "agenda",
            "minutes",
            "statement",
            "source",
        )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["agenda"].help_text = _("One item a line.")
        if self.instance.pk is not None:
            del self.fields["state"]


class PlanForm(DetailsForm):
    """An implementing plan."""

    details_class = PlanDetails

    class Meta:
        model = Plan
        fields = (
            "title",
            "document_number",
            "issued_on",
            "body",
            "adopted_by",
            "note",
            "statement",
            "source",
        )


class AboutRecord(DetailsForm):
    """A form of something that may be about a record of the cooperation, found by its name."""

    record_kind = forms.ChoiceField(
        label=_("About which kind of record"),
        choices=[("", "—"), *RecordKind.choices],
        required=False,
    )
    record_name = forms.CharField(
        label=_("Name or reference of the record"),
        required=False,
        max_length=160,
        help_text=_("Part of the name is enough where only one record has it."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        if self.instance.record_id and "record_name" not in self.initial:
            kind, number = self.instance.record_kind, self.instance.record_id
            self.initial["record_name"] = str(find_record(user, kind, number) or "")

    def clean(self) -> dict[str, Any]:
        """Find the record that is meant."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        kind, text = data.get("record_kind", ""), data.get("record_name", "").strip()
        data["record"] = None
        if text and not kind:
            self.add_error("record_kind", str(_("Say what kind of record it is.")))
        elif text:
            try:
                data["record"] = record_called(self.user, kind, text)
            except GovernanceRefused as error:
                self.add_error("record_name", str(error))
        return data


class TaskForm(AboutRecord):
    """A task; its due date only while it is new, later it is put off for a reason."""

    details_class = TaskDetails
    owner = UserChoice(User.objects.none(), label=_("Owner"))
    deputy = UserChoice(User.objects.none(), label=_("Deputy"), required=False)
    decision = PartChoice(
        Decision.objects.none(),
        label=pgettext_lazy("of a meeting", "Decision"),
        required=False,
        whole="meeting",
    )
    plan_item = PartChoice(
        PlanItem.objects.none(), label=_("Item of a plan"), required=False, whole="plan"
    )

    class Meta:
        model = Task
        fields = (
            "title",
            "description",
            "owner",
            "deputy",
            "organisation",
            "county",
            "due_on",
            "decision",
            "plan_item",
            "problem",
            "record_kind",
        )
        widgets: ClassVar = {"organisation": RecordPicker("organisation")}

    field_order = (*Meta.fields, "record_name")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        workers = queries.workers().select_related("county")
        meetings, plans = queries.meetings_for(user), queries.plans_for(user)
        limits = {
            "owner": workers,
            "deputy": workers,
            "decision": Decision.objects.filter(meeting__in=meetings.values("pk")).select_related(
                "meeting"
            ),
            "plan_item": PlanItem.objects.filter(plan__in=plans.values("pk")).select_related(
                "plan"
            ),
            "problem": queries.problems_for(user),
        }
        for name, rows in limits.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["county"].help_text = _("Empty for the whole city: no county office sees it.")
        if self.instance.pk is not None:
            del self.fields["due_on"]


class ProblemForm(AboutRecord):
    """A problem, except its state."""

    details_class = ProblemDetails

    class Meta:
        model = Problem
        fields = (
            "title",
            "description",
            "severity",
            "origin",
            "found_by",
            "found_on",
            "meeting",
            "county",
            "organisation",
            "measures",
            "due_on",
            "record_kind",
        )
        widgets: ClassVar = {"organisation": RecordPicker("organisation")}

    field_order = (*Meta.fields, "record_name")


class TextForm(forms.Form):
    """One text that a step needs."""

    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: Any, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].help_text = help_text


class FinishForm(TextForm):
    """What shows that a task is done, and since when."""

    on = day_field(_("Done on"), required=True)


class PutOffForm(forms.Form):
    """Another due date, and why."""

    to = day_field(_("New due date"), required=True)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("The earlier date stays on the task.")
    )


class MoveMeetingForm(forms.Form):
    """Whether a meeting was held, when, or why not."""

    to = forms.ChoiceField(label=_("Becomes"))
    day = day_field(_("Day"), help_text=_("For a meeting that was held; empty keeps the day."))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("For a cancellation.")
    )

    def __init__(self, *args: Any, record: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moves = MEETING_MOVES[record.state]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (state.value, state.label) for state in MeetingState if state in moves
        ]


class MoveProblemForm(forms.Form):
    """Another state of a problem, and what was done."""

    to = forms.ChoiceField(label=_("Becomes"))
    text = forms.CharField(
        label=_("What was done"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
    on = day_field(_("Solved on"), help_text=_("For a problem that is solved; empty means today."))

    def __init__(self, *args: Any, record: Problem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moves = PROBLEM_MOVES[record.state]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (state.value, state.label) for state in ProblemState if state in moves
        ]


class LimitsForm(forms.Form):
    """From which figure a light is yellow and red, in the measure of its rule."""

    yellow = forms.IntegerField(label=_("Yellow from"), min_value=0, max_value=3650)
    red = forms.IntegerField(label=_("Red from"), min_value=0, max_value=3650)

    def limits(self) -> Limits:
        """Return the limits."""
        return Limits(self.cleaned_data["yellow"], self.cleaned_data["red"])


class ChooseWorkForm(forms.Form):
    """Whose work goes to whom."""

    leaver = UserChoice(User.objects.none(), label=pgettext_lazy("of a hand-over", "From"))
    heir = UserChoice(User.objects.none(), label=pgettext_lazy("of a hand-over", "To"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = User.objects.select_related("county").order_by("first_name", "username")
        self.fields["leaver"].queryset = rows.filter(  # type: ignore[attr-defined]
            pk__in=queries.users_with_work().values("pk")
        )
        workers = queries.workers().select_related("county")
        self.fields["heir"].queryset = workers  # type: ignore[attr-defined]


class HandOverForm(ChooseWorkForm):
    """The hand-over of the work that the page shows."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("leaver", "heir"):
            self.fields[name].widget = forms.HiddenInput()

"""Pages of the cooperation: one record, adding, changing, moving, the money of a project."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.pages import Action, FormPage, RecordPage
from huizhi.backoffice.partners.forms import (
    AgreementForm,
    BaseForm,
    EventForm,
    FundingForm,
    MoveForm,
    PlatformForm,
    ProjectForm,
    RecordForm,
    VisitForm,
)
from huizhi.backoffice.partners.part_forms import read_file
from huizhi.backoffice.partners.progress import progress_of
from huizhi.backoffice.partners.sections import sections_of
from huizhi.backoffice.partners.shown import lines_of, shown_steps, warnings_of
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right, scope_of
from huizhi.partners import documents, queries, services
from huizhi.partners.models import (
    Agreement,
    Base,
    CooperationRecord,
    Event,
    Funding,
    Platform,
    Project,
    Visit,
)
from huizhi.people.queries import subject_history

ICONS: dict[type[CooperationRecord], str] = {
    Agreement: "link",
    Base: "home",
    Project: "tasks",
    Visit: "calendar-alt",
    Event: "calendar",
    Platform: "desktop",
}
FORMS: dict[type[CooperationRecord], type[RecordForm]] = {
    Agreement: AgreementForm,
    Base: BaseForm,
    Project: ProjectForm,
    Visit: VisitForm,
    Event: EventForm,
    Platform: PlatformForm,
}


def rows_for(model: type[CooperationRecord], user: User) -> QuerySet[Any]:
    """Return the records of a model that a user may see."""
    found: dict[type[CooperationRecord], Any] = {
        Agreement: queries.agreements_for,
        Base: queries.bases_for,
        Project: queries.projects_for,
        Visit: queries.visits_for,
        Event: queries.events_for,
        Platform: queries.platforms_for,
    }
    return found[model](user)


def may_edit(user: User, record: CooperationRecord) -> bool:
    """Say whether the user may change a record: the right, and the record's county."""
    return has_right(user, Right.PARTNERS_EDIT) and scope_of(user).holds(county=record.county_id)


class RecordOfKind:
    """What the views about one kind of record share; a subclass gives `model`."""

    model: ClassVar[type[CooperationRecord]]

    @classmethod
    def page(cls, name: str, *numbers: Any) -> str:
        """Return the address of a page of this kind."""
        return reverse(f"{cls.model._meta.model_name}:{name}", args=numbers)

    @classmethod
    def seen_by(cls, user: User) -> QuerySet[Any]:
        """Return the records of this kind that a user may see."""
        return rows_for(cls.model, user)


class _Cooperation(RecordOfKind):
    """What the pages about one kind of record share."""

    @property
    def header_icon(self) -> str:
        """The icon of the kind."""
        return ICONS[self.model]

    @classmethod
    def address(cls, page: str, *numbers: int) -> str:
        """Return the address of a page of this kind."""
        return cls.page(page, *numbers)

    def list_step(self) -> dict[str, str]:
        """Return the step of the trail that leads to the list."""
        return {"url": self.address("index"), "label": str(self.model._meta.verbose_name_plural)}


class CooperationRecordPage(_Cooperation, RecordPage):
    """A page about one record."""

    right = Right.PARTNERS_VIEW
    template_name = "backoffice/partners/record.html"

    def rows(self) -> QuerySet[Any]:
        """Return the records this user may see."""
        return rows_for(self.model, self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [self.list_step()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the fields, what hangs on it, its facts and the moves open to the user."""
        record: CooperationRecord = self.record
        editable = may_edit(self.user, record)
        kind = record.SUBJECT_KIND
        return super().get_context_data(
            lines=lines_of(record),
            warnings=warnings_of(record),
            steps=shown_steps(record),
            sections=sections_of(record, self.user, editable=editable),
            related=self._related(record),
            fundings=list(record.fundings.all()) if isinstance(record, Project) else None,
            facts=subject_history(kind=kind, subject_id=record.pk) if kind else [],
            progress=progress_of(record=record, user=self.user),
            edit_address=self.address("edit", record.pk) if editable else "",
            move_address=self.address("move", record.pk)
            if editable and record.MOVES[record.state]
            else "",
            **kwargs,
        )

    def _related(self, record: CooperationRecord) -> list[tuple[str, str, list[Any]]]:
        found: list[tuple[str, str, Any]] = []
        if isinstance(record, Agreement):
            bases = queries.bases_for(self.user).filter(agreement=record)
            projects = queries.projects_for(self.user).filter(agreement=record)
            found = [
                (_("Bases"), "base:record", bases),
                (_("Projects"), "project:record", projects),
                (
                    _("Events"),
                    "event:record",
                    queries.events_for(self.user).filter(agreement=record),
                ),
            ]
        if isinstance(record, Base):
            visits = queries.visits_for(self.user).filter(base=record)
            events = queries.events_for(self.user).filter(base=record)
            found = [(_("Visits"), "visit:record", visits), (_("Events"), "event:record", events)]
        return [(title, address, some) for title, address, rows in found if (some := list(rows))]


class _DetailsForm(_Cooperation, FormPage):
    """A form whose details go to the service."""

    right = Right.PARTNERS_EDIT
    template_name = "backoffice/form.html"

    def get_form_class(self) -> type[RecordForm]:
        """Return the form of the kind."""
        return FORMS[self.model]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who fills it in."""
        return {**super().get_form_kwargs(), "user": self.user}

    def success_message(self, made: CooperationRecord) -> str:
        """Say what was saved."""
        return _("“{name}” is saved.").format(name=made.name)

    def success_address(self, made: CooperationRecord) -> str:
        """Go to the record."""
        return self.address("record", made.pk)


class AddRecordPage(_DetailsForm):
    """Adds a record."""

    def get_page_title(self) -> str:
        """Say what is added."""
        return _("Add: {kind}").format(kind=self.model._meta.verbose_name)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [self.list_step()]

    def save(self, form: RecordForm) -> Any:
        """Add it."""
        return services.add(
            actor=self.user, details=form.details(), state=form.cleaned_data["state"]
        )


class OneRecordForm(CooperationRecordPage):
    """A form about one record; the record's page is on the way to it."""

    right = Right.PARTNERS_EDIT
    template_name = "backoffice/form.html"

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list and the record."""
        return [
            self.list_step(),
            {"url": self.address("record", self.number), "label": str(self.record)},
        ]


class EditRecordPage(OneRecordForm, _DetailsForm):
    """Changes a record, except its state."""

    template_name = "backoffice/form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is there."""
        return {**super().get_form_kwargs(), "instance": self.record}

    def save(self, form: RecordForm) -> Any:
        """Change it."""
        return services.change(actor=self.user, record=self.record, details=form.details())


class MovePage(OneRecordForm, FormPage):
    """Moves a record to another state."""

    template_name = "backoffice/form.html"
    form_class = MoveForm
    submit_label = gettext_lazy("Move")

    def get_page_title(self) -> str:
        """Say what is moved."""
        return _("{name}: another state").format(name=self.record)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which moves are legal."""
        return {**super().get_form_kwargs(), "record": self.record}

    def save(self, form: Form) -> Any:
        """Move it, with the file that shows it."""
        data = form.cleaned_data
        file = data["file"]
        with transaction.atomic():
            document = file and documents.attach(
                actor=self.user, record=self.record, file_name=file.name, data=read_file(file)
            )
            return services.move(
                actor=self.user,
                record=self.record,
                to=data["to"],
                on=data["on"],
                reason=data["reason"],
                document=document or None,
            )

    def success_message(self, made: Any) -> str:
        """Say where it stands now."""
        return _("“{name}” is now: {state}.").format(name=made.name, state=made.get_state_display())

    def success_address(self, made: Any) -> str:
        """Go to the record."""
        return self.address("record", made.pk)


class AddFundingPage(OneRecordForm, FormPage):
    """Adds a part of a project's money."""

    model = Project
    template_name = "backoffice/form.html"
    form_class = FundingForm

    def get_page_title(self) -> str:
        """Say what is added."""
        return _("{name}: add money").format(name=self.record)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who fills it in."""
        return {**super().get_form_kwargs(), "user": self.user}

    def save(self, form: FundingForm) -> Funding:
        """Add it."""
        data = form.cleaned_data
        return services.add_funding(
            actor=self.user,
            project=self.record,
            source=data["source"],
            amount=form.amount(),
            payer=data["payer"],
            purpose=data["purpose"],
        )

    def success_address(self, made: Funding) -> str:
        """Go back to the project."""
        return self.address("record", self.number)


class RemoveFunding(Action):
    """Takes back a part of a project's money that was entered by mistake."""

    right = Right.PARTNERS_EDIT

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the number of the project, to go back to."""
        super().setup(request, *args, **kwargs)
        self.project = kwargs["pk"]

    def perform(self, **kwargs: Any) -> str:
        """Remove it."""
        projects = queries.projects_for(self.user)
        rows = Funding.objects.filter(project__in=projects, project=kwargs["pk"])
        services.remove_funding(
            actor=self.user, funding=get_object_or_404(rows, pk=kwargs["funding"])
        )
        return _("The amount is taken back.")

    def address(self, **kwargs: Any) -> str:
        """Go back to the project."""
        return reverse("project:record", args=[self.project])

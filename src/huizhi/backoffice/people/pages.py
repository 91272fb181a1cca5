"""Pages about one person: what is known and from where, entering, changing, the ID number."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huizhi.backoffice.pages import Action, FormPage, RecordPage
from huizhi.backoffice.people.forms import (
    PARTS,
    EntryForm,
    FactsForm,
    IdNumberForm,
    PublicationForm,
    ReasonForm,
    part_of,
)
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.people import privacy, queries, services
from huizhi.people.duplicates import find_duplicates
from huizhi.people.errors import PersonRefused, ReasonMissing
from huizhi.people.id_numbers import read_id_number
from huizhi.people.models import Person, Team
from huizhi.people.queries import FactLine
from huizhi.people.services import BIRTH_DATE, NAME, NewPerson, PersonChange
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind


def people_step() -> dict[str, str]:
    """Return the step of a trail that leads to the list."""
    return {"url": reverse("person:index"), "label": _("Talents")}


def by_part(lines: list[FactLine]) -> list[tuple[Any, list[FactLine]]]:
    """Return the facts by part, in the catalogue's order."""
    found = {line.fact.name: line for line in lines}
    parts: list[tuple[Any, list[FactLine]]] = []
    label = None
    for name in load_catalogue().kinds[SubjectKind.PERSON].facts:
        part = part_of(name, label or PARTS[NAME])
        if part is not label:
            label = part
            parts.append((part, []))
        if name in found:
            parts[-1][1].append(found[name])
    return [(part, known) for part, known in parts if known]


class PersonRecord(RecordPage):
    """A page about one person within the user's scope."""

    right = Right.PEOPLE_VIEW
    header_icon = "user"

    def rows(self) -> QuerySet[Person]:
        """Return the people this user may see."""
        return queries.people_for(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [people_step()]


class PersonStep(PersonRecord):
    """A page below a person's page. `task` says what is done there."""

    task: ClassVar[Any]

    def get_page_title(self) -> str:
        """Return whom it is about, and what is done."""
        return _("{name}: {task}").format(name=self.record, task=self.task)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list through the person."""
        address = reverse("person:record", args=[self.number])
        return [people_step(), {"url": address, "label": str(self.record)}]

    def success_address(self, made: Any) -> str:
        """Go back to the person."""
        return reverse("person:record", args=[self.number])


class PersonPage(PersonRecord):
    """What is known of a person, from where, since when, and who confirmed it."""

    template_name = "backoffice/people/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the facts as they stand and those that were superseded."""
        past = [line for line in queries.person_history(self.record) if not line.in_force]
        known = queries.person_facts(self.record)
        may_edit = has_right(self.user, Right.PEOPLE_EDIT)
        return super().get_context_data(
            parts=by_part(known),
            may_confirm=may_edit and any(not line.row.confirmed_by_id for line in known),
            past=past,
            teams=self.record.teams.all(),
            may_edit=may_edit,
            may_reveal=has_right(self.user, Right.PEOPLE_REVEAL_ID),
            **kwargs,
        )


class AddPage(FormPage):
    """Enters a person; warns where the registry may have them already."""

    right = Right.PEOPLE_EDIT
    form_class = EntryForm
    template_name = "backoffice/people/person_form.html"
    page_title = gettext_lazy("Enter a person")
    header_icon = "user"
    submit_label = gettext_lazy("Enter the person")

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [people_step()]

    def get_initial(self) -> dict[str, Any]:
        """Put a county's clerk into their county."""
        county = self.user.county
        return {"county": county.code} if county is not None else {}

    def save(self, form: Any) -> Person:
        """Enter the person unless somebody alike is there and nobody has looked."""
        values = form.stated()
        if self.user.county_id is not None:
            values.setdefault(services.COUNTY, self.user.county_id)
        name = values.pop(NAME)
        data = form.cleaned_data
        number = read_id_number(data["id_number"]) if data["id_number"] else None
        if not data["another_person"]:
            form.duplicates = [
                person
                for person in find_duplicates(
                    name=name, birth_date=values.get(BIRTH_DATE), id_number=number
                )
                if number is None or person.id_number_index != number.index
            ]
            if form.duplicates:
                raise PersonRefused(_("Somebody of this name and birth date is in the registry."))
        entry = NewPerson(
            name=name,
            facts=values,
            source=data["source"],
            id_number=number.text if number else "",
            valid_from=data["valid_from"],
            confirmed=data["confirmed"],
        )
        return services.add_person(actor=self.user, entry=entry)

    def success_message(self, made: Person) -> str:
        """Say who was entered."""
        return _("{name} was entered.").format(name=made.name)

    def success_address(self, made: Person) -> str:
        """Go to the person."""
        return reverse("person:record", args=[made.pk])


class EditPage(PersonStep, FormPage):
    """States facts about a person; only fields that were changed count."""

    right = Right.PEOPLE_EDIT
    form_class = FactsForm
    template_name = "backoffice/people/person_form.html"
    submit_label = gettext_lazy("Record the facts")
    task = gettext_lazy("change facts")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Show what is known."""
        return {**super().get_form_kwargs(), "known": queries.person_facts(self.record)}

    def save(self, form: Any) -> int:
        """Record what was changed."""
        data = form.cleaned_data
        change = PersonChange(
            self.record,
            form.stated(),
            data["source"],
            data["valid_from"],
            confirmed=data["confirmed"],
        )
        return services.change_facts(actor=self.user, change=change)

    def success_message(self, made: int) -> str:
        """Say how many facts are new."""
        if not made:
            return _("Nothing new was stated.")
        return ngettext("{n} fact was recorded.", "{n} facts were recorded.", made).format(n=made)


class RevealPage(PersonStep, FormPage):
    """Shows the whole ID number once, for a reason that is logged."""

    right = Right.PEOPLE_REVEAL_ID
    form_class = ReasonForm
    template_name = "backoffice/people/reveal.html"
    task = gettext_lazy("show the ID number")
    submit_label = gettext_lazy("Show the ID number")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the number on this page; it stands in no address and no message."""
        form = self.get_form()
        if form.is_valid():
            try:
                number = privacy.reveal_id_number(
                    actor=self.user, person=self.record, reason=form.cleaned_data["reason"]
                )
            except (PersonRefused, ReasonMissing) as error:
                form.add_error(None, str(error))
            else:
                return self.render_to_response(self.get_context_data(number_shown=number))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PublicationPage(PersonStep, FormPage):
    """Keeps a person out of public pages, or lets them in again."""

    right = Right.PEOPLE_EDIT
    form_class = PublicationForm
    task = gettext_lazy("publication")

    def get_initial(self) -> dict[str, Any]:
        """Show how it is."""
        return {"not_for_publication": self.record.not_for_publication}

    def save(self, form: Form) -> None:
        """Switch it."""
        privacy.set_publication(
            actor=self.user,
            person=self.record,
            not_for_publication=form.cleaned_data["not_for_publication"],
            reason=form.cleaned_data["reason"],
        )

    def success_message(self, made: Any) -> str:
        """Say that it is done."""
        return _("Saved.")


class IdNumberPage(PersonStep, FormPage):
    """Gives a person their ID number, or corrects it."""

    right = Right.PEOPLE_EDIT
    form_class = IdNumberForm
    task = gettext_lazy("enter the ID number")

    def save(self, form: Form) -> None:
        """Keep the number, encrypted."""
        privacy.set_id_number(
            actor=self.user,
            person=self.record,
            id_number=form.cleaned_data["id_number"],
            reason=form.cleaned_data["reason"],
        )

    def success_message(self, made: Any) -> str:
        """Say that it is done."""
        return _("Saved.")


class Confirm(Action):
    """Confirms the ticked facts as they stand."""

    right = Right.PEOPLE_EDIT

    def perform(self, **kwargs: Any) -> str:
        """Confirm them."""
        person = queries.people_for(self.user).filter(pk=kwargs["pk"]).first()
        names = self.request.POST.getlist("fact")
        if person is None:
            raise PersonRefused(_("There is no such person among those you may see."))
        if not names:
            raise PersonRefused(_("Tick the facts that you confirm."))
        count = services.confirm_facts(actor=self.user, person=person, names=names)
        return ngettext("{n} fact was confirmed.", "{n} facts were confirmed.", count).format(
            n=count
        )

    def address(self, **kwargs: Any) -> str:
        """Go back to the person."""
        return reverse("person:record", args=[kwargs["pk"]])


class TeamPage(RecordPage):
    """A team and its members."""

    right = Right.PEOPLE_VIEW
    template_name = "backoffice/people/team.html"
    header_icon = "group"

    def rows(self) -> QuerySet[Team]:
        """Return the teams this user may see."""
        return queries.teams_for(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [{"url": reverse("team:index"), "label": _("Teams")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the members with their employers."""
        places = self.record.places.select_related("person__county", "person__employer")
        return super().get_context_data(places=places, **kwargs)

"""Pages about organisations: one record, adding, changing."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.organisations.forms import OrganisationForm
from huizhi.backoffice.pages import FormPage, RecordPage
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right, scope_of
from huizhi.organisations import queries, services
from huizhi.organisations.models import Organisation
from huizhi.partners import queries as partners
from huizhi.people.queries import subject_history
from huizhi.rules.subjects import SubjectKind


class OrganisationRecord(RecordPage):
    """A page about one organisation."""

    right = Right.ORGANISATIONS_VIEW
    header_icon = "site"

    def rows(self) -> QuerySet[Organisation]:
        """Return the organisations this user may see."""
        return queries.organisations_for(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [{"url": reverse("organisation:index"), "label": _("Organisations")}]


class OrganisationPage(OrganisationRecord):
    """An organisation: details, what it takes part in, facts with their sources."""

    template_name = "backoffice/organisations/record.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the cooperation, the facts and whether the user may edit."""
        organisation = self.record
        takes_part = Q(partners=organisation) | Q(host=organisation)
        lists = (
            (_("Agreements"), "agreement", partners.agreements_for(self.user)),
            (_("Bases"), "base", partners.bases_for(self.user)),
            (_("Projects"), "project", partners.projects_for(self.user)),
            (_("Visits"), "visit", partners.visits_for(self.user)),
            (_("Platforms"), "platform", partners.platforms_for(self.user)),
        )
        may_see = has_right(self.user, Right.PARTNERS_VIEW)
        return super().get_context_data(
            cooperation=[
                (title, f"{name}:record", found)
                for title, name, rows in lists
                if may_see and (found := list(rows.filter(takes_part).distinct()))
            ],
            children=self.rows().filter(parent=organisation),
            facts=subject_history(kind=SubjectKind.ORGANISATION, subject_id=organisation.pk),
            may_edit=has_right(self.user, Right.ORGANISATIONS_EDIT)
            and scope_of(self.user).holds(
                county=organisation.county_id, organisation_id=organisation.pk
            ),
            **kwargs,
        )


class _OrganisationForm(FormPage):
    """A form whose details go to the service."""

    right = Right.ORGANISATIONS_EDIT
    form_class = OrganisationForm
    header_icon = "site"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who fills it in."""
        return {**super().get_form_kwargs(), "user": self.user}

    def success_message(self, made: Organisation) -> str:
        """Say what was saved."""
        return _("“{name}” is saved.").format(name=made.name)

    def success_address(self, made: Organisation) -> str:
        """Go to the organisation."""
        return reverse("organisation:record", args=[made.pk])


class AddOrganisationPage(_OrganisationForm):
    """Adds an organisation."""

    page_title = gettext_lazy("Add an organisation")

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [{"url": reverse("organisation:index"), "label": _("Organisations")}]

    def save(self, form: OrganisationForm) -> Organisation:
        """Add it."""
        return services.add_organisation(actor=self.user, details=form.details())


class EditOrganisationPage(OrganisationRecord, _OrganisationForm):
    """Changes an organisation."""

    right = Right.ORGANISATIONS_EDIT
    template_name = _OrganisationForm.template_name

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is there."""
        return {**super().get_form_kwargs(), "instance": self.record}

    def save(self, form: OrganisationForm) -> Organisation:
        """Change it."""
        return services.change_organisation(
            actor=self.user,
            organisation=self.record,
            details=form.details(),
            since=form.cleaned_data["since"],
        )

"""Pages about organisations: one record, adding, changing, its names and its rank."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.organisations.forms import (
    MergeForm,
    NameForm,
    OrganisationForm,
    RankForm,
    SurvivorForm,
)
from huizhi.backoffice.pages import Action, FormPage, OfficePage, RecordPage
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right, scope_of
from huizhi.organisations import duplicates, merging, other_names, queries, ranks, services
from huizhi.organisations.models import Organisation, OrganisationName, OrganisationRank
from huizhi.partners import queries as partners
from huizhi.people.queries import subject_history
from huizhi.rules.subjects import SubjectKind

PAIRS_ON_A_PAGE = 50


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

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show it, or lead from one that was merged to the one that stays."""
        survivor = queries.survivor_of(self.number)
        if survivor is None or not self.rows().filter(pk=survivor.pk).exists():
            return super().get(request, *args, **kwargs)
        text = _("The organisation at this address was merged into “{name}”.")
        messages.info(request, text.format(name=survivor))
        return redirect("organisation:record", survivor.pk)

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
            firms=self.rows().filter(park=organisation),
            names=organisation.names.all(),
            ranks=organisation.ranks.all(),
            clusters=organisation.clusters.all(),
            facts=subject_history(kind=SubjectKind.ORGANISATION, subject_id=organisation.pk),
            may_edit=has_right(self.user, Right.ORGANISATIONS_EDIT)
            and scope_of(self.user).holds(
                county=organisation.county_id, organisation_id=organisation.pk
            ),
            may_merge=_may_merge(self.user),
            **kwargs,
        )


class _OrganisationForm(FormPage):
    """A form whose details go to the service."""

    right = Right.ORGANISATIONS_EDIT
    form_class: type[BaseForm] = OrganisationForm
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
            renamed=form.cleaned_data["renamed"],
        )


class _AboutOne(OrganisationRecord, _OrganisationForm):
    """A form about something that hangs on one organisation."""

    right = Right.ORGANISATIONS_EDIT
    template_name = _OrganisationForm.template_name

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start empty: what is made is new."""
        return FormPage.get_form_kwargs(self)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list and the organisation."""
        address = reverse("organisation:record", args=[self.record.pk])
        return [*super().trail(), {"url": address, "label": str(self.record)}]

    def success_message(self, made: Any) -> str:
        """Say what was saved."""
        return _("“{name}” is saved.").format(name=self.record.name)

    def success_address(self, made: Any) -> str:
        """Go back to the organisation."""
        return reverse("organisation:record", args=[self.record.pk])


class AddNamePage(_AboutOne):
    """Adds another name of an organisation."""

    form_class = NameForm

    def get_page_title(self) -> str:
        """Say what is added."""
        return _("Add a name")

    def save(self, form: NameForm) -> OrganisationName:
        """Add it."""
        return other_names.add_name(actor=self.user, organisation=self.record, **form.cleaned_data)


class AddRankPage(_AboutOne):
    """Records the rank of an organisation."""

    form_class = RankForm

    def get_page_title(self) -> str:
        """Say what is added."""
        return _("Record a rank")

    def save(self, form: RankForm) -> OrganisationRank:
        """Record it."""
        return ranks.record_rank(actor=self.user, organisation=self.record, **form.cleaned_data)


class _TakeBack(Action):
    """Takes back something that hangs on one organisation the user may see."""

    right = Right.ORGANISATIONS_EDIT
    model: ClassVar[type[OrganisationName] | type[OrganisationRank]]

    def found(self, pk: int, entry: int) -> Any:
        """Return what is to be taken back."""
        organisation = get_object_or_404(queries.organisations_for(self.user), pk=pk)
        return get_object_or_404(self.model, pk=entry, organisation=organisation)

    def address(self, **kwargs: Any) -> str:
        """Go back to the organisation."""
        return reverse("organisation:record", args=[kwargs["pk"]])


class RemoveName(_TakeBack):
    """Takes back a name."""

    model = OrganisationName

    def perform(self, **kwargs: Any) -> str:
        """Take it back."""
        name = self.found(**kwargs)
        other_names.remove_name(actor=self.user, name=name)
        return _("“{name}” is taken back.").format(name=name)


class RemoveRank(_TakeBack):
    """Takes back a record of rank."""

    model = OrganisationRank

    def perform(self, **kwargs: Any) -> str:
        """Take it back."""
        ranks.remove_rank(actor=self.user, rank=self.found(**kwargs))
        return _("The record of rank is taken back.")


class SimilarPage(OfficePage):
    """Pairs of organisations that may be the same one."""

    right = Right.ORGANISATIONS_VIEW
    template_name = "backoffice/organisations/similar.html"
    page_title = gettext_lazy("Possible duplicates")
    header_icon = "copy"

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [{"url": reverse("organisation:index"), "label": _("Organisations")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a page of the pairs, each with whether the user may decide about it."""
        pairs = Paginator(duplicates.similar_pairs(self.user), PAIRS_ON_A_PAGE)
        shown = pairs.get_page(self.request.GET.get("p"))
        scope = scope_of(self.user)
        may = has_right(self.user, Right.ORGANISATIONS_EDIT)
        return super().get_context_data(
            shown=shown,
            pairs=[
                (pair, may and all(scope.holds(county=one.county_id) for one in pair.both))
                for pair in shown
            ],
            may_merge=_may_merge(self.user),
            **kwargs,
        )


class MarkDifferent(Action):
    """Says that two organisations are two."""

    right = Right.ORGANISATIONS_EDIT

    def perform(self, **kwargs: Any) -> str:
        """Keep the answer."""
        rows = queries.organisations_for(self.user)
        first = get_object_or_404(rows, pk=kwargs["pk"])
        second = get_object_or_404(rows, pk=kwargs["other"])
        duplicates.mark_different(actor=self.user, first=first, second=second)
        return _("“{first}” and “{second}” are kept as two.").format(first=first, second=second)

    def address(self, **kwargs: Any) -> str:
        """Go back to the pairs."""
        return reverse("organisation:similar")


class ChooseSurvivorPage(_AboutOne):
    """Asks for the organisation that one is the same as."""

    form_class = SurvivorForm
    submit_label = gettext_lazy("Show what would move")

    def get_page_title(self) -> str:
        """Say what is asked."""
        return _("Merge into another organisation")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer every other one that the user may see."""
        return {
            **super().get_form_kwargs(),
            "rows": self.rows().exclude(pk=self.record.pk),
        }

    def save(self, form: SurvivorForm) -> Organisation:
        """Return the one that stays: nothing is changed yet."""
        survivor: Organisation = form.cleaned_data["survivor"]
        return survivor

    def success_message(self, made: Organisation) -> str:
        """Say nothing: the next page tells."""
        return ""

    def success_address(self, made: Organisation) -> str:
        """Go to what would move."""
        return reverse("organisation:merge", args=[self.record.pk, made.pk])


class MergePage(OrganisationRecord, FormPage):
    """Shows what merging one organisation into another would move, and merges them."""

    right = Right.ORGANISATIONS_EDIT
    template_name = "backoffice/organisations/merge.html"
    form_class = MergeForm
    submit_label = gettext_lazy("Merge the two")

    @cached_property
    def plan(self) -> merging.MergePlan:
        """What would be done."""
        survivor = get_object_or_404(self.rows(), pk=self.kwargs["other"])
        return merging.plan_merge(actor=self.user, leaving=self.record, survivor=survivor)

    def get_page_title(self) -> str:
        """Say which one leaves."""
        return _("Merge “{name}” into another organisation").format(name=self.record)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would be done."""
        sides = [(_("Leaves"), self.plan.leaving), (_("Stays"), self.plan.survivor)]
        return super().get_context_data(plan=self.plan, sides=sides, **kwargs)

    def save(self, form: MergeForm) -> Organisation:
        """Merge them."""
        return merging.merge_organisations(
            actor=self.user, leaving=self.plan.leaving, survivor=self.plan.survivor
        )

    def success_message(self, made: Organisation) -> str:
        """Say what was done."""
        return _("“{name}” was merged into “{other}”.").format(name=self.record, other=made)

    def success_address(self, made: Organisation) -> str:
        """Go to the one that stays."""
        return reverse("organisation:record", args=[made.pk])


def _may_merge(user: User) -> bool:
    return has_right(user, Right.ORGANISATIONS_EDIT) and scope_of(user).holds(county=None)

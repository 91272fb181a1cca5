"""Pages of the hand-over: whose work to whom, the preview, and the record of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.governance.forms import ChooseWorkForm, HandOverForm
from huizhi.backoffice.governance.places import list_step
from huizhi.backoffice.governance.record_pages import Kind
from huizhi.backoffice.pages import FormPage, RecordPage
from huizhi.governance import queries
from huizhi.governance.models import HandOver
from huizhi.governance.services.hand_overs import hand_over, refusals, work_of
from huizhi.kernel.roles import Right


class HandOverPage(Kind, RecordPage):
    """The record of a hand-over: from whom, to whom, why, what."""

    kind = "handover"
    right = Right.GOVERNANCE_VIEW
    template_name = "backoffice/governance/hand_over.html"
    header_icon = "resubmit"

    def rows(self) -> Any:
        """Return the hand-overs this user may see."""
        return queries.hand_overs_for(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [list_step(self.kind)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which of the tasks the user may see."""
        numbers = [item["id"] for item in self.record.items if item["kind"] == "task"]
        seen = queries.tasks_for(self.user).filter(pk__in=numbers).values_list("pk", flat=True)
        return super().get_context_data(seen=set(seen), **kwargs)


class MakeHandOver(FormPage):
    """Two steps on one page: choose, look at the work, hand it over."""

    right = Right.GOVERNANCE_EDIT
    template_name = "backoffice/governance/make_hand_over.html"
    page_title = gettext_lazy("Hand over a user's work")
    header_icon = "resubmit"
    form_class = HandOverForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read whose work is looked at, from the address or from the form."""
        super().setup(request, *args, **kwargs)
        given = request.POST if request.method == "POST" else request.GET
        self.choice = ChooseWorkForm(given if given.get("leaver") else None)
        self.is_chosen = self.choice.is_bound and self.choice.is_valid()

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [list_step("handover")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the work and why it cannot go over, once both users are chosen."""
        context = super().get_context_data(
            choice=self.choice, gone=queries.users_gone_with_work(), **kwargs
        )
        if not self.is_chosen:
            return context
        leaver, heir = self.choice.cleaned_data["leaver"], self.choice.cleaned_data["heir"]
        work = work_of(leaver)
        refused = refusals(work, heir)
        if leaver == heir:
            refused.insert(0, _("Choose somebody else to take the work over."))
        form = context["form"]
        # What the page shows is what is handed over, also after a refusal.
        shown = {"leaver": leaver.pk, "heir": heir.pk, "seen": work.fingerprint}
        if form.is_bound:
            form.data = form.data.copy()
            form.data["seen"] = work.fingerprint
        form.initial.update(shown)
        return {**context, "leaver": leaver, "heir": heir, "work": work, "refused": refused}

    def save(self, form: HandOverForm) -> HandOver:
        """Hand it over."""
        data = form.cleaned_data
        return hand_over(
            actor=self.user,
            leaver=data["leaver"],
            heir=data["heir"],
            reason=data["reason"],
            seen=data["seen"],
        )

    def success_message(self, made: HandOver) -> str:
        """Say how much went over."""
        return _("{count} tasks and seats went from {leaver} to {heir}.").format(
            count=made.count, leaver=made.leaver, heir=made.heir
        )

    def success_address(self, made: HandOver) -> str:
        """Go to the record."""
        return reverse("handover:record", args=[made.pk])

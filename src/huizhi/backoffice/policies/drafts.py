"""Pages about a draft: what is in it, what differs, and its way to a second officer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.pages import Action, FormPage, RecordPage
from huizhi.backoffice.policies.forms import InForceForm, SendBackForm, StartDraftForm
from huizhi.backoffice.policies.pages import LEFT_TO_PEOPLE, VersionRecord
from huizhi.entitlements import differences
from huizhi.kernel.languages import screen_language
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.policies import drafting, queries
from huizhi.policies.models import PackDraft, PackVersion
from huizhi.policies.states import DraftState
from huizhi.rules.packs.checking import table_proofs
from huizhi.rules.packs.comparing import Comparison, compare
from huizhi.rules.packs.model import Pack
from huizhi.rules.packs.reading import PACK_FILE, read_pack


def drafts_step() -> dict[str, str]:
    """Return the step of a trail that leads to the list of drafts."""
    return {"url": reverse("packdraft:index"), "label": _("Policy desk")}


class DraftRecord(RecordPage):
    """A page about one draft."""

    right = Right.POLICIES_VIEW
    header_icon = "edit"

    def rows(self) -> QuerySet[PackDraft]:
        """Return the drafts this user may see."""
        return queries.drafts_for(self.user)

    @cached_property
    def pack(self) -> Pack:
        """The pack as it is read; its expressions may be wrong."""
        pack, _found = read_pack(self.record.files)
        assert pack is not None  # the service stores no draft that cannot be read
        return pack

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [drafts_step()]

    def draft_step(self) -> dict[str, str]:
        """Return the step of a trail that leads to the draft."""
        return {
            "url": reverse("packdraft:record", args=[self.number]),
            "label": str(self.record),
        }


class BelowDraft(DraftRecord):
    """A page below a draft."""

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list and the draft."""
        return [drafts_step(), self.draft_step()]

    def comparison(self) -> Comparison:
        """Return what differs from the version the draft is based on."""
        return compare(queries.parsed(self.record.based_on), self.pack)


class DraftPage(DraftRecord):
    """A draft: its tables with their proofs, what the check says, what can be done with it."""

    template_name = "backoffice/policies/draft.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tables, the findings and the moves open to this user."""
        draft, language = self.record, screen_language()
        sound, found = queries.checked(draft.files)
        proofs = table_proofs(sound) if sound is not None else []
        may_enforce = has_right(self.user, Right.POLICIES_ENFORCE)
        authors = list(draft.authors.all())
        second = may_enforce and draft.state == DraftState.SUBMITTED and self.user not in authors
        return super().get_context_data(
            authors=authors,
            documents=[
                {
                    "document": document,
                    "tables": [
                        {
                            "table": table,
                            "proofs": [p for p in proofs if p.is_of(document.file, table.english)],
                        }
                        for table in document.tables
                    ],
                }
                for document in self.pack.documents
            ],
            head_file=PACK_FILE if self.pack.caps else "",
            findings=[
                {"finding": finding, "message": finding.message(language)}
                for finding in sorted(found, key=lambda f: f.severity != "error")
                if finding.code != LEFT_TO_PEOPLE
            ],
            may_edit=may_enforce and draft.is_editable,
            may_decide=second,
            may_try_all=has_right(self.user, Right.RUNS_START) and sound is not None,
            **kwargs,
        )


class StartDraftPage(VersionRecord, FormPage):
    """Starts a draft from a version."""

    right = Right.POLICIES_ENFORCE
    template_name = "backoffice/form.html"
    form_class = StartDraftForm
    submit_label = gettext_lazy("Start the draft")

    def get_page_title(self) -> str:
        """Say what the page does."""
        return _("Start a draft from {version}").format(version=self.record)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list and the version."""
        return [self.list_trail(), self.version_trail()]

    def save(self, form: Form) -> PackDraft:
        """Start it."""
        return drafting.start_draft(
            version=self.record, number=form.cleaned_data["number"], actor=self.user
        )

    def success_address(self, made: PackDraft) -> str:
        """Go to the draft."""
        return reverse("packdraft:record", args=[made.pk])


class ComparePage(BelowDraft):
    """A draft beside the version it is to follow, table by table."""

    template_name = "backoffice/policies/compare.html"

    def get_page_title(self) -> str:
        """Say what is compared."""
        return _("What differs from {version}").format(version=self.record.based_on)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what differs."""
        return super().get_context_data(comparison=self.comparison(), **kwargs)


class _DraftAction(Action):
    """A button of a draft; back to the draft afterwards."""

    right = Right.POLICIES_ENFORCE

    def draft(self, pk: int) -> PackDraft:
        """Return the draft."""
        return get_object_or_404(queries.drafts_for(self.user), pk=pk)

    def address(self, **kwargs: Any) -> str:
        """Return the page of the draft."""
        return reverse("packdraft:record", args=[kwargs["pk"]])


class SubmitDraft(_DraftAction):
    """Sends the draft to a second officer."""

    def perform(self, **kwargs: Any) -> str:
        """Submit it."""
        drafting.submit(draft=self.draft(kwargs["pk"]), actor=self.user)
        return _("The draft waits for a second officer.")


class DiscardDraft(_DraftAction):
    """Gives the draft up."""

    def perform(self, **kwargs: Any) -> str:
        """Discard it."""
        drafting.discard(draft=self.draft(kwargs["pk"]), actor=self.user)
        return _("The draft is given up.")


class _Decision(BelowDraft, FormPage):
    """A form of the second officer, with what differs and the trials of this text below."""

    right = Right.POLICIES_ENFORCE
    template_name = "backoffice/policies/decide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what differs in the text and for whom."""
        trials = differences.trials_of(self.user, self.record).filter(finished_at__isnull=False)
        return super().get_context_data(
            comparison=self.comparison(),
            trials=[one for one in trials if differences.is_of_this_text(one, self.record)],
            **kwargs,
        )


class SendBackPage(_Decision):
    """Sends a draft back with the reason."""

    form_class = SendBackForm
    submit_label = gettext_lazy("Send back")

    def get_page_title(self) -> str:
        """Say what the page does."""
        return _("Send the draft back")

    def save(self, form: Form) -> PackDraft:
        """Send it back."""
        return drafting.send_back(
            draft=self.record, reason=form.cleaned_data["reason"], actor=self.user
        )

    def success_message(self, made: PackDraft) -> str:
        """Say that the authors have it."""
        return _("The draft is back with its authors.")

    def success_address(self, made: PackDraft) -> str:
        """Go to the draft."""
        return reverse("packdraft:record", args=[made.pk])


class AcceptPage(_Decision):
    """Makes a draft a version and puts it in force from a day."""

    form_class = InForceForm
    submit_label = gettext_lazy("Put in force")

    def get_page_title(self) -> str:
        """Say what the page does."""
        return _("Accept {draft} and put it in force").format(draft=self.record)

    def save(self, form: Form) -> PackVersion:
        """Accept it."""
        return drafting.accept(draft=self.record, from_=form.cleaned_data["from_"], actor=self.user)

    def success_message(self, made: PackVersion) -> str:
        """Say from when it is in force."""
        return _("{version} is in force from {day}.").format(version=made, day=made.in_force_from)

    def success_address(self, made: PackVersion) -> str:
        """Go to the version."""
        return reverse("packversion:record", args=[made.pk])

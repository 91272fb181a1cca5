"""The page that tries a draft on the whole registry, and the trials made so far."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.days import day_field
from huizhi.backoffice.pages import FormPage
from huizhi.backoffice.policies.drafts import BelowDraft
from huizhi.entitlements import differences, services
from huizhi.entitlements.models import Comparison
from huizhi.kernel import clock
from huizhi.kernel.roles import Right


class TrialForm(forms.Form):
    """As of which day a draft is tried."""

    as_of = day_field(
        gettext_lazy("As-of date"),
        required=True,
        help_text=gettext_lazy("Facts and policies are taken as they hold on this day."),
    )


class TrialPage(BelowDraft, FormPage):
    """Starts a trial: everyone under the draft and under the version it is based on."""

    right = Right.RUNS_START
    template_name = "backoffice/policies/trial.html"
    form_class = TrialForm
    submit_label = gettext_lazy("Start the trial")

    def get_page_title(self) -> str:
        """Say what the page does."""
        return _("Try it on the whole registry")

    def get_initial(self) -> dict[str, Any]:
        """Begin with today."""
        return {"as_of": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the trials made so far."""
        trials = [
            {"trial": trial, "is_of_this_text": differences.is_of_this_text(trial, self.record)}
            for trial in differences.trials_of(self.user, self.record)
        ]
        return super().get_context_data(trials=trials, **kwargs)

    def save(self, form: forms.Form) -> Comparison:
        """Queue it."""
        return services.try_draft(
            draft=self.record, as_of=form.cleaned_data["as_of"], actor=self.user
        )

    def success_address(self, made: Comparison) -> str:
        """Go to the comparison, which shows its progress."""
        return reverse("comparison:record", args=[made.pk])

"""The form that starts a run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.days import DayInput
from huizhi.kernel import clock
from huizhi.policies import queries
from huizhi.policies.models import PackVersion


class StartForm(forms.Form):
    """As-of date and pack version."""

    as_of = forms.DateField(
        label=_("As-of date"),
        widget=DayInput(),
        help_text=_("Facts and policies are taken as they hold on this day."),
    )
    pack_version = forms.ModelChoiceField(
        label=_("Policy pack"),
        queryset=PackVersion.objects.none(),
        empty_label=None,
        help_text=_("Only versions in force are offered; the date must lie in their time."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"].initial = clock.today
        self.fields["pack_version"].queryset = queries.enforced()  # type: ignore[attr-defined]

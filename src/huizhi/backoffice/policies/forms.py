"""Forms of the policies' screens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.days import DayInput
from huizhi.policies import queries


class StoreForm(forms.Form):
    """Which of the installation's pack folders to store."""

    name = forms.ChoiceField(
        label=_("Folder of the pack"),
        help_text=_(
            "The folders with a pack.yaml in this installation's packs folder. A pack with errors"
            " is refused with the file and line of the first."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._folders = {folder.name: folder for folder in queries.pack_folders()}
        self.fields["name"].choices = [(name, name) for name in self._folders]  # type: ignore[attr-defined]

    def folder(self) -> Path:
        """Return the folder that was chosen."""
        return self._folders[self.cleaned_data["name"]]


class InForceForm(forms.Form):
    """From which day a version is in force."""

    from_ = forms.DateField(
        label=_("In force from"),
        widget=DayInput(),
        help_text=_(
            "The version in force before it ends on the day before. Once in force, the text of"
            " this version never changes."
        ),
    )


class WithdrawForm(forms.Form):
    """Why a version is withdrawn."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No new run can use the version; the runs made with it stay as they are."),
    )

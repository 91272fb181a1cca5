"""Forms of the policies' screens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.days import DayInput, day_field
from huizhi.backoffice.picking import RecordPicker
from huizhi.kernel.languages import screen_language
from huizhi.kernel.wording import kind_words
from huizhi.people.models import Person
from huizhi.policies import queries
from huizhi.rules.packs.reading import PACK_FILE
from huizhi.rules.subjects import SubjectKind, SubjectRef
from huizhi.rules.words import Words
from huizhi.rules.yaml_text import read_yaml


class StoreForm(forms.Form):
    """Which of the installation's pack folders to store."""

    name = forms.ChoiceField(
        label=_("Policy pack"),
        help_text=_(
            "The folders with a pack.yaml in this installation's packs folder. A pack with errors"
            " is refused with the file and line of the first."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._folders = {folder.name: folder for folder in queries.pack_folders()}
        choices = [(name, _name_of(folder)) for name, folder in self._folders.items()]
        self.fields["name"].choices = choices  # type: ignore[attr-defined]

    def folder(self) -> Path:
        """Return the folder that was chosen."""
        return self._folders[self.cleaned_data["name"]]


def _name_of(folder: Path) -> str:
    """Return the name that the pack of a folder gives itself; the folder's where it gives none."""
    head = read_yaml(PACK_FILE, (folder / PACK_FILE).read_text("utf-8"))
    try:
        name = Words.of(head.data["name"]).get(screen_language())
        return f"{name} {head.data['version']}"
    except (KeyError, TypeError):
        return folder.name


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


class StartDraftForm(forms.Form):
    """Which number the next version gets."""

    number = forms.CharField(
        label=_("New version"),
        max_length=30,
        help_text=_(
            "Such as 2024.1. The draft is a copy: the version in force stays as it is until a"
            " second officer puts the new one in force."
        ),
    )


class SendBackForm(forms.Form):
    """Why a draft is sent back."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the authors should mend. They see it on the draft."),
    )


class TryForm(forms.Form):
    """On whom of a kind of subject a draft is tried, and as of which day."""

    kind = forms.CharField(widget=forms.HiddenInput)
    subject = forms.ModelChoiceField(Person.objects.none())
    on = day_field(_("As-of date"), required=True)

    def __init__(self, *args: Any, kind: SubjectKind, rows: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject_kind = kind
        field = self.fields["subject"]
        assert isinstance(field, forms.ModelChoiceField)  # as declared
        field.label = kind_words(kind)
        is_indexed = kind not in (SubjectKind.PERSON, SubjectKind.TEAM)
        field.widget = RecordPicker(kind.value, is_indexed=is_indexed)
        field.queryset = rows

    @property
    def ref(self) -> SubjectRef:
        """The subject that was picked, as the rules name it."""
        return SubjectRef(self.subject_kind, str(self.cleaned_data["subject"].pk))

"""The forms of an import: the file, and what each of its columns states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.days import DayInput
from huizhi.kernel.lists.columns import ColumnFound
from huizhi.kernel.lists.kinds import IGNORED, ListKind


class UploadForm(forms.Form):
    """A list."""

    file = forms.FileField(
        help_text=gettext_lazy(
            "Excel or CSV, at most 10 MB. Titles, headings over two lines and totals may stay."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )

    def __init__(self, *args: Any, kind: ListKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = str(kind.title)


class ColumnsForm(forms.Form):
    """What each column of a list states."""

    valid_from = forms.DateField(
        label=gettext_lazy("Valid from"),
        required=False,
        widget=DayInput(),
    )
    prefix_of_columns: ClassVar[str] = "column_"

    def __init__(
        self, *args: Any, kind: ListKind, columns: Sequence[ColumnFound], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].help_text = str(kind.day_help)
        self.columns = columns
        choices = [(IGNORED, _("(not read)")), *kind.labels().items()]
        for number, column in enumerate(columns):
            self.fields[f"{self.prefix_of_columns}{number}"] = forms.ChoiceField(
                label=column.heading, choices=choices, required=False, initial=column.target
            )

    @property
    def rows(self) -> Iterator[tuple[ColumnFound, forms.BoundField]]:
        """Each column with its field."""
        for number, column in enumerate(self.columns):
            yield column, self[f"{self.prefix_of_columns}{number}"]

    def targets(self) -> Mapping[str, str]:
        """Return the choice for each heading."""
        return {
            column.heading: self.cleaned_data[f"{self.prefix_of_columns}{number}"]
            for number, column in enumerate(self.columns)
        }

"""Forms of the reports: which month to make, and a section's wording."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huizhi.insight.errors import TemplateWrong
from huizhi.insight.reports.templating import check_text
from huizhi.insight.selections.months import first_day, is_month
from huizhi.kernel.models import Region, User
from huizhi.kernel.regions import counties_for
from huizhi.kernel.scope import scope_of


class MakeForm(forms.Form):
    """The month of a report, and for the city's own users the county, if it is for one."""

    month = forms.CharField(
        label=_("Month"),
        max_length=7,
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2021-07"}),
        help_text=_("The report counts up to the last day of the month, or up to today."),
    )
    county = forms.ModelChoiceField(
        label=_("County"),
        queryset=Region.objects.none(),
        required=False,
        help_text=_("Empty for the whole city."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if scope_of(user).county is not None:
            del self.fields["county"]
        else:
            counties = counties_for(user).filter(parent__isnull=False)
            self.fields["county"].queryset = counties  # type: ignore[attr-defined]

    def clean_month(self) -> dt.date:
        """Return the first day of the month."""
        text = self.cleaned_data["month"].strip()
        if not is_month(text):
            raise forms.ValidationError(_("Write the month as 2021-07."))
        return first_day(text)


class TextForm(forms.Form):
    """The wording of a section in both languages."""

    zh = forms.CharField(
        label=_("Chinese text"), widget=forms.Textarea(attrs={"rows": 14}), strip=False
    )
    en = forms.CharField(
        label=_("English text"), widget=forms.Textarea(attrs={"rows": 14}), strip=False
    )

    def clean_zh(self) -> str:
        """Return the text, or say what is wrong in it and where."""
        return self._checked("zh")

    def clean_en(self) -> str:
        """Return the text, or say what is wrong in it and where."""
        return self._checked("en")

    def _checked(self, name: str) -> str:
        text: str = self.cleaned_data[name].replace("\r\n", "\n")
        try:
            check_text(text)
        except TemplateWrong as error:
            raise forms.ValidationError(str(error)) from error
        return text

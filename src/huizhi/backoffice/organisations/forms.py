"""The form of an organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huizhi.kernel.models import Region, User
from huizhi.kernel.scope import scope_of
from huizhi.organisations.duplicates import find_duplicates
from huizhi.organisations.models import Organisation
from huizhi.organisations.queries import organisations_for
from huizhi.organisations.services import COLUMNS, OrganisationDetails


def counties_for(user: User) -> Any:
    """Return the regions in which a user may enter records: all, or the one county."""
    rows = Region.objects.filter(in_use=True)
    county = scope_of(user).county
    return rows if county is None else rows.filter(code=county)


class OrganisationForm(forms.ModelForm):
    """What is entered about an organisation, and two questions that arise from it."""

    code_reason = forms.CharField(
        label=_("Why a code that fails its check is accepted"),
        required=False,
        help_text=_("Only for a credit code that is printed so on the licence. Kept in the log."),
    )
    not_duplicate = forms.BooleanField(
        label=_("It is another organisation than those of the same name or code"), required=False
    )
    since = forms.DateField(
        label=_("The change holds since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: what stood here before was wrong."),
    )

    class Meta:
        model = Organisation
        fields = tuple(name for name in COLUMNS if name != "synthetic")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["county"].queryset = counties_for(user)  # type: ignore[attr-defined]
        self.fields["parent"].queryset = organisations_for(user)  # type: ignore[attr-defined]
        if scope_of(user).county:
            self.fields["county"].required = True
        if self.instance.pk is None:
            del self.fields["since"]

    def clean(self) -> dict[str, Any]:
        """Ask whether it is a duplicate, unless the answer was given."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        found = find_duplicates(
            name=data.get("name", ""),
            credit_code=data.get("credit_code", ""),
            ministry_code=data.get("ministry_code", ""),
            except_id=self.instance.pk,
        )
        if not data.get("not_duplicate") and found:
            names = "、".join(f"{one.name}（{one.pk}）" for one in found[:5])
            text = _("There already is: {names}. If it is another one, tick the box below.")
            self.add_error("not_duplicate", str(text).format(names=names))
        return data

    def details(self) -> OrganisationDetails:
        """Return what was entered, for the service."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return OrganisationDetails(
            **values,
            synthetic=self.instance.synthetic,
            code_reason=self.cleaned_data["code_reason"],
        )

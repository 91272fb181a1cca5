"""Forms of the kinds of bases."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class KindForm(forms.Form):
    """What can be changed about a kind."""

    name = forms.CharField(label=pgettext_lazy("of a record", "Name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=80)
    order = forms.IntegerField(label=_("Order"), min_value=1, max_value=999)
    in_use = forms.BooleanField(
        label=_("In use"),
        required=False,
        help_text=_("A kind out of use stays with its bases and is offered for no other."),
    )


class AddKindForm(forms.Form):
    """A new kind; its code is for good."""

    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        help_text=_("Small letters, digits and _, for good: facts and exports keep it."),
    )
    name = forms.CharField(label=pgettext_lazy("of a record", "Name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=80)
